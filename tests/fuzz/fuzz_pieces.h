/* SPDX-License-Identifier: Apache-2.0 */
/* For targets of streams: tight limits, and pieces of a chosen size. */
#ifndef CDK_TESTS_FUZZ_PIECES_H
#define CDK_TESTS_FUZZ_PIECES_H

#include "fuzz_env.h"
#include "io/stream.h"

static inline void fuzz_begin_tight(fuzz_env *f)
{
    fuzz_begin(f);
    atomic_store(&f->mem.limit_bytes, (size_t)64 << 20);
    f->limits.v[CDK_LIMIT_MAX_LAYER_BYTES] = 4 << 20;
    f->limits.v[CDK_LIMIT_MAX_WINDOW] = 1 << 20;
    f->limits.v[CDK_LIMIT_MAX_PAX] = 1 << 16;
}

static inline void fuzz_require(bool holds)
{
    if (!holds) abort();
}

typedef struct fuzz_stream {
    cdk_stream base;
    const uint8_t *p;
    size_t n, piece;
} fuzz_stream;

static inline int32_t fuzz_next(cdk_stream *stream, const uint8_t **data, size_t *size)
{
    fuzz_stream *self = (fuzz_stream *)stream;
    *data = self->p;
    *size = self->n < self->piece ? self->n : self->piece;
    if (*size) self->p += *size;
    self->n -= *size;
    return CISDOCK_OK;
}

static inline void fuzz_close(cdk_stream *stream)
{
    free(stream);
}

static inline cdk_stream *fuzz_pieces(fuzz_env *f, const uint8_t *bytes, size_t n, size_t piece)
{
    static const cdk_stream_ops ops = {fuzz_next, NULL, fuzz_close};
    fuzz_stream *self = malloc(sizeof *self);
    if (!self) abort();
    *self = (fuzz_stream){{.ops = &ops, .env = &f->env}, bytes, n, piece};
    return &self->base;
}

#endif
