/* SPDX-License-Identifier: Apache-2.0 */
/* Hard links whose target stands in a lower layer: resolved from the lowest input up, so that a link to a link finds the
 * other one settled. A layer's whiteouts act before its links are resolved, what it replaces after. */
#include "layer/fold_merge.h"

const cdk_fold_link *cdk_fold_link_of(const cdk_fold *fold, uint32_t input, uint32_t node)
{
    size_t low = 0, high = fold->link_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const cdk_fold_link *link = &fold->links[middle];
        if (link->input == input && link->node == node) return link;
        if (link->input < input || (link->input == input && link->node < node))
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* Does the layer that has the link remove the target itself? */
static bool removed_by_own(const cdk_layer_facts *facts, cdk_str path)
{
    cdk_str rest = path, part;
    uint32_t at = 0;
    while (rest.n) {
        if (facts->nodes[at].marks & CDK_NODE_OPAQUE) return true;
        cdk_str_cut(rest, '/', &part, &rest);
        if (!(at = cdk_layer_child(facts, at, part))) return false;
        if (facts->nodes[at].marks & CDK_NODE_WHITEOUT) return true;
    }
    return false;
}

/* What inputs below `upto` make of a path. `parts` has room for one part of each. */
static void look_below(const cdk_fold *fold, uint32_t upto, cdk_str path, cdk_part *parts, cdk_fold_link *link)
{
    size_t count = upto;
    bool closed = false;
    cdk_decision decision;
    cdk_str rest = path, name;
    for (uint32_t i = 0; i < upto; i++) parts[i] = (cdk_part){i, 0};
    for (;;) {
        cdk_fold_decide(fold, parts, count, &decision);
        if (!rest.n || !count) break;
        closed |= (decision.marks & CDK_NODE_CUT) != 0;
        cdk_str_cut(rest, '/', &name, &rest);
        size_t kept = 0;
        for (size_t i = decision.visible; i < count; i++) {
            uint32_t child = cdk_layer_child(fold->inputs[parts[i].input], parts[i].node, name);
            if (child) parts[kept++] = (cdk_part){parts[i].input, child};
        }
        count = kept;
    }
    closed |= count && decision.marks & CDK_NODE_GONE;
    link->state = closed ? CDK_LINK_DANGLING : CDK_LINK_OPEN;
    bool no_file = link->folder, under = count && decision.marks & CDK_NODE_UNDER;
    link->folder |= under;
    if (!count || !decision.entry) return;
    const cdk_fold_link *other = cdk_fold_link_of(fold, decision.from.input, decision.from.node);
    link->to_input = other ? other->to_input : decision.from.input;
    link->to_node = other ? other->to_node : decision.from.node;
    link->state = other ? other->state : CDK_LINK_FOUND;
    link->folder = no_file || under || (other && other->folder);
    char type = fold->inputs[link->to_input]->nodes[link->to_node].type;
    if (!no_file || link->state == CDK_LINK_OPEN || type == 'd' || type == 'l') return;
    link->state = CDK_LINK_DANGLING; /* a file, which gave way to what was put below it */
    link->to_input = link->input;
    link->to_node = link->node;
}

static int32_t resolve(const cdk_env *env, cdk_fold *fold, cdk_part at, bool lowest, cdk_part *parts)
{
    const cdk_layer_facts *facts = fold->inputs[at.input];
    const cdk_extra *extra = cdk_node_extra(facts, &facts->nodes[at.node]);
    cdk_str path = extra ? cdk_layer_str(facts, extra->target) : CDK_STR_NONE;
    cdk_fold_link link = {.input = at.input, .node = at.node, .to_input = at.input, .to_node = at.node,
                          .state = CDK_LINK_DANGLING};
    link.folder = extra && extra->folder;
    if (path.n && !removed_by_own(facts, path)) look_below(fold, at.input, path, parts, &link);
    if (lowest && link.state == CDK_LINK_OPEN) link.state = CDK_LINK_DANGLING;
    if (!cdk_grow(env->mem, (void **)&fold->links, &fold->link_cap, fold->link_count + 1, sizeof *fold->links))
        return cdk_fail_memory(env);
    fold->links[fold->link_count++] = link;
    return CISDOCK_OK;
}

int32_t cdk_fold_links(const cdk_env *env, cdk_fold *fold, bool lowest)
{
    cdk_part *parts = cdk_alloc(env->mem, (fold->input_count + (size_t)1) * sizeof *parts);
    if (!parts) return cdk_fail_memory(env);
    int32_t status = CISDOCK_OK;
    for (uint32_t i = 0; i < fold->input_count && !status; i++) {
        const cdk_layer_facts *facts = fold->inputs[i];
        for (uint32_t n = 0; n < facts->node_count && !status; n++) {
            if (n % 65536 == 0) status = cdk_check_cancel(env);
            if (!status && facts->nodes[n].marks & CDK_NODE_OPEN) status = resolve(env, fold, (cdk_part){i, n}, lowest, parts);
        }
    }
    cdk_free(env->mem, parts);
    return status;
}
