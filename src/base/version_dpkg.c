/* SPDX-License-Identifier: Apache-2.0 */
/* deb-version(7): [epoch:]upstream[-revision]. */
#include "base/version.h"

typedef struct parts {
    uint64_t epoch;
    cdk_str upstream, revision;
} parts;

/* A tilde sorts before the end of the text, letters before other signs. */
static int weight(cdk_str s)
{
    unsigned char c = s.n ? (unsigned char)s.p[0] : 0;
    if (s.n == 0 || cdk_is_digit((char)c)) return 0;
    if ((c | 0x20u) - 'a' < 26u) return c;
    return c == '~' ? -1 : c + 256;
}

static void skip(cdk_str *s)
{
    *s = cdk_str_from(*s, 1);
}

/* Compare the numbers at the start of both and take them off; leading zeros count for nothing. */
static int numbers(cdk_str *a, cdk_str *b)
{
    int first = 0;
    while (a->n && a->p[0] == '0') skip(a);
    while (b->n && b->p[0] == '0') skip(b);
    while (a->n && b->n && cdk_is_digit(a->p[0]) && cdk_is_digit(b->p[0])) {
        if (!first) first = a->p[0] - b->p[0];
        skip(a);
        skip(b);
    }
    if (a->n && cdk_is_digit(a->p[0])) return 1;
    if (b->n && cdk_is_digit(b->p[0])) return -1;
    return first;
}

int cdk_dpkg_part(cdk_str a, cdk_str b)
{
    while (a.n || b.n) {
        while ((a.n && !cdk_is_digit(a.p[0])) || (b.n && !cdk_is_digit(b.p[0]))) {
            int difference = weight(a) - weight(b);
            if (difference) return difference < 0 ? -1 : 1;
            skip(&a);
            skip(&b);
        }
        int difference = numbers(&a, &b);
        if (difference) return difference < 0 ? -1 : 1;
    }
    return 0;
}

static bool all_of(cdk_str s, const char *signs)
{
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (!cdk_is_digit(c) && ((unsigned char)c | 0x20u) - 'a' >= 26u && !(c && strchr(signs, c))) return false;
    }
    return true;
}

static bool parse(cdk_str text, parts *out)
{
    size_t at;
    text = cdk_str_trim(text);
    *out = (parts){0, text, CDK_STR_NONE};
    if (cdk_str_find_char(text, ':', &at)) {
        if (!cdk_str_u64((cdk_str){text.p, at}, 10, &out->epoch) || out->epoch > INT32_MAX) return false;
        out->upstream = cdk_str_from(text, at + 1);
    }
    if (cdk_str_rfind_char(out->upstream, '-', &at)) {
        out->revision = cdk_str_from(out->upstream, at + 1);
        out->upstream.n = at;
        if (out->revision.n == 0) return false;
    }
    return out->upstream.n && cdk_is_digit(out->upstream.p[0]) && all_of(out->upstream, ".-+~:") && all_of(out->revision, ".+~");
}

bool cdk_version_dpkg(cdk_str a, cdk_str b, int *order)
{
    parts x, y;
    if (!parse(a, &x) || !parse(b, &y)) return false;
    *order = x.epoch < y.epoch ? -1 : x.epoch > y.epoch;
    if (!*order) *order = cdk_dpkg_part(x.upstream, y.upstream);
    if (!*order) *order = cdk_dpkg_part(x.revision, y.revision);
    return true;
}
