/* SPDX-License-Identifier: Apache-2.0 */
#include "api/handle.h"

void *cdk_handle_new(cisdock_context *context, size_t size)
{
    cdk_handle *handle = cdk_calloc(&context->mem, 1, size);
    if (!handle) {
        cdk_fail_memory(&context->env);
        return NULL;
    }
    atomic_init(&handle->refs, 1);
    handle->context = context;
    cdk_context_ref(context);
    return handle;
}

void cdk_handle_ref(const void *handle)
{
    /* Counting users does not change what a handle means. */
    cdk_handle *self = (cdk_handle *)(uintptr_t)handle;
    if (self) atomic_fetch_add_explicit(&self->refs, 1, memory_order_relaxed);
}

bool cdk_handle_last(void *handle)
{
    cdk_handle *self = handle;
    return self && atomic_fetch_sub_explicit(&self->refs, 1, memory_order_acq_rel) == 1;
}

void cdk_handle_end(void *handle)
{
    cisdock_context *context = ((cdk_handle *)handle)->context;
    cdk_free(&context->mem, handle);
    cdk_context_unref(context);
}

bool cdk_handle_shared(const void *handle)
{
    const cdk_handle *self = handle;
    return atomic_load_explicit(&self->refs, memory_order_acquire) > 1;
}
