/* SPDX-License-Identifier: Apache-2.0 */
/* bzip2 by libbz2. */
#include "archive/codec_backend.h"

#include "base/num.h"

#include <bzlib.h>

typedef struct bzip2_state {
    bz_stream stream;
    bool open;
} bzip2_state;

static void *bzip2_alloc(void *user, int count, int size)
{
    size_t bytes;
    if (count < 0 || size < 0 || !cdk_mul_size((size_t)count, (size_t)size, &bytes)) return NULL;
    return cdk_alloc(user, bytes);
}

static void bzip2_free(void *user, void *ptr)
{
    cdk_free(user, ptr);
}

static cdk_codec_result bzip2_start(void *state, const cdk_env *env)
{
    bzip2_state *self = state;
    self->stream = (bz_stream){.bzalloc = bzip2_alloc, .bzfree = bzip2_free, .opaque = env->mem};
    self->open = BZ2_bzDecompressInit(&self->stream, 0, 0) == BZ_OK;
    return self->open ? CDK_CODEC_MORE : CDK_CODEC_NO_MEMORY;
}

static void bzip2_stop(void *state)
{
    bzip2_state *self = state;
    if (self->open) BZ2_bzDecompressEnd(&self->stream);
    self->open = false;
}

static cdk_codec_result bzip2_restart(void *state)
{
    bzip2_state *self = state;
    bzip2_stop(self);
    self->open = BZ2_bzDecompressInit(&self->stream, 0, 0) == BZ_OK;
    return self->open ? CDK_CODEC_MORE : CDK_CODEC_NO_MEMORY;
}

static cdk_codec_result bzip2_run(void *state, cdk_codec_io *io)
{
    bz_stream *stream = &((bzip2_state *)state)->stream;
    stream->next_in = (char *)(uintptr_t)io->in; /* only read */
    stream->avail_in = (unsigned)io->in_n;
    stream->next_out = (char *)io->out;
    stream->avail_out = (unsigned)io->out_n;
    int code = BZ2_bzDecompress(stream);
    io->in += io->in_n - stream->avail_in;
    io->in_n = stream->avail_in;
    io->out += io->out_n - stream->avail_out;
    io->out_n = stream->avail_out;
    if (code == BZ_STREAM_END) return CDK_CODEC_BOUNDARY;
    if (code == BZ_OK) return CDK_CODEC_MORE;
    if (code == BZ_MEM_ERROR) return CDK_CODEC_NO_MEMORY;
    io->why = code == BZ_DATA_ERROR_MAGIC ? "a member's header is damaged" : "a block or a checksum is damaged";
    return CDK_CODEC_BAD;
}

const cdk_codec_backend cdk_codec_bzip2 = {sizeof(bzip2_state), true, bzip2_start, bzip2_run, bzip2_restart, bzip2_stop};
