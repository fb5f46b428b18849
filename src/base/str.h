/* SPDX-License-Identifier: Apache-2.0 */
/* Slices of bytes that somebody else owns, and growing buffers. Image bytes are not text: no function here needs UTF-8. */
#ifndef CDK_BASE_STR_H
#define CDK_BASE_STR_H

#include "base/mem.h"

#include <string.h>

typedef struct cdk_str {
    const char *p; /* NULL only with n 0 */
    size_t n;
} cdk_str;

#define CDK_STR(literal) ((cdk_str){literal, sizeof(literal) - 1})
#define CDK_STR_NONE ((cdk_str){NULL, 0})

static inline cdk_str cdk_str_of(const char *text) /* NULL gives none */
{
    return (cdk_str){text, text ? strlen(text) : 0};
}
static inline bool cdk_str_eq(cdk_str a, cdk_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
static inline bool cdk_str_is(cdk_str a, const char *text)
{
    return cdk_str_eq(a, cdk_str_of(text));
}
static inline bool cdk_is_digit(char c) /* 0 to 9, whatever the locale */
{
    return c >= '0' && c <= '9';
}
int cdk_hex_digit(char c); /* its value; -1: none */
bool cdk_str_starts(cdk_str s, cdk_str prefix);
bool cdk_str_ends(cdk_str s, cdk_str suffix);
bool cdk_str_eq_nocase(cdk_str a, cdk_str b);             /* ASCII letters only */
int cdk_str_cmp(cdk_str a, cdk_str b);                    /* by bytes, shorter first */
cdk_str cdk_str_trim(cdk_str s);                          /* ASCII white space off both ends */
cdk_str cdk_str_from(cdk_str s, size_t at);               /* the rest from `at` on; none if beyond */
bool cdk_str_find(cdk_str s, cdk_str what, size_t *at);
bool cdk_str_find_char(cdk_str s, char c, size_t *at);
bool cdk_str_rfind_char(cdk_str s, char c, size_t *at);
/* Cut at the first `sep`: true and both halves, or false with `head` = all and `tail` none. */
bool cdk_str_cut(cdk_str s, char sep, cdk_str *head, cdk_str *tail);
/* Take the next line off `*rest` (without its \n, \r kept). False: nothing left. */
bool cdk_str_line(cdk_str *rest, cdk_str *line);
/* Take the next word between ASCII white space off `*rest`. False: nothing left. */
bool cdk_str_word(cdk_str *rest, cdk_str *word);
bool cdk_str_u64(cdk_str s, unsigned base, uint64_t *out); /* digits only, whole string, not empty */
cdk_str cdk_str_dup(cdk_arena *arena, cdk_str s);          /* p NULL: no memory (also NUL-terminated) */

/* A growing buffer. `failed` is sticky: append freely, ask once at the end. */
typedef struct cdk_buf {
    cdk_mem *mem;
    char *p;
    size_t n, cap;
    bool failed;
} cdk_buf;

void cdk_buf_init(cdk_buf *buf, cdk_mem *mem);
void cdk_buf_free(cdk_buf *buf);
bool cdk_buf_add(cdk_buf *buf, const void *bytes, size_t n);
bool cdk_buf_str(cdk_buf *buf, cdk_str s);
int32_t cdk_buf_collect(void *buf, const uint8_t *data, size_t size); /* the `write` of a cisdock_sink whose `user` is a buffer */
bool cdk_buf_text(cdk_buf *buf, const char *text);
bool cdk_buf_char(cdk_buf *buf, char c);
bool cdk_buf_printf(cdk_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
static inline cdk_str cdk_buf_view(const cdk_buf *buf)
{
    return (cdk_str){buf->p, buf->n};
}

/* UTF-8. */
bool cdk_utf8_valid(cdk_str s);
/* Copy with every bad sequence replaced by U+FFFD; the string itself where it is good. p NULL with n 0 and
 * s.n > 0: no memory. */
cdk_str cdk_utf8_repair(cdk_arena *arena, cdk_str s);

#endif
