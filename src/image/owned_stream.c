/* SPDX-License-Identifier: Apache-2.0 */
#include "image/store.h"

#include <inttypes.h>
#include <stdio.h>

typedef struct owned_stream {
    cdk_stream base;
    cdk_stream *inner;
    cdk_source source;
    int64_t size;
    uint64_t seen;
    char digest[CDK_DIGEST_TEXT_MAX];
} owned_stream;

static int32_t wrong_size(const owned_stream *s, uint64_t has)
{
    cdk_where where = CDK_NOWHERE;
    where.digest = s->digest[0] ? s->digest : NULL;
    return cdk_fail(s->base.env, CDK_CLASS_DIGEST_MISMATCH, &where, "the blob has %s%" PRIu64 " bytes, its descriptor tells of %" PRId64,
                    has > (uint64_t)s->size ? "at least " : "", has, s->size);
}

static int32_t count(owned_stream *s, uint64_t more, bool end)
{
    s->seen += more;
    if (s->size < 0) return CISDOCK_OK;
    bool wrong = end ? s->seen != (uint64_t)s->size : s->seen > (uint64_t)s->size;
    return wrong ? wrong_size(s, s->seen) : CISDOCK_OK;
}

static int32_t owned_next(cdk_stream *stream, const uint8_t **data, size_t *size)
{
    owned_stream *s = (owned_stream *)stream;
    int32_t status = cdk_stream_next(s->inner, data, size);
    return status ? status : count(s, *size, *size == 0);
}

static int32_t owned_skip(cdk_stream *stream, uint64_t want, uint64_t *skipped)
{
    owned_stream *s = (owned_stream *)stream;
    int32_t status = cdk_stream_skip(s->inner, want, skipped);
    return status ? status : count(s, *skipped, *skipped < want);
}

static void owned_close(cdk_stream *stream)
{
    owned_stream *s = (owned_stream *)stream;
    cdk_stream_close(s->inner);
    cdk_source_close(&s->source);
    cdk_free(stream->env->mem, s);
}

static int32_t open_inner(owned_stream *s, const cdk_env *env)
{
    if (s->source.length < 0) return cdk_stream_forward(env, &s->source, &s->inner);
    if (s->size >= 0 && s->source.length != s->size) return wrong_size(s, (uint64_t)s->source.length);
    return cdk_stream_range(env, &s->source, 0, (uint64_t)s->source.length, &s->inner);
}

int32_t cdk_stream_owned(const cdk_env *env, const cisdock_source *source, int64_t size, const char *digest, cdk_stream **out)
{
    static const cdk_stream_ops ops = {owned_next, owned_skip, owned_close};
    cdk_source checked;
    int32_t status = cdk_source_init(env, source, &checked);
    if (status) return status;
    owned_stream *s = cdk_calloc(env->mem, 1, sizeof *s);
    if (!s) {
        cdk_source_close(&checked);
        return cdk_fail_memory(env);
    }
    s->base = (cdk_stream){.ops = &ops, .env = env};
    s->source = checked;
    s->size = size;
    if (digest) snprintf(s->digest, sizeof s->digest, "%s", digest);
    status = open_inner(s, env);
    if (status) {
        cdk_source_close(&s->source);
        cdk_free(env->mem, s);
        return status;
    }
    *out = &s->base;
    return CISDOCK_OK;
}
