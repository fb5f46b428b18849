/* SPDX-License-Identifier: Apache-2.0 */
/* Folding: several layers' facts, lowest first, seen as one tree. Nothing is copied: each node of the result points to
 * the input that wrote its entry. Folding is associative, as removals stay as marks for layers further down. */
#ifndef CDK_LAYER_FOLD_H
#define CDK_LAYER_FOLD_H

#include "layer/layer_facts.h"

typedef struct cdk_merged {
    uint32_t input : 24; /* that wrote the entry, or the topmost that knows the name */
    uint32_t marks : 8;  /* ENTRY, CUT, GONE, UNDER */
    uint32_t node;       /* in that input */
    uint32_t first, count;
} cdk_merged;

/* Where a hard link into lower layers leads. */
typedef struct cdk_fold_link {
    uint32_t input, node;
    uint32_t to_input, to_node; /* of the attributes: its target, or a link that it leads to, or itself */
    bool folder;                /* as in its extra */
    enum { CDK_LINK_OPEN, CDK_LINK_FOUND, CDK_LINK_DANGLING } state;
} cdk_fold_link;

typedef struct cdk_fold {
    cdk_mem *mem;
    cdk_layer_facts **inputs; /* with references */
    uint32_t *base;           /* index of the first layer of each input */
    uint32_t input_count;
    cdk_merged *nodes; /* 0 is the root; children side by side, by name */
    size_t count, cap;
    cdk_fold_link *links; /* by input and node */
    size_t link_count, link_cap;
} cdk_fold;

/* `lowest`: nothing lies below the first input, so that open hard links dangle. */
int32_t cdk_fold_run(const cdk_env *env, cdk_layer_facts *const *inputs, uint32_t count, bool lowest, cdk_fold **out);
void cdk_fold_free(cdk_fold *fold); /* NULL is fine */

/* An entry with its hard link followed. */
typedef struct cdk_fold_entry {
    const cdk_layer_facts *facts; /* of the attributes */
    const cdk_node *node;         /* attributes: of the target of a link into lower layers */
    const cdk_layer_facts *at_facts;
    const cdk_node *at;           /* the entry itself */
    uint32_t input, at_node;      /* where the entry itself stands */
    uint32_t content_input, content_node; /* where its attributes stand */
    uint32_t layer;
    bool dangling;
} cdk_fold_entry;
/* False: the node has no entry. */
bool cdk_fold_entry_at(const cdk_fold *fold, uint32_t index, cdk_fold_entry *out);
void cdk_fold_entry_of(const cdk_fold *fold, uint32_t input, uint32_t node, cdk_fold_entry *out);

cdk_str cdk_fold_name(const cdk_fold *fold, uint32_t index);
uint32_t cdk_fold_child(const cdk_fold *fold, uint32_t index, cdk_str name);  /* 0: none */
bool cdk_fold_find(const cdk_fold *fold, cdk_str clean_path, uint32_t *index); /* also without an entry */

/* Does the result show this entry of an input? `path` is that of the entry. */
bool cdk_fold_shows(const cdk_fold *fold, uint32_t input, uint32_t node, cdk_str path);

/* Copy the result into a value of its own. */
int32_t cdk_fold_value(const cdk_env *env, const cdk_fold *fold, cdk_layer_facts **out);

#endif
