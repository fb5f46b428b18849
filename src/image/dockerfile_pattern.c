/* SPDX-License-Identifier: Apache-2.0 */
/* Shell patterns of Dockerfile substitutions: * and ? and nothing else; ? and * pass over no newline, as BuildKit's do. */
#include "image/dockerfile_expand.h"

enum { MAX_PATTERN = 256, MAX_STEPS = 1 << 20 };

typedef struct token {
    char what; /* 'c' one byte, '?' any byte, '*' any run */
    char c;
} token;

typedef struct pattern {
    token tokens[MAX_PATTERN];
    size_t n;
    bool star;
} pattern;

static bool parse(cdk_str text, bool reversed, pattern *out)
{
    out->n = 0;
    out->star = false;
    for (size_t i = 0; i < text.n; i++) {
        token t = {'c', text.p[i]};
        if (out->n == MAX_PATTERN) return false;
        if (t.c == '*' || t.c == '?') t.what = t.c;
        if (t.c == '\\') {
            if (++i == text.n) return false;
            t.c = text.p[i];
            if (!strchr("*?\\}/", t.c) || !t.c) return false;
        }
        out->star |= t.what == '*';
        out->tokens[out->n++] = t;
    }
    for (size_t i = 0; reversed && i < out->n / 2; i++) {
        token swap = out->tokens[i];
        out->tokens[i] = out->tokens[out->n - 1 - i];
        out->tokens[out->n - 1 - i] = swap;
    }
    return true;
}

typedef struct walk {
    const pattern *p;
    cdk_str value;
    bool reversed;
    size_t steps;
} walk;

static char at(const walk *w, size_t i)
{
    return w->reversed ? w->value.p[w->value.n - 1 - i] : w->value.p[i];
}

/* Passes over runs without using up a byte. */
static void close_runs(const pattern *p, bool *set)
{
    for (size_t i = 0; i < p->n; i++)
        if (set[i] && p->tokens[i].what == '*') set[i + 1] = true;
}

/* The shortest or longest match that begins at `from`: its end. All states side by side, so that nothing backtracks. */
static bool match(walk *w, size_t from, bool longest, size_t *end)
{
    bool now[MAX_PATTERN + 1] = {true}, then[MAX_PATTERN + 1], found = false;
    close_runs(w->p, now);
    for (size_t i = from;; i++) {
        if (now[w->p->n]) {
            *end = i;
            found = true;
            if (!longest) return true;
        }
        if (i == w->value.n) return found;
        w->steps += w->p->n + 1;
        bool any = false;
        memset(then, 0, sizeof then);
        for (size_t k = 0; k < w->p->n; k++) {
            token t = w->p->tokens[k];
            char c = at(w, i);
            if (!now[k] || w->steps > MAX_STEPS) continue;
            if (t.what == 'c' ? c == t.c : c != '\n') {
                then[t.what == '*' ? k : k + 1] = true;
                any = true;
            }
        }
        if (!any) return found;
        close_runs(w->p, then);
        memcpy(now, then, sizeof now);
    }
}

bool cdk_pattern_trim(cdk_str text, cdk_str value, cdk_trim side, bool longest, cdk_str *out)
{
    pattern p;
    walk w = {.p = &p, .value = value, .reversed = side == CDK_TRIM_SUFFIX};
    size_t end;
    *out = value;
    if (!parse(text, w.reversed, &p)) return false;
    if (match(&w, 0, longest, &end))
        *out = w.reversed ? (cdk_str){value.p, value.n - end} : cdk_str_from(value, end);
    return w.steps <= MAX_STEPS;
}

bool cdk_pattern_replace(cdk_buf *out, cdk_str text, cdk_str value, cdk_str by, bool all)
{
    pattern p;
    walk w = {.p = &p, .value = value};
    size_t i = 0, end, last = SIZE_MAX;
    bool done = false;
    if (!parse(text, false, &p)) return false;
    while (i <= value.n) {
        bool hit = !done && match(&w, i, true, &end);
        if (hit && !(end == i && last == i)) {
            cdk_buf_str(out, by);
            done = !all;
            last = end;
            if (end > i) {
                i = end;
                continue;
            }
        }
        if (i < value.n) cdk_buf_char(out, value.p[i]);
        i++;
    }
    return w.steps <= MAX_STEPS;
}
