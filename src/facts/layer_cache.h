/* SPDX-License-Identifier: Apache-2.0 */
/* Layer facts kept by the host. Values are hostile: what does not check, or is of another layer, is a miss. */
#ifndef CDK_FACTS_LAYER_CACHE_H
#define CDK_FACTS_LAYER_CACHE_H

#include "layer/layer_facts.h"

/* "sha256:..." that names the layer: of its stored bytes, else its diff_id; none: it cannot be cached. */
typedef struct cdk_layer_key {
    cdk_str digest, diff_id;
} cdk_layer_key;

/* `*out` NULL: a miss. `cache` may be NULL. Failures: memory. */
int32_t cdk_layer_cache_get(const cdk_env *env, const cisdock_cache *cache, const cdk_layer_key *key, cdk_layer_facts **out);
/* Offer facts that were read whole and are those of the key; others are not offered. A host that fails is told to the log. */
int32_t cdk_layer_cache_put(const cdk_env *env, const cisdock_cache *cache, const cdk_layer_key *key, const cdk_layer_facts *facts);

#endif
