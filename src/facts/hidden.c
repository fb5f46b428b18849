/* SPDX-License-Identifier: Apache-2.0 */
/* Files of lower layers that the squashed tree does not show, but that everybody can still take out of the image. */
#include "facts/facts_impl.h"

/* The first layer above that takes the path away: by an entry of its own (replaced), or by a removal of it or of a folder
 * above it. */
static void find_remover(const cdk_fold *fold, uint32_t input, cdk_str path, int32_t *removed_by)
{
    *removed_by = -1;
    for (uint32_t i = input + 1; i < fold->input_count; i++) {
        const cdk_layer_facts *facts = fold->inputs[i];
        cdk_str rest = path, part;
        uint32_t at = 0;
        bool gone = false;
        while (rest.n && !gone) {
            gone = (facts->nodes[at].marks & (CDK_NODE_OPAQUE | CDK_NODE_CUT)) != 0;
            cdk_str_cut(rest, '/', &part, &rest);
            uint32_t child = cdk_layer_child(facts, at, part);
            if (!child) break;
            at = child;
            gone |= (facts->nodes[at].marks & CDK_NODE_WHITEOUT) != 0;
            if (!rest.n && facts->nodes[at].marks & CDK_NODE_ENTRY) return;
            if (!rest.n) gone |= (facts->nodes[at].marks & (CDK_NODE_GONE | CDK_NODE_UNDER)) != 0;
        }
        if (!gone) continue;
        *removed_by = (int32_t)(fold->base[i] + facts->nodes[at].layer);
        return;
    }
}

typedef int32_t (*hidden_visitor)(void *user, const cdk_hidden_file *file);

static int32_t tell(const cdk_facts *facts, const cdk_env *env, uint32_t input, uint32_t node, hidden_visitor visit, void *user)
{
    cdk_arena scratch;
    cdk_fold_entry entry;
    cdk_hidden_file hidden;
    cdk_arena_init(&scratch, env->mem);
    cdk_str path = cdk_layer_path(facts->fold->inputs[input], node, &scratch);
    int32_t status = path.p ? CISDOCK_OK : cdk_fail_memory(env);
    if (!status && !cdk_fold_shows(facts->fold, input, node, path)) {
        cdk_fold_entry_of(facts->fold, input, node, &entry);
        cdk_facts_file_of(facts, &entry, path, &hidden.file);
        find_remover(facts->fold, input, path, &hidden.removed_by);
        status = visit(user, &hidden);
    }
    cdk_arena_free(&scratch);
    return status;
}

int32_t cdk_facts_each_hidden(const cdk_facts *facts, const cdk_env *env, hidden_visitor visit, void *user)
{
    enum { NODES_BETWEEN_CANCEL = 65536 };
    const cdk_fold *fold = facts->fold;
    for (uint32_t i = 0; i < fold->input_count; i++) {
        const cdk_layer_facts *layer = fold->inputs[i];
        for (uint32_t n = 1; n < layer->node_count; n++) {
            if (n % NODES_BETWEEN_CANCEL == 0 && cdk_check_cancel(env)) return env->error->status;
            if (!cdk_layer_telling(layer, n)) continue;
            int32_t status = tell(facts, env, i, n, visit, user);
            if (status) return status;
        }
    }
    return CISDOCK_OK;
}
