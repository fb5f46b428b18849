/* SPDX-License-Identifier: Apache-2.0 */
/* Brings the nodes of a read layer into their final order, in place: breadth first, children side by side by name. */
#include "layer/tree.h"

#include "base/sort.h"

static int by_name(const void *context, const void *a, const void *b)
{
    const cdk_layer_facts *facts = context;
    return cdk_str_cmp(cdk_layer_str(facts, facts->nodes[*(const uint32_t *)a].name),
                       cdk_layer_str(facts, facts->nodes[*(const uint32_t *)b].name));
}

static void reverse(uint32_t *items, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        uint32_t item = items[i];
        items[i] = items[n - 1 - i];
        items[n - 1 - i] = item;
    }
}

/* Writes the order of nodes, and the new numbers into their members; gives how many there are. `layer` becomes the new
 * number of each; 0 where it was dropped. */
static size_t number(cdk_layer_facts *facts, uint32_t *order)
{
    cdk_node *nodes = facts->nodes;
    size_t count = 1;
    order[0] = 0;
    for (size_t i = 0; i < facts->node_count; i++) nodes[i].layer = 0;
    for (size_t i = 0; i < count; i++) {
        cdk_node *folder = &nodes[order[i]];
        size_t start = count;
        for (uint32_t child = folder->first, next; child; child = next) {
            next = nodes[child].count;
            nodes[child].parent = (uint32_t)i;
            order[count++] = child;
        }
        reverse(order + start, count - start); /* they were put in front of each other */
        cdk_sort(order + start, count - start, sizeof *order, by_name, facts);
        for (size_t c = start; c < count; c++) nodes[order[c]].layer = (uint32_t)c;
        /* All siblings of this folder have been passed, so that its link to the next may go. */
        folder->first = count > start ? (uint32_t)start : 0;
        folder->count = (uint32_t)(count - start);
    }
    return count;
}

/* Moves the node of each `order[i]` to `i` by swaps: one that was swapped away is found by following its swaps. */
static void permute(cdk_node *nodes, uint32_t *order, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t from = order[i];
        while (from < i) from = order[from];
        order[i] = (uint32_t)from;
        if (from == i) continue;
        cdk_node node = nodes[i];
        nodes[i] = nodes[from];
        nodes[from] = node;
    }
}

static int by_hanging(const void *context, const void *a, const void *b)
{
    (void)context;
    const cdk_hanging *x = a, *y = b;
    if (x->node != y->node) return x->node < y->node ? -1 : 1;
    return x->entry < y->entry ? -1 : x->entry > y->entry;
}

/* The entry that wrote a node last, where several did; else 0. `rewritten` is sorted. */
static uint32_t last_writer(const cdk_tree *tree, uint32_t node)
{
    size_t low = 0, high = tree->rewritten_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (tree->rewritten[middle].node <= node)
            low = middle + 1;
        else
            high = middle;
    }
    return low && tree->rewritten[low - 1].node == node ? tree->rewritten[low - 1].entry : 0;
}

/* Renumber what hangs on nodes, leave out what is void, sort by node and then as it was read. */
static void follow(const cdk_tree *tree, void *items, size_t *count, size_t size)
{
    const cdk_node *nodes = tree->facts->nodes;
    char *to = items;
    if (!*count) return;
    for (char *from = items, *end = from + *count * size; from < end; from += size) {
        cdk_hanging *on = (cdk_hanging *)(void *)from;
        uint32_t moved = nodes[on->node].layer;
        if (!moved || !(nodes[on->node].marks & CDK_NODE_ENTRY) || on->entry < last_writer(tree, on->node)) continue;
        on->node = moved;
        if (to != from) memcpy(to, from, size);
        to += size;
    }
    *count = (size_t)(to - (char *)items) / size;
    cdk_sort(items, *count, size, by_hanging, NULL);
    for (char *p = items; p < to; p += size) ((cdk_hanging *)(void *)p)->entry = 0;
}

static void follow_all(cdk_tree *tree)
{
    cdk_layer_facts *facts = tree->facts;
    cdk_sort(tree->rewritten, tree->rewritten_count, sizeof *tree->rewritten, by_hanging, NULL);
    follow(tree, facts->taken, &facts->taken_count, sizeof *facts->taken);
    follow(tree, facts->digests, &facts->digest_count, sizeof *facts->digests);
    follow(tree, facts->secrets, &facts->secret_count, sizeof *facts->secrets);
    follow(tree, facts->searches, &facts->search_count, sizeof *facts->searches);
    follow(tree, facts->owned, &facts->owned_count, sizeof *facts->owned);
}

/* Give back what growing left over. A failure to shrink is no failure. */
static void shrink(cdk_mem *mem, void **items, size_t *cap, size_t count, size_t size)
{
    void *less = count < *cap ? cdk_realloc(mem, *items, (count ? count : 1) * size) : NULL;
    if (!less) return;
    *items = less;
    *cap = count ? count : 1;
}

int32_t cdk_tree_finish(cdk_tree *tree)
{
    cdk_layer_facts *facts = tree->facts;
    cdk_mem *mem = tree->env->mem;
    cdk_free(mem, tree->slots);
    tree->slots = NULL;
    uint32_t *order = cdk_alloc(mem, facts->node_count * sizeof *order);
    if (!order) return cdk_fail_memory(tree->env);
    size_t count = number(facts, order);
    follow_all(tree);
    permute(facts->nodes, order, count);
    cdk_free(mem, order);
    for (size_t i = 0; i < count; i++) facts->nodes[i].layer = 0;
    facts->node_count = count;
    shrink(mem, (void **)&facts->nodes, &facts->node_cap, count, sizeof *facts->nodes);
    shrink(mem, (void **)&facts->strings.p, &facts->strings.cap, facts->strings.n, 1);
    shrink(mem, (void **)&facts->extras, &facts->extra_cap, facts->extra_count, sizeof *facts->extras);
    shrink(mem, (void **)&facts->owners, &facts->owner_cap, facts->owner_count, sizeof *facts->owners);
    return CISDOCK_OK;
}
