/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/layer_store.h"

int32_t cdk_layer_store_new(const cdk_env *env, cdk_layer_store **out)
{
    *out = cdk_calloc(env->mem, 1, sizeof **out);
    if (!*out) return cdk_fail_memory(env);
    (*out)->mem = env->mem;
    cdk_arena_init(&(*out)->arena, env->mem);
    cdk_map_init(&(*out)->by_name, env->mem);
    return CISDOCK_OK;
}

/* A slot that was let go keeps its key; the store itself stands in for "nothing". */
static cdk_layer_facts *facts_in(const cdk_layer_store *store, const cdk_map_slot *slot)
{
    return slot->value == store ? NULL : slot->value;
}

void cdk_layer_store_free(cdk_layer_store *store)
{
    if (!store) return;
    for (size_t i = 0; i < store->by_name.cap; i++) cdk_layer_facts_unref(facts_in(store, &store->by_name.slots[i]));
    cdk_map_free(&store->by_name);
    cdk_arena_free(&store->arena);
    cdk_free(store->mem, store);
}

uint64_t cdk_layer_store_reads(const cdk_layer_store *store)
{
    return store->reads;
}

cdk_layer_facts *cdk_layer_store_get(const cdk_layer_store *store, cdk_str name)
{
    void *value = cdk_map_get(&store->by_name, name);
    return value == store ? NULL : value;
}

int32_t cdk_layer_store_put(const cdk_env *env, cdk_layer_store *store, cdk_str name, cdk_layer_facts *facts)
{
    cdk_layer_facts *old = cdk_layer_store_get(store, name);
    cdk_str key = cdk_str_dup(&store->arena, name);
    if (!key.p || !cdk_map_put(&store->by_name, key, facts)) {
        cdk_layer_facts_unref(facts);
        return cdk_fail_memory(env);
    }
    cdk_layer_facts_unref(old);
    return CISDOCK_OK;
}

void cdk_layer_store_prune(cdk_layer_store *store, bool (*keeps)(void *user, cdk_str name), void *user)
{
    for (size_t i = 0; i < store->by_name.cap; i++) {
        cdk_map_slot *slot = &store->by_name.slots[i];
        if (!facts_in(store, slot) || keeps(user, slot->key)) continue;
        cdk_layer_facts_unref(slot->value);
        slot->value = store;
    }
}
