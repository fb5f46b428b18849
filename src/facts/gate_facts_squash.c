/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/gate_facts_image.h"

static const uint32_t NOWHERE = UINT32_MAX;

/* One input seen beside a later one: where each node's path is there, and whether it is covered from above. */
typedef struct beside {
    uint32_t *where;
    bool *covered;
} beside;

static bool touched(const cdk_node *node)
{
    return node->marks & (CDK_NODE_ENTRY | CDK_NODE_OPAQUE) || node->count;
}

static void compare(const cdk_layer_facts *lower, const cdk_layer_facts *upper, const beside *b, bool *shown)
{
    b->where[0] = 0;
    b->covered[0] = upper->nodes[0].marks & CDK_NODE_OPAQUE;
    for (size_t i = 1; i < lower->node_count; i++) {
        const cdk_node *node = &lower->nodes[i];
        uint32_t parent = b->where[node->parent];
        uint32_t there = parent == NOWHERE ? 0 : cdk_layer_child(upper, parent, cdk_layer_str(lower, node->name));
        b->where[i] = there ? there : NOWHERE;
        bool gone = b->covered[node->parent] || (there && upper->nodes[there].marks & CDK_NODE_WHITEOUT);
        if (gone || (there && touched(&upper->nodes[there]))) shown[i] = false;
        b->covered[i] = gone || (there && upper->nodes[there].marks & CDK_NODE_OPAQUE);
    }
}

static int32_t squash_input(const cdk_env *env, const cdk_facts *facts, uint32_t input, const beside *b, bool *shown)
{
    const cdk_layer_facts *lower = facts->fold->inputs[input];
    for (size_t i = 0; i < lower->node_count; i++) shown[i] = i && lower->nodes[i].marks & CDK_NODE_ENTRY;
    for (uint32_t upper = input + 1; upper < facts->fold->input_count; upper++) {
        int32_t status = cdk_check_cancel(env);
        if (status) return status;
        compare(lower, facts->fold->inputs[upper], b, shown);
    }
    return CISDOCK_OK;
}

int32_t cdk_gate_squash_run(const cdk_env *env, const cdk_facts *facts, cdk_arena *arena, cdk_gate_squash *out)
{
    size_t most = 1;
    *out = (cdk_gate_squash){.inputs = facts->fold->input_count};
    for (uint32_t i = 0; i < out->inputs; i++)
        if (facts->fold->inputs[i]->node_count > most) most = facts->fold->inputs[i]->node_count;
    out->shown = cdk_arena_calloc(arena, out->inputs + (size_t)1, sizeof *out->shown);
    beside b = {cdk_alloc(env->mem, most * sizeof *b.where), cdk_alloc(env->mem, most * sizeof *b.covered)};
    int32_t status = out->shown && b.where && b.covered ? CISDOCK_OK : cdk_fail_memory(env);
    for (uint32_t i = 0; i < out->inputs && !status; i++) {
        out->shown[i] = cdk_arena_calloc(arena, facts->fold->inputs[i]->node_count + (size_t)1, sizeof **out->shown);
        status = out->shown[i] ? squash_input(env, facts, i, &b, out->shown[i]) : cdk_fail_memory(env);
    }
    cdk_free(env->mem, b.where);
    cdk_free(env->mem, b.covered);
    return status;
}

uint32_t cdk_gate_hard_target(const cdk_layer_facts *facts, uint32_t node)
{
    const cdk_extra *extra = cdk_node_extra(facts, &facts->nodes[node]);
    if (!(facts->nodes[node].marks & CDK_NODE_HARD) || !extra || !extra->target) return 0;
    cdk_str rest = cdk_layer_str(facts, extra->target), name;
    uint32_t at = 0;
    while (rest.n) {
        cdk_str_cut(rest, '/', &name, &rest);
        at = cdk_layer_child(facts, at, name);
        if (!at) return 0;
    }
    return at;
}
