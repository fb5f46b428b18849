/* SPDX-License-Identifier: Apache-2.0 */
/* What fuzz targets share: an env with small limits that checks that nothing stays held, and sources over bytes. */
#ifndef CDK_TESTS_FUZZ_ENV_H
#define CDK_TESTS_FUZZ_ENV_H

#include "base/env.h"

#include <stdlib.h>

typedef struct fuzz_env {
    cdk_mem mem;
    cdk_limits limits;
    cisdock_hooks hooks;
    cdk_error error;
    cdk_env env;
} fuzz_env;

static inline void fuzz_begin(fuzz_env *f)
{
    memset(f, 0, sizeof *f);
    cdk_mem_init(&f->mem, NULL);
    atomic_store(&f->mem.limit_bytes, (size_t)512 << 20);
    cdk_limits_init(&f->limits);
    f->hooks.struct_size = sizeof f->hooks;
    f->env = (cdk_env){&f->mem, &f->limits, &f->hooks, &f->error};
}

static inline void fuzz_end(const fuzz_env *f)
{
    if (atomic_load(&f->mem.used_bytes)) abort(); /* a leak */
}

typedef struct fuzz_bytes {
    const uint8_t *data;
    size_t size, at;
} fuzz_bytes;

static inline int64_t fuzz_read_at(void *user, uint64_t offset, uint8_t *buffer, size_t size)
{
    const fuzz_bytes *b = user;
    if (offset >= b->size) return 0;
    size_t n = size < b->size - (size_t)offset ? size : b->size - (size_t)offset;
    memcpy(buffer, b->data + offset, n);
    return (int64_t)n;
}

static inline int64_t fuzz_length(void *user)
{
    return (int64_t)((fuzz_bytes *)user)->size;
}

/* Pieces of changing sizes, so that every border is met. */
static inline int64_t fuzz_read(void *user, uint8_t *buffer, size_t size)
{
    fuzz_bytes *b = user;
    size_t n = 1 + b->at % 4099;
    if (n > size) n = size;
    if (n > b->size - b->at) n = b->size - b->at;
    if (n) memcpy(buffer, b->data + b->at, n);
    b->at += n;
    return (int64_t)n;
}

static inline cisdock_source fuzz_source(fuzz_bytes *b, bool forward)
{
    cisdock_source source = {sizeof source, b, fuzz_read_at, fuzz_length, NULL, NULL};
    if (forward) source = (cisdock_source){sizeof source, b, NULL, NULL, fuzz_read, NULL};
    return source;
}

#endif
