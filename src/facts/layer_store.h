/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_FACTS_LAYER_STORE_H
#define CDK_FACTS_LAYER_STORE_H

#include "base/map.h"
#include "facts/analyze.h"

struct cdk_layer_store {
    cdk_mem *mem;
    cdk_arena arena;  /* names */
    cdk_map by_name;  /* to layer facts, with a reference */
    uint64_t reads;
    bool streamed;    /* the source went by */
};

cdk_layer_facts *cdk_layer_store_get(const cdk_layer_store *store, cdk_str name); /* NULL: none */
/* Takes the reference over, also on failure. */
int32_t cdk_layer_store_put(const cdk_env *env, cdk_layer_store *store, cdk_str name, cdk_layer_facts *facts);
/* Let go of all that `keeps` does not want. */
void cdk_layer_store_prune(cdk_layer_store *store, bool (*keeps)(void *user, cdk_str name), void *user);

#endif
