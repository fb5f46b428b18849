/* SPDX-License-Identifier: Apache-2.0 */
/* gzip by zlib. */
#include "archive/codec_backend.h"

#include "base/num.h"

#include <zlib.h>

static voidpf zlib_alloc(voidpf user, uInt count, uInt size)
{
    size_t bytes;
    return cdk_mul_size(count, size, &bytes) ? cdk_alloc(user, bytes) : NULL;
}

static void zlib_free(voidpf user, voidpf ptr)
{
    cdk_free(user, ptr);
}

static cdk_codec_result zlib_start(void *state, const cdk_env *env)
{
    z_stream *self = state;
    *self = (z_stream){.zalloc = zlib_alloc, .zfree = zlib_free, .opaque = env->mem};
    return inflateInit2(self, 16 + MAX_WBITS) == Z_OK ? CDK_CODEC_MORE : CDK_CODEC_NO_MEMORY; /* 16: gzip only */
}

static cdk_codec_result zlib_restart(void *state)
{
    return inflateReset(state) == Z_OK ? CDK_CODEC_MORE : CDK_CODEC_NO_MEMORY;
}

static cdk_codec_result zlib_run(void *state, cdk_codec_io *io)
{
    z_stream *self = state;
    self->next_in = (Bytef *)(uintptr_t)io->in; /* only read */
    self->avail_in = (uInt)io->in_n;
    self->next_out = io->out;
    self->avail_out = (uInt)io->out_n;
    int code = inflate(self, Z_NO_FLUSH);
    io->in = self->next_in;
    io->in_n = self->avail_in;
    io->out = self->next_out;
    io->out_n = self->avail_out;
    if (code == Z_STREAM_END) return CDK_CODEC_BOUNDARY;
    if (code == Z_OK || code == Z_BUF_ERROR) return CDK_CODEC_MORE;
    if (code == Z_MEM_ERROR) return CDK_CODEC_NO_MEMORY;
    io->why = self->msg ? self->msg : "it asks for a dictionary";
    return CDK_CODEC_BAD;
}

static void zlib_stop(void *state)
{
    inflateEnd(state);
}

const cdk_codec_backend cdk_codec_gzip = {sizeof(z_stream), true, zlib_start, zlib_run, zlib_restart, zlib_stop};
