/* SPDX-License-Identifier: Apache-2.0 */
#include "layer/fold.h"

#include "layer/fold_merge.h"

/* Must an entry give way to what stands below it? Not to be told of a hard link that is still open: it stays, marked. */
static bool gives_way(const cdk_fold *fold, cdk_part part)
{
    char type = cdk_part_node(fold, part)->type;
    const cdk_fold_link *link = cdk_fold_link_of(fold, part.input, part.node);
    if (link && link->state == CDK_LINK_OPEN) return false;
    if (link) type = fold->inputs[link->to_input]->nodes[link->to_node].type;
    return type != 'd' && type != 'l';
}

void cdk_fold_decide(const cdk_fold *fold, const cdk_part *parts, size_t count, cdk_decision *out)
{
    *out = (cdk_decision){0};
    for (size_t i = 0; i < count; i++) {
        uint8_t marks = cdk_part_node(fold, parts[i])->marks;
        if (marks & CDK_NODE_WHITEOUT) {
            out->entry = false;
            out->marks = CDK_NODE_CUT | CDK_NODE_GONE;
            out->visible = i;
        }
        if (marks & (CDK_NODE_OPAQUE | CDK_NODE_CUT)) {
            out->marks |= CDK_NODE_CUT;
            out->visible = i;
        }
        if (marks & CDK_NODE_ENTRY) {
            out->entry = true;
            out->from = parts[i];
            out->marks &= (uint8_t)~CDK_NODE_UNDER; /* that was of what it replaces */
        } else if (marks & CDK_NODE_GONE) {
            out->entry = false;
            out->marks |= CDK_NODE_GONE;
        }
        if (marks & CDK_NODE_UNDER && out->entry && gives_way(fold, out->from)) {
            out->entry = false;
            out->marks |= CDK_NODE_GONE;
        }
        out->marks |= marks & CDK_NODE_UNDER;
    }
    if (out->entry) out->marks |= CDK_NODE_ENTRY;
}

/* Folders that wait to be merged, with their parts, a level of the tree at a time. */
typedef struct waiting {
    uint32_t index; /* in the result */
    uint32_t count; /* parts */
} waiting;

typedef struct level {
    waiting *folders;
    size_t folder_count, folder_cap;
    cdk_part *parts;
    size_t part_count, part_cap;
} level;

typedef struct merge {
    const cdk_env *env;
    cdk_fold *fold;
    level now, later;
    cdk_part *kids, *spare; /* all children of one folder, by name and input */
    size_t kid_cap, spare_cap;
} merge;

static bool wait_for(merge *m, uint32_t index, const cdk_part *parts, size_t count)
{
    level *later = &m->later;
    bool any = false;
    for (size_t i = 0; i < count; i++) any |= cdk_part_node(m->fold, parts[i])->count != 0;
    if (!any) return true;
    if (!cdk_grow(m->env->mem, (void **)&later->folders, &later->folder_cap, later->folder_count + 1, sizeof(waiting)) ||
        !cdk_grow(m->env->mem, (void **)&later->parts, &later->part_cap, later->part_count + count, sizeof(cdk_part)))
        return false;
    later->folders[later->folder_count++] = (waiting){index, (uint32_t)count};
    memcpy(later->parts + later->part_count, parts, count * sizeof *parts);
    later->part_count += count;
    return true;
}

static int compare(const cdk_fold *fold, cdk_part a, cdk_part b)
{
    int order = cdk_str_cmp(cdk_layer_str(fold->inputs[a.input], cdk_part_node(fold, a)->name),
                            cdk_layer_str(fold->inputs[b.input], cdk_part_node(fold, b)->name));
    return order ? order : a.input < b.input ? -1 : 1;
}

/* Merge two sorted runs that stand side by side. */
static void merge_runs(merge *m, size_t start, size_t middle, size_t end)
{
    size_t a = start, b = middle;
    for (size_t to = start; to < end; to++) {
        bool first = b == end || (a < middle && compare(m->fold, m->kids[a], m->kids[b]) < 0);
        m->spare[to] = first ? m->kids[a++] : m->kids[b++];
    }
    memcpy(m->kids + start, m->spare + start, (end - start) * sizeof *m->kids);
}

/* All children of the parts, sorted; the runs of the parts are merged in pairs, halves first. */
static void sort_kids(merge *m, const cdk_part *parts, size_t count, size_t start, size_t total)
{
    if (count == 1) {
        const cdk_node *folder = cdk_part_node(m->fold, *parts);
        for (uint32_t i = 0; i < folder->count; i++) m->kids[start + i] = (cdk_part){parts->input, folder->first + i};
        return;
    }
    size_t half = count / 2, left = 0;
    for (size_t i = 0; i < half; i++) left += cdk_part_node(m->fold, parts[i])->count;
    sort_kids(m, parts, half, start, left);
    sort_kids(m, parts + half, count - half, start + left, total - left);
    merge_runs(m, start, start + left, start + total);
}

static int32_t add_merged(merge *m, const cdk_part *parts, size_t count)
{
    cdk_fold *fold = m->fold;
    cdk_decision decision;
    cdk_fold_decide(fold, parts, count, &decision);
    if (!cdk_grow(m->env->mem, (void **)&fold->nodes, &fold->cap, fold->count + 1, sizeof *fold->nodes))
        return cdk_fail_memory(m->env);
    cdk_part from = decision.entry ? decision.from : parts[count - 1];
    fold->nodes[fold->count] = (cdk_merged){.input = from.input, .node = from.node, .marks = decision.marks};
    if (!wait_for(m, (uint32_t)fold->count, parts + decision.visible, count - decision.visible))
        return cdk_fail_memory(m->env);
    fold->count++;
    return CISDOCK_OK;
}

static int32_t merge_folder(merge *m, uint32_t index, const cdk_part *parts, size_t count)
{
    cdk_fold *fold = m->fold;
    size_t total = 0, first = fold->count;
    for (size_t i = 0; i < count; i++) total += cdk_part_node(fold, parts[i])->count;
    if (!cdk_grow(m->env->mem, (void **)&m->kids, &m->kid_cap, total, sizeof *m->kids)) return cdk_fail_memory(m->env);
    if (count > 1 && !cdk_grow(m->env->mem, (void **)&m->spare, &m->spare_cap, total, sizeof *m->spare))
        return cdk_fail_memory(m->env);
    sort_kids(m, parts, count, 0, total);
    for (size_t i = 0, end; i < total; i = end) {
        cdk_str name = cdk_layer_str(fold->inputs[m->kids[i].input], cdk_part_node(fold, m->kids[i])->name);
        for (end = i + 1; end < total; end++) {
            const cdk_node *next = cdk_part_node(fold, m->kids[end]);
            if (!cdk_str_eq(cdk_layer_str(fold->inputs[m->kids[end].input], next->name), name)) break;
        }
        int32_t status = add_merged(m, m->kids + i, end - i);
        if (status) return status;
    }
    fold->nodes[index].first = fold->count > first ? (uint32_t)first : 0;
    fold->nodes[index].count = (uint32_t)(fold->count - first);
    return CISDOCK_OK;
}

static int32_t merge_level(merge *m)
{
    level done = m->now;
    m->now = m->later;
    m->later = done;
    m->later.folder_count = m->later.part_count = 0;
    const cdk_part *parts = m->now.parts;
    for (size_t i = 0; i < m->now.folder_count; i++) {
        int32_t status = i % 1024 ? CISDOCK_OK : cdk_check_cancel(m->env);
        if (!status) status = merge_folder(m, m->now.folders[i].index, parts, m->now.folders[i].count);
        if (status) return status;
        parts += m->now.folders[i].count;
    }
    return CISDOCK_OK;
}

static int32_t merge_all(merge *m)
{
    cdk_fold *fold = m->fold;
    if (fold->input_count == 0) {
        if (!cdk_grow(m->env->mem, (void **)&fold->nodes, &fold->cap, 1, sizeof *fold->nodes)) return cdk_fail_memory(m->env);
        fold->nodes[fold->count++] = (cdk_merged){0};
        return CISDOCK_OK;
    }
    cdk_part *roots = cdk_alloc(m->env->mem, fold->input_count * sizeof *roots);
    if (!roots) return cdk_fail_memory(m->env);
    for (uint32_t i = 0; i < fold->input_count; i++) roots[i] = (cdk_part){i, 0};
    int32_t status = add_merged(m, roots, fold->input_count);
    cdk_free(m->env->mem, roots);
    while (!status && m->later.folder_count) status = merge_level(m);
    return status;
}

static int32_t take_inputs(const cdk_env *env, cdk_layer_facts *const *inputs, uint32_t count, cdk_fold *fold)
{
    uint32_t base = 0;
    fold->mem = env->mem;
    fold->inputs = cdk_calloc(env->mem, count + (size_t)1, sizeof(*fold->inputs));
    fold->base = cdk_calloc(env->mem, count + (size_t)1, sizeof(*fold->base));
    if (!fold->inputs || !fold->base) return cdk_fail_memory(env);
    for (uint32_t i = 0; i < count; i++) {
        fold->inputs[i] = cdk_layer_facts_ref(inputs[i]);
        fold->input_count = i + 1;
        fold->base[i] = base;
        base += inputs[i]->layer_count;
    }
    return CISDOCK_OK;
}

int32_t cdk_fold_run(const cdk_env *env, cdk_layer_facts *const *inputs, uint32_t count, bool lowest, cdk_fold **out)
{
    cdk_fold *fold = cdk_calloc(env->mem, 1, sizeof *fold);
    *out = NULL;
    if (!fold) return cdk_fail_memory(env);
    merge m = {.env = env, .fold = fold};
    int32_t status = count < 1u << 24 ? take_inputs(env, inputs, count, fold)
                                      : cdk_fail_limit(env, CDK_LIMIT_MAX_LAYERS, NULL, count);
    if (!status) status = cdk_fold_links(env, fold, lowest);
    if (!status) status = merge_all(&m);
    void *spent[] = {m.now.folders, m.now.parts, m.later.folders, m.later.parts, m.kids, m.spare};
    for (size_t i = 0; i < sizeof spent / sizeof *spent; i++) cdk_free(env->mem, spent[i]);
    if (status) {
        cdk_fold_free(fold);
        return status;
    }
    *out = fold;
    return CISDOCK_OK;
}

void cdk_fold_free(cdk_fold *fold)
{
    if (!fold) return;
    for (uint32_t i = 0; i < fold->input_count; i++) cdk_layer_facts_unref(fold->inputs[i]);
    cdk_free(fold->mem, fold->inputs);
    cdk_free(fold->mem, fold->base);
    cdk_free(fold->mem, fold->nodes);
    cdk_free(fold->mem, fold->links);
    cdk_free(fold->mem, fold);
}
