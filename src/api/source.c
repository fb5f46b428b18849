/* SPDX-License-Identifier: Apache-2.0 */
/* Sources for hosts that have bytes in memory or a descriptor. A host's callback may ask for one while a call is
 * running, so the context is not entered: a failure that meets a running call is told by its status alone. */
#include "api/context.h"
#include "io/source.h"

static int32_t done(cisdock_context *context, const cdk_error *failed, int32_t status)
{
    if (status && !atomic_load(&context->busy)) context->error = *failed;
    return status;
}

int32_t cisdock_source_memory(cisdock_context *context, const uint8_t *data, size_t size, cisdock_source *out)
{
    if (!context || !out || (!data && size)) return CISDOCK_E_INVALID_ARG;
    cdk_error failed = {0};
    cdk_env env = context->env;
    env.error = &failed;
    *out = (cisdock_source){.struct_size = sizeof *out};
    return done(context, &failed, cdk_source_of_memory(&env, data, size, out));
}

int32_t cisdock_source_fd(cisdock_context *context, int32_t fd, cisdock_source *out)
{
    if (!context || !out || fd < 0) return CISDOCK_E_INVALID_ARG;
    cdk_error failed = {0};
    cdk_env env = context->env;
    env.error = &failed;
    *out = (cisdock_source){.struct_size = sizeof *out};
    return done(context, &failed, cdk_source_of_fd(&env, fd, out));
}
