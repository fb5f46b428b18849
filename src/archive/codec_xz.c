/* SPDX-License-Identifier: Apache-2.0 */
/* xz by liblzma, which goes on over concatenated streams and their padding itself. */
#include "archive/codec_backend.h"

#include "base/num.h"

#include <lzma.h>

typedef struct xz_state {
    lzma_stream stream;
    lzma_allocator allocator;
} xz_state;

enum { BESIDE_WINDOW = 1 << 20 }; /* what a decoder needs besides its dictionary, amply */

static void *xz_alloc(void *user, size_t count, size_t size)
{
    size_t bytes;
    return cdk_mul_size(count, size, &bytes) ? cdk_alloc(user, bytes) : NULL;
}

static void xz_free(void *user, void *ptr)
{
    cdk_free(user, ptr);
}

static cdk_codec_result xz_start(void *state, const cdk_env *env)
{
    xz_state *self = state;
    self->stream = (lzma_stream)LZMA_STREAM_INIT;
    self->allocator = (lzma_allocator){xz_alloc, xz_free, env->mem};
    self->stream.allocator = &self->allocator;
    uint64_t limit;
    if (!cdk_add_u64(CDK_LIMIT(env, MAX_WINDOW), BESIDE_WINDOW, &limit)) limit = UINT64_MAX;
    return lzma_stream_decoder(&self->stream, limit, LZMA_CONCATENATED) == LZMA_OK ? CDK_CODEC_MORE : CDK_CODEC_NO_MEMORY;
}

static const char *reason(lzma_ret code)
{
    switch (code) {
    case LZMA_MEMLIMIT_ERROR: return "it asks for a larger dictionary than MAX_WINDOW allows";
    case LZMA_OPTIONS_ERROR: return "a filter that liblzma does not know";
    case LZMA_FORMAT_ERROR: return "bytes that are no xz stream";
    default: return "a block, an index or a checksum is damaged";
    }
}

static cdk_codec_result xz_run(void *state, cdk_codec_io *io)
{
    lzma_stream *stream = &((xz_state *)state)->stream;
    stream->next_in = io->in;
    stream->avail_in = io->in_n;
    stream->next_out = io->out;
    stream->avail_out = io->out_n;
    lzma_ret code = lzma_code(stream, io->no_more_input ? LZMA_FINISH : LZMA_RUN);
    io->in = stream->next_in;
    io->in_n = stream->avail_in;
    io->out = stream->next_out;
    io->out_n = stream->avail_out;
    if (code == LZMA_STREAM_END) return CDK_CODEC_BOUNDARY;
    if (code == LZMA_OK || code == LZMA_BUF_ERROR) return CDK_CODEC_MORE;
    if (code == LZMA_MEM_ERROR) return CDK_CODEC_NO_MEMORY;
    io->why = reason(code);
    return CDK_CODEC_BAD;
}

static void xz_stop(void *state)
{
    lzma_end(&((xz_state *)state)->stream);
}

const cdk_codec_backend cdk_codec_xz = {sizeof(xz_state), false, xz_start, xz_run, NULL, xz_stop};
