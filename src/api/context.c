/* SPDX-License-Identifier: Apache-2.0 */
#include "api/context.h"

bool cdk_copy_table(void *to, size_t size, const void *from, size_t least)
{
    size_t given;
    memcpy(&given, from, sizeof given);
    if (given < least) return false;
    memset(to, 0, size);
    memcpy(to, from, given < size ? given : size);
    memcpy(to, &size, sizeof size);
    return true;
}

void cdk_context_ref(cisdock_context *context)
{
    atomic_fetch_add_explicit(&context->refs, 1, memory_order_relaxed);
}

void cdk_context_unref(cisdock_context *context)
{
    if (atomic_fetch_sub_explicit(&context->refs, 1, memory_order_acq_rel) != 1) return;
    cdk_mem mem;
    cdk_mem_init(&mem, &context->mem.hooks);
    cdk_free(&context->mem, context->redaction_key);
    cdk_free(&mem, context);
}

int32_t cdk_enter(cisdock_context *context, cdk_env **env)
{
    if (!context) return CISDOCK_E_INVALID_ARG;
    if (atomic_exchange_explicit(&context->busy, 1, memory_order_acquire)) return CISDOCK_E_BUSY;
    *env = &context->env;
    cdk_error_clear(&context->env);
    return CISDOCK_OK;
}

int32_t cdk_leave(cisdock_context *context, int32_t status)
{
    if (status) {
        if (context->work.status != status)
            cdk_fail(&context->env, CDK_CLASS_INTERNAL, NULL, "a call failed with %d and left no details", (int)status);
        context->error = context->work;
        context->error.status = status;
    }
    atomic_store_explicit(&context->busy, 0, memory_order_release);
    return status;
}

int32_t cdk_bad_argument(cisdock_context *context, const char *what)
{
    cdk_env *env;
    int32_t status = cdk_enter(context, &env);
    if (status) return status;
    return cdk_leave(context, cdk_fail(env, CDK_CLASS_ARGUMENT, NULL, "%s", what));
}

int32_t cisdock_context_new(const cisdock_allocator *allocator, cisdock_context **out)
{
    if (!out) return CISDOCK_E_INVALID_ARG;
    *out = NULL;
    cisdock_allocator table;
    if (allocator && (!cdk_copy_table(&table, sizeof table, allocator, sizeof table) || !table.alloc || !table.realloc || !table.free))
        return CISDOCK_E_INVALID_ARG;
    cdk_mem mem;
    cdk_mem_init(&mem, allocator ? &table : NULL);
    cisdock_context *context = cdk_calloc(&mem, 1, sizeof *context);
    if (!context) return CISDOCK_E_NO_MEMORY;
    cdk_mem_init(&context->mem, &mem.hooks);
    cdk_limits_init(&context->limits);
    context->hooks.struct_size = sizeof context->hooks;
    context->env = (cdk_env){.mem = &context->mem, .limits = &context->limits, .hooks = &context->hooks, .error = &context->work};
    context->work.layer = context->error.layer = -1;
    context->work.offset = context->error.offset = -1;
    atomic_init(&context->refs, 1);
    atomic_init(&context->busy, 0);
    *out = context;
    return CISDOCK_OK;
}

void cisdock_context_free(cisdock_context *context)
{
    if (context) cdk_context_unref(context);
}

int32_t cisdock_context_memory(const cisdock_context *context, uint64_t *now, uint64_t *peak)
{
    if (!context) return CISDOCK_E_INVALID_ARG;
    if (now) *now = atomic_load(&context->mem.used_bytes);
    if (peak) *peak = atomic_load(&context->mem.peak_bytes);
    return CISDOCK_OK;
}
