/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_FACTS_ASSEMBLE_H
#define CDK_FACTS_ASSEMBLE_H

#include "facts/facts.h"
#include "layer/layer_facts.h"

/* Facts of an image from its layers' facts, lowest first: references are taken on them, the image's documents are borrowed.
 * An input may hold several layers. `plan` is what was asked for. Digests are compared with the documents. */
typedef struct cdk_assembly {
    const cdk_image_doc *image;
    cdk_image_format format;
    cdk_layer_facts *const *layers;
    uint32_t count;
    const cdk_plan *plan;
    const char *source_name; /* of the source: its layer's where that has no name of its own; may be NULL */
} cdk_assembly;
int32_t cdk_facts_assemble(const cdk_env *env, const cdk_assembly *assembly, cdk_facts **out);

#endif
