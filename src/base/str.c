/* SPDX-License-Identifier: Apache-2.0 */
#include "base/str.h"

#include "base/num.h"

#include <stdarg.h>
#include <stdio.h>

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

bool cdk_str_starts(cdk_str s, cdk_str prefix)
{
    return s.n >= prefix.n && (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool cdk_str_ends(cdk_str s, cdk_str suffix)
{
    return s.n >= suffix.n && (suffix.n == 0 || memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

bool cdk_str_eq_nocase(cdk_str a, cdk_str b)
{
    if (a.n != b.n) return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i])) return false;
    return true;
}

int cdk_str_cmp(cdk_str a, cdk_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n ? memcmp(a.p, b.p, n) : 0;
    if (order) return order;
    return (a.n > b.n) - (a.n < b.n);
}

cdk_str cdk_str_trim(cdk_str s)
{
    while (s.n && is_space(s.p[0])) s = cdk_str_from(s, 1);
    while (s.n && is_space(s.p[s.n - 1])) s.n--;
    return s;
}

cdk_str cdk_str_from(cdk_str s, size_t at)
{
    if (at >= s.n) return (cdk_str){s.p ? s.p + s.n : NULL, 0};
    return (cdk_str){s.p + at, s.n - at};
}

bool cdk_str_find(cdk_str s, cdk_str what, size_t *at)
{
    const char *hit = what.n == 0 ? s.p : s.n == 0 ? NULL : memmem(s.p, s.n, what.p, what.n);
    if (!hit) return false;
    *at = (size_t)(hit - s.p);
    return true;
}

bool cdk_str_find_char(cdk_str s, char c, size_t *at)
{
    const char *hit = s.n ? memchr(s.p, c, s.n) : NULL;
    if (!hit) return false;
    *at = (size_t)(hit - s.p);
    return true;
}

bool cdk_str_rfind_char(cdk_str s, char c, size_t *at)
{
    const char *hit = s.n ? memrchr(s.p, c, s.n) : NULL;
    if (!hit) return false;
    *at = (size_t)(hit - s.p);
    return true;
}

bool cdk_str_cut(cdk_str s, char sep, cdk_str *head, cdk_str *tail)
{
    size_t at;
    if (!cdk_str_find_char(s, sep, &at)) {
        *head = s;
        *tail = CDK_STR_NONE;
        return false;
    }
    *tail = cdk_str_from(s, at + 1);
    *head = (cdk_str){s.p, at};
    return true;
}

bool cdk_str_line(cdk_str *rest, cdk_str *line)
{
    if (rest->n == 0) return false;
    cdk_str tail;
    if (!cdk_str_cut(*rest, '\n', line, &tail)) tail = CDK_STR_NONE;
    *rest = tail;
    return true;
}

bool cdk_str_word(cdk_str *rest, cdk_str *word)
{
    cdk_str s = *rest;
    while (s.n && is_space(s.p[0])) s = cdk_str_from(s, 1);
    if (s.n == 0) return false;
    size_t n = 0;
    while (n < s.n && !is_space(s.p[n])) n++;
    *word = (cdk_str){s.p, n};
    *rest = cdk_str_from(s, n);
    return true;
}

int cdk_hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool cdk_str_u64(cdk_str s, unsigned base, uint64_t *out)
{
    uint64_t value = 0;
    if (s.n == 0) return false;
    for (size_t i = 0; i < s.n; i++) {
        unsigned digit = (unsigned char)s.p[i] - (unsigned)'0';
        if (digit > 9) {
            unsigned letter = (unsigned char)lower(s.p[i]) - (unsigned)'a';
            digit = letter < 26 ? letter + 10 : 99;
        }
        if (digit >= base || !cdk_mul_u64(value, base, &value) || !cdk_add_u64(value, digit, &value)) return false;
    }
    *out = value;
    return true;
}

cdk_str cdk_str_dup(cdk_arena *arena, cdk_str s)
{
    char *copy = cdk_arena_dup(arena, s.p, s.n);
    return (cdk_str){copy, copy ? s.n : 0};
}

void cdk_buf_init(cdk_buf *buf, cdk_mem *mem)
{
    *buf = (cdk_buf){.mem = mem};
}

void cdk_buf_free(cdk_buf *buf)
{
    cdk_free(buf->mem, buf->p);
    cdk_buf_init(buf, buf->mem);
}

bool cdk_buf_add(cdk_buf *buf, const void *bytes, size_t n)
{
    size_t need;
    void *items = buf->p;
    if (buf->failed || !cdk_add_size(buf->n, n, &need) || !cdk_grow(buf->mem, &items, &buf->cap, need, 1)) {
        buf->failed = true;
        return false;
    }
    buf->p = items;
    if (n) memcpy(buf->p + buf->n, bytes, n);
    buf->n = need;
    return true;
}

bool cdk_buf_str(cdk_buf *buf, cdk_str s)
{
    return cdk_buf_add(buf, s.p, s.n);
}

int32_t cdk_buf_collect(void *buf, const uint8_t *data, size_t size)
{
    return cdk_buf_add(buf, data, size) ? 0 : -1;
}

bool cdk_buf_text(cdk_buf *buf, const char *text)
{
    return cdk_buf_add(buf, text, strlen(text));
}

bool cdk_buf_char(cdk_buf *buf, char c)
{
    return cdk_buf_add(buf, &c, 1);
}

bool cdk_buf_printf(cdk_buf *buf, const char *format, ...)
{
    char small[256];
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(small, sizeof small, format, args);
    bool done = false;
    if (n >= 0 && (size_t)n < sizeof small) {
        done = cdk_buf_add(buf, small, (size_t)n);
    } else if (n >= 0) {
        char *large = cdk_alloc(buf->mem, (size_t)n + 1);
        if (large) {
            vsnprintf(large, (size_t)n + 1, format, again);
            done = cdk_buf_add(buf, large, (size_t)n);
            cdk_free(buf->mem, large);
        }
    }
    if (!done) buf->failed = true;
    va_end(again);
    va_end(args);
    return done;
}
