/* SPDX-License-Identifier: Apache-2.0 */
/* semver.org 2.0.0: major.minor.patch[-pre.release][+build], a leading v taken as npm does. Numbers may have any length. */
#include "base/version.h"

typedef struct parts {
    cdk_str numbers[3], pre;
} parts;

static bool is_name(char c)
{
    return cdk_is_digit(c) || ((unsigned char)c | 0x20u) - 'a' < 26u || c == '-';
}

static bool all_digits(cdk_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!cdk_is_digit(s.p[i])) return false;
    return s.n > 0;
}

/* Identifiers between dots, none empty; those of digits alone without a leading zero where `strict`. */
static bool good_identifiers(cdk_str text, bool strict)
{
    cdk_str one;
    for (bool more = true; more;) {
        more = cdk_str_cut(text, '.', &one, &text);
        for (size_t i = 0; i < one.n; i++)
            if (!is_name(one.p[i])) return false;
        if (one.n == 0 || (strict && one.n > 1 && one.p[0] == '0' && all_digits(one))) return false;
    }
    return true;
}

static bool parse_numbers(cdk_str *rest, bool loose, parts *out)
{
    for (int i = 0; i < 3; i++) {
        bool dot = i && rest->n && rest->p[0] == '.';
        if (i && !dot) return loose;
        if (dot) *rest = cdk_str_from(*rest, 1);
        out->numbers[i] = cdk_version_digits(rest);
        if (!out->numbers[i].n) return false;
        if (!loose && out->numbers[i].n > 1 && out->numbers[i].p[0] == '0') return false;
    }
    return true;
}

static bool parse(cdk_str text, bool loose, parts *out)
{
    cdk_str build = CDK_STR_NONE, rest = cdk_str_trim(text);
    *out = (parts){.pre = CDK_STR_NONE};
    if (rest.n && (rest.p[0] == 'v' || (loose && rest.p[0] == 'V'))) rest = cdk_str_from(rest, 1);
    bool has_build = cdk_str_cut(rest, '+', &rest, &build);
    if ((has_build && !loose && !good_identifiers(build, false)) || !parse_numbers(&rest, loose, out)) return false;
    if (!rest.n) return true;
    if (rest.p[0] == '-') {
        out->pre = cdk_str_from(rest, 1);
        return loose ? out->pre.n > 0 : good_identifiers(out->pre, true);
    }
    return loose && rest.p[0] == '.'; /* a fourth number and what follows it count for nothing */
}

static int compare_identifiers(cdk_str a, cdk_str b)
{
    bool numbers[] = {all_digits(a), all_digits(b)};
    if (numbers[0] && numbers[1]) return cdk_version_number(a, b);
    if (numbers[0] != numbers[1]) return numbers[0] ? -1 : 1;
    int order = cdk_str_cmp(a, b);
    return order < 0 ? -1 : order > 0;
}

/* A version without a pre-release is newer than those with one. */
static int compare_pre(cdk_str a, cdk_str b)
{
    cdk_str x, y;
    if (!a.n || !b.n) return a.n ? -1 : b.n ? 1 : 0;
    while (a.n && b.n) {
        cdk_str_cut(a, '.', &x, &a);
        cdk_str_cut(b, '.', &y, &b);
        int order = compare_identifiers(x, y);
        if (order) return order;
    }
    return a.n ? 1 : b.n ? -1 : 0;
}

static bool compare(cdk_str a, cdk_str b, bool loose, int *order)
{
    parts x, y;
    if (!parse(a, loose, &x) || !parse(b, loose, &y)) return false;
    *order = 0;
    for (int i = 0; i < 3 && !*order; i++) *order = cdk_version_number(x.numbers[i], y.numbers[i]);
    if (!*order) *order = compare_pre(x.pre, y.pre);
    return true;
}

bool cdk_version_semver(cdk_str a, cdk_str b, int *order)
{
    return compare(a, b, false, order);
}

bool cdk_version_semver_loose(cdk_str a, cdk_str b, int *order)
{
    return compare(a, b, true, order);
}
