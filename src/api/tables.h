/* SPDX-License-Identifier: Apache-2.0 */
/* Tables that a call takes over are closed exactly once, also where the call cannot begin. */
#ifndef CDK_API_TABLES_H
#define CDK_API_TABLES_H

#include <cisdock/evidence.h>
#include <cisdock/io.h>

static inline void cdk_refuse_source(const cisdock_source *source)
{
    if (source && source->struct_size >= sizeof *source && source->close) source->close(source->user);
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
