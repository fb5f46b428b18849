/* SPDX-License-Identifier: Apache-2.0 */
#include "io/stream.h"

typedef struct tally_stream {
    cdk_stream base;
    cdk_stream *inner;
    cdk_digest *digest; /* NULL: bytes are only counted */
    cdk_tally *tally;
} tally_stream;

static int32_t finish(tally_stream *self)
{
    uint8_t all[64];
    if (self->digest && cdk_digest_final(self->digest, all) != sizeof self->tally->sha256)
        return cdk_fail(self->base.env, CDK_CLASS_INTERNAL, NULL, "no SHA-256 could be computed");
    if (self->digest) memcpy(self->tally->sha256, all, sizeof self->tally->sha256);
    self->tally->ended = true;
    return CISDOCK_OK;
}

static int32_t tally_next(cdk_stream *stream, const uint8_t **data, size_t *size)
{
    tally_stream *self = (tally_stream *)stream;
    int32_t status = cdk_stream_next(self->inner, data, size);
    if (status) return status;
    if (!*size) return finish(self);
    if (self->digest) cdk_digest_update(self->digest, *data, *size);
    self->tally->bytes += *size;
    return CISDOCK_OK;
}

static void tally_close(cdk_stream *stream)
{
    tally_stream *self = (tally_stream *)stream;
    cdk_digest_free(self->digest);
    cdk_stream_close(self->inner);
    cdk_free(stream->env->mem, self);
}

int32_t cdk_stream_tally(const cdk_env *env, cdk_stream *inner, bool with_sha256, cdk_tally *tally, cdk_stream **out)
{
    static const cdk_stream_ops ops = {tally_next, NULL, tally_close}; /* what is passed over would not be counted */
    *out = NULL;
    *tally = (cdk_tally){0};
    tally_stream *self = cdk_calloc(env->mem, 1, sizeof *self);
    int32_t status = self ? CISDOCK_OK : cdk_fail_memory(env);
    if (!status && with_sha256) status = cdk_digest_new(env, CDK_SHA256, &self->digest);
    if (status) {
        cdk_free(env->mem, self);
        cdk_stream_close(inner);
        return status;
    }
    self->base = (cdk_stream){.ops = &ops, .env = env};
    self->inner = inner;
    self->tally = tally;
    *out = &self->base;
    return CISDOCK_OK;
}
