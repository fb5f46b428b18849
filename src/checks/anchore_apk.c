/* SPDX-License-Identifier: Apache-2.0 */
/* The engine's own order of apk's versions: after apk's older code, and not quite that. Of the first tokens that differ, the
 * values decide, and where those are alike, the kinds. */
#include "checks/anchore_versions.h"

#include "base/version.h"

/* What may come next. A kind that is smaller than the one expected is a fault, but for three. */
typedef enum kind { INVALID = -1, DIGIT_OR_ZERO, DIGIT, LETTER, SUFFIX, SUFFIX_NUMBER, REVISION_NUMBER, END } kind;

typedef struct token {
    int64_t n;
    cdk_str digits; /* of a number, whose n is 0 */
} token;

static bool alpha(char c)
{
    return ((unsigned char)c | 0x20u) - 'a' < 26u || (unsigned char)c >= 0x80;
}

static void skip(cdk_str *s, size_t n)
{
    *s = cdk_str_from(*s, n);
}

static kind behind_sign(cdk_str *s)
{
    static const struct {
        const char *sign;
        kind is;
    } signs[] = {{".", DIGIT_OR_ZERO}, {"_", SUFFIX}, {"-r", REVISION_NUMBER}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        cdk_str sign = cdk_str_of(signs[i].sign);
        if (!cdk_str_starts(*s, sign)) continue;
        skip(s, sign.n);
        return signs[i].is;
    }
    skip(s, 1);
    return INVALID;
}

static kind next_kind(kind expected, cdk_str *s)
{
    kind next;
    if (!s->n)
        next = END;
    else if ((expected == DIGIT || expected == DIGIT_OR_ZERO) && alpha(s->p[0]))
        next = LETTER;
    else if (expected == LETTER && cdk_is_digit(s->p[0]))
        next = DIGIT;
    else if (expected == SUFFIX && cdk_is_digit(s->p[0]))
        next = SUFFIX_NUMBER;
    else
        next = behind_sign(s);
    bool back = (next == DIGIT_OR_ZERO && expected == DIGIT) || (next == SUFFIX && expected == SUFFIX_NUMBER) || (next == DIGIT && expected == LETTER);
    return next < expected && !back ? INVALID : next;
}

/* False: no suffix that is known. */
static bool take_suffix(cdk_str *s, token *out)
{
    static const char *const suffixes[] = {"alpha", "beta", "pre", "rc", "cvs", "svn", "git", "hg", "p"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        cdk_str suffix = cdk_str_of(suffixes[i]);
        if (!cdk_str_starts(*s, suffix)) continue;
        out->n = (int64_t)i - 4;
        skip(s, suffix.n);
        return true;
    }
    return false;
}

static token take_token(kind *expected, cdk_str *s)
{
    token value = {.n = 0};
    kind next = INVALID;
    if (!s->n) {
        *expected = END;
        return value;
    }
    if (*expected == DIGIT_OR_ZERO && s->p[0] == '0') {
        while (s->n && s->p[0] == '0') {
            value.n--;
            skip(s, 1);
        }
        next = DIGIT;
    } else if (*expected == LETTER) {
        value.n = (unsigned char)s->p[0];
        skip(s, 1);
    } else if (*expected != SUFFIX) {
        value.digits = cdk_version_digits(s);
    } else if (!take_suffix(s, &value)) {
        *expected = INVALID;
        return (token){.n = -1};
    }
    *expected = !s->n ? END : next != INVALID ? next : next_kind(*expected, s);
    return value;
}

static int order_of(token a, token b)
{
    if (a.n != b.n) return a.n < b.n ? -1 : 1;
    return cdk_version_number(a.digits, b.digits);
}

static bool before_release(kind is, cdk_str rest)
{
    token suffix;
    if (is != SUFFIX || !rest.n) return false;
    return !take_suffix(&rest, &suffix) || suffix.n < 0;
}

int cdk_anchore_apk_order(cdk_str a, cdk_str b)
{
    kind x = DIGIT, y = DIGIT;
    int order = 0;
    while (x == y && x != END && x != INVALID && !order) {
        token one = take_token(&x, &a), two = take_token(&y, &b);
        order = order_of(one, two);
    }
    if (order || x == y) return order;
    if (before_release(x, a)) return -1;
    if (before_release(y, b)) return 1;
    return x > y ? -1 : 1;
}
