/* SPDX-License-Identifier: Apache-2.0 */
/* PEP 440: [epoch!]release[pre][.post][.dev][+local], with the other spellings that it takes. */
#include "base/version.h"

typedef enum pre_kind { PRE_ALPHA, PRE_BETA, PRE_RC, PRE_NONE } pre_kind;

typedef struct parts {
    cdk_str epoch, release, local;
    pre_kind pre;
    cdk_str pre_number, post_number, dev_number;
    bool post, dev;
} parts;

static const struct {
    const char *word;
    pre_kind kind;
} pre_words[] = {{"alpha", PRE_ALPHA}, {"a", PRE_ALPHA}, {"beta", PRE_BETA}, {"b", PRE_BETA}, {"preview", PRE_RC}, {"pre", PRE_RC},
                 {"c", PRE_RC}, {"rc", PRE_RC}};
static const char *const post_words[] = {"post", "rev", "r"};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool is_separator(char c)
{
    return c == '.' || c == '-' || c == '_';
}

static void skip_separator(cdk_str *rest)
{
    if (rest->n && is_separator(rest->p[0])) *rest = cdk_str_from(*rest, 1);
}

static bool take_word(cdk_str *rest, const char *word)
{
    cdk_str s = *rest, w = cdk_str_of(word);
    skip_separator(&s);
    if (s.n < w.n || !cdk_str_eq_nocase((cdk_str){s.p, w.n}, w)) return false;
    s = cdk_str_from(s, w.n);
    skip_separator(&s);
    *rest = s;
    return true;
}

static bool take_release(cdk_str *rest, cdk_str *out)
{
    cdk_str begin = *rest;
    if (!cdk_version_digits(rest).n) return false;
    while (rest->n > 1 && rest->p[0] == '.' && rest->p[1] >= '0' && rest->p[1] <= '9') {
        *rest = cdk_str_from(*rest, 1);
        cdk_version_digits(rest);
    }
    *out = (cdk_str){begin.p, begin.n - rest->n};
    return true;
}

static void take_pre(cdk_str *rest, parts *out)
{
    for (size_t i = 0; i < sizeof pre_words / sizeof *pre_words && out->pre == PRE_NONE; i++)
        if (take_word(rest, pre_words[i].word)) {
            out->pre = pre_words[i].kind;
            out->pre_number = cdk_version_digits(rest);
        }
}

static void take_post(cdk_str *rest, parts *out)
{
    if (rest->n > 1 && rest->p[0] == '-' && rest->p[1] >= '0' && rest->p[1] <= '9') {
        *rest = cdk_str_from(*rest, 1);
        out->post = true;
    }
    for (size_t i = 0; i < 3 && !out->post; i++) out->post = take_word(rest, post_words[i]);
    if (out->post) out->post_number = cdk_version_digits(rest);
}

static bool good_local(cdk_str text)
{
    bool empty = true;
    for (size_t i = 0; i < text.n; i++) {
        char c = lower(text.p[i]);
        if (is_separator(c) ? empty : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))) return false;
        empty = is_separator(c);
    }
    return !empty;
}

static bool parse(cdk_str text, parts *out)
{
    cdk_str rest = cdk_str_trim(text), behind = CDK_STR_NONE;
    *out = (parts){.pre = PRE_NONE};
    if (rest.n && lower(rest.p[0]) == 'v') rest = cdk_str_from(rest, 1);
    bool local = cdk_str_cut(rest, '+', &rest, &behind);
    if (local && !good_local(behind)) return false;
    out->local = behind;
    if (cdk_str_find_char(rest, '!', &(size_t){0})) {
        out->epoch = cdk_version_digits(&rest);
        if (!out->epoch.n || !rest.n || rest.p[0] != '!') return false;
        rest = cdk_str_from(rest, 1);
    }
    if (!take_release(&rest, &out->release)) return false;
    take_pre(&rest, out);
    take_post(&rest, out);
    out->dev = take_word(&rest, "dev");
    if (out->dev) out->dev_number = cdk_version_digits(&rest);
    return rest.n == 0;
}

/* Numbers between dots; those that are missing are 0. */
static int compare_release(cdk_str a, cdk_str b)
{
    int order = 0;
    while ((a.n || b.n) && !order) {
        order = cdk_version_number(cdk_version_digits(&a), cdk_version_digits(&b));
        a = cdk_str_from(a, 1);
        b = cdk_str_from(b, 1);
    }
    return order;
}

/* A development release of the version itself comes before its first pre-release. */
static int pre_rank(const parts *p)
{
    return p->pre == PRE_NONE && !p->post && p->dev ? -1 : (int)p->pre;
}

static int compare_flags(bool a, bool b, int order)
{
    return a == b ? order : a ? 1 : -1;
}

/* Lower case, separators alike. */
static int compare_words(cdk_str a, cdk_str b)
{
    for (size_t i = 0; i < a.n && i < b.n; i++)
        if (lower(a.p[i]) != lower(b.p[i])) return lower(a.p[i]) < lower(b.p[i]) ? -1 : 1;
    return a.n == b.n ? 0 : a.n < b.n ? -1 : 1;
}

static cdk_str local_segment(cdk_str *rest, bool *number)
{
    size_t n = 0;
    *number = true;
    for (; n < rest->n && !is_separator(rest->p[n]); n++) *number = *number && rest->p[n] <= '9';
    cdk_str segment = {rest->p, n};
    *rest = cdk_str_from(*rest, n + 1);
    return segment;
}

static int compare_local(cdk_str a, cdk_str b)
{
    while (a.n && b.n) {
        bool numbers[2];
        cdk_str x = local_segment(&a, &numbers[0]), y = local_segment(&b, &numbers[1]);
        int order = numbers[0] && numbers[1] ? cdk_version_number(x, y) : compare_flags(numbers[0], numbers[1], 0);
        if (!order && !numbers[0]) order = compare_words(x, y);
        if (order) return order;
    }
    return a.n ? 1 : b.n ? -1 : 0;
}

bool cdk_version_pep440(cdk_str a, cdk_str b, int *order)
{
    parts x, y;
    if (!parse(a, &x) || !parse(b, &y)) return false;
    *order = cdk_version_number(x.epoch, y.epoch);
    if (!*order) *order = compare_release(x.release, y.release);
    if (!*order) *order = (pre_rank(&x) > pre_rank(&y)) - (pre_rank(&x) < pre_rank(&y));
    if (!*order) *order = cdk_version_number(x.pre_number, y.pre_number);
    if (!*order) *order = compare_flags(x.post, y.post, cdk_version_number(x.post_number, y.post_number));
    if (!*order) *order = compare_flags(!x.dev, !y.dev, cdk_version_number(x.dev_number, y.dev_number));
    if (!*order) *order = compare_local(x.local, y.local);
    return true;
}
