/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"

/* Lead bytes by range: how many follow, and the bounds of the first that follows (Unicode 15, table 3-7). */
static const struct {
    uint8_t low, high, more, first_low, first_high;
} leads[] = {
    {0xc2, 0xdf, 1, 0x80, 0xbf}, {0xe0, 0xe0, 2, 0xa0, 0xbf}, {0xe1, 0xec, 2, 0x80, 0xbf}, {0xed, 0xed, 2, 0x80, 0x9f},
    {0xee, 0xef, 2, 0x80, 0xbf}, {0xf0, 0xf0, 3, 0x90, 0xbf}, {0xf1, 0xf3, 3, 0x80, 0xbf}, {0xf4, 0xf4, 3, 0x80, 0x8f},
};

size_t cdk_utf8_length(cdk_str s, bool *good)
{
    const uint8_t *p = (const uint8_t *)s.p;
    *good = true;
    if (p[0] < 0x80) return 1;
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        if (p[0] < leads[i].low || p[0] > leads[i].high) continue;
        if (s.n < 2 || p[1] < leads[i].first_low || p[1] > leads[i].first_high) break;
        size_t n = 2;
        while (n <= leads[i].more && n < s.n && p[n] >= 0x80 && p[n] <= 0xbf) n++;
        *good = n == (size_t)leads[i].more + 1;
        return n;
    }
    *good = false;
    return 1;
}

/* Bytes at the begin that are ASCII, in whole words: most text is nothing else. */
static size_t ascii_words(cdk_str s)
{
    size_t n = 0;
    for (uint64_t word; n + sizeof word <= s.n; n += sizeof word) {
        memcpy(&word, s.p + n, sizeof word);
        if (word & UINT64_C(0x8080808080808080)) break;
    }
    return n;
}

bool cdk_utf8_valid(cdk_str s)
{
    bool good = true;
    while (s.n && good) {
        size_t plain = ascii_words(s);
        s = cdk_str_from(s, plain ? plain : cdk_utf8_length(s, &good));
    }
    return good;
}

cdk_str cdk_utf8_repair(cdk_arena *arena, cdk_str s)
{
    if (cdk_utf8_valid(s)) return s;
    char *text = cdk_arena_bytes(arena, s.n * 3 + 1);
    if (!text) return CDK_STR_NONE;
    size_t n = 0;
    while (s.n) {
        bool good;
        size_t taken = cdk_utf8_length(s, &good);
        memcpy(text + n, good ? s.p : "\xef\xbf\xbd", good ? taken : 3);
        n += good ? taken : 3;
        s = cdk_str_from(s, taken);
    }
    text[n] = '\0';
    return (cdk_str){text, n};
}
