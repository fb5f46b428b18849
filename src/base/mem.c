/* SPDX-License-Identifier: Apache-2.0 */
#include "base/mem.h"

#include "base/num.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Stands before each allocation, so that freeing needs no size from the caller. */
typedef union cdk_head {
    size_t size;
    max_align_t align;
} cdk_head;

static void *std_alloc(void *user, size_t size)
{
    (void)user;
    return malloc(size);
}

static void *std_realloc(void *user, void *ptr, size_t old_size, size_t new_size)
{
    (void)user;
    (void)old_size;
    return realloc(ptr, new_size);
}

static void std_free(void *user, void *ptr, size_t size)
{
    (void)user;
    (void)size;
    free(ptr);
}

void cdk_mem_init(cdk_mem *mem, const cisdock_allocator *hooks)
{
    static const cisdock_allocator standard = {sizeof standard, NULL, std_alloc, std_realloc, std_free};
    mem->hooks = hooks ? *hooks : standard;
    atomic_init(&mem->used_bytes, 0);
    atomic_init(&mem->peak_bytes, 0);
    atomic_init(&mem->limit_bytes, 0);
    atomic_init(&mem->limit_hit, 0);
}

/* Takes `grow` bytes from the budget. */
static bool reserve(cdk_mem *mem, size_t grow)
{
    size_t limit = atomic_load_explicit(&mem->limit_bytes, memory_order_relaxed);
    size_t used = atomic_fetch_add_explicit(&mem->used_bytes, grow, memory_order_relaxed) + grow;
    if (limit && (used > limit || used < grow)) {
        atomic_fetch_sub_explicit(&mem->used_bytes, grow, memory_order_relaxed);
        atomic_store_explicit(&mem->limit_hit, 1, memory_order_relaxed);
        return false;
    }
    size_t peak = atomic_load_explicit(&mem->peak_bytes, memory_order_relaxed);
    while (used > peak && !atomic_compare_exchange_weak_explicit(&mem->peak_bytes, &peak, used, memory_order_relaxed,
                                                                 memory_order_relaxed)) {}
    return true;
}

static void release(cdk_mem *mem, size_t shrink)
{
    atomic_fetch_sub_explicit(&mem->used_bytes, shrink, memory_order_relaxed);
}

void *cdk_alloc(cdk_mem *mem, size_t size)
{
    size_t full;
    if (!cdk_add_size(size, sizeof(cdk_head), &full) || !reserve(mem, full)) return NULL;
    cdk_head *head = mem->hooks.alloc(mem->hooks.user, full);
    if (!head) {
        release(mem, full);
        return NULL;
    }
    head->size = full;
    return head + 1;
}

void *cdk_calloc(cdk_mem *mem, size_t count, size_t size)
{
    size_t bytes;
    if (!cdk_mul_size(count, size, &bytes)) return NULL;
    void *ptr = cdk_alloc(mem, bytes);
    if (ptr) memset(ptr, 0, bytes);
    return ptr;
}

void *cdk_realloc(cdk_mem *mem, void *ptr, size_t size)
{
    if (!ptr) return cdk_alloc(mem, size);
    cdk_head *head = (cdk_head *)ptr - 1;
    size_t old = head->size, full;
    if (!cdk_add_size(size, sizeof(cdk_head), &full)) return NULL;
    if (full > old && !reserve(mem, full - old)) return NULL;
    cdk_head *moved = mem->hooks.realloc(mem->hooks.user, head, old, full);
    if (!moved) {
        if (full > old) release(mem, full - old);
        return NULL;
    }
    if (full < old) release(mem, old - full);
    moved->size = full;
    return moved + 1;
}

void cdk_free(cdk_mem *mem, void *ptr)
{
    if (!ptr) return;
    cdk_head *head = (cdk_head *)ptr - 1;
    size_t full = head->size;
    mem->hooks.free(mem->hooks.user, head, full);
    release(mem, full);
}

bool cdk_grow(cdk_mem *mem, void **items, size_t *cap, size_t need, size_t item_size)
{
    if (need <= *cap) return true;
    size_t bigger, bytes;
    if (!cdk_add_size(*cap, *cap / 2, &bigger)) return false;
    if (bigger < need) bigger = need;
    if (bigger < 8) bigger = 8;
    if (!cdk_mul_size(bigger, item_size, &bytes)) return false;
    void *moved = cdk_realloc(mem, *items, bytes);
    if (!moved) return false;
    *items = moved;
    *cap = bigger;
    return true;
}

struct cdk_arena_block {
    struct cdk_arena_block *older;
    size_t size;
};

enum { FIRST_BLOCK = 4096, LARGEST_BLOCK = 1 << 20 };

void cdk_arena_init(cdk_arena *arena, cdk_mem *mem)
{
    *arena = (cdk_arena){.mem = mem};
}

void cdk_arena_free(cdk_arena *arena)
{
    struct cdk_arena_block *block = arena->block;
    while (block) {
        struct cdk_arena_block *older = block->older;
        cdk_free(arena->mem, block);
        block = older;
    }
    *arena = (cdk_arena){.mem = arena->mem};
}

void cdk_arena_reset(cdk_arena *arena)
{
    struct cdk_arena_block *newest = arena->block;
    if (!newest) return;
    arena->block = newest->older;
    cdk_arena_free(arena);
    newest->older = NULL;
    arena->block = newest;
    arena->next = (char *)(newest + 1);
    arena->end = (char *)newest + newest->size;
}

/* Puts a block in front that has room for `size` bytes with any alignment. */
static bool add_block(cdk_arena *arena, size_t size)
{
    size_t room = arena->block ? arena->block->size * 2 : FIRST_BLOCK, need;
    if (room > LARGEST_BLOCK) room = LARGEST_BLOCK;
    if (!cdk_add_size(size, sizeof(struct cdk_arena_block) + alignof(max_align_t), &need)) return false;
    if (room < need) room = need;
    struct cdk_arena_block *block = cdk_alloc(arena->mem, room);
    if (!block) return false;
    block->older = arena->block;
    block->size = room;
    arena->block = block;
    arena->next = (char *)(block + 1);
    arena->end = (char *)block + room;
    return true;
}

static void *take(cdk_arena *arena, size_t size, size_t align)
{
    for (int tries = 0; tries < 2; tries++) {
        size_t pad = (size_t)(-(uintptr_t)arena->next & (align - 1));
        size_t left = (size_t)(arena->end - arena->next);
        if (arena->block && left >= pad && left - pad >= size) {
            char *ptr = arena->next + pad;
            arena->next = ptr + size;
            return ptr;
        }
        if (!add_block(arena, size)) return NULL;
    }
    return NULL;
}

void *cdk_arena_alloc(cdk_arena *arena, size_t size)
{
    return take(arena, size, alignof(max_align_t));
}

void *cdk_arena_calloc(cdk_arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (!cdk_mul_size(count, size, &bytes)) return NULL;
    void *ptr = cdk_arena_alloc(arena, bytes);
    if (ptr) memset(ptr, 0, bytes);
    return ptr;
}

void *cdk_arena_bytes(cdk_arena *arena, size_t size)
{
    return take(arena, size, 1);
}

char *cdk_arena_dup(cdk_arena *arena, const void *bytes, size_t size)
{
    size_t full;
    if (!cdk_add_size(size, 1, &full)) return NULL;
    char *copy = cdk_arena_bytes(arena, full);
    if (!copy) return NULL;
    if (size) memcpy(copy, bytes, size);
    copy[size] = '\0';
    return copy;
}

char *cdk_arena_printf(cdk_arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int size = vsnprintf(NULL, 0, format, args);
    char *text = size < 0 ? NULL : cdk_arena_bytes(arena, (size_t)size + 1);
    if (text) vsnprintf(text, (size_t)size + 1, format, again);
    va_end(again);
    va_end(args);
    return text;
}
