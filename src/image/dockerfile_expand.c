/* SPDX-License-Identifier: Apache-2.0 */
#include "image/dockerfile_expand.h"

#include "base/utf8.h"

enum { MAX_NESTING = 64 };

static const char too_much[] = "the variables grow beyond the limit";

typedef struct scan {
    const cdk_expander *x;
    cdk_str s;
    size_t at;
    bool raw_escapes;
    bool unset;
    const char *error;
    unsigned depth;
} scan;

/* Text and words grow side by side. */
typedef struct output {
    cdk_buf text, word;
    cdk_strs *words; /* NULL: not wanted */
    bool in_word;
    bool failed;
} output;

static int peek(const scan *in)
{
    return in->at < in->s.n ? (unsigned char)in->s.p[in->at] : -1;
}

static int next(scan *in)
{
    int c = peek(in);
    if (c >= 0) in->at++;
    return c;
}

static bool fail(scan *in, const char *why)
{
    if (!in->error) in->error = why;
    return false;
}

static void end_word(const cdk_expander *x, output *out)
{
    if (!out->words || !out->word.n) return;
    cdk_str word = cdk_str_dup(x->arena, cdk_buf_view(&out->word));
    if (!word.p || !cdk_strs_add(x->arena, out->words, word)) out->failed = true;
    out->word.n = 0;
    out->in_word = false;
}

static bool spend(scan *in, size_t bytes)
{
    size_t *budget = in->x->budget;
    if (!budget) return true;
    if (*budget < bytes) return fail(in, too_much);
    *budget -= bytes;
    return true;
}

/* `raw`: blanks in it do not end a word. */
static bool put(scan *in, output *out, cdk_str piece, bool raw)
{
    if (!spend(in, piece.n)) return false;
    cdk_buf_str(&out->text, piece);
    if (!out->words) return true;
    if (raw) {
        cdk_buf_str(&out->word, piece);
        return true;
    }
    for (size_t i = 0; i < piece.n; i++)
        if (cdk_blank(piece.p[i])) end_word(in->x, out);
        else cdk_buf_char(&out->word, piece.p[i]);
    return true;
}

static bool put_char(scan *in, output *out, int c, bool raw)
{
    char one = (char)c;
    return put(in, out, (cdk_str){&one, 1}, raw);
}

static bool name_char(int c, bool first)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (!first && c >= '0' && c <= '9') || c >= 0x80;
}

static cdk_str name_of(scan *in)
{
    size_t from = in->at;
    int c = peek(in);
    if (c >= '0' && c <= '9') {
        while (peek(in) >= '0' && peek(in) <= '9') in->at++;
    } else if (c > 0 && strchr("@*#?-$!", c)) {
        in->at++;
    } else {
        while (name_char(peek(in), in->at == from)) in->at++;
    }
    return (cdk_str){in->s.p + from, in->at - from};
}

static const cdk_str *lookup(scan *in, cdk_str name)
{
    return in->x->lookup ? in->x->lookup(in->x->scope, name) : NULL;
}

static bool stop_on(scan *in, int stop, bool raw_escapes, output *out);

/* What stands up to `stop`, into the arena. */
static bool inner(scan *in, int stop, bool raw_escapes, cdk_str *text)
{
    output out = {.words = NULL};
    cdk_buf_init(&out.text, in->x->env->mem);
    bool good = stop_on(in, stop, raw_escapes, &out);
    *text = cdk_str_dup(in->x->arena, cdk_buf_view(&out.text));
    if (out.text.failed || !text->p) good = fail(in, NULL);
    cdk_buf_free(&out.text);
    return good;
}

typedef struct modifier {
    cdk_str name, written; /* from the $ on */
    char what;             /* - + ? # % / */
    bool colon;
} modifier;

static bool put_trimmed(scan *in, output *out, const modifier *m, cdk_str word, cdk_str value)
{
    bool longest = word.n && word.p[0] == m->what;
    cdk_str left;
    if (longest) word = cdk_str_from(word, 1);
    if (!cdk_pattern_trim(word, value, m->what == '#' ? CDK_TRIM_PREFIX : CDK_TRIM_SUFFIX, longest, &left))
        return fail(in, "a pattern is broken");
    return put(in, out, left, false);
}

static bool apply(scan *in, output *out, const modifier *m, cdk_str word)
{
    const cdk_str *value = lookup(in, m->name);
    bool has = value && !(m->colon && value->n == 0);
    switch (m->what) {
    case '-': return put(in, out, has ? *value : word, false);
    case '+': return has ? put(in, out, word, false) : true;
    case '?':
        if (has) return put(in, out, *value, false);
        return fail(in, "a variable that is required has no value");
    default: break;
    }
    if (!value) in->unset = true;
    if (!value && in->x->keep_unset) return put(in, out, m->written, true);
    return put_trimmed(in, out, m, word, value ? *value : CDK_STR(""));
}

static bool replace(scan *in, output *out, size_t from, cdk_str name)
{
    cdk_str pattern, by;
    bool all = peek(in) == '/';
    if (all) in->at++;
    if (!inner(in, '/', true, &pattern) || !inner(in, '}', true, &by)) return fail(in, "a replacement is not closed");
    const cdk_str *value = lookup(in, name);
    if (!value) in->unset = true;
    if (!value && in->x->keep_unset) return put(in, out, (cdk_str){in->s.p + from, in->at - from}, true);
    cdk_buf made;
    cdk_buf_init(&made, in->x->env->mem);
    bool good = cdk_pattern_replace(&made, pattern, value ? *value : CDK_STR(""), by, all) &&
                put(in, out, cdk_buf_view(&made), false);
    if (!good) fail(in, "a pattern is broken");
    out->failed |= made.failed;
    cdk_buf_free(&made);
    return good;
}

static bool put_plain(scan *in, output *out, cdk_str name, cdk_str written)
{
    const cdk_str *value = lookup(in, name);
    if (value) return put(in, out, *value, false);
    in->unset = true;
    return in->x->keep_unset ? put(in, out, written, false) : true;
}

static bool braces(scan *in, output *out, size_t from)
{
    modifier m = {.what = 0};
    in->at++;
    int c = peek(in);
    if (c < 0 || c == '{' || c == '}' || c == ':') return fail(in, "a substitution is broken");
    m.name = name_of(in);
    c = next(in);
    if (c == '}') return put_plain(in, out, m.name, (cdk_str){in->s.p + from, in->at - from});
    if (c == '/') return replace(in, out, from, m.name);
    m.colon = c == ':';
    if (m.colon) c = next(in);
    if (c <= 0 || !strchr(m.colon ? "-+?" : "-+?#%", c)) return fail(in, "a substitution has an unknown modifier");
    m.what = (char)c;
    cdk_str word;
    if (!inner(in, '}', c == '#' || c == '%', &word)) return fail(in, "a substitution is not closed");
    m.written = (cdk_str){in->s.p + from, in->at - from};
    return apply(in, out, &m, word);
}

static bool dollar(scan *in, output *out)
{
    size_t from = in->at++;
    if (++in->depth > MAX_NESTING) return fail(in, "substitutions are nested too deep");
    bool good;
    if (peek(in) == '{') {
        good = braces(in, out, from);
    } else {
        cdk_str name = name_of(in);
        good = name.n ? put_plain(in, out, name, (cdk_str){in->s.p + from, in->at - from}) : put_char(in, out, '$', false);
    }
    in->depth--;
    return good;
}

static bool single(scan *in, output *out)
{
    size_t from = in->at++, end;
    if (!cdk_str_find_char(cdk_str_from(in->s, in->at), '\'', &end)) return fail(in, "a single quote is not closed");
    cdk_str text = {in->s.p + in->at, end};
    in->at += end + 1;
    if (in->x->raw_quotes) text = (cdk_str){in->s.p + from, in->at - from};
    return put(in, out, text, true);
}

/* Values in double quotes do not fall apart into words. */
static bool quoted_dollar(scan *in, output *out)
{
    output value = {.words = NULL};
    cdk_buf_init(&value.text, in->x->env->mem);
    bool good = dollar(in, &value);
    if (good) {
        cdk_buf_str(&out->text, cdk_buf_view(&value.text));
        if (out->words) cdk_buf_str(&out->word, cdk_buf_view(&value.text));
    }
    out->failed |= value.text.failed || value.failed;
    cdk_buf_free(&value.text);
    return good;
}

static bool twice(scan *in, output *out)
{
    int c = next(in);
    if (in->x->raw_quotes && !put_char(in, out, c, true)) return false;
    while ((c = peek(in)) != '"') {
        if (c < 0) return fail(in, "a double quote is not closed");
        if (c == '$') {
            if (!quoted_dollar(in, out)) return false;
            continue;
        }
        in->at++;
        if (c == in->x->escape) {
            int after = peek(in);
            if (in->raw_escapes && !put_char(in, out, c, true)) return false;
            if (after < 0) continue;
            if (after == '"' || after == '$' || after == in->x->escape) c = next(in);
        }
        if (!put_char(in, out, c, true)) return false;
    }
    in->at++;
    return in->x->raw_quotes ? put_char(in, out, '"', true) : true;
}

static bool stop_on(scan *in, int stop, bool raw_escapes, output *out)
{
    bool before = in->raw_escapes, good = true;
    in->raw_escapes = raw_escapes;
    for (int c; good && (c = peek(in)) != stop;) {
        if (c < 0) {
            good = fail(in, "a substitution is not closed");
        } else if (c == '$') {
            good = dollar(in, out);
        } else if (c == '\'') {
            good = single(in, out);
        } else if (c == '"') {
            good = twice(in, out);
        } else {
            in->at++;
            bool escaped = c == in->x->escape;
            if (escaped && in->raw_escapes) good = put_char(in, out, c, true);
            if (escaped && (c = next(in)) < 0) break;
            if (good) good = put_char(in, out, c, escaped);
        }
    }
    if (good && stop >= 0) in->at++;
    in->raw_escapes = before;
    return good;
}

int32_t cdk_expand(const cdk_expander *expander, cdk_str word, cdk_expanded *out)
{
    scan in = {.x = expander, .s = word};
    *out = (cdk_expanded){.text = word};
    output made = {.words = &out->words};
    cdk_buf_init(&made.text, expander->env->mem);
    cdk_buf_init(&made.word, expander->env->mem);
    bool good = stop_on(&in, -1, expander->raw_escapes, &made);
    end_word(expander, &made);
    made.failed |= made.text.failed || made.word.failed || (!good && !in.error);
    cdk_str text = cdk_str_dup(expander->arena, cdk_buf_view(&made.text));
    cdk_buf_free(&made.text);
    cdk_buf_free(&made.word);
    if (made.failed || !text.p) return cdk_fail_memory(expander->env);
    out->unset = in.unset;
    out->error = in.error;
    if (good) out->text = text;
    else out->words.count = 0;
    return CISDOCK_OK;
}
