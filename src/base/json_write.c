/* SPDX-License-Identifier: Apache-2.0 */
/* Our own writer rather than yajl's generator: the bytes of a report are a contract (numbers as we spell them, nesting
 * beyond yajl's 128 levels, Python's \udcXX escapes), and must not hang on a library's taste. */
#include "base/json.h"
#include "base/utf8.h"

#include <inttypes.h>
#include <stdio.h>

enum { FLUSH_AT = 64 * 1024 };

struct cdk_jsonw {
    const cdk_env *env;
    cisdock_sink sink;
    cdk_jsonw_options options;
    cdk_buf buf;
    int32_t status;
    uint32_t depth;
    bool first;     /* nothing stands in the open container yet */
    bool after_key;
};

int32_t cdk_jsonw_new(const cdk_env *env, const cisdock_sink *sink, const cdk_jsonw_options *options, cdk_jsonw **out)
{
    cdk_jsonw *w = cdk_calloc(env->mem, 1, sizeof *w);
    *out = w;
    if (!w) return cdk_fail_memory(env);
    w->env = env;
    w->sink = *sink;
    if (options) w->options = *options;
    w->first = true;
    cdk_buf_init(&w->buf, env->mem);
    return CISDOCK_OK;
}

static void flush(cdk_jsonw *w)
{
    if (w->buf.failed && !w->status) w->status = cdk_fail_memory(w->env);
    if (!w->status && w->buf.n) {
        int32_t code = w->sink.write(w->sink.user, (const uint8_t *)w->buf.p, w->buf.n);
        if (code) w->status = cdk_fail_host(w->env, "write", code);
    }
    w->buf.n = 0;
}

int32_t cdk_jsonw_end(cdk_jsonw *w)
{
    if (!w) return CISDOCK_OK;
    flush(w);
    int32_t status = w->status;
    cdk_buf_free(&w->buf);
    cdk_free(w->env->mem, w);
    return status;
}

static void put(cdk_jsonw *w, const char *text, size_t n)
{
    cdk_buf_add(&w->buf, text, n);
    if (w->buf.n >= FLUSH_AT || w->buf.failed) flush(w);
}

static void new_line(cdk_jsonw *w)
{
    if (!w->options.indent) return;
    put(w, "\n", 1);
    for (uint32_t i = 0; i < w->depth * (uint32_t)w->options.indent; i++) put(w, " ", 1);
}

/* What stands between the last value and the next. */
static void before_value(cdk_jsonw *w)
{
    if (w->after_key) {
        w->after_key = false;
        return;
    }
    if (!w->first) put(w, ",", 1);
    if (w->depth) new_line(w);
    w->first = false;
}

static void open_container(cdk_jsonw *w, const char *bracket)
{
    before_value(w);
    put(w, bracket, 1);
    w->depth++;
    w->first = true;
}

static void close_container(cdk_jsonw *w, const char *bracket)
{
    bool empty = w->first;
    w->depth--;
    if (!empty) new_line(w);
    put(w, bracket, 1);
    w->first = false;
    if (!w->depth) w->first = true;
}

void cdk_jsonw_object(cdk_jsonw *w)
{
    open_container(w, "{");
}

void cdk_jsonw_object_end(cdk_jsonw *w)
{
    close_container(w, "}");
}

void cdk_jsonw_array(cdk_jsonw *w)
{
    open_container(w, "[");
}

void cdk_jsonw_array_end(cdk_jsonw *w)
{
    close_container(w, "]");
}

static uint32_t code_point(cdk_str s)
{
    const uint8_t *p = (const uint8_t *)s.p;
    switch (s.n) {
    case 2: return (uint32_t)(p[0] & 0x1f) << 6 | (p[1] & 0x3f);
    case 3: return (uint32_t)(p[0] & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
    default: return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3f) << 12 | (uint32_t)(p[2] & 0x3f) << 6 | (p[3] & 0x3f);
    }
}

static void put_escape(cdk_jsonw *w, uint32_t unit)
{
    char text[8];
    snprintf(text, sizeof text, "\\u%04" PRIx32, unit);
    put(w, text, 6);
}

static void put_ascii(cdk_jsonw *w, char c)
{
    static const char named[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    for (const char *p = named; *p; p += 2) {
        if (*p != c) continue;
        char text[2] = {'\\', p[1]};
        put(w, text, 2);
        return;
    }
    put_escape(w, (unsigned char)c);
}

static void put_beyond_ascii(cdk_jsonw *w, cdk_str character, bool good)
{
    if (!good && w->options.surrogate_escapes) {
        for (size_t i = 0; i < character.n; i++) put_escape(w, 0xdc00u + (uint8_t)character.p[i]);
    } else if (!good) {
        put(w, w->options.ascii ? "\\ufffd" : "\xef\xbf\xbd", w->options.ascii ? 6 : 3);
    } else if (!w->options.ascii) {
        put(w, character.p, character.n);
    } else {
        uint32_t point = code_point(character);
        if (point >= 0x10000) {
            put_escape(w, 0xd800u + ((point - 0x10000) >> 10));
            point = 0xdc00u + ((point - 0x10000) & 0x3ff);
        }
        put_escape(w, point);
    }
}

static bool plain(char c)
{
    return (unsigned char)c >= 0x20 && (unsigned char)c < 0x7f && c != '"' && c != '\\';
}

static void put_string(cdk_jsonw *w, cdk_str s)
{
    put(w, "\"", 1);
    while (s.n) {
        size_t n = 0;
        while (n < s.n && plain(s.p[n])) n++;
        if (n) {
            put(w, s.p, n);
        } else if ((unsigned char)s.p[0] < 0x80) {
            n = 1;
            put_ascii(w, s.p[0]);
        } else {
            bool good;
            n = cdk_utf8_length(s, &good);
            put_beyond_ascii(w, (cdk_str){s.p, n}, good);
        }
        s = cdk_str_from(s, n);
    }
    put(w, "\"", 1);
}

void cdk_jsonw_key_str(cdk_jsonw *w, cdk_str key)
{
    before_value(w);
    put_string(w, key);
    put(w, ": ", w->options.indent ? 2 : 1);
    w->after_key = true;
}

void cdk_jsonw_key(cdk_jsonw *w, const char *key)
{
    cdk_jsonw_key_str(w, cdk_str_of(key));
}

void cdk_jsonw_str(cdk_jsonw *w, cdk_str s)
{
    if (!s.p) {
        cdk_jsonw_null(w);
        return;
    }
    before_value(w);
    put_string(w, s);
}

void cdk_jsonw_text(cdk_jsonw *w, const char *text)
{
    cdk_jsonw_str(w, cdk_str_of(text));
}

static void put_plain(cdk_jsonw *w, const char *text)
{
    before_value(w);
    put(w, text, strlen(text));
}

void cdk_jsonw_i64(cdk_jsonw *w, int64_t v)
{
    char text[32];
    snprintf(text, sizeof text, "%" PRId64, v);
    put_plain(w, text);
}

void cdk_jsonw_u64(cdk_jsonw *w, uint64_t v)
{
    char text[32];
    snprintf(text, sizeof text, "%" PRIu64, v);
    put_plain(w, text);
}

void cdk_jsonw_fixed1(cdk_jsonw *w, int64_t tenths)
{
    char text[32];
    snprintf(text, sizeof text, "%s%" PRId64 ".%" PRId64, tenths < 0 ? "-" : "", (tenths < 0 ? -tenths : tenths) / 10,
             (tenths < 0 ? -tenths : tenths) % 10);
    put_plain(w, text);
}

void cdk_jsonw_number(cdk_jsonw *w, cdk_str text)
{
    before_value(w);
    put(w, text.p, text.n);
}

void cdk_jsonw_bool(cdk_jsonw *w, bool v)
{
    put_plain(w, v ? "true" : "false");
}

void cdk_jsonw_null(cdk_jsonw *w)
{
    put_plain(w, "null");
}

static void put_scalar(cdk_jsonw *w, const cdk_json *value)
{
    switch (value->type) {
    case CDK_JSON_TRUE:
    case CDK_JSON_FALSE: cdk_jsonw_bool(w, value->type == CDK_JSON_TRUE); break;
    case CDK_JSON_NUMBER: cdk_jsonw_number(w, value->text); break;
    case CDK_JSON_STRING: cdk_jsonw_str(w, value->text); break;
    default: cdk_jsonw_null(w);
    }
}

void cdk_jsonw_value(cdk_jsonw *w, const cdk_json *value)
{
    if (cdk_json_is(value, CDK_JSON_OBJECT) || cdk_json_is(value, CDK_JSON_ARRAY)) {
        bool object = value->type == CDK_JSON_OBJECT;
        open_container(w, object ? "{" : "[");
        CDK_JSON_EACH(child, value) {
            if (object) cdk_jsonw_key_str(w, child->key);
            cdk_jsonw_value(w, child);
        }
        close_container(w, object ? "}" : "]");
    } else if (value) {
        put_scalar(w, value);
    } else {
        cdk_jsonw_null(w);
    }
}

void cdk_jsonw_newline(cdk_jsonw *w)
{
    put(w, "\n", 1);
    w->first = true;
}
