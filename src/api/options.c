/* SPDX-License-Identifier: Apache-2.0 */
/* Options of a context, and the tables of callbacks that it holds. */
#include "api/context.h"

#include <inttypes.h>

static int32_t set_number(cisdock_context *context, const cdk_env *env, int32_t key, uint64_t value)
{
    const cdk_option *option = cdk_option_by_key(key);
    if (!option) return cdk_fail(env, CDK_CLASS_ARGUMENT, NULL, "there is no numeric option %d in this version", (int)key);
    if (!cdk_limits_set(&context->limits, key, value))
        return cdk_fail(env, CDK_CLASS_ARGUMENT, NULL, "%s takes %" PRIu64 " to %" PRIu64 " (%s), not %" PRIu64, option->name,
                        option->min, option->max, option->unit, value);
    if (key == CISDOCK_OPT_MAX_MEMORY) atomic_store(&context->mem.limit_bytes, value > SIZE_MAX ? SIZE_MAX : (size_t)value);
    return CISDOCK_OK;
}

int32_t cisdock_context_set_u64(cisdock_context *context, int32_t key, uint64_t value)
{
    cdk_env *env;
    int32_t status = cdk_enter(context, &env);
    return status ? status : cdk_leave(context, set_number(context, env, key, value));
}

int32_t cisdock_context_get_u64(const cisdock_context *context, int32_t key, uint64_t *out)
{
    if (!context || !out) return CISDOCK_E_INVALID_ARG;
    return cdk_limits_get(&context->limits, key, out) ? CISDOCK_OK : CISDOCK_E_INVALID_ARG;
}

static int32_t set_text(cisdock_context *context, const cdk_env *env, int32_t key, const char *value)
{
    if (key != CISDOCK_OPT_REDACTION_KEY)
        return cdk_fail(env, CDK_CLASS_ARGUMENT, NULL, "there is no text option %d in this version", (int)key);
    char *copy = NULL;
    if (value) {
        size_t size = strlen(value) + 1;
        if (!(copy = cdk_alloc(env->mem, size))) return cdk_fail_memory(env);
        memcpy(copy, value, size);
    }
    cdk_free(env->mem, context->redaction_key);
    context->redaction_key = copy;
    context->env.redaction_key = cdk_str_of(copy);
    return CISDOCK_OK;
}

int32_t cisdock_context_set_str(cisdock_context *context, int32_t key, const char *value)
{
    cdk_env *env;
    int32_t status = cdk_enter(context, &env);
    return status ? status : cdk_leave(context, set_text(context, env, key, value));
}

int32_t cisdock_option_bounds(int32_t key, uint64_t *min, uint64_t *max, uint64_t *default_value)
{
    const cdk_option *option = cdk_option_by_key(key);
    if (!option) return CISDOCK_E_INVALID_ARG;
    if (min) *min = option->min;
    if (max) *max = option->max;
    if (default_value) *default_value = option->def;
    return CISDOCK_OK;
}

/* Replace a table: NULL clears it. `least` bytes must be there. */
static int32_t set_table(cisdock_context *context, void *to, size_t size, const void *from, size_t least)
{
    cdk_env *env;
    int32_t status = cdk_enter(context, &env);
    if (status) return status;
    if (!from) {
        memset(to, 0, size);
        memcpy(to, &size, sizeof size);
    } else if (!cdk_copy_table(to, size, from, least)) {
        status = cdk_fail(env, CDK_CLASS_ARGUMENT, NULL, "the table's struct_size is too small: set it to sizeof the table");
    }
    return cdk_leave(context, status);
}

int32_t cisdock_context_set_hooks(cisdock_context *context, const cisdock_hooks *hooks)
{
    if (!context) return CISDOCK_E_INVALID_ARG;
    return set_table(context, &context->hooks, sizeof context->hooks, hooks, offsetof(cisdock_hooks, log));
}

int32_t cisdock_context_set_cache(cisdock_context *context, const cisdock_cache *cache)
{
    if (!context) return CISDOCK_E_INVALID_ARG;
    if (cache && cache->struct_size >= sizeof *cache && (!cache->get || !cache->put))
        return cdk_bad_argument(context, "a cache needs both get and put");
    return set_table(context, &context->cache, sizeof context->cache, cache, sizeof *cache);
}

int32_t cisdock_context_set_executor(cisdock_context *context, const cisdock_executor *executor)
{
    if (!context) return CISDOCK_E_INVALID_ARG;
    if (executor && executor->struct_size >= sizeof *executor && !executor->parallel_for)
        return cdk_bad_argument(context, "an executor needs parallel_for");
    return set_table(context, &context->executor, sizeof context->executor, executor, sizeof *executor);
}
