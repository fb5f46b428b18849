/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_FACTS_FACTS_DOCUMENT_LAYERS_H
#define CDK_FACTS_FACTS_DOCUMENT_LAYERS_H

#include "facts/facts.h"
#include "layer/layer_facts.h"

/* What a document of ours tells of layers and files, as facts of layers: of the tree only what it names. Nothing in it is
 * trusted. `image` is the element of the document. */
typedef struct cdk_told_layers {
    cdk_layer_facts **items; /* each with a reference */
    uint32_t count;
    cdk_plan *plan;          /* what the document tells of */
    cdk_known special;       /* set-id files and those with capabilities */
} cdk_told_layers;
/* `out->plan` is NULL where the document has no member `evidence`. Failures: bad-document, limit, memory. */
int32_t cdk_facts_told_layers(const cdk_env *env, cdk_arena *arena, const cdk_json *image, cdk_told_layers *out);
void cdk_facts_told_free(const cdk_env *env, cdk_told_layers *layers);

#endif
