/* SPDX-License-Identifier: Apache-2.0 */
/* Archives made in memory for the tests of this layer, and sources over them. */
#ifndef CDK_TESTS_MADE_TAR_H
#define CDK_TESTS_MADE_TAR_H

#include "unit.h"

#include "base/digest.h"

#include <stdio.h>

typedef struct made_tar {
    unsigned char *bytes;
    size_t n, cap;
} made_tar;

static inline void made_room(made_tar *t, size_t more)
{
    if (t->bytes && t->n + more <= t->cap) return;
    t->cap = (t->n + more) * 2;
    t->bytes = realloc(t->bytes, t->cap);
    if (!t->bytes) abort();
}

static inline void made_free(made_tar *t)
{
    free(t->bytes);
    *t = (made_tar){.bytes = NULL};
}

static inline void made_add(made_tar *t, const char *name, char type, const void *data, size_t size, const char *link)
{
    made_room(t, 512 + (size + 511) / 512 * 512);
    unsigned char *h = t->bytes + t->n;
    memset(h, 0, 512);
    snprintf((char *)h, 100, "%s", name);
    snprintf((char *)h + 100, 25, "0000644");
    snprintf((char *)h + 108, 8, "0000000");
    snprintf((char *)h + 116, 8, "0000000");
    snprintf((char *)h + 124, 12, "%011o", (unsigned)size);
    snprintf((char *)h + 136, 12, "00000000000");
    h[156] = (unsigned char)type;
    snprintf((char *)h + 157, 100, "%s", link ? link : "");
    memcpy(h + 257, "ustar\00000", 8);
    memset(h + 148, ' ', 8);
    unsigned sum = 0;
    for (int i = 0; i < 512; i++) sum += h[i];
    snprintf((char *)h + 148, 8, "%06o", sum);
    memset(h + 512, 0, (size + 511) / 512 * 512);
    if (size) memcpy(h + 512, data, size);
    t->n += 512 + (size + 511) / 512 * 512;
}

static inline void made_text(made_tar *t, const char *name, const char *text)
{
    made_add(t, name, '0', text, strlen(text), NULL);
}

static inline void made_end(made_tar *t)
{
    made_room(t, 1024);
    memset(t->bytes + t->n, 0, 1024);
    t->n += 1024;
}

static inline int64_t made_read_at(void *user, uint64_t offset, uint8_t *buffer, size_t size)
{
    const made_tar *t = user;
    if (offset >= t->n) return 0;
    size_t n = size < t->n - offset ? size : (size_t)(t->n - offset);
    memcpy(buffer, t->bytes + offset, n);
    return (int64_t)n;
}

static inline int64_t made_length(void *user)
{
    return (int64_t)((made_tar *)user)->n;
}

typedef struct made_pipe {
    const made_tar *tar;
    size_t at;
    int closed;
} made_pipe;

static inline int64_t made_read(void *user, uint8_t *buffer, size_t size)
{
    made_pipe *p = user;
    size_t left = p->tar->n - p->at, n = size < left ? size : left;
    if (n > 700) n = 700;
    memcpy(buffer, p->tar->bytes + p->at, n);
    p->at += n;
    return (int64_t)n;
}

static inline void made_close(void *user)
{
    ((made_pipe *)user)->closed++;
}

static inline cisdock_source made_source(made_tar *t)
{
    return (cisdock_source){sizeof(cisdock_source), t, made_read_at, made_length, NULL, NULL};
}

static inline cisdock_source made_forward(made_pipe *p)
{
    return (cisdock_source){sizeof(cisdock_source), p, NULL, NULL, made_read, made_close};
}

#endif
