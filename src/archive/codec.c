/* SPDX-License-Identifier: Apache-2.0 */
#include "archive/codec.h"

#include "archive/codec_backend.h"

#include <inttypes.h>

/* A row's backend where it is built in, else NULL. */
#define BACKEND_1(backend) &backend
#define BACKEND_0(backend) NULL
#define BACKEND_IF(built_in, backend) BACKEND_##built_in(backend)
#define BACKEND(built_in, backend) BACKEND_IF(built_in, backend)

static const struct codec_row {
    const char *name;
    const cdk_codec_backend *backend;
} rows[] = {
    [CDK_CODEC_NONE] = {"none", NULL},
#define CDK_CODEC(id, text, built_in, backend) [CDK_CODEC_##id] = {text, BACKEND(built_in, backend)},
#define CDK_CODEC_MAGIC(id, bytes, mask)
#include "archive/codec.def"
#undef CDK_CODEC
#undef CDK_CODEC_MAGIC
};

static const struct codec_magic {
    cdk_codec_id id;
    cdk_str bytes;
    uint8_t mask;
} magics[] = {
#define CDK_CODEC(id, text, built_in, backend)
#define CDK_CODEC_MAGIC(id, text, bits) {CDK_CODEC_##id, {text, sizeof text - 1}, bits},
#include "archive/codec.def"
#undef CDK_CODEC
#undef CDK_CODEC_MAGIC
};

/* "BZh" may begin any text: the level and the mark of the first block (pi) or of the end (its root) must follow. */
static bool is_bzip2(const uint8_t *bytes, size_t n)
{
    return n >= 8 && bytes[3] >= '1' && bytes[3] <= '9' &&
           (!memcmp(bytes + 4, "\x31\x41\x59\x26", 4) || !memcmp(bytes + 4, "\x17\x72\x45\x38", 4));
}

cdk_codec_id cdk_codec_probe(const uint8_t *bytes, size_t n)
{
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
        const struct codec_magic *magic = &magics[i];
        if (n < magic->bytes.n || ((bytes[0] ^ (uint8_t)magic->bytes.p[0]) & magic->mask)) continue;
        if (memcmp(bytes + 1, magic->bytes.p + 1, magic->bytes.n - 1)) continue;
        if (magic->id != CDK_CODEC_BZIP2 || is_bzip2(bytes, n)) return magic->id;
    }
    return CDK_CODEC_NONE;
}

const char *cdk_codec_name(cdk_codec_id id)
{
    return rows[id].name;
}

bool cdk_codec_built_in(cdk_codec_id id)
{
    return id == CDK_CODEC_NONE || rows[id].backend;
}

enum { OUT_BUFFER = 256 * 1024 };

typedef struct codec_stream {
    cdk_stream base;
    cdk_codec_id id;
    cdk_cursor in;
    void *state;
    uint64_t unpacked;
    bool between; /* members: the input may end here */
    bool ended;
    uint8_t out[OUT_BUFFER];
} codec_stream;

static int32_t damaged(codec_stream *self, const char *why)
{
    cdk_where where = CDK_NOWHERE;
    where.offset = (int64_t)self->in.offset;
    return cdk_fail(self->base.env, CDK_CLASS_BAD_COMPRESSION, &where, "%s data at packed byte %" PRIu64 ": %s",
                    rows[self->id].name, self->in.offset, why);
}

static int32_t check_limits(codec_stream *self)
{
    const cdk_env *env = self->base.env;
    cdk_where where = CDK_NOWHERE;
    where.offset = (int64_t)self->in.offset;
    if (self->unpacked > CDK_LIMIT(env, MAX_LAYER_BYTES))
        return cdk_fail_limit(env, CDK_LIMIT_MAX_LAYER_BYTES, &where, self->unpacked);
    uint64_t ratio = self->unpacked / (self->in.offset ? self->in.offset : 1);
    if (self->unpacked > CDK_LIMIT(env, RATIO_FREE_BYTES) && ratio > CDK_LIMIT(env, MAX_RATIO))
        return cdk_fail_limit(env, CDK_LIMIT_MAX_RATIO, &where, ratio);
    return CISDOCK_OK;
}

/* Between members: does another begin? The rest is read in any case, so that a digest below is of all bytes. */
static int32_t begin_member(codec_stream *self)
{
    const cdk_codec_backend *backend = rows[self->id].backend;
    const uint8_t *bytes;
    size_t n;
    int32_t status = cdk_cursor_peek(&self->in, CDK_CODEC_PROBE_BYTES, &bytes, &n);
    if (status) return status;
    bool first = self->in.offset == 0;
    if (cdk_codec_probe(bytes, n) == self->id) {
        self->between = false;
        cdk_codec_result result = first || !backend->restart ? CDK_CODEC_MORE : backend->restart(self->state);
        return result == CDK_CODEC_NO_MEMORY ? cdk_fail_memory(self->base.env) : CISDOCK_OK;
    }
    if (first) return damaged(self, n ? "it does not begin as such" : "there is none");
    if (n && !backend->rest_ignored) return damaged(self, "bytes behind its end");
    self->ended = true;
    uint64_t skipped;
    return cdk_cursor_skip(&self->in, UINT64_MAX, &skipped);
}

/* One step of the backend: `*made` bytes in the output buffer. */
static int32_t step(codec_stream *self, size_t *made)
{
    const uint8_t *bytes;
    size_t n;
    int32_t status = cdk_cursor_peek(&self->in, 1, &bytes, &n);
    if (status) return status;
    size_t given = self->in.n < CDK_CODEC_STEP_MAX ? self->in.n : CDK_CODEC_STEP_MAX;
    static const uint8_t nothing[1]; /* libraries add to the pointer even where there is no input */
    cdk_codec_io io = {.in = given ? self->in.p : nothing, .in_n = given, .out = self->out, .out_n = OUT_BUFFER, .no_more_input = n == 0};
    cdk_codec_result result = rows[self->id].backend->run(self->state, &io);
    *made = OUT_BUFFER - io.out_n;
    self->unpacked += *made;
    size_t used = given - io.in_n;
    status = cdk_cursor_take(&self->in, used, &bytes, &n);
    if (status) return status;
    if (result == CDK_CODEC_NO_MEMORY) return cdk_fail_memory(self->base.env);
    if (result == CDK_CODEC_BAD) return damaged(self, io.why);
    self->between = result == CDK_CODEC_BOUNDARY;
    if (!self->between && !used && !*made)
        return damaged(self, io.no_more_input ? "it ends too early" : "it does not go on");
    return check_limits(self);
}

static int32_t codec_next(cdk_stream *stream, const uint8_t **data, size_t *size)
{
    codec_stream *self = (codec_stream *)stream;
    int32_t status = cdk_check_cancel(stream->env);
    *data = self->out;
    while (!status && !self->ended && !*size) {
        if (self->between) status = begin_member(self);
        if (!status && !self->ended) status = step(self, size);
    }
    return status;
}

static void codec_close(cdk_stream *stream)
{
    codec_stream *self = (codec_stream *)stream;
    if (self->state) rows[self->id].backend->stop(self->state);
    cdk_free(stream->env->mem, self->state);
    cdk_cursor_close(&self->in);
    cdk_free(stream->env->mem, self);
}

static int32_t start(codec_stream *self)
{
    const cdk_codec_backend *backend = rows[self->id].backend;
    self->state = cdk_calloc(self->base.env->mem, 1, backend->state_size);
    if (!self->state) return cdk_fail_memory(self->base.env);
    return backend->start(self->state, self->base.env) == CDK_CODEC_MORE ? CISDOCK_OK : cdk_fail_memory(self->base.env);
}

/* Takes the cursor over. */
static int32_t open_cursor(const cdk_env *env, cdk_codec_id id, cdk_cursor *in, cdk_stream **out)
{
    static const cdk_stream_ops ops = {codec_next, NULL, codec_close};
    codec_stream *self = NULL;
    int32_t status = CISDOCK_OK;
    if (!rows[id].backend)
        status = cdk_fail(env, CDK_CLASS_UNSUPPORTED, NULL, "%s is not in this build", rows[id].name);
    else if (!(self = cdk_alloc(env->mem, sizeof *self)))
        status = cdk_fail_memory(env);
    if (status) {
        cdk_cursor_close(in);
        return status;
    }
    self->base = (cdk_stream){.ops = &ops, .env = env};
    self->id = id;
    self->in = *in;
    self->state = NULL;
    self->unpacked = 0;
    self->between = true;
    self->ended = false;
    *in = (cdk_cursor){0};
    status = start(self);
    if (status)
        codec_close(&self->base);
    else
        *out = &self->base;
    return status;
}

int32_t cdk_codec_open(const cdk_env *env, cdk_codec_id id, cdk_stream *inner, cdk_stream **out)
{
    *out = id == CDK_CODEC_NONE ? inner : NULL;
    if (id == CDK_CODEC_NONE) return CISDOCK_OK;
    cdk_cursor in;
    cdk_cursor_init(&in, inner);
    return open_cursor(env, id, &in, out);
}

int32_t cdk_codec_auto(const cdk_env *env, cdk_stream *inner, cdk_codec_id *id_out, cdk_stream **out)
{
    cdk_cursor in;
    const uint8_t *bytes;
    size_t n;
    *out = NULL;
    cdk_cursor_init(&in, inner);
    int32_t status = cdk_cursor_peek(&in, CDK_CODEC_PROBE_BYTES, &bytes, &n);
    if (status) {
        cdk_cursor_close(&in);
        return status;
    }
    cdk_codec_id id = cdk_codec_probe(bytes, n);
    if (id_out) *id_out = id;
    return id == CDK_CODEC_NONE ? cdk_stream_of_cursor(env, &in, out) : open_cursor(env, id, &in, out);
}
