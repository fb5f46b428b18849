/* SPDX-License-Identifier: Apache-2.0 */
/* rpm-version(7). */
#include "base/version.h"

static bool alpha(char c)
{
    return ((unsigned char)c | 0x20u) - 'a' < 26u;
}

static char head(cdk_str s)
{
    return s.n ? s.p[0] : '\0';
}

/* Signs between the segments count for nothing, but for ~ and ^. */
static cdk_str to_segment(cdk_str s)
{
    while (s.n && !cdk_is_digit(s.p[0]) && !alpha(s.p[0]) && s.p[0] != '~' && s.p[0] != '^') s = cdk_str_from(s, 1);
    return s;
}

/* The run of digits, or of letters, at the start. */
static cdk_str take_segment(cdk_str *s, bool digits)
{
    size_t n = 0;
    while (n < s->n && (digits ? cdk_is_digit(s->p[n]) : alpha(s->p[n]))) n++;
    cdk_str segment = {s->p, n};
    *s = cdk_str_from(*s, n);
    return segment;
}

static int compare_segments(cdk_str a, cdk_str b, bool digits)
{
    if (digits) {
        while (head(a) == '0') a = cdk_str_from(a, 1);
        while (head(b) == '0') b = cdk_str_from(b, 1);
        if (a.n != b.n) return a.n < b.n ? -1 : 1;
    }
    int order = cdk_str_cmp(a, b);
    return order < 0 ? -1 : order > 0;
}

/* Where one stands at ~ or ^: 2 both do, else the order. */
static int marks(cdk_str a, cdk_str b)
{
    char x = head(a), y = head(b);
    if (x == '~' || y == '~') return x == y ? 2 : x == '~' ? -1 : 1;
    if (x == y) return 2;
    /* A caret is more than the end of the text, less than anything else. */
    if (!a.n || !b.n) return a.n ? 1 : -1;
    return x == '^' ? -1 : 1;
}

int cdk_rpmvercmp(cdk_str a, cdk_str b)
{
    while (a.n || b.n) {
        a = to_segment(a);
        b = to_segment(b);
        char x = head(a), y = head(b);
        if (x == '~' || y == '~' || x == '^' || y == '^') {
            int order = marks(a, b);
            if (order != 2) return order;
            a = cdk_str_from(a, 1);
            b = cdk_str_from(b, 1);
            continue;
        }
        if (!a.n || !b.n) break;
        bool digits = cdk_is_digit(x);
        cdk_str one = take_segment(&a, digits), two = take_segment(&b, digits);
        if (!two.n) return digits ? 1 : -1; /* numbers are newer than letters */
        int order = compare_segments(one, two, digits);
        if (order) return order;
    }
    return a.n ? 1 : b.n ? -1 : 0;
}

static cdk_str cut_release(cdk_str *version)
{
    size_t at;
    cdk_str release = CDK_STR_NONE;
    if (cdk_str_rfind_char(*version, '-', &at)) {
        release = cdk_str_from(*version, at + 1);
        version->n = at;
    }
    return release;
}

static cdk_str cut_epoch(cdk_str *version)
{
    size_t n = 0;
    while (n < version->n && cdk_is_digit(version->p[n])) n++;
    if (n == version->n || version->p[n] != ':') return CDK_STR("0");
    cdk_str epoch = {version->p, n};
    *version = cdk_str_from(*version, n + 1);
    return n ? epoch : CDK_STR("0");
}

int cdk_version_rpm(cdk_str a, cdk_str b)
{
    cdk_str epoch_a = cut_epoch(&a), epoch_b = cut_epoch(&b);
    cdk_str release_a = cut_release(&a), release_b = cut_release(&b);
    int order = compare_segments(epoch_a, epoch_b, true);
    if (!order) order = cdk_rpmvercmp(a, b);
    if (order) return order;
    /* A release, be it empty, is more than none. */
    if (!release_a.p || !release_b.p) return release_a.p ? 1 : release_b.p ? -1 : 0;
    return cdk_rpmvercmp(release_a, release_b);
}
