/* SPDX-License-Identifier: Apache-2.0 */
#include "layer/tree.h"

#include "archive/path.h"
#include "base/map.h"

enum { FIRST_SLOTS = 1024 };
static const uint32_t FORGOTTEN = UINT32_MAX; /* node of a slot that searches go on over */

int32_t cdk_tree_init(const cdk_env *env, cdk_layer_facts *facts, cdk_tree *tree)
{
    /* The place in memory is what a hostile archive cannot know. It moves no result: all is sorted in the end. */
    *tree = (cdk_tree){.env = env, .facts = facts, .seed = (uint64_t)(uintptr_t)facts * 0x9e3779b97f4a7c15u};
    cdk_buf_init(&tree->folder_path, env->mem);
    tree->slot_count = FIRST_SLOTS;
    tree->slots = cdk_calloc(env->mem, tree->slot_count, sizeof *tree->slots);
    return tree->slots ? CISDOCK_OK : cdk_fail_memory(env);
}

void cdk_tree_free(cdk_tree *tree)
{
    if (!tree->env) return;
    cdk_free(tree->env->mem, tree->slots);
    cdk_free(tree->env->mem, tree->rewritten);
    cdk_buf_free(&tree->folder_path);
}

static uint32_t hash_of(const cdk_tree *tree, uint32_t parent, cdk_str name)
{
    uint64_t hash = (cdk_hash(name) ^ tree->seed) + parent * 0xff51afd7ed558ccdu;
    hash ^= hash >> 33;
    hash *= 0xc4ceb9fe1a85ec53u;
    return (uint32_t)(hash >> 32);
}

static uint32_t find_hashed(const cdk_tree *tree, uint32_t parent, cdk_str name, uint32_t hash)
{
    const cdk_layer_facts *facts = tree->facts;
    size_t mask = tree->slot_count - 1;
    for (size_t at = hash & mask; tree->slots[at].node; at = (at + 1) & mask) {
        uint32_t i = tree->slots[at].node;
        if (tree->slots[at].hash != hash || i == FORGOTTEN || facts->nodes[i].parent != parent) continue;
        if (cdk_str_eq(cdk_layer_str(facts, facts->nodes[i].name), name)) return i;
    }
    return 0;
}

static void put_slot(cdk_tree_slot *slots, size_t count, cdk_tree_slot slot)
{
    size_t at = slot.hash & (count - 1);
    while (slots[at].node) at = (at + 1) & (count - 1);
    slots[at] = slot;
}

static int32_t widen(cdk_tree *tree)
{
    size_t count = tree->slot_count * 2, used = 0;
    cdk_tree_slot *wider = cdk_calloc(tree->env->mem, count, sizeof *wider);
    if (!wider) return cdk_fail_memory(tree->env);
    for (size_t i = 0; i < tree->slot_count; i++) {
        if (!tree->slots[i].node || tree->slots[i].node == FORGOTTEN) continue;
        put_slot(wider, count, tree->slots[i]);
        used++;
    }
    cdk_free(tree->env->mem, tree->slots);
    tree->slots = wider;
    tree->slot_count = count;
    tree->slots_used = used;
    return CISDOCK_OK;
}

static int32_t put_hashed(cdk_tree *tree, uint32_t node)
{
    const cdk_node *put = &tree->facts->nodes[node];
    if ((tree->slots_used + 1) * 4 > tree->slot_count * 3 && widen(tree)) return tree->env->error->status;
    uint32_t hash = hash_of(tree, put->parent, cdk_layer_str(tree->facts, put->name));
    put_slot(tree->slots, tree->slot_count, (cdk_tree_slot){hash, node});
    tree->slots_used++;
    return CISDOCK_OK;
}

static int32_t hash_children(cdk_tree *tree, uint32_t parent)
{
    cdk_node *nodes = tree->facts->nodes;
    for (uint32_t child = nodes[parent].first; child; child = nodes[child].count) {
        int32_t status = put_hashed(tree, child);
        if (status) return status;
    }
    nodes[parent].layer = 1;
    return CISDOCK_OK;
}

/* *out 0: there is none. As long as names come in order, the last child decides. */
static int32_t find_child(cdk_tree *tree, uint32_t parent, cdk_str name, uint32_t *out)
{
    const cdk_layer_facts *facts = tree->facts;
    *out = 0;
    if (!facts->nodes[parent].layer) {
        uint32_t last = facts->nodes[parent].first;
        int order = last ? cdk_str_cmp(cdk_layer_str(facts, facts->nodes[last].name), name) : -1;
        if (order == 0) *out = last;
        if (order <= 0) return CISDOCK_OK;
        int32_t status = hash_children(tree, parent);
        if (status) return status;
    }
    *out = find_hashed(tree, parent, name, hash_of(tree, parent, name));
    return CISDOCK_OK;
}

static int32_t add_child(cdk_tree *tree, uint32_t parent, cdk_str name, uint32_t *out)
{
    cdk_layer_facts *facts = tree->facts;
    size_t n = facts->node_count;
    uint32_t string;
    if (n > CDK_LIMIT(tree->env, MAX_LAYER_ENTRIES))
        return cdk_fail_limit(tree->env, CDK_LIMIT_MAX_LAYER_ENTRIES, NULL, n);
    if (!cdk_layer_str_add(tree->env, facts, name, &string)) return tree->env->error->status;
    if (!cdk_grow(tree->env->mem, (void **)&facts->nodes, &facts->node_cap, n + 1, sizeof *facts->nodes))
        return cdk_fail_memory(tree->env);
    facts->nodes[n] = (cdk_node){.parent = parent, .name = string, .count = facts->nodes[parent].first};
    facts->nodes[parent].first = *out = (uint32_t)n;
    facts->node_count = n + 1;
    return facts->nodes[parent].layer ? put_hashed(tree, (uint32_t)n) : CISDOCK_OK;
}

static int32_t intern_child(cdk_tree *tree, uint32_t parent, cdk_str name, uint32_t *out)
{
    int32_t status = find_child(tree, parent, name, out);
    return status || *out ? status : add_child(tree, parent, name, out);
}

/* Bytes at the begin of both that are whole parts of both paths. */
static size_t common_parts(cdk_str a, cdk_str b)
{
    size_t n = 0, most = a.n < b.n ? a.n : b.n, whole = 0;
    for (; n < most && a.p[n] == b.p[n]; n++)
        if (a.p[n] == '/') whole = n;
    bool a_ends = n == a.n || a.p[n] == '/', b_ends = n == b.n || b.p[n] == '/';
    return a_ends && b_ends ? n : whole;
}

/* Where the walk to `path` may begin: the last folder, or the one above it that both stand in. */
static uint32_t start_near(const cdk_tree *tree, cdk_str path, cdk_str *rest)
{
    cdk_str last = cdk_buf_view(&tree->folder_path);
    uint32_t at = tree->folder;
    *rest = path;
    if (!at) return 0;
    size_t same = common_parts(last, path);
    for (size_t i = same; i < last.n; i++) /* each slash, and the path's first part, is one folder up */
        if (i == 0 || last.p[i] == '/') at = tree->facts->nodes[at].parent;
    *rest = cdk_str_from(path, same && same < path.n ? same + 1 : same);
    return at;
}

/* The folder that `path` stands in, remembered for the next one: entries mostly come folder by folder. */
static int32_t intern_folder(cdk_tree *tree, cdk_str path, uint32_t *out)
{
    cdk_str rest, part;
    uint32_t at = start_near(tree, path, &rest);
    *out = at;
    if (tree->folder && at == tree->folder && !rest.n) return CISDOCK_OK;
    while (rest.n) {
        cdk_str_cut(rest, '/', &part, &rest);
        int32_t status = intern_child(tree, at, part, &at);
        if (status) return status;
    }
    tree->folder = 0;
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
    return intern_child(tree, folder, cdk_path_base(path), out);
}

static void forget(cdk_tree *tree, uint32_t node)
{
    const cdk_node *gone = &tree->facts->nodes[node];
    if (!tree->facts->nodes[gone->parent].layer) return;
    size_t mask = tree->slot_count - 1, at = hash_of(tree, gone->parent, cdk_layer_str(tree->facts, gone->name)) & mask;
    while (tree->slots[at].node != node) at = (at + 1) & mask;
    tree->slots[at].node = FORGOTTEN;
}

/* Drop all that stands below a node. Each node is dropped once, so that all drops together cost no more than all puts. */
static void drop_children(cdk_tree *tree, uint32_t top)
{
    cdk_node *nodes = tree->facts->nodes;
    uint32_t at = top;
    if (!nodes[top].first) return;
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

int32_t cdk_tree_target(cdk_tree *tree, cdk_str clean_path, cdk_link_target *out, uint32_t *node)
{
    const cdk_node *nodes = tree->facts->nodes;
    cdk_str rest = clean_path, part;
    uint32_t at = 0;
    bool cut = clean_path.n == 0;
    while (rest.n) {
        cut |= (nodes[at].marks & CDK_NODE_CUT) != 0;
        cdk_str_cut(rest, '/', &part, &rest);
        uint32_t child;
        int32_t status = find_child(tree, at, part, &child);
        *out = cut ? CDK_TARGET_REMOVED : CDK_TARGET_BELOW;
        if (status || !child) return status;
        at = child;
    }
    *node = at;
    cut |= (nodes[at].marks & CDK_NODE_GONE) != 0;
    *out = nodes[at].marks & CDK_NODE_ENTRY ? CDK_TARGET_HERE : cut ? CDK_TARGET_REMOVED : CDK_TARGET_BELOW;
    return CISDOCK_OK;
}
