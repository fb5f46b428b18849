/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the result of a fold. */
#include "layer/fold_merge.h"

void cdk_fold_entry_of(const cdk_fold *fold, uint32_t input, uint32_t node, cdk_fold_entry *out)
{
    const cdk_fold_link *link = cdk_fold_link_of(fold, input, node);
    bool found = link && link->state == CDK_LINK_FOUND;
    *out = (cdk_fold_entry){.input = input, .at_node = node, .at_facts = fold->inputs[input]};
    out->at = &out->at_facts->nodes[node];
    out->content_input = link ? link->to_input : input;
    out->content_node = link ? link->to_node : node;
    out->facts = fold->inputs[out->content_input];
    out->node = &out->facts->nodes[out->content_node];
    out->layer = fold->base[input] + out->at->layer;
    const cdk_extra *extra = cdk_node_extra(out->facts, out->node);
    out->dangling = (link && !found) || (extra && extra->dangling);
}

bool cdk_fold_entry_at(const cdk_fold *fold, uint32_t index, cdk_fold_entry *out)
{
    const cdk_merged *merged = &fold->nodes[index];
    if (!(merged->marks & CDK_NODE_ENTRY)) return false;
    cdk_fold_entry_of(fold, merged->input, merged->node, out);
    return true;
}

cdk_str cdk_fold_name(const cdk_fold *fold, uint32_t index)
{
    const cdk_layer_facts *facts = fold->inputs[fold->nodes[index].input];
    return cdk_layer_str(facts, facts->nodes[fold->nodes[index].node].name);
}

uint32_t cdk_fold_child(const cdk_fold *fold, uint32_t index, cdk_str name)
{
    uint32_t low = fold->nodes[index].first, high = low + fold->nodes[index].count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = cdk_str_cmp(cdk_fold_name(fold, middle), name);
        if (order == 0) return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

bool cdk_fold_find(const cdk_fold *fold, cdk_str clean_path, uint32_t *index)
{
    cdk_str rest = clean_path, part;
    uint32_t at = 0;
    while (rest.n) {
        cdk_str_cut(rest, '/', &part, &rest);
        if (!(at = cdk_fold_child(fold, at, part))) return false;
    }
    *index = at;
    return true;
}

bool cdk_fold_shows(const cdk_fold *fold, uint32_t input, uint32_t node, cdk_str path)
{
    uint32_t index;
    if (!cdk_fold_find(fold, path, &index) || !(fold->nodes[index].marks & CDK_NODE_ENTRY)) return false;
    return fold->nodes[index].input == input && fold->nodes[index].node == node;
}
