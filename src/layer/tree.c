/* SPDX-License-Identifier: Apache-2.0 */
#include "layer/tree.h"

#include "archive/path.h"
#include "base/map.h"

enum { FIRST_BUCKETS = 1024 };

int32_t cdk_tree_init(const cdk_env *env, cdk_layer_facts *facts, cdk_tree *tree)
{
    /* The place in memory is what a hostile archive cannot know. It moves no result: all is sorted in the end. */
    *tree = (cdk_tree){.env = env, .facts = facts, .seed = (uint64_t)(uintptr_t)facts * 0x9e3779b97f4a7c15u};
    cdk_buf_init(&tree->folder_path, env->mem);
    tree->bucket_count = FIRST_BUCKETS;
    tree->buckets = cdk_calloc(env->mem, tree->bucket_count, sizeof *tree->buckets);
    return tree->buckets ? CISDOCK_OK : cdk_fail_memory(env);
}

void cdk_tree_free(cdk_tree *tree)
{
    if (!tree->env) return;
    cdk_free(tree->env->mem, tree->buckets);
    cdk_free(tree->env->mem, tree->rewritten);
    cdk_buf_free(&tree->folder_path);
}

static uint32_t *bucket_of(const cdk_tree *tree, uint32_t parent, cdk_str name)
{
    uint64_t hash = (cdk_hash(name) ^ tree->seed) + parent * 0xff51afd7ed558ccdu;
    hash ^= hash >> 33;
    hash *= 0xc4ceb9fe1a85ec53u;
    return &tree->buckets[(hash >> 20) & (tree->bucket_count - 1)];
}

static uint32_t find_child(const cdk_tree *tree, uint32_t parent, cdk_str name)
{
    const cdk_layer_facts *facts = tree->facts;
    for (uint32_t i = *bucket_of(tree, parent, name); i; i = facts->nodes[i].layer)
        if (facts->nodes[i].parent == parent && cdk_str_eq(cdk_layer_str(facts, facts->nodes[i].name), name)) return i;
    return 0;
}

static int32_t widen(cdk_tree *tree)
{
    size_t count = tree->bucket_count * 2;
    uint32_t *old = tree->buckets, *wider = cdk_calloc(tree->env->mem, count, sizeof *wider);
    if (!wider) return cdk_fail_memory(tree->env);
    size_t old_count = tree->bucket_count;
    tree->buckets = wider;
    tree->bucket_count = count;
    for (size_t b = 0; b < old_count; b++) {
        for (uint32_t i = old[b], next; i; i = next) {
            cdk_node *node = &tree->facts->nodes[i];
            uint32_t *bucket = bucket_of(tree, node->parent, cdk_layer_str(tree->facts, node->name));
            next = node->layer;
            node->layer = *bucket;
            *bucket = i;
        }
    }
    cdk_free(tree->env->mem, old);
    return CISDOCK_OK;
}

static int32_t add_child(cdk_tree *tree, uint32_t parent, cdk_str name, uint32_t *out)
{
    cdk_layer_facts *facts = tree->facts;
    size_t n = facts->node_count;
    uint32_t string;
    if (n > CDK_LIMIT(tree->env, MAX_LAYER_ENTRIES))
        return cdk_fail_limit(tree->env, CDK_LIMIT_MAX_LAYER_ENTRIES, NULL, n);
    if (n >= tree->bucket_count && widen(tree)) return tree->env->error->status;
    if (!cdk_layer_str_add(tree->env, facts, name, &string)) return tree->env->error->status;
    if (!cdk_grow(tree->env->mem, (void **)&facts->nodes, &facts->node_cap, n + 1, sizeof *facts->nodes))
        return cdk_fail_memory(tree->env);
    uint32_t *bucket = bucket_of(tree, parent, name);
    facts->nodes[n] = (cdk_node){.parent = parent, .name = string, .count = facts->nodes[parent].first, .layer = *bucket};
    facts->nodes[parent].first = *bucket = *out = (uint32_t)n;
    facts->node_count = n + 1;
    return CISDOCK_OK;
}

/* The folder that `path` stands in, remembered for the next one. */
static int32_t intern_folder(cdk_tree *tree, cdk_str path, uint32_t *out)
{
    if (tree->folder && cdk_str_eq(cdk_buf_view(&tree->folder_path), path)) {
        *out = tree->folder;
        return CISDOCK_OK;
    }
    uint32_t at = 0;
    cdk_str rest = path, part;
    while (rest.n) {
        cdk_str_cut(rest, '/', &part, &rest);
        uint32_t child = find_child(tree, at, part);
        if (!child && add_child(tree, at, part, &child)) return tree->env->error->status;
        at = child;
    }
    tree->folder_path.n = 0;
    if (!cdk_buf_str(&tree->folder_path, path)) return cdk_fail_memory(tree->env);
    *out = tree->folder = at;
    return CISDOCK_OK;
}

static int32_t intern(cdk_tree *tree, cdk_str path, uint32_t *out)
{
    uint32_t folder = 0;
    if (!path.n) {
        *out = 0;
        return CISDOCK_OK;
    }
    int32_t status = intern_folder(tree, cdk_path_parent(path), &folder);
    if (status) return status;
    cdk_str name = cdk_path_base(path);
    *out = find_child(tree, folder, name);
    return *out ? CISDOCK_OK : add_child(tree, folder, name, out);
}

static void forget(cdk_tree *tree, uint32_t node)
{
    cdk_node *nodes = tree->facts->nodes;
    uint32_t *link = bucket_of(tree, nodes[node].parent, cdk_layer_str(tree->facts, nodes[node].name));
    while (*link != node) link = &nodes[*link].layer;
    *link = nodes[node].layer;
}

/* Drop all that stands below a node. Each node is dropped once, so that all drops together cost no more than all puts. */
static void drop_children(cdk_tree *tree, uint32_t top)
{
    cdk_node *nodes = tree->facts->nodes;
    uint32_t at = top;
    for (;;) {
        uint32_t child = nodes[at].first;
        if (child) {
            at = child;
            continue;
        }
        if (at == top) break;
        uint32_t parent = nodes[at].parent;
        forget(tree, at);
        nodes[parent].first = nodes[at].count; /* the next sibling */
        at = parent;
    }
    if (tree->folder != top) tree->folder = 0;
}

/* An entry below a file makes the file give way; below a symlink both stay. Of a hard link into lower layers only they
 * know which it is: UNDER on it says that it must be a symlink to stay. Where a folder is marked, so are all above it. */
static void mark_parents(cdk_tree *tree, uint32_t node)
{
    cdk_node *nodes = tree->facts->nodes;
    for (uint32_t i = node; i && !(nodes[i = nodes[i].parent].marks & CDK_NODE_UNDER);) {
        nodes[i].marks |= CDK_NODE_UNDER;
        if (!(nodes[i].marks & CDK_NODE_ENTRY) || nodes[i].type == 'd' || nodes[i].type == 'l') continue;
        if (nodes[i].marks & CDK_NODE_OPEN) continue;
        nodes[i].marks = (uint8_t)((nodes[i].marks & ~(CDK_NODE_ENTRY | CDK_NODE_HARD)) | CDK_NODE_GONE);
        nodes[i].type = 0;
    }
}

/* What was read from the entry that stood here before is void. */
static int32_t note_rewritten(cdk_tree *tree, uint32_t node)
{
    size_t n = tree->rewritten_count;
    if (!cdk_grow(tree->env->mem, (void **)&tree->rewritten, &tree->rewritten_cap, n + 1, sizeof *tree->rewritten))
        return cdk_fail_memory(tree->env);
    tree->rewritten[n] = (cdk_hanging){node, tree->entry};
    tree->rewritten_count = n + 1;
    return CISDOCK_OK;
}

int32_t cdk_tree_put(cdk_tree *tree, cdk_str clean_path, const cdk_node *attributes, bool folder, uint32_t *out)
{
    uint32_t at;
    int32_t status = intern(tree, clean_path, &at);
    if (status) return status;
    cdk_node *node = &tree->facts->nodes[at];
    if (node->marks & (CDK_NODE_ENTRY | CDK_NODE_GONE) && note_rewritten(tree, at)) return tree->env->error->status;
    if (!folder) {
        drop_children(tree, at);
        node->marks = (uint8_t)((node->marks | CDK_NODE_CUT) & ~CDK_NODE_UNDER);
    }
    mark_parents(tree, at);
    uint8_t kept = node->marks & (uint8_t) ~(CDK_NODE_HARD | CDK_NODE_OPEN);
    cdk_node put = *attributes;
    put.marks = (uint8_t)((attributes->marks & (CDK_NODE_HARD | CDK_NODE_OPEN)) | kept | CDK_NODE_ENTRY);
    put.parent = node->parent;
    put.name = node->name;
    put.first = node->first;
    put.count = node->count;
    put.layer = node->layer;
    *node = put;
    *out = at;
    return CISDOCK_OK;
}

int32_t cdk_tree_mark(cdk_tree *tree, cdk_str clean_path, uint8_t mark)
{
    uint32_t at;
    int32_t status = intern(tree, clean_path, &at);
    if (!status) tree->facts->nodes[at].marks |= mark;
    return status;
}

cdk_link_target cdk_tree_target(const cdk_tree *tree, cdk_str clean_path, uint32_t *node)
{
    const cdk_node *nodes = tree->facts->nodes;
    cdk_str rest = clean_path, part;
    uint32_t at = 0;
    bool cut = clean_path.n == 0;
    while (rest.n) {
        cut |= (nodes[at].marks & CDK_NODE_CUT) != 0;
        cdk_str_cut(rest, '/', &part, &rest);
        uint32_t child = find_child(tree, at, part);
        if (!child) return cut ? CDK_TARGET_REMOVED : CDK_TARGET_BELOW;
        at = child;
    }
    *node = at;
    if (nodes[at].marks & CDK_NODE_ENTRY) return CDK_TARGET_HERE;
    return cut || nodes[at].marks & CDK_NODE_GONE ? CDK_TARGET_REMOVED : CDK_TARGET_BELOW;
}
