/* SPDX-License-Identifier: Apache-2.0 */
#include "io/source.h"

#include "io/stream.h"

static int32_t open_stream(const cdk_env *env, cdk_source *source, cdk_stream **out)
{
    return source->length < 0 ? cdk_stream_forward(env, source, out)
                              : cdk_stream_range(env, source, 0, (uint64_t)source->length, out);
}

int32_t cdk_source_read_all(const cdk_env *env, const cisdock_source *host, cdk_arena *arena, uint64_t limit, cdk_str *out)
{
    cdk_source source;
    cdk_stream *stream;
    int32_t status = cdk_source_init(env, host, &source);
    if (status) return status;
    status = open_stream(env, &source, &stream);
    if (!status) {
        status = cdk_stream_read_all(stream, arena, limit, out);
        cdk_stream_close(stream);
    }
    cdk_source_close(&source);
    return status;
}
