/* SPDX-License-Identifier: Apache-2.0 */
/* Streams hand out pieces of their own buffers, so that bytes are copied only where a consumer must join pieces.
 * Decorators (digest, codec, counting) own the stream below them and close it with themselves. */
#ifndef CDK_IO_STREAM_H
#define CDK_IO_STREAM_H

#include "base/digest.h"
#include "base/env.h"

typedef struct cdk_stream cdk_stream;

typedef struct cdk_stream_ops {
    /* The next piece, borrowed until the next call; *size 0: the end (and again on later calls). A failure is sticky. */
    int32_t (*next)(cdk_stream *stream, const uint8_t **data, size_t *size);
    /* Pass over up to `count` bytes without reading them, where that is cheaper. NULL: not possible. */
    int32_t (*skip)(cdk_stream *stream, uint64_t count, uint64_t *skipped);
    void (*close)(cdk_stream *stream); /* frees all, the streams below included */
} cdk_stream_ops;

/* Implementations put it first and set `ops` and `env`; the rest belongs to cdk_stream_next. */
struct cdk_stream {
    const cdk_stream_ops *ops;
    const cdk_env *env;
    int32_t status; /* the failure that it stays with */
    bool ended;
};

int32_t cdk_stream_next(cdk_stream *stream, const uint8_t **data, size_t *size);
int32_t cdk_stream_skip(cdk_stream *stream, uint64_t count, uint64_t *skipped); /* less only at the end */
void cdk_stream_close(cdk_stream *stream); /* NULL is fine */

enum { CDK_STREAM_BUFFER = 128 * 1024, CDK_CURSOR_PEEK_MAX = 64 * 1024 };

/* A checked copy of the host's source. `length` is -1 for a forward-only one. */
typedef struct cdk_source {
    cisdock_source host;
    int64_t length;
    bool closed;
} cdk_source;
int32_t cdk_source_init(const cdk_env *env, const cisdock_source *host, cdk_source *out); /* asks the length; on failure it is closed */
void cdk_source_close(cdk_source *source);                                                /* once, however often called */
int32_t cdk_source_read_at(const cdk_env *env, const cdk_source *source, uint64_t offset, void *buffer, size_t size,
                           size_t *got); /* loops over short reads: less than size only at the end */

/* Streams over a range of a random-access source (which must outlive it), or over all of a forward-only one. */
int32_t cdk_stream_range(const cdk_env *env, const cdk_source *source, uint64_t offset, uint64_t size, cdk_stream **out);
int32_t cdk_stream_forward(const cdk_env *env, cdk_source *source, cdk_stream **out);
int32_t cdk_stream_memory(const cdk_env *env, const void *bytes, size_t size, cdk_stream **out); /* borrowed */

/* Decorators. On failure `inner` is closed. */
typedef struct cdk_tally { /* what went through so far; complete when `ended` */
    uint64_t bytes;
    bool ended;
    uint8_t sha256[32]; /* valid when ended and the digest was asked for */
} cdk_tally;
int32_t cdk_stream_tally(const cdk_env *env, cdk_stream *inner, bool with_sha256, cdk_tally *tally, cdk_stream **out);
int32_t cdk_stream_limit(const cdk_env *env, cdk_stream *inner, uint64_t size, cdk_stream **out); /* ends after size bytes */

/* A cursor joins pieces: look ahead without consuming, consume, read exactly. */
typedef struct cdk_cursor {
    cdk_stream *stream; /* owned */
    const uint8_t *p;   /* what is left of the current piece, or of joined ones */
    size_t n;
    const uint8_t *after; /* the rest of the last piece, behind joined bytes */
    size_t after_n;
    uint64_t offset;    /* bytes consumed so far */
    uint8_t *joined;    /* own memory for looks across pieces */
    size_t joined_cap;
} cdk_cursor;
void cdk_cursor_init(cdk_cursor *cursor, cdk_stream *stream);
void cdk_cursor_close(cdk_cursor *cursor);
/* Up to `want` bytes ahead (want at most 64 KiB); *got less than want only at the end. */
int32_t cdk_cursor_peek(cdk_cursor *cursor, size_t want, const uint8_t **data, size_t *got);
/* The next piece of at most `max` bytes, consumed; *size 0: the end. */
int32_t cdk_cursor_take(cdk_cursor *cursor, uint64_t max, const uint8_t **data, size_t *size);
int32_t cdk_cursor_skip(cdk_cursor *cursor, uint64_t count, uint64_t *skipped); /* less only at the end */
/* A stream of the rest of a cursor, which it takes over. */
int32_t cdk_stream_of_cursor(const cdk_env *env, cdk_cursor *cursor, cdk_stream **out);

/* Read all that is left, at most `limit` bytes (else class limit); NUL-terminated in the arena. Does not close. */
int32_t cdk_stream_read_all(cdk_stream *stream, cdk_arena *arena, uint64_t limit, cdk_str *out);

#endif
