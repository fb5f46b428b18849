/* SPDX-License-Identifier: Apache-2.0 */
/* What holds for every stream, and the streams that have no host behind them. */
#include "io/stream.h"

int32_t cdk_stream_next(cdk_stream *stream, const uint8_t **data, size_t *size)
{
    *data = NULL;
    *size = 0;
    if (stream->status || stream->ended) return stream->status;
    stream->status = stream->ops->next(stream, data, size);
    if (stream->status) *size = 0;
    if (!*size) stream->ended = true;
    return stream->status;
}

int32_t cdk_stream_skip(cdk_stream *stream, uint64_t count, uint64_t *skipped)
{
    *skipped = 0;
    if (stream->status || stream->ended || !count) return stream->status;
    if (!stream->ops->skip) return CISDOCK_OK;
    return stream->status = stream->ops->skip(stream, count, skipped);
}

void cdk_stream_close(cdk_stream *stream)
{
    if (stream) stream->ops->close(stream);
}

typedef struct memory_stream {
    cdk_stream base;
    const uint8_t *p;
    size_t n;
} memory_stream;

/* Pieces stay small enough to be hashed and parsed while they are in the cache. */
static int32_t memory_next(cdk_stream *stream, const uint8_t **data, size_t *size)
{
    memory_stream *self = (memory_stream *)stream;
    *data = self->p;
    *size = self->n < CDK_STREAM_BUFFER ? self->n : CDK_STREAM_BUFFER;
    if (*size) self->p += *size;
    self->n -= *size;
    return CISDOCK_OK;
}

static int32_t memory_skip(cdk_stream *stream, uint64_t count, uint64_t *skipped)
{
    memory_stream *self = (memory_stream *)stream;
    *skipped = count < self->n ? count : self->n;
    if (*skipped) self->p += *skipped;
    self->n -= (size_t)*skipped;
    return CISDOCK_OK;
}

static void memory_close(cdk_stream *stream)
{
    cdk_free(stream->env->mem, stream);
}

int32_t cdk_stream_memory(const cdk_env *env, const void *bytes, size_t size, cdk_stream **out)
{
    static const cdk_stream_ops ops = {memory_next, memory_skip, memory_close};
    memory_stream *self = cdk_alloc(env->mem, sizeof *self);
    *out = NULL;
    if (!self) return cdk_fail_memory(env);
    *self = (memory_stream){{.ops = &ops, .env = env}, bytes, size};
    *out = &self->base;
    return CISDOCK_OK;
}

typedef struct limit_stream {
    cdk_stream base;
    cdk_stream *inner;
    uint64_t left;
} limit_stream;

static int32_t limit_next(cdk_stream *stream, const uint8_t **data, size_t *size)
{
    limit_stream *self = (limit_stream *)stream;
    if (!self->left) return CISDOCK_OK;
    int32_t status = cdk_stream_next(self->inner, data, size);
    if (*size > self->left) *size = (size_t)self->left;
    self->left -= *size;
    return status;
}

static int32_t limit_skip(cdk_stream *stream, uint64_t count, uint64_t *skipped)
{
    limit_stream *self = (limit_stream *)stream;
    int32_t status = cdk_stream_skip(self->inner, count < self->left ? count : self->left, skipped);
    self->left -= *skipped;
    return status;
}

static void limit_close(cdk_stream *stream)
{
    cdk_stream_close(((limit_stream *)stream)->inner);
    cdk_free(stream->env->mem, stream);
}

int32_t cdk_stream_limit(const cdk_env *env, cdk_stream *inner, uint64_t size, cdk_stream **out)
{
    static const cdk_stream_ops ops = {limit_next, limit_skip, limit_close};
    limit_stream *self = cdk_calloc(env->mem, 1, sizeof *self);
    *out = NULL;
    if (!self) {
        cdk_stream_close(inner);
        return cdk_fail_memory(env);
    }
    self->base = (cdk_stream){.ops = &ops, .env = env};
    self->inner = inner;
    self->left = size;
    *out = &self->base;
    return CISDOCK_OK;
}

static int32_t collect(cdk_stream *stream, uint64_t limit, cdk_buf *buf)
{
    for (;;) {
        const uint8_t *data;
        size_t size;
        int32_t status = cdk_stream_next(stream, &data, &size);
        if (status || !size) return status;
        if (size > limit - buf->n)
            return cdk_fail(stream->env, CDK_CLASS_LIMIT, NULL, "longer than the %llu bytes that are allowed here",
                            (unsigned long long)limit);
        if (!cdk_buf_add(buf, data, size)) return cdk_fail_memory(stream->env);
    }
}

int32_t cdk_stream_read_all(cdk_stream *stream, cdk_arena *arena, uint64_t limit, cdk_str *out)
{
    cdk_buf buf;
    cdk_buf_init(&buf, stream->env->mem);
    int32_t status = collect(stream, limit, &buf);
    if (!status) {
        *out = (cdk_str){cdk_arena_dup(arena, buf.p, buf.n), buf.n};
        if (!out->p) status = cdk_fail_memory(stream->env);
    }
    if (status) *out = CDK_STR_NONE;
    cdk_buf_free(&buf);
    return status;
}
