/* SPDX-License-Identifier: Apache-2.0 */
/* Growing arrays in an arena: what is outgrown stays behind, less than the array itself. */
#ifndef CDK_IMAGE_VEC_H
#define CDK_IMAGE_VEC_H

#include "base/mem.h"
#include "base/num.h"

#include <string.h>

/* Room for one more item; the moved array, or NULL where there is no memory. */
static inline void *cdk_vec_room(cdk_arena *arena, void *items, uint32_t count, uint32_t *cap, size_t item_size)
{
    if (count < *cap) return items;
    if (*cap > UINT32_MAX / 2) return NULL;
    uint32_t bigger = *cap ? *cap * 2 : 8;
    size_t bytes;
    if (!cdk_mul_size(bigger, item_size, &bytes)) return NULL;
    void *moved = cdk_arena_alloc(arena, bytes);
    if (!moved) return NULL;
    if (count) memcpy(moved, items, count * item_size);
    *cap = bigger;
    return moved;
}

/* Declares a vector type NAME of items of TYPE with NAME_add(arena, vector, item); false: no memory. */
#define CDK_VEC(NAME, TYPE)                                                                                            \
    typedef struct NAME {                                                                                              \
        TYPE *items;                                                                                                   \
        uint32_t count, cap;                                                                                           \
    } NAME;                                                                                                            \
    static inline bool NAME##_add(cdk_arena *arena, NAME *vec, TYPE item)                                              \
    {                                                                                                                  \
        TYPE *items = cdk_vec_room(arena, vec->items, vec->count, &vec->cap, sizeof(TYPE));                            \
        if (!items) return false;                                                                                      \
        vec->items = items;                                                                                            \
        vec->items[vec->count++] = item;                                                                               \
        return true;                                                                                                   \
    }

#endif
