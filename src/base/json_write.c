/* SPDX-License-Identifier: Apache-2.0 */
/* Our own writer rather than yajl's generator: the bytes of a report are a contract (numbers as we spell them, nesting
 * beyond yajl's 128 levels, Python's \udcXX escapes), and must not hang on a library's taste. */
#include "base/json_put.h"

#include <inttypes.h>
#include <stdio.h>

struct cdk_jsonw {
    uint32_t depth;
    bool first;     /* nothing stands in the open container yet */
    bool after_key;
    cdk_json_put out;
};

int32_t cdk_jsonw_new(const cdk_env *env, const cisdock_sink *sink, const cdk_jsonw_options *options, cdk_jsonw **out)
{
    cdk_jsonw *w = cdk_alloc(env->mem, sizeof *w);
    *out = w;
    if (!w) return cdk_fail_memory(env);
    memset(w, 0, offsetof(cdk_jsonw, out.piece)); /* the piece is filled before it is read */
    w->out.env = env;
    w->out.sink = *sink;
    if (options) w->out.options = *options;
    w->first = true;
    return CISDOCK_OK;
}

int32_t cdk_jsonw_end(cdk_jsonw *w)
{
    if (!w) return CISDOCK_OK;
    cdk_json_put_flush(&w->out);
    int32_t status = w->out.status;
    cdk_free(w->out.env->mem, w);
    return status;
}

static void put(cdk_jsonw *w, const char *text, size_t n)
{
    cdk_json_put_bytes(&w->out, text, n);
}

static void new_line(cdk_jsonw *w)
{
    if (!w->out.options.indent) return;
    cdk_json_put_char(&w->out, '\n');
    for (uint32_t i = 0; i < w->depth * (uint32_t)w->out.options.indent; i++) cdk_json_put_char(&w->out, ' ');
}

/* What stands between the last value and the next. */
static void before_value(cdk_jsonw *w)
{
    if (w->after_key) {
        w->after_key = false;
        return;
    }
    if (!w->first) cdk_json_put_char(&w->out, ',');
    if (w->depth) new_line(w);
    w->first = false;
}

static void open_container(cdk_jsonw *w, char bracket)
{
    before_value(w);
    cdk_json_put_char(&w->out, bracket);
    w->depth++;
    w->first = true;
}

static void close_container(cdk_jsonw *w, char bracket)
{
    bool empty = w->first;
    w->depth--;
    if (!empty) new_line(w);
    cdk_json_put_char(&w->out, bracket);
    w->first = false;
    if (!w->depth) w->first = true;
}

void cdk_jsonw_object(cdk_jsonw *w)
{
    open_container(w, '{');
}

void cdk_jsonw_object_end(cdk_jsonw *w)
{
    close_container(w, '}');
}

void cdk_jsonw_array(cdk_jsonw *w)
{
    open_container(w, '[');
}

void cdk_jsonw_array_end(cdk_jsonw *w)
{
    close_container(w, ']');
}

void cdk_jsonw_key_str(cdk_jsonw *w, cdk_str key)
{
    before_value(w);
    cdk_json_put_string(&w->out, key);
    put(w, ": ", w->out.options.indent ? 2 : 1);
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
    cdk_json_put_string(&w->out, s);
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
        open_container(w, object ? '{' : '[');
        CDK_JSON_EACH(child, value) {
            if (object) cdk_jsonw_key_str(w, child->key);
            cdk_jsonw_value(w, child);
        }
        close_container(w, object ? '}' : ']');
    } else if (value) {
        put_scalar(w, value);
    } else {
        cdk_jsonw_null(w);
    }
}

void cdk_jsonw_newline(cdk_jsonw *w)
{
    cdk_json_put_char(&w->out, '\n');
    w->first = true;
}
