/* SPDX-License-Identifier: Apache-2.0 */
/* A forward-only source over a text, that gives it in pieces of few bytes. */
#ifndef CDK_TESTS_HOST_SOURCE_H
#define CDK_TESTS_HOST_SOURCE_H

#include "unit.h"

typedef struct text_source {
    const char *text;
    size_t at, piece;
} text_source;

static inline int64_t text_read(void *user, uint8_t *buffer, size_t size)
{
    text_source *s = user;
    size_t left = strlen(s->text) - s->at, n = left < s->piece ? left : s->piece;
    if (n > size) n = size;
    memcpy(buffer, s->text + s->at, n);
    s->at += n;
    return (int64_t)n;
}

static inline cisdock_source text_source_of(text_source *s, const char *text, size_t piece)
{
    *s = (text_source){text, 0, piece};
    return (cisdock_source){.struct_size = sizeof(cisdock_source), .user = s, .read = text_read};
}

#endif
