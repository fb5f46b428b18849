/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"

#include "base/num.h"

/* Mixes eight bytes at a time (the finaliser of splitmix64 between words). */
static uint64_t mix(uint64_t h)
{
    h ^= h >> 30;
    h *= 0xbf58476d1ce4e5b9u;
    h ^= h >> 27;
    h *= 0x94d049bb133111ebu;
    return h ^ (h >> 31);
}

uint64_t cdk_hash(cdk_str s)
{
    uint64_t h = 0x9e3779b97f4a7c15u ^ s.n, word;
    while (s.n >= 8) {
        memcpy(&word, s.p, 8);
        h = mix(h ^ word);
        s.p += 8;
        s.n -= 8;
    }
    word = 0;
    if (s.n) memcpy(&word, s.p, s.n);
    return mix(h ^ word);
}

void cdk_map_init(cdk_map *map, cdk_mem *mem)
{
    *map = (cdk_map){.mem = mem};
}

void cdk_map_free(cdk_map *map)
{
    cdk_free(map->mem, map->slots);
    cdk_map_init(map, map->mem);
}

/* The slot that holds `key`, or the free one where it belongs. Needs at least one free slot. */
static cdk_map_slot *find(cdk_map_slot *slots, size_t cap, cdk_str key, uint64_t hash)
{
    for (size_t at = hash & (cap - 1);; at = (at + 1) & (cap - 1)) {
        cdk_map_slot *slot = &slots[at];
        if (!slot->value || (slot->hash == hash && cdk_str_eq(slot->key, key))) return slot;
    }
}

static bool widen(cdk_map *map)
{
    size_t cap = map->cap ? map->cap * 2 : 16;
    cdk_map_slot *slots = cdk_calloc(map->mem, cap, sizeof *slots);
    if (!slots) return false;
    for (size_t i = 0; i < map->cap; i++)
        if (map->slots[i].value) *find(slots, cap, map->slots[i].key, map->slots[i].hash) = map->slots[i];
    cdk_free(map->mem, map->slots);
    map->slots = slots;
    map->cap = cap;
    return true;
}

static uint64_t length_bit(cdk_str key)
{
    return UINT64_C(1) << (key.n < 63 ? key.n : 63);
}

void *cdk_map_get(const cdk_map *map, cdk_str key)
{
    return map->lengths & length_bit(key) ? find(map->slots, map->cap, key, cdk_hash(key))->value : NULL;
}

bool cdk_map_put(cdk_map *map, cdk_str key, void *value)
{
    if ((map->count + 1) * 4 > map->cap * 3 && !widen(map)) return false;
    uint64_t hash = cdk_hash(key);
    cdk_map_slot *slot = find(map->slots, map->cap, key, hash);
    if (!slot->value) map->count++;
    map->lengths |= length_bit(key);
    *slot = (cdk_map_slot){key, value, hash};
    return true;
}
