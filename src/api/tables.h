/* SPDX-License-Identifier: Apache-2.0 */
/* Tables that a call takes over are closed exactly once, also where the call cannot begin. */
#ifndef CDK_API_TABLES_H
#define CDK_API_TABLES_H

#include "api/context.h"

#include <cisdock/evidence.h>
#include <cisdock/io.h>

static inline void cdk_refuse_source(const cisdock_source *source)
{
    if (source && source->struct_size >= sizeof *source && source->close) source->close(source->user);
}

/* cdk_enter for a call that takes a source over: where it fails, the source is closed. `out` is where its result goes. */
static inline int32_t cdk_enter_with_source(cisdock_context *context, const cisdock_source *source, const void *out, cdk_env **env)
{
    int32_t status = out && source ? cdk_enter(context, env) : cdk_bad_argument(context, "source or out is NULL");
    if (status) cdk_refuse_source(source);
    return status;
}

static inline void cdk_refuse_blobs(const cisdock_blobs *blobs)
{
    if (blobs && blobs->struct_size >= sizeof *blobs && blobs->close) blobs->close(blobs->user);
}

static inline void cdk_refuse_answers(const cisdock_host_answers *answers)
{
    if (answers && answers->struct_size >= sizeof *answers && answers->close) answers->close(answers->user);
}

#endif
