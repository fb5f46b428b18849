/* SPDX-License-Identifier: Apache-2.0 */
/* The tree of a layer while its entries come in, in the order of the archive. What one entry does to those before it in
 * the same layer is settled here; what the layer does to lower layers stays as marks. */
#ifndef CDK_LAYER_TREE_H
#define CDK_LAYER_TREE_H

#include "layer/layer_facts.h"

/* Of a hash table: nodes are looked at only where the hash of parent and name agrees. Only children of folders whose
 * names came out of order are in it: where each name is behind the last one, as engines write them, none stood there before. */
typedef struct cdk_tree_slot {
    uint32_t hash;
    uint32_t node; /* 0: free */
} cdk_tree_slot;

typedef struct cdk_tree {
    const cdk_env *env;
    cdk_layer_facts *facts;
    cdk_tree_slot *slots;
    size_t slot_count, slots_used; /* a power of two; forgotten ones are used too */
    uint64_t seed;
    uint32_t folder;   /* of the last path, and that path: entries mostly come folder by folder */
    cdk_buf folder_path;
    uint32_t entry;       /* number of the current entry: what hangs on a node bears it */
    cdk_hanging *rewritten; /* nodes whose entry was written over, and by which entry */
    size_t rewritten_count, rewritten_cap;
} cdk_tree;

int32_t cdk_tree_init(const cdk_env *env, cdk_layer_facts *facts, cdk_tree *tree);
void cdk_tree_free(cdk_tree *tree);

/* Write an entry: `attributes` has size, mtime, extra, owner, mode, type, and HARD and OPEN of the marks. `folder` says
 * whether it came as a folder entry (a hard link never does). */
int32_t cdk_tree_put(cdk_tree *tree, cdk_str clean_path, const cdk_node *attributes, bool folder, uint32_t *out);
/* Mark a path WHITEOUT or OPAQUE. */
int32_t cdk_tree_mark(cdk_tree *tree, cdk_str clean_path, uint8_t mark);
/* What a hard link to `clean_path` finds at this time: an entry of this layer, nothing (it was removed before), or what
 * lower layers have there. */
typedef enum cdk_link_target { CDK_TARGET_HERE, CDK_TARGET_REMOVED, CDK_TARGET_BELOW } cdk_link_target;
int32_t cdk_tree_target(cdk_tree *tree, cdk_str clean_path, cdk_link_target *out, uint32_t *node);

/* Sort and renumber: what was dropped is left out, references to nodes follow. */
int32_t cdk_tree_finish(cdk_tree *tree);

#endif
