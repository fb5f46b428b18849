/* SPDX-License-Identifier: Apache-2.0 */
#include "base/pytext.h"

#include "base/utf8.h"

static uint32_t code_point(cdk_str s, size_t n)
{
    const unsigned char *p = (const unsigned char *)s.p;
    if (n == 1) return *p;
    uint32_t c = n == 2 ? *p & 0x1fu : n == 3 ? *p & 0x0fu : *p & 0x07u;
    for (size_t i = 1; i < n; i++) c = c << 6 | (p[i] & 0x3fu);
    return c;
}

/* The first character of a text that is not empty; U+FFFD for what is no UTF-8. */
static uint32_t first_char(cdk_str s, size_t *n)
{
    if ((unsigned char)*s.p < 0x80) {
        *n = 1;
        return (unsigned char)*s.p;
    }
    bool good;
    *n = cdk_utf8_length(s, &good);
    return good ? code_point(s, *n) : 0xfffd;
}

static bool is_space(uint32_t c)
{
    return (c >= 0x09 && c <= 0x0d) || (c >= 0x1c && c <= 0x20) || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

static bool is_line_end(uint32_t c)
{
    return (c >= 0x0a && c <= 0x0d) || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static cdk_str strip_left(cdk_str s)
{
    size_t n;
    while (s.n && is_space(first_char(s, &n))) s = cdk_str_from(s, n);
    return s;
}

cdk_str cdk_py_strip(cdk_str s)
{
    s = strip_left(s);
    while (s.n) {
        size_t back = 1, n;
        while (back < 4 && back < s.n && ((unsigned char)s.p[s.n - back] & 0xc0) == 0x80) back++;
        cdk_str last = {s.p + s.n - back, back};
        if (!is_space(first_char(last, &n)) || n != back) break;
        s.n -= back;
    }
    return s;
}

bool cdk_py_line(cdk_str *rest, cdk_str *line)
{
    if (rest->n == 0) return false;
    for (size_t at = 0, n; at < rest->n; at += n) {
        uint32_t c = first_char(cdk_str_from(*rest, at), &n);
        if (!is_line_end(c)) continue;
        *line = (cdk_str){rest->p, at};
        if (c == '\r' && at + 1 < rest->n && rest->p[at + 1] == '\n') n = 2;
        *rest = cdk_str_from(*rest, at + n);
        return true;
    }
    *line = *rest;
    *rest = cdk_str_from(*rest, rest->n);
    return true;
}

bool cdk_py_word(cdk_str *rest, cdk_str *word)
{
    cdk_str s = strip_left(*rest);
    if (s.n == 0) return false;
    size_t at = 0, n;
    while (at < s.n && !is_space(first_char(cdk_str_from(s, at), &n))) at += n;
    *word = (cdk_str){s.p, at};
    *rest = cdk_str_from(s, at);
    return true;
}

bool cdk_py_item(cdk_str *rest, cdk_str *item)
{
    if (!rest->p) return false;
    cdk_str tail;
    if (!cdk_str_cut(*rest, ',', item, &tail)) tail = CDK_STR_NONE;
    *item = cdk_py_strip(*item);
    *rest = tail;
    return true;
}

cdk_str cdk_py_lower(cdk_arena *arena, cdk_str s)
{
    cdk_str copy = cdk_str_dup(arena, s);
    char *p = (char *)(uintptr_t)copy.p;
    for (size_t i = 0; p && i < copy.n; i++)
        if (p[i] >= 'A' && p[i] <= 'Z') p[i] = (char)(p[i] + 32);
    return copy;
}

/* Of the characters that Python does not print: controls and separators, those that occur. */
static bool printable(uint32_t c)
{
    return c >= 0x20 && !(c >= 0x7f && c <= 0xa0) && c != 0xad && !(is_space(c) && c != ' ') && c != 0x61c && c != 0x180e &&
           !(c >= 0x200b && c <= 0x200f) && !(c >= 0x202a && c <= 0x202e) && !(c >= 0x2060 && c <= 0x206f) && c != 0xfeff &&
           !(c >= 0xe000 && c <= 0xf8ff) && !(c >= 0xfff9 && c <= 0xfffb) && (c & 0xfffe) != 0xfffe && c < 0xe0000;
}

static void repr_char(cdk_buf *out, cdk_str bytes, uint32_t c, char quote)
{
    static const char named[] = "\nn\rr\tt";
    for (const char *s = named; *s; s += 2)
        if (c == (unsigned char)*s) {
            cdk_buf_printf(out, "\\%c", s[1]);
            return;
        }
    if (c == (unsigned char)quote || c == '\\') {
        cdk_buf_char(out, '\\');
        cdk_buf_char(out, (char)c);
    } else if (printable(c)) {
        cdk_buf_str(out, bytes);
    } else {
        cdk_buf_printf(out, c < 0x100 ? "\\x%02x" : c < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned)c);
    }
}

void cdk_py_repr(cdk_buf *out, cdk_str s)
{
    size_t at;
    char quote = cdk_str_find_char(s, '\'', &at) && !cdk_str_find_char(s, '"', &at) ? '"' : '\'';
    cdk_buf_char(out, quote);
    while (s.n) {
        size_t n;
        uint32_t c = first_char(s, &n);
        repr_char(out, (cdk_str){s.p, n}, c, quote);
        s = cdk_str_from(s, n);
    }
    cdk_buf_char(out, quote);
}

void cdk_py_oct(cdk_buf *out, uint64_t n)
{
    cdk_buf_printf(out, "0o%llo", (unsigned long long)n);
}

void cdk_py_number(cdk_buf *out, cdk_str text)
{
    size_t at;
    if (cdk_str_find_char(text, '.', &at) && !cdk_str_find_char(text, 'e', &at) && !cdk_str_find_char(text, 'E', &at))
        while (text.n > 2 && text.p[text.n - 1] == '0' && text.p[text.n - 2] != '.') text.n--;
    cdk_buf_str(out, text);
}

/* Both numbers are exact up to here, so the one division rounds as a correct reading of the text does. */
bool cdk_py_decimal(cdk_str text, double *out)
{
    uint64_t digits = 0;
    double scale = 1;
    bool negative = text.n && text.p[0] == '-', point = false, any = false;
    for (size_t i = negative; i < text.n; i++) {
        char c = text.p[i];
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9') return false;
        any = true;
        if (digits > UINT64_C(100000000000000)) return false;
        digits = digits * 10 + (uint64_t)(c - '0');
        if (point) scale *= 10;
    }
    *out = (negative ? -1.0 : 1.0) * (double)digits / scale;
    return any;
}
