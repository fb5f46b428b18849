/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_LAYER_FOLD_MERGE_H
#define CDK_LAYER_FOLD_MERGE_H

#include "layer/fold.h"

/* A node of one input. */
typedef struct cdk_part {
    uint32_t input, node;
} cdk_part;

/* What nodes of the same path come to. */
typedef struct cdk_decision {
    bool entry;
    cdk_part from;  /* of the entry */
    uint8_t marks;
    size_t visible; /* the first part whose children still show */
} cdk_decision;

/* `parts` by input, lowest first. */
void cdk_fold_decide(const cdk_fold *fold, const cdk_part *parts, size_t count, cdk_decision *out);
/* Resolve all hard links into lower layers, input by input. */
int32_t cdk_fold_links(const cdk_env *env, cdk_fold *fold, bool lowest);
const cdk_fold_link *cdk_fold_link_of(const cdk_fold *fold, uint32_t input, uint32_t node); /* NULL: none */

static inline const cdk_node *cdk_part_node(const cdk_fold *fold, cdk_part part)
{
    return &fold->inputs[part.input]->nodes[part.node];
}

#endif
