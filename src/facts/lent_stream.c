/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/lent_stream.h"

typedef struct lent {
    cdk_stream base;
    cdk_stream *inner;
} lent;

static int32_t lent_next(cdk_stream *stream, const uint8_t **data, size_t *size)
{
    return cdk_stream_next(((lent *)stream)->inner, data, size);
}

static int32_t lent_skip(cdk_stream *stream, uint64_t count, uint64_t *skipped)
{
    return cdk_stream_skip(((lent *)stream)->inner, count, skipped);
}

static void lent_close(cdk_stream *stream)
{
    cdk_free(stream->env->mem, stream);
}

int32_t cdk_stream_lend(const cdk_env *env, cdk_stream *inner, cdk_stream **out)
{
    static const cdk_stream_ops ops = {lent_next, lent_skip, lent_close};
    lent *l = cdk_alloc(env->mem, sizeof *l);
    if (!l) return cdk_fail_memory(env);
    *l = (lent){.base = {.ops = &ops, .env = env}, .inner = inner};
    *out = &l->base;
    return CISDOCK_OK;
}
