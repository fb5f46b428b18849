/* SPDX-License-Identifier: Apache-2.0 */
/* The host's sources: checked calls of their callbacks, and streams over them. */
#include "io/stream.h"

int32_t cdk_source_init(const cdk_env *env, const cisdock_source *host, cdk_source *out)
{
    *out = (cdk_source){.length = -1, .closed = true};
    if (!host || host->struct_size < sizeof(cisdock_source))
        return cdk_fail(env, CDK_CLASS_ARGUMENT, NULL, "a source without its struct_size");
    out->host = *host;
    out->closed = false;
    int32_t status = CISDOCK_OK;
    if (!host->read_at && !host->read)
        status = cdk_fail(env, CDK_CLASS_ARGUMENT, NULL, "a source with neither read_at nor read");
    else if (host->read_at && !host->length)
        status = cdk_fail(env, CDK_CLASS_ARGUMENT, NULL, "a source with read_at, but without length");
    if (!status && host->read_at) {
        out->length = host->length(host->user);
        if (out->length < 0) status = cdk_fail_host(env, "length", out->length);
    }
    if (status) cdk_source_close(out);
    return status;
}

void cdk_source_close(cdk_source *source)
{
    if (source->closed) return;
    source->closed = true;
    if (source->host.close) source->host.close(source->host.user);
}

/* One call of the host. A number beyond what was asked would be bytes that are not there. */
static int32_t checked(const cdk_env *env, const char *what, int64_t result, size_t size, size_t *got)
{
    *got = 0;
    if (result < 0) return cdk_fail_host(env, what, result);
    if ((uint64_t)result > size)
        return cdk_fail(env, CDK_CLASS_HOST, NULL, "the host's callback %s gave more bytes than it was asked for", what);
    *got = (size_t)result;
    return CISDOCK_OK;
}

static int32_t read_once(const cdk_env *env, const cdk_source *source, uint64_t offset, void *buffer, size_t size, size_t *got)
{
    int32_t status = cdk_check_cancel(env);
    if (status) return status;
    return checked(env, "read_at", source->host.read_at(source->host.user, offset, buffer, size), size, got);
}

int32_t cdk_source_read_at(const cdk_env *env, const cdk_source *source, uint64_t offset, void *buffer, size_t size,
                           size_t *got)
{
    *got = 0;
    while (*got < size) {
        size_t part;
        int32_t status = read_once(env, source, offset + *got, (uint8_t *)buffer + *got, size - *got, &part);
        if (status) return status;
        if (!part) break;
        *got += part;
    }
    return CISDOCK_OK;
}

typedef struct host_stream {
    cdk_stream base;
    const cdk_source *source;
    uint64_t offset, left; /* of the range; unused forward only */
    uint8_t buffer[CDK_STREAM_BUFFER];
} host_stream;

static int32_t range_next(cdk_stream *stream, const uint8_t **data, size_t *size)
{
    host_stream *self = (host_stream *)stream;
    size_t want = self->left < sizeof self->buffer ? (size_t)self->left : sizeof self->buffer, got = 0;
    if (!want) return CISDOCK_OK;
    int32_t status = read_once(stream->env, self->source, self->offset, self->buffer, want, &got);
    if (status) return status;
    if (!got) {
        cdk_where where = CDK_NOWHERE;
        where.offset = (int64_t)self->offset;
        return cdk_fail(stream->env, CDK_CLASS_TRUNCATED, &where, "the source ends %llu bytes too early",
                        (unsigned long long)self->left);
    }
    self->offset += got;
    self->left -= got;
    *data = self->buffer;
    *size = got;
    return CISDOCK_OK;
}

static int32_t range_skip(cdk_stream *stream, uint64_t count, uint64_t *skipped)
{
    host_stream *self = (host_stream *)stream;
    *skipped = count < self->left ? count : self->left;
    self->offset += *skipped;
    self->left -= *skipped;
    return CISDOCK_OK;
}

static int32_t forward_next(cdk_stream *stream, const uint8_t **data, size_t *size)
{
    host_stream *self = (host_stream *)stream;
    int32_t status = cdk_check_cancel(stream->env);
    if (status) return status;
    *data = self->buffer;
    const cisdock_source *host = &self->source->host;
    return checked(stream->env, "read", host->read(host->user, self->buffer, sizeof self->buffer), sizeof self->buffer, size);
}

static void host_close(cdk_stream *stream)
{
    cdk_free(stream->env->mem, stream);
}

static const cdk_stream_ops range_ops = {range_next, range_skip, host_close};
static const cdk_stream_ops forward_ops = {forward_next, NULL, host_close};

static int32_t new_host_stream(const cdk_env *env, const cdk_stream_ops *ops, const cdk_source *source, host_stream **out)
{
    host_stream *self = cdk_alloc(env->mem, sizeof *self);
    *out = self;
    if (!self) return cdk_fail_memory(env);
    self->base = (cdk_stream){.ops = ops, .env = env};
    self->source = source;
    self->offset = self->left = 0;
    return CISDOCK_OK;
}

int32_t cdk_stream_range(const cdk_env *env, const cdk_source *source, uint64_t offset, uint64_t size, cdk_stream **out)
{
    *out = NULL;
    if (source->length < 0) return cdk_fail(env, CDK_CLASS_INTERNAL, NULL, "a range of a forward-only source");
    host_stream *self;
    int32_t status = new_host_stream(env, &range_ops, source, &self);
    if (status) return status;
    self->offset = offset;
    self->left = size;
    *out = &self->base;
    return CISDOCK_OK;
}

int32_t cdk_stream_forward(const cdk_env *env, cdk_source *source, cdk_stream **out)
{
    *out = NULL;
    if (!source->host.read) return cdk_fail(env, CDK_CLASS_INTERNAL, NULL, "a forward stream of a random-access source");
    host_stream *self;
    int32_t status = new_host_stream(env, &forward_ops, source, &self);
    if (!status) *out = &self->base;
    return status;
}
