/* SPDX-License-Identifier: Apache-2.0 */
#include "say.h"

#include <stdarg.h>
#include <string.h>

bool complain(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("cisdock: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return false;
}

enum { LONGEST = 40 };

static size_t least(size_t a, size_t b, size_t c)
{
    size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* Changes of one letter that make `a` into `b`. */
static size_t distance(const char *a, size_t n, const char *b, size_t m)
{
    size_t row[LONGEST + 1];
    for (size_t j = 0; j <= m; j++) row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t before = row[0];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t above = row[j];
            row[j] = least(above + 1, row[j - 1] + 1, before + (a[i - 1] != b[j - 1]));
            before = above;
        }
    }
    return row[m];
}

const char *nearest(const char *word, size_t n, const char *const *names, size_t count)
{
    const char *best = NULL;
    size_t best_distance = n > LONGEST ? 0 : n / 3 + 2;
    for (size_t i = 0; i < count; i++) {
        size_t m = strlen(names[i]);
        if (n > LONGEST || m > LONGEST) continue;
        size_t d = distance(word, n, names[i], m);
        if (d >= best_distance) continue;
        best = names[i];
        best_distance = d;
    }
    return best;
}

/* Bytes of the UTF-8 character that begins here; 0: none does. */
static size_t character(const unsigned char *p)
{
    if (p[0] < 0x80) return 1;
    size_t n = p[0] >= 0xf0 && p[0] < 0xf5 ? 4 : p[0] >= 0xe0 && p[0] < 0xf0 ? 3 : p[0] >= 0xc2 && p[0] < 0xe0 ? 2 : 0;
    for (size_t i = 1; i < n; i++)
        if ((p[i] & 0xc0) != 0x80) return 0;
    bool overlong = (p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xf0 && p[1] < 0x90);
    bool beyond = (p[0] == 0xed && p[1] > 0x9f) || (p[0] == 0xf4 && p[1] > 0x8f);
    return n && (overlong || beyond) ? 0 : n;
}

void print_json_string(FILE *to, const char *text)
{
    if (!text) {
        fputs("null", to);
        return;
    }
    fputc('"', to);
    for (const unsigned char *p = (const unsigned char *)text; *p;) {
        size_t n = character(p);
        if (!n)
            fputs("\xef\xbf\xbd", to), p++;
        else if (*p == '"' || *p == '\\')
            fprintf(to, "\\%c", *p++);
        else if (*p < 0x20)
            fprintf(to, "\\u%04x", *p++);
        else
            p += fwrite(p, 1, n, to);
    }
    fputc('"', to);
}
