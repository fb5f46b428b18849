/* SPDX-License-Identifier: Apache-2.0 */
/* Problems that show only where all layers are seen together. */
#include "facts/facts_impl.h"

static int32_t tell(const cdk_env *env, cdk_facts *facts, cdk_class cls, uint32_t input, uint32_t node, const char *text,
                    uint32_t count)
{
    cdk_where where = CDK_NOWHERE;
    cdk_fold_entry entry;
    cdk_fold_entry_of(facts->fold, input, node, &entry);
    where.path = cdk_layer_path(entry.at_facts, node, &facts->arena);
    where.layer = (int32_t)entry.layer;
    if (!where.path.p) return cdk_fail_memory(env);
    bool kept = cdk_problem_add(env, &facts->arena, &facts->problems, cls, CDK_WARNING, &where, "%s (%u, this is the first)",
                                text, count);
    return kept ? CISDOCK_OK : env->error->status;
}

static int32_t tell_dangling(const cdk_env *env, cdk_facts *facts)
{
    const cdk_fold_link *first = NULL;
    uint32_t count = 0;
    for (size_t i = 0; i < facts->fold->link_count; i++) {
        const cdk_fold_link *link = &facts->fold->links[i];
        if (link->state == CDK_LINK_FOUND) continue;
        if (!count++) first = link;
    }
    if (!count) return CISDOCK_OK;
    return tell(env, facts, CDK_CLASS_HARDLINK, first->input, first->node,
                "hard links whose target neither their layer nor a lower one has", count);
}

static int32_t tell_below_symlinks(const cdk_env *env, cdk_facts *facts)
{
    const cdk_fold *fold = facts->fold;
    uint32_t count = 0;
    size_t first = 0;
    for (size_t i = 0; i < fold->count; i++) {
        cdk_fold_entry entry;
        if (!fold->nodes[i].count || !(fold->nodes[i].marks & CDK_NODE_UNDER)) continue;
        if (!cdk_fold_entry_at(fold, (uint32_t)i, &entry) || entry.node->type != 'l') continue;
        if (!count++) first = i;
    }
    if (!count) return CISDOCK_OK;
    return tell(env, facts, CDK_CLASS_BELOW_SYMLINK, fold->nodes[first].input, fold->nodes[first].node,
                "entries stand below symlinks, whose targets are not followed", count);
}

int32_t cdk_facts_note_oddities(const cdk_env *env, cdk_facts *facts)
{
    int32_t status = tell_dangling(env, facts);
    return status ? status : tell_below_symlinks(env, facts);
}
