/* SPDX-License-Identifier: Apache-2.0 */
/* From an opened source to the facts of one of its images. */
#ifndef CDK_FACTS_ANALYZE_H
#define CDK_FACTS_ANALYZE_H

#include "facts/facts.h"
#include "layer/layer_facts.h"

/* Facts of layers of one source that are known already, by the name of their member: shared by its images, and all there
 * is once a forward-only source has been streamed. Lives as long as the source. */
typedef struct cdk_layer_store cdk_layer_store;
int32_t cdk_layer_store_new(const cdk_env *env, cdk_layer_store **out);
void cdk_layer_store_free(cdk_layer_store *store); /* NULL is fine */
uint64_t cdk_layer_store_reads(const cdk_layer_store *store); /* layers whose bytes were read so far */

typedef struct cdk_analyze_options {
    cdk_layer_store *store;            /* of this source; not NULL */
    const cisdock_cache *cache;        /* or NULL */
    const cisdock_executor *executor;  /* or NULL */
    const char *source_name;           /* what a layer without a name goes by; or NULL */
} cdk_analyze_options;

/* Analyze the image: each layer that the plan needs is read once. A source that is not ready (forward only, or packed as a
 * whole) is streamed by the first call. `index` is chosen by `choose` once the images are known; both that and the
 * plan (NULL: the base plan) may be left out. */
typedef struct cdk_choice {
    void *user;
    int32_t (*choose)(void *user, const cdk_images *images, uint32_t *index); /* NULL: `index` */
    uint32_t index;
} cdk_choice;
int32_t cdk_analyze(const cdk_env *env, cdk_images *images, const cdk_choice *choice, const cdk_plan *plan,
                    const cdk_analyze_options *options, cdk_facts **out);

#endif
