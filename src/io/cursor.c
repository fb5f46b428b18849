/* SPDX-License-Identifier: Apache-2.0 */
#include "io/stream.h"

void cdk_cursor_init(cdk_cursor *cursor, cdk_stream *stream)
{
    *cursor = (cdk_cursor){.stream = stream};
}

void cdk_cursor_close(cdk_cursor *cursor)
{
    if (!cursor->stream) return;
    cdk_free(cursor->stream->env->mem, cursor->joined);
    cdk_stream_close(cursor->stream);
    *cursor = (cdk_cursor){0};
}

/* Where nothing is left of the current piece, goes on with the next. */
static int32_t refill(cdk_cursor *cursor)
{
    if (cursor->n) return CISDOCK_OK;
    cursor->p = cursor->after;
    cursor->n = cursor->after_n;
    cursor->after_n = 0;
    return cursor->n ? CISDOCK_OK : cdk_stream_next(cursor->stream, &cursor->p, &cursor->n);
}

/* Puts what is left into own memory, so that the stream may give its next piece. */
static int32_t begin_join(cdk_cursor *cursor, size_t want)
{
    if (want > cursor->joined_cap) {
        size_t cap = want < 4096 ? 4096 : want;
        uint8_t *bigger = cdk_alloc(cursor->stream->env->mem, cap);
        if (!bigger) return cdk_fail_memory(cursor->stream->env);
        if (cursor->n) memcpy(bigger, cursor->p, cursor->n);
        cdk_free(cursor->stream->env->mem, cursor->joined);
        cursor->joined = bigger;
        cursor->joined_cap = cap;
    } else if (cursor->n) {
        memmove(cursor->joined, cursor->p, cursor->n);
    }
    cursor->p = cursor->joined;
    return CISDOCK_OK;
}

static int32_t join(cdk_cursor *cursor, size_t want)
{
    int32_t status = begin_join(cursor, want);
    while (!status && cursor->n < want) {
        if (!cursor->after_n) {
            status = cdk_stream_next(cursor->stream, &cursor->after, &cursor->after_n);
            if (status || !cursor->after_n) break;
        }
        size_t room = want - cursor->n, part = cursor->after_n < room ? cursor->after_n : room;
        memcpy(cursor->joined + cursor->n, cursor->after, part);
        cursor->n += part;
        cursor->after += part;
        cursor->after_n -= part;
    }
    return status;
}

int32_t cdk_cursor_peek(cdk_cursor *cursor, size_t want, const uint8_t **data, size_t *got)
{
    *data = NULL;
    *got = 0;
    if (want > CDK_CURSOR_PEEK_MAX) want = CDK_CURSOR_PEEK_MAX;
    int32_t status = refill(cursor);
    if (!status && cursor->n && cursor->n < want) status = join(cursor, want);
    if (status) return status;
    *data = cursor->p;
    *got = cursor->n < want ? cursor->n : want;
    return CISDOCK_OK;
}

int32_t cdk_cursor_take(cdk_cursor *cursor, uint64_t max, const uint8_t **data, size_t *size)
{
    *data = NULL;
    *size = 0;
    if (!max) return CISDOCK_OK;
    int32_t status = refill(cursor);
    if (status) return status;
    *data = cursor->p;
    *size = cursor->n < max ? cursor->n : (size_t)max;
    if (*size) cursor->p += *size;
    cursor->n -= *size;
    cursor->offset += *size;
    return CISDOCK_OK;
}

int32_t cdk_cursor_skip(cdk_cursor *cursor, uint64_t count, uint64_t *skipped)
{
    *skipped = 0;
    while (*skipped < count) {
        uint64_t left = count - *skipped, jumped = 0;
        int32_t status = CISDOCK_OK;
        if (!cursor->n && !cursor->after_n) status = cdk_stream_skip(cursor->stream, left, &jumped);
        if (status) return status;
        cursor->offset += jumped;
        *skipped += jumped;
        const uint8_t *data;
        size_t size;
        status = cdk_cursor_take(cursor, left - jumped, &data, &size);
        if (status) return status;
        *skipped += size;
        if (!size && !jumped) break;
    }
    return CISDOCK_OK;
}

typedef struct cursor_stream {
    cdk_stream base;
    cdk_cursor cursor;
} cursor_stream;

static int32_t cursor_next(cdk_stream *stream, const uint8_t **data, size_t *size)
{
    return cdk_cursor_take(&((cursor_stream *)stream)->cursor, UINT64_MAX, data, size);
}

static int32_t cursor_skip(cdk_stream *stream, uint64_t count, uint64_t *skipped)
{
    return cdk_cursor_skip(&((cursor_stream *)stream)->cursor, count, skipped);
}

static void cursor_close(cdk_stream *stream)
{
    cdk_cursor_close(&((cursor_stream *)stream)->cursor);
    cdk_free(stream->env->mem, stream);
}

int32_t cdk_stream_of_cursor(const cdk_env *env, cdk_cursor *cursor, cdk_stream **out)
{
    static const cdk_stream_ops ops = {cursor_next, cursor_skip, cursor_close};
    cursor_stream *self = cdk_alloc(env->mem, sizeof *self);
    *out = NULL;
    if (!self) {
        cdk_cursor_close(cursor);
        return cdk_fail_memory(env);
    }
    *self = (cursor_stream){{.ops = &ops, .env = env}, *cursor};
    *cursor = (cdk_cursor){0};
    *out = &self->base;
    return CISDOCK_OK;
}
