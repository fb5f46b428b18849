/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json_put.h"

#include "base/utf8.h"

#include <inttypes.h>
#include <stdio.h>

static void give(cdk_json_put *out, const char *bytes, size_t n)
{
    if (out->status || !n) return;
    int32_t code = out->sink.write(out->sink.user, (const uint8_t *)bytes, n);
    if (code) out->status = cdk_fail_host(out->env, "write", code);
}

void cdk_json_put_flush(cdk_json_put *out)
{
    give(out, out->piece, out->n);
    out->n = 0;
}

void cdk_json_put_large(cdk_json_put *out, const char *bytes, size_t n)
{
    cdk_json_put_flush(out);
    if (n > sizeof out->piece)
        give(out, bytes, n);
    else
        cdk_json_put_bytes(out, bytes, n);
}

static uint32_t code_point(cdk_str s)
{
    const uint8_t *p = (const uint8_t *)s.p;
    switch (s.n) {
    case 2: return (uint32_t)(p[0] & 0x1f) << 6 | (p[1] & 0x3f);
    case 3: return (uint32_t)(p[0] & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
    default: return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3f) << 12 | (uint32_t)(p[2] & 0x3f) << 6 | (p[3] & 0x3f);
    }
}

static void put_escape(cdk_json_put *out, uint32_t unit)
{
    char text[12];
    snprintf(text, sizeof text, "\\u%04" PRIx32, unit);
    cdk_json_put_bytes(out, text, 6);
}

static void put_ascii(cdk_json_put *out, char c)
{
    static const char named[] = "\"\"\\\\\bb\ff\nn\rr\tt";
    for (const char *p = named; *p; p += 2) {
        if (*p != c) continue;
        char text[2] = {'\\', p[1]};
        cdk_json_put_bytes(out, text, 2);
        return;
    }
    put_escape(out, (unsigned char)c);
}

static void put_beyond_ascii(cdk_json_put *out, cdk_str character, bool good)
{
    if (!good && out->options.surrogate_escapes) {
        for (size_t i = 0; i < character.n; i++) put_escape(out, 0xdc00u + (uint8_t)character.p[i]);
    } else if (!good) {
        cdk_json_put_bytes(out, out->options.ascii ? "\\ufffd" : "\xef\xbf\xbd", out->options.ascii ? 6 : 3);
    } else if (!out->options.ascii) {
        cdk_json_put_bytes(out, character.p, character.n);
    } else {
        uint32_t point = code_point(character);
        if (point >= 0x10000) {
            put_escape(out, 0xd800u + ((point - 0x10000) >> 10));
            point = 0xdc00u + ((point - 0x10000) & 0x3ff);
        }
        put_escape(out, point);
    }
}

static bool plain(char c)
{
    return (unsigned char)c >= 0x20 && (unsigned char)c < 0x7f && c != '"' && c != '\\';
}

/* Is each of eight bytes plain? Where one is not, a carry may speak of its neighbour too: the answer is still no. */
static bool plain_word(const char *p)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    uint64_t word, quote, slash;
    memcpy(&word, p, sizeof word);
    quote = word ^ ones * '"';
    slash = word ^ ones * '\\';
    return !(((word - ones * 0x20) | (word + ones) | word | (quote - ones) | (slash - ones)) & tops);
}

static size_t plain_length(cdk_str s)
{
    size_t n = 0;
    while (n + 8 <= s.n && plain_word(s.p + n)) n += 8;
    while (n < s.n && plain(s.p[n])) n++;
    return n;
}

void cdk_json_put_string(cdk_json_put *out, cdk_str s)
{
    cdk_json_put_char(out, '"');
    while (s.n) {
        size_t n = plain_length(s);
        if (n) {
            cdk_json_put_bytes(out, s.p, n);
        } else if ((unsigned char)s.p[0] < 0x80) {
            n = 1;
            put_ascii(out, s.p[0]);
        } else {
            bool good;
            n = cdk_utf8_length(s, &good);
            put_beyond_ascii(out, (cdk_str){s.p, n}, good);
        }
        s = cdk_str_from(s, n);
    }
    cdk_json_put_char(out, '"');
}
