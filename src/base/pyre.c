/* SPDX-License-Identifier: Apache-2.0 */
/* Sequences, alternatives and repeats. The grammar is that of Python 3.8's sre_parse: the same things are errors. */
#include "base/pyre.h"
#include "base/utf8.h"

int32_t cdk_pyre_fail(cdk_pyre *p, size_t at, const char *what)
{
    cdk_where where = CDK_NOWHERE;
    where.offset = (int64_t)at;
    return cdk_fail(p->env, CDK_CLASS_BAD_PATTERN, &where, "the regular expression is not valid: %s at byte %zu", what, at);
}

bool cdk_pyre_more(const cdk_pyre *p)
{
    return p->at < p->pattern.n;
}

char cdk_pyre_peek(const cdk_pyre *p)
{
    return cdk_pyre_more(p) ? p->pattern.p[p->at] : '\0';
}

bool cdk_pyre_take(cdk_pyre *p, char c)
{
    if (!cdk_pyre_more(p) || p->pattern.p[p->at] != c) return false;
    p->at++;
    return true;
}

uint32_t cdk_pyre_char(cdk_pyre *p)
{
    const unsigned char *s = (const unsigned char *)p->pattern.p + p->at;
    if (!p->text || *s < 0x80) {
        p->at++;
        return *s;
    }
    bool good;
    size_t n = cdk_utf8_length(cdk_str_from(p->pattern, p->at), &good);
    uint32_t c = n == 2 ? *s & 0x1fu : n == 3 ? *s & 0x0fu : *s & 0x07u;
    for (size_t i = 1; i < n; i++) c = c << 6 | (s[i] & 0x3fu);
    p->at += n;
    return c;
}

bool cdk_pyre_wants_caseless(const cdk_pyre *p, uint32_t flags)
{
    return flags & CDK_PYRE_IGNORECASE && !(p->text && flags & CDK_PYRE_ASCII);
}

static cdk_width width_add(cdk_width a, cdk_width b)
{
    uint64_t lo = a.lo + b.lo, hi = a.hi + b.hi;
    return (cdk_width){lo < CDK_PYRE_MAXREPEAT ? lo : CDK_PYRE_MAXREPEAT - 1, hi < CDK_PYRE_MAXREPEAT ? hi : CDK_PYRE_MAXREPEAT};
}

static cdk_width width_times(cdk_width w, uint64_t min, uint64_t max)
{
    return width_add((cdk_width){0, 0}, (cdk_width){w.lo * min, w.hi * max});
}

/* A number of a {m,n}. False: none stands here. Python's own limit is MAXREPEAT. */
static bool count(cdk_pyre *p, uint64_t *out)
{
    size_t start = p->at;
    uint64_t n = 0;
    while (cdk_pyre_peek(p) >= '0' && cdk_pyre_peek(p) <= '9') {
        if (n < CDK_PYRE_MAXREPEAT) n = n * 10 + (uint64_t)(cdk_pyre_peek(p) - '0');
        p->at++;
    }
    *out = n;
    return p->at > start;
}

/* Behind '{': 1 and the numbers, 0 where the brace is a literal, negative: a failure. */
static int32_t braces(cdk_pyre *p, uint64_t *min, uint64_t *max)
{
    size_t start = p->at;
    if (cdk_pyre_peek(p) == '}' && cdk_pyre_more(p)) return 0;
    *min = 0;
    *max = CDK_PYRE_MAXREPEAT;
    uint64_t lo, hi;
    bool has_lo = count(p, &lo), has_hi = has_lo;
    hi = lo;
    if (cdk_pyre_take(p, ',')) has_hi = count(p, &hi);
    if (!cdk_pyre_take(p, '}')) {
        p->at = start;
        return 0;
    }
    if ((has_lo && lo >= CDK_PYRE_MAXREPEAT) || (has_hi && hi >= CDK_PYRE_MAXREPEAT))
        return cdk_pyre_fail(p, start, "the repetition number is too large");
    if (has_lo) *min = lo;
    if (has_hi) *max = hi;
    if (*max < *min) return cdk_pyre_fail(p, start, "min repeat greater than max repeat");
    return 1;
}

static int32_t emit_count(cdk_pyre *p, size_t start, uint64_t min, uint64_t max)
{
    if (min > CDK_PYRE_MAX_COUNT || (max > CDK_PYRE_MAX_COUNT && max != CDK_PYRE_MAXREPEAT))
        return cdk_pyre_fail(p, start, "repetition numbers above 65535 are not supported");
    if (max == CDK_PYRE_MAXREPEAT)
        cdk_buf_printf(&p->out, "{%u,}", (unsigned)min);
    else
        cdk_buf_printf(&p->out, "{%u,%u}", (unsigned)min, (unsigned)max);
    if (cdk_pyre_take(p, '?')) cdk_buf_char(&p->out, '?');
    return 0;
}

/* A repeat sign of kind `sign` was read: 1 where it repeats the last item, 0 where it is a literal brace. */
static int32_t repeat(cdk_pyre *p, char sign, cdk_pyre_item *last, cdk_width *width)
{
    size_t start = p->at - 1;
    uint64_t min = sign == '+', max = sign == '?' ? 1 : CDK_PYRE_MAXREPEAT;
    if (sign == '{') {
        int32_t is = braces(p, &min, &max);
        if (is <= 0) return is;
    }
    if (*last == CDK_PYRE_NOTHING || *last == CDK_PYRE_AT) return cdk_pyre_fail(p, start, "nothing to repeat");
    if (*last == CDK_PYRE_REPEATED) return cdk_pyre_fail(p, start, "multiple repeat");
    int32_t status = emit_count(p, start, min, max);
    if (status) return status;
    *last = CDK_PYRE_REPEATED;
    *width = width_times(*width, min, max);
    return 1;
}

static void emit_at(cdk_pyre *p, char sign, uint32_t flags)
{
    bool lines = flags & CDK_PYRE_MULTILINE;
    if (sign == '^')
        cdk_buf_text(&p->out, lines ? "(?:\\A|(?<=\\n))" : "\\A");
    else
        cdk_buf_text(&p->out, lines ? "(?=\\n|\\z)" : "\\Z");
}

/* White space and comments of VERBOSE patterns. A backslash hides the character behind it, a newline too. */
static bool skip_verbose(cdk_pyre *p, uint32_t flags)
{
    if (!(flags & CDK_PYRE_VERBOSE)) return false;
    char c = cdk_pyre_peek(p);
    if (c == ' ' || (c >= '\t' && c <= '\r')) {
        p->at++;
        return true;
    }
    if (c != '#') return false;
    while (cdk_pyre_more(p)) {
        char next = p->pattern.p[p->at++];
        if (next == '\n') break;
        if (next != '\\') continue;
        if (!cdk_pyre_more(p)) {
            p->at--; /* left for the sequence, which finds it to be an error */
            break;
        }
        p->at++;
    }
    return true;
}

void cdk_pyre_end_run(cdk_pyre *p)
{
    if (p->run.n > p->needed.n) {
        p->needed.n = 0;
        cdk_buf_str(&p->needed, cdk_buf_view(&p->run));
    }
    p->run.n = 0;
}

/* The literal prefix grows by single characters, and ends at whatever else; runs begin anew behind it. Where case does not
 * count there is no prefix, and runs are of ASCII. */
static void note_literal(cdk_pyre *p, bool literal, size_t from, uint32_t flags)
{
    bool caseless = flags & CDK_PYRE_IGNORECASE;
    if (caseless && literal) literal = (uint8_t)p->pattern.p[from] < 0x80;
    if (caseless) p->prefix_open = false;
    if (!literal || p->depth != 1) {
        p->prefix_open = false;
        if (p->depth == 1) cdk_pyre_end_run(p);
        return;
    }
    if (p->prefix_open) cdk_buf_add(&p->prefix, p->pattern.p + from, p->at - from);
    cdk_buf_add(&p->run, p->pattern.p + from, p->at - from);
}

/* The last item turned out to be repeated: a literal is not sure to be there, and what follows does not stand beside it. */
static void cut_literal(cdk_pyre *p, size_t prefix, size_t run)
{
    if (prefix < p->prefix.n) p->prefix.n = prefix;
    p->prefix_open = false;
    if (p->depth != 1) return;
    if (run < p->run.n) p->run.n = run;
    cdk_pyre_end_run(p);
}

/* One item that is no repeat sign. */
static int32_t item(cdk_pyre *p, char c, uint32_t flags, cdk_pyre_item *kind, cdk_width *width)
{
    size_t from = p->at;
    *kind = CDK_PYRE_ATOM;
    *width = (cdk_width){1, 1};
    switch (c) {
    case '\\': note_literal(p, false, 0, flags); p->at++; return cdk_pyre_escape(p, flags, kind, width);
    case '[': note_literal(p, false, 0, flags); p->at++; return cdk_pyre_set(p, flags);
    case '(': {
        p->prefix_open = false;
        p->at++;
        int32_t status = cdk_pyre_group_item(p, flags, kind, width);
        if (p->depth == 1 && *kind != CDK_PYRE_NOTHING) cdk_pyre_end_run(p); /* a comment does not part its neighbours */
        return status;
    }
    case '.':
        note_literal(p, false, 0, flags);
        p->at++;
        cdk_buf_text(&p->out, flags & CDK_PYRE_DOTALL ? "(?s:.)" : "[^\\n]");
        return 0;
    case '^': case '$':
        if (!(c == '^' && !(flags & CDK_PYRE_MULTILINE) && p->prefix.n == 0)) note_literal(p, false, 0, flags);
        p->at++;
        emit_at(p, c, flags);
        *kind = CDK_PYRE_AT;
        *width = (cdk_width){0, 0};
        return 0;
    default: {
        uint32_t literal = cdk_pyre_char(p);
        cdk_pyre_literal(p, literal, flags);
        note_literal(p, true, from, flags);
        return 0;
    }
    }
}

int32_t cdk_pyre_sequence(cdk_pyre *p, uint32_t flags, cdk_width *width)
{
    cdk_pyre_item last = CDK_PYRE_NOTHING;
    cdk_width last_width = {0, 0}, sum = {0, 0};
    size_t before = 0, run_before = 0;
    while (cdk_pyre_more(p)) {
        char c = cdk_pyre_peek(p);
        if (c == '|' || c == ')') break;
        if (skip_verbose(p, flags)) continue;
        if (c == '*' || c == '+' || c == '?' || c == '{') {
            p->at++;
            int32_t is = repeat(p, c, &last, &last_width);
            if (is < 0) return is;
            if (is) {
                cut_literal(p, before, run_before);
                continue;
            }
            p->at--;
        }
        cdk_pyre_item kind;
        cdk_width item_width;
        size_t here = p->prefix.n, run_here = p->run.n;
        int32_t status = item(p, c, flags, &kind, &item_width);
        if (status) return status;
        if (p->out.failed || p->prefix.failed || p->run.failed || p->needed.failed) return cdk_fail_memory(p->env);
        if (kind == CDK_PYRE_NOTHING) continue;
        before = here;
        run_before = run_here;
        sum = width_add(sum, last_width);
        last = kind;
        last_width = item_width;
    }
    *width = width_add(sum, last_width);
    return 0;
}

int32_t cdk_pyre_alternatives(cdk_pyre *p, uint32_t flags, cdk_width *width)
{
    if (++p->depth > CDK_PYRE_MAX_DEPTH) return cdk_pyre_fail(p, p->at, "groups are nested too deep");
    cdk_width one;
    int32_t status = cdk_pyre_sequence(p, flags, width);
    while (!status && cdk_pyre_take(p, '|')) {
        if (p->depth == 1) {
            p->prefix.n = p->run.n = p->needed.n = 0;
            p->prefix_open = false;
            p->either = true;
        }
        cdk_buf_char(&p->out, '|');
        status = cdk_pyre_sequence(p, flags, &one);
        if (status) break;
        if (one.lo < width->lo) width->lo = one.lo;
        if (one.hi > width->hi) width->hi = one.hi;
    }
    p->depth--;
    return status;
}
