/* SPDX-License-Identifier: Apache-2.0 */
/* Alpine's: digits{.digits}{letter}{_suffix{digits}}{~hash}{-rdigits}. */
#include "base/version.h"

typedef enum token_kind {
    FIRST_DIGITS, DIGITS, LETTER, DOTTED_LETTER, SUFFIX, SUFFIX_DIGITS, COMMIT, REVISION, END, INVALID
} token_kind;

typedef struct token {
    bool strict; /* else what old versions of apk took is taken too: empty numbers, digits behind the letter */
    token_kind kind;
    int suffix; /* below 0: comes before the version without it */
    cdk_str value;
} token;

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_hex(char c)
{
    return cdk_is_digit(c) || (c >= 'a' && c <= 'f');
}

static cdk_str span(cdk_str *rest, bool (*in)(char))
{
    size_t n = 0;
    while (n < rest->n && in(rest->p[n])) n++;
    cdk_str value = {rest->p, n};
    *rest = cdk_str_from(*rest, n);
    return value;
}

static bool suffix_rank(cdk_str name, int *rank)
{
    static const char *const before[] = {"alpha", "beta", "pre", "rc"}, *const after[] = {"cvs", "svn", "git", "hg", "p"};
    for (int i = 0; i < 4; i++)
        if (cdk_str_is(name, before[i])) {
            *rank = i - 4;
            return true;
        }
    for (int i = 0; i < 5; i++)
        if (cdk_str_is(name, after[i])) {
            *rank = i + 1;
            return true;
        }
    return false;
}

static void digits(token *t, cdk_str *rest, token_kind kind)
{
    t->value = span(rest, cdk_is_digit);
    t->kind = t->value.n || !t->strict ? kind : INVALID;
}

static void first(token *t, cdk_str *rest)
{
    digits(t, rest, FIRST_DIGITS);
}

static void letter(token *t, cdk_str *rest, token_kind kind)
{
    t->value = (cdk_str){rest->p, 1};
    *rest = cdk_str_from(*rest, 1);
    t->kind = kind;
}

static void digits_behind(token *t, cdk_str *rest, bool dotted)
{
    if (dotted) *rest = cdk_str_from(*rest, 1);
    if (!t->strict && dotted && rest->n && is_letter(rest->p[0]))
        letter(t, rest, DOTTED_LETTER);
    else if (t->kind <= DIGITS || (t->kind <= DOTTED_LETTER && !t->strict))
        digits(t, rest, DIGITS);
    else if (t->kind == SUFFIX && !dotted)
        digits(t, rest, SUFFIX_DIGITS);
    else
        t->kind = INVALID;
}

static void next(token *t, cdk_str *rest)
{
    char c = rest->n ? rest->p[0] : '\0';
    token_kind was = t->kind;
    if (rest->n == 0) {
        t->kind = END;
    } else if (is_letter(c) && was <= DIGITS) {
        letter(t, rest, LETTER);
    } else if (cdk_is_digit(c) || (c == '.' && was <= DIGITS)) {
        digits_behind(t, rest, c == '.');
    } else if (c == '_' && was <= SUFFIX_DIGITS) {
        *rest = cdk_str_from(*rest, 1);
        t->value = span(rest, is_letter);
        t->kind = suffix_rank(t->value, &t->suffix) ? SUFFIX : INVALID;
    } else if (c == '~' && was < COMMIT) {
        *rest = cdk_str_from(*rest, 1);
        t->value = span(rest, is_hex);
        t->kind = t->value.n ? COMMIT : INVALID;
    } else if (c == '-' && was < REVISION && rest->n > 1 && rest->p[1] == 'r') {
        *rest = cdk_str_from(*rest, 2);
        digits(t, rest, REVISION);
        if (t->value.n == 0 && rest->n && is_letter(rest->p[0])) t->kind = INVALID;
    } else {
        t->kind = INVALID;
    }
}

static int compare_tokens(const token *a, const token *b)
{
    switch (a->kind) {
    case DIGITS: /* behind a dot, a leading zero makes it a decimal fraction */
        if (cdk_str_starts(a->value, CDK_STR("0")) || cdk_str_starts(b->value, CDK_STR("0"))) return cdk_str_cmp(a->value, b->value);
        return cdk_version_number(a->value, b->value);
    case FIRST_DIGITS: case SUFFIX_DIGITS: case REVISION: return cdk_version_number(a->value, b->value);
    case SUFFIX: return a->suffix - b->suffix;
    default: return cdk_str_cmp(a->value, b->value);
    }
}

/* The versions are alike up to here; the one that goes on is greater, unless it goes on as a version before. */
static int compare_ends(const token *a, const token *b)
{
    if (a->kind == b->kind) return 0;
    if (a->kind == SUFFIX && a->suffix < 0) return -1;
    if (b->kind == SUFFIX && b->suffix < 0) return 1;
    return a->kind > b->kind ? -1 : 1;
}

bool cdk_version_apk_valid(cdk_str version)
{
    token t = {.strict = true};
    for (first(&t, &version); t.kind < END;) next(&t, &version);
    return t.kind == END;
}

int cdk_version_apk(cdk_str a, cdk_str b)
{
    token x = {.strict = false}, y = x;
    first(&x, &a);
    first(&y, &b);
    while (x.kind == y.kind && x.kind < END) {
        int difference = compare_tokens(&x, &y);
        if (difference) return difference < 0 ? -1 : 1;
        next(&x, &a);
        next(&y, &b);
    }
    return compare_ends(&x, &y);
}
