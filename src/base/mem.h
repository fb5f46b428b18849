/* SPDX-License-Identifier: Apache-2.0 */
/* Memory: the host's allocator behind a byte budget, and arenas on top of it. */
#ifndef CDK_BASE_MEM_H
#define CDK_BASE_MEM_H

#include <cisdock/context.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One per context. Counters are atomic: layers may be analyzed side by side. */
typedef struct cdk_mem {
    cisdock_allocator hooks;
    _Atomic size_t used_bytes;
    _Atomic size_t peak_bytes;
    _Atomic size_t limit_bytes; /* 0: no limit */
    _Atomic uint32_t limit_hit; /* set when the budget, not the host, said no */
} cdk_mem;

/* `hooks` may be NULL: malloc, realloc and free are used. */
void cdk_mem_init(cdk_mem *mem, const cisdock_allocator *hooks);

/* Each returns NULL on failure. A size of 0 gives a valid pointer. */
void *cdk_alloc(cdk_mem *mem, size_t size);
void *cdk_calloc(cdk_mem *mem, size_t count, size_t size);
void *cdk_realloc(cdk_mem *mem, void *ptr, size_t size);
void cdk_free(cdk_mem *mem, void *ptr);

/* Grow an array so that it holds at least `need` items; `*cap` counts items. False: no memory, nothing changed. */
bool cdk_grow(cdk_mem *mem, void **items, size_t *cap, size_t need, size_t item_size);

/* An arena gives memory that is freed all at once. Blocks double up to a cap. */
typedef struct cdk_arena {
    cdk_mem *mem;
    struct cdk_arena_block *block;
    char *next;
    char *end;
} cdk_arena;

void cdk_arena_init(cdk_arena *arena, cdk_mem *mem);
void cdk_arena_free(cdk_arena *arena);
void cdk_arena_reset(cdk_arena *arena); /* forget all, keep the newest block for what comes next */
void *cdk_arena_alloc(cdk_arena *arena, size_t size);   /* aligned for any type, not cleared; NULL: no memory */
void *cdk_arena_calloc(cdk_arena *arena, size_t count, size_t size);
void *cdk_arena_bytes(cdk_arena *arena, size_t size);   /* not aligned: for text */
char *cdk_arena_dup(cdk_arena *arena, const void *bytes, size_t size); /* copy with a NUL behind it */
char *cdk_arena_printf(cdk_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
