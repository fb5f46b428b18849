/* SPDX-License-Identifier: Apache-2.0 */
/* zstd. The custom allocator stands in the part of its header for static linking, but every shared library has had
 * it, unchanged, since 1.3: without it the window would escape the context's budget. */
#include "archive/codec_backend.h"

#define ZSTD_STATIC_LINKING_ONLY
#include <zstd.h>
#include <zstd_errors.h>

typedef struct zstd_state {
    ZSTD_DCtx *context;
} zstd_state;

static void *zstd_alloc(void *user, size_t size)
{
    return cdk_alloc(user, size);
}

static void zstd_free(void *user, void *ptr)
{
    cdk_free(user, ptr);
}

static int log2_floor(uint64_t n)
{
    int log = 0;
    while (n >>= 1) log++;
    return log;
}

static cdk_codec_result zstd_start(void *state, const cdk_env *env)
{
    zstd_state *self = state;
    self->context = ZSTD_createDCtx_advanced((ZSTD_customMem){zstd_alloc, zstd_free, env->mem});
    if (!self->context) return CDK_CODEC_NO_MEMORY;
    ZSTD_bounds bounds = ZSTD_dParam_getBounds(ZSTD_d_windowLogMax);
    int log = log2_floor(CDK_LIMIT(env, MAX_WINDOW));
    if (log > bounds.upperBound) log = bounds.upperBound;
    return ZSTD_isError(ZSTD_DCtx_setParameter(self->context, ZSTD_d_windowLogMax, log)) ? CDK_CODEC_NO_MEMORY : CDK_CODEC_MORE;
}

static cdk_codec_result zstd_run(void *state, cdk_codec_io *io)
{
    ZSTD_inBuffer in = {io->in, io->in_n, 0};
    ZSTD_outBuffer out = {io->out, io->out_n, 0};
    size_t code = ZSTD_decompressStream(((zstd_state *)state)->context, &out, &in);
    io->in += in.pos;
    io->in_n -= in.pos;
    io->out += out.pos;
    io->out_n -= out.pos;
    if (!ZSTD_isError(code)) return code ? CDK_CODEC_MORE : CDK_CODEC_BOUNDARY;
    if (ZSTD_getErrorCode(code) == ZSTD_error_memory_allocation) return CDK_CODEC_NO_MEMORY;
    bool window = ZSTD_getErrorCode(code) == ZSTD_error_frameParameter_windowTooLarge;
    io->why = window ? "a frame asks for a larger window than MAX_WINDOW allows" : ZSTD_getErrorName(code);
    return CDK_CODEC_BAD;
}

static void zstd_stop(void *state)
{
    ZSTD_freeDCtx(((zstd_state *)state)->context);
}

const cdk_codec_backend cdk_codec_zstd = {sizeof(zstd_state), false, zstd_start, zstd_run, NULL, zstd_stop};
