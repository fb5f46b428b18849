/* SPDX-License-Identifier: Apache-2.0 */
/* A hash map from byte strings to pointers. Keys are borrowed. */
#ifndef CDK_BASE_MAP_H
#define CDK_BASE_MAP_H

#include "base/str.h"

typedef struct cdk_map_slot {
    cdk_str key;
    void *value;
    uint64_t hash;
} cdk_map_slot;

typedef struct cdk_map {
    cdk_mem *mem;
    cdk_map_slot *slots;
    size_t count, cap; /* cap is a power of two or 0 */
    uint64_t lengths;  /* bits of the lengths that keys have, 63 for longer ones: most misses need no hash */
} cdk_map;

uint64_t cdk_hash(cdk_str s);
void cdk_map_init(cdk_map *map, cdk_mem *mem);
void cdk_map_free(cdk_map *map);
void *cdk_map_get(const cdk_map *map, cdk_str key);          /* NULL: not there */
bool cdk_map_put(cdk_map *map, cdk_str key, void *value);    /* replaces; false: no memory. value not NULL */

#endif
