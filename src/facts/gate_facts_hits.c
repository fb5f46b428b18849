/* SPDX-License-Identifier: Apache-2.0 */
/* Hits of the secret search, as the engine records them: also under the paths of links that lead to a file with hits. */
#include "facts/gate_facts_image.h"

#include "archive/path.h"

typedef struct reader {
    const cdk_env *env;
    const cdk_facts *facts;
    const cdk_gate_squash *squash;
    cdk_gate_facts *out;
    cdk_gate_hit *items;
    size_t cap;
} reader;

static const cdk_need *need_named(const cdk_plan *plan, cdk_str name)
{
    for (size_t i = 0; i < plan->count; i++)
        if (plan->items[i].kind == CDK_NEED_SEARCH && cdk_str_eq(plan->items[i].name, name)) return &plan->items[i];
    return NULL;
}

static int32_t add(reader *r, cdk_str path, const cdk_need *need, const uint32_t *lines, uint32_t line_count)
{
    cdk_gate_facts *out = r->out;
    const char *text = cdk_arena_printf(&out->arena, "%.*s=%.*s", (int)need->name.n, need->name.p, (int)need->pattern.n, need->pattern.p);
    if (!text || !path.p) return cdk_fail_memory(r->env);
    if (out->secret_count == r->cap) {
        size_t cap = r->cap ? r->cap * 2 : 16;
        cdk_gate_hit *bigger = cdk_arena_alloc(&out->arena, cap * sizeof *bigger);
        if (!bigger) return cdk_fail_memory(r->env);
        if (out->secret_count) memcpy(bigger, r->items, out->secret_count * sizeof *bigger);
        r->items = bigger;
        r->cap = cap;
    }
    r->items[out->secret_count++] = (cdk_gate_hit){path, cdk_str_of(text), lines, line_count};
    return CISDOCK_OK;
}

/* All hits on a node, told of `path`. */
static int32_t add_hits(reader *r, const cdk_layer_facts *facts, uint32_t node, cdk_str path)
{
    for (size_t i = cdk_hanging_first(facts->searches, facts->search_count, sizeof *facts->searches, node);
         i < facts->search_count && facts->searches[i].on.node == node; i++) {
        const cdk_need *need = need_named(r->facts->collected, cdk_layer_str(facts, facts->searches[i].name));
        int32_t status = need ? add(r, path, need, facts->lines + facts->searches[i].first, facts->searches[i].count) : CISDOCK_OK;
        if (status) return status;
    }
    return CISDOCK_OK;
}

static bool find_shown(const reader *r, cdk_str clean, uint32_t *input, uint32_t *node)
{
    for (*input = r->squash->inputs; (*input)-- > 0;) {
        const cdk_layer_facts *facts = r->facts->fold->inputs[*input];
        cdk_str rest = clean, name;
        *node = 0;
        for (bool more = true; more;) {
            more = cdk_str_cut(rest, '/', &name, &rest);
            *node = cdk_layer_child(facts, *node, name);
            if (!*node) break;
        }
        if (*node && r->squash->shown[*input][*node]) return true;
    }
    return false;
}

/* Where a link's text leads: taken without its first character, as it is, then below the link's folder. */
static bool follow(const reader *r, cdk_arena *arena, cdk_str from, cdk_str link, uint32_t *input, uint32_t *node)
{
    cdk_str clean;
    size_t at;
    if (link.n > 1 && find_shown(r, cdk_str_from(link, 1), input, node)) return true;
    if (link.n && find_shown(r, link, input, node)) return true;
    cdk_str folder = cdk_str_rfind_char(from, '/', &at) ? (cdk_str){from.p, at} : CDK_STR("");
    const char *joined = cdk_arena_printf(arena, "%.*s/%.*s", (int)folder.n, folder.p, (int)link.n, link.n ? link.p : "");
    char *room = joined ? cdk_arena_bytes(arena, strlen(joined) + 2) : NULL;
    return room && cdk_path_clean(cdk_str_of(joined), room, strlen(joined) + 2, &clean) == CDK_PATH_OK && clean.n && find_shown(r, clean, input, node);
}

static int32_t add_link(reader *r, uint32_t input, uint32_t node)
{
    enum { MOST_LINKS = 128 };
    cdk_arena scratch;
    cdk_arena_init(&scratch, r->env->mem);
    cdk_str own = cdk_layer_path(r->facts->fold->inputs[input], node, &scratch), at = own;
    int32_t status = own.p ? CISDOCK_OK : cdk_fail_memory(r->env);
    for (int hops = 0; hops < MOST_LINKS && !status; hops++) {
        const cdk_layer_facts *facts = r->facts->fold->inputs[input];
        const cdk_extra *extra = cdk_node_extra(facts, &facts->nodes[node]);
        if (facts->nodes[node].type != 'l') {
            cdk_str path = cdk_gate_facts_path(&r->out->arena, own);
            status = facts->nodes[node].type == 'f' ? add_hits(r, facts, node, path) : CISDOCK_OK;
            break;
        }
        if (!extra || !follow(r, &scratch, at, cdk_layer_str(facts, extra->link), &input, &node)) break;
        at = cdk_layer_path(r->facts->fold->inputs[input], node, &scratch);
        if (!at.p) status = cdk_fail_memory(r->env);
    }
    cdk_arena_free(&scratch);
    return status;
}

/* A hard link has the hits of the file that it leads to in its layer. */
static int32_t add_hard(reader *r, uint32_t input, uint32_t node, cdk_str path)
{
    const cdk_layer_facts *facts = r->facts->fold->inputs[input];
    uint32_t target = cdk_gate_hard_target(facts, node);
    return target ? add_hits(r, facts, target, path) : CISDOCK_OK;
}

static int32_t add_node(reader *r, uint32_t input, uint32_t node)
{
    const cdk_layer_facts *facts = r->facts->fold->inputs[input];
    if (facts->nodes[node].type == 'l') return add_link(r, input, node);
    bool hard = facts->nodes[node].marks & CDK_NODE_HARD;
    size_t first = cdk_hanging_first(facts->searches, facts->search_count, sizeof *facts->searches, node);
    bool any = first < facts->search_count && facts->searches[first].on.node == node;
    if (facts->nodes[node].type != 'f' || (!any && !hard)) return CISDOCK_OK;
    cdk_arena scratch;
    cdk_arena_init(&scratch, r->env->mem);
    cdk_str path = cdk_gate_facts_path(&r->out->arena, cdk_layer_path(facts, node, &scratch));
    cdk_arena_free(&scratch);
    int32_t status = path.p ? add_hits(r, facts, node, path) : cdk_fail_memory(r->env);
    return status || any ? status : add_hard(r, input, node, path);
}

int32_t cdk_gate_facts_read_hits(const cdk_env *env, const cdk_facts *facts, const cdk_gate_squash *squash, cdk_gate_facts *out)
{
    reader r = {.env = env, .facts = facts, .squash = squash, .out = out};
    bool any = false;
    out->secrets_state = cdk_plan_has(facts->collected, CDK_NEED_SEARCH) ? facts->tree_state : CDK_NOT_COLLECTED;
    out->contents_state = out->secrets_state;
    for (uint32_t i = 0; i < squash->inputs; i++) any = any || facts->fold->inputs[i]->search_count;
    for (uint32_t i = 0; i < squash->inputs && any; i++)
        for (uint32_t n = 1; n < facts->fold->inputs[i]->node_count; n++) {
            int32_t status = squash->shown[i][n] ? add_node(&r, i, n) : CISDOCK_OK;
            if (status) return status;
        }
    out->secrets = r.items;
    return CISDOCK_OK;
}
