/* SPDX-License-Identifier: Apache-2.0 */
/* A stream for tests that gives its bytes in pieces of any size, moves them, and can be told to fail. */
#ifndef CDK_TESTS_PIECES_H
#define CDK_TESTS_PIECES_H

#include "io/stream.h"
#include "unit.h"

typedef struct piece_stream {
    cdk_stream base;
    const uint8_t *bytes;
    size_t size, at, piece;
    size_t calls, fail_at; /* the call that fails, counted from 1; 0: none */
    uint8_t copy[4096];    /* pieces move, so that a use after the next call shows */
} piece_stream;

static inline int32_t piece_next(cdk_stream *stream, const uint8_t **data, size_t *size)
{
    piece_stream *self = (piece_stream *)stream;
    memset(self->copy, 0xEE, sizeof self->copy);
    if (++self->calls == self->fail_at) return cdk_fail_host(stream->env, "read", -77);
    size_t n = self->size - self->at < self->piece ? self->size - self->at : self->piece;
    if (n > sizeof self->copy) n = sizeof self->copy;
    if (n) memcpy(self->copy, self->bytes + self->at, n);
    self->at += n;
    *data = self->copy;
    *size = n;
    return CISDOCK_OK;
}

static inline void piece_close(cdk_stream *stream)
{
    free(stream);
}

/* Its memory is not the unit's: it stands for the host. */
static inline cdk_stream *piece_stream_new(unit *u, const void *bytes, size_t size, size_t piece, size_t fail_at)
{
    static const cdk_stream_ops ops = {piece_next, NULL, piece_close};
    piece_stream *self = malloc(sizeof *self);
    assert_non_null(self);
    *self = (piece_stream){.base = {.ops = &ops, .env = &u->env}, .bytes = bytes, .size = size, .piece = piece,
                           .fail_at = fail_at};
    return &self->base;
}

/* Reads to the end. The bytes are the caller's to free; on failure what came before it. */
static inline int32_t drain_stream(cdk_stream *stream, uint8_t **bytes, size_t *size)
{
    *bytes = NULL;
    *size = 0;
    for (;;) {
        const uint8_t *data;
        size_t n;
        int32_t status = cdk_stream_next(stream, &data, &n);
        if (status || !n) return status;
        *bytes = realloc(*bytes, *size + n);
        assert_non_null(*bytes);
        memcpy(*bytes + *size, data, n);
        *size += n;
    }
}

#endif
