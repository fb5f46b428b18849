/* SPDX-License-Identifier: Apache-2.0 */
/* Hits of the searches that the plan asked for, in files that the squashed tree shows. */
#include "facts/facts_impl.h"

#include "base/sort.h"

static int by_name(const void *context, const void *a, const void *b)
{
    (void)context;
    const cdk_search_hit *x = a, *y = b;
    int order = cdk_str_cmp(x->name, y->name);
    return order ? order : cdk_str_cmp(x->path, y->path);
}

int32_t cdk_facts_read_searches(const cdk_env *env, cdk_facts *facts)
{
    size_t total = 0;
    for (uint32_t i = 0; i < facts->fold->input_count; i++) total += facts->fold->inputs[i]->search_count;
    if (!total) return CISDOCK_OK;
    cdk_search_hit *items = cdk_arena_calloc(&facts->arena, total, sizeof *items);
    if (!items) return cdk_fail_memory(env);
    uint32_t count = 0;
    for (uint32_t i = 0; i < facts->fold->input_count; i++) {
        const cdk_layer_facts *input = facts->fold->inputs[i];
        for (size_t k = 0; k < input->search_count; k++) {
            const cdk_layer_search *hit = &input->searches[k];
            cdk_str path = cdk_layer_path(input, hit->on.node, &facts->arena);
            if (!path.p) return cdk_fail_memory(env);
            if (!cdk_fold_shows(facts->fold, i, hit->on.node, path)) continue;
            uint32_t layer = facts->fold->base[i] + input->nodes[hit->on.node].layer;
            items[count++] = (cdk_search_hit){cdk_layer_str(input, hit->name), path, input->lines + hit->first, hit->count, (int32_t)layer};
        }
    }
    cdk_sort(items, count, sizeof *items, by_name, NULL);
    facts->searches.items = items;
    facts->searches.count = count;
    return CISDOCK_OK;
}
