/* SPDX-License-Identifier: Apache-2.0 */
/* Hits of the secret search, as the engine records them: also under the paths of links that lead to a file with hits. */
#include "facts/gate_facts_image.h"

#include "archive/path.h"
#include "base/num.h"

typedef struct hits {
    cdk_gate_hit *items;
    size_t count, cap;
    bool limited; /* some file could not be searched to its end */
} hits;

typedef struct reader {
    const cdk_env *env;
    const cdk_facts *facts;
    const cdk_gate_squash *squash;
    cdk_gate_facts *out;
    hits secrets, contents;
} reader;

static const cdk_need *need_named(const cdk_plan *plan, cdk_str name)
{
    for (size_t i = 0; i < plan->count; i++)
        if (plan->items[i].kind == CDK_NEED_SEARCH && cdk_str_eq(plan->items[i].name, name)) return &plan->items[i];
    return NULL;
}

/* What the name of a search for a bundle's pattern goes on with; p NULL: a search for secrets. */
static cdk_str content_of(const cdk_need *need)
{
    cdk_str head = CDK_STR(CDK_CONTENT_SEARCH);
    return cdk_str_starts(need->name, head) ? cdk_str_from(need->name, head.n) : CDK_STR_NONE;
}

static int32_t add(reader *r, cdk_str path, const cdk_need *need, const uint32_t *lines, uint32_t line_count)
{
    cdk_arena *arena = &r->out->arena;
    cdk_str text = content_of(need);
    hits *to = text.p ? &r->contents : &r->secrets;
    if (!line_count) {
        to->limited = true;
        return CISDOCK_OK;
    }
    if (!text.p) text = cdk_str_of(cdk_arena_printf(arena, "%.*s=%.*s", (int)need->name.n, need->name.p, (int)need->pattern.n, need->pattern.p));
    if (!text.p || !path.p) return cdk_fail_memory(r->env);
    if (to->count == to->cap) {
        size_t cap = to->cap ? to->cap * 2 : 16;
        cdk_gate_hit *bigger = cdk_arena_alloc(arena, cap * sizeof *bigger);
        if (!bigger) return cdk_fail_memory(r->env);
        if (to->count) memcpy(bigger, to->items, to->count * sizeof *bigger);
        to->items = bigger;
        to->cap = cap;
    }
    to->items[to->count++] = (cdk_gate_hit){path, text, lines, line_count};
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

/* Does a relative target climb above the root? Then the engine finds nothing. */
static bool climbs_out(cdk_str folder, cdk_str target)
{
    cdk_str part;
    long depth = folder.n > 0;
    for (size_t i = 0; i < folder.n; i++) depth += folder.p[i] == '/';
    for (bool more = true; more && depth >= 0;) {
        more = cdk_str_cut(target, '/', &part, &target);
        if (cdk_str_is(part, ".."))
            depth--;
        else if (part.n && !cdk_str_is(part, "."))
            depth++;
    }
    return depth < 0;
}

/* Where a link's text leads: taken without its first character, as it is, then below the link's folder. */
static bool follow(const reader *r, cdk_arena *arena, cdk_str from, cdk_str link, uint32_t *input, uint32_t *node)
{
    cdk_str clean, folder = cdk_path_parent(from);
    size_t room;
    if (link.n > 1 && find_shown(r, cdk_str_from(link, 1), input, node)) return true;
    if (link.n && find_shown(r, link, input, node)) return true;
    if (!link.n || link.p[0] == '/' || climbs_out(folder, link) || !cdk_add_size(folder.n, link.n, &room) || !cdk_add_size(room, 2, &room)) return false;
    char *bytes = cdk_arena_bytes(arena, room);
    return bytes && cdk_path_resolve(folder, link, bytes, room, &clean) == CDK_PATH_OK && clean.n && find_shown(r, clean, input, node);
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

/* Which searches were made: sets `secrets`, and `unlimited` where a bundle's pattern was looked for in files of any size. */
static int32_t note_searches(const reader *r, bool *secrets, bool *unlimited)
{
    const cdk_plan *plan = r->facts->collected;
    cdk_gate_facts *out = r->out;
    cdk_str *names = cdk_arena_calloc(&out->arena, plan->count + 1, sizeof *names);
    if (!names) return cdk_fail_memory(r->env);
    for (size_t i = 0; i < plan->count; i++) {
        if (plan->items[i].kind != CDK_NEED_SEARCH) continue;
        cdk_str content = content_of(&plan->items[i]);
        *secrets = *secrets || !content.p;
        *unlimited = *unlimited || (content.p && !plan->items[i].max_size);
        if (content.p) names[out->content_search_count++] = content;
    }
    out->content_searches = names;
    return CISDOCK_OK;
}

/* A file that is larger than what is kept of one for reading, where patterns want files of any size. */
static bool too_large(const reader *r)
{
    for (uint32_t i = 0; i < r->squash->inputs; i++)
        for (uint32_t n = 1; n < r->facts->fold->inputs[i]->node_count; n++) {
            const cdk_node *node = &r->facts->fold->inputs[i]->nodes[n];
            if (r->squash->shown[i][n] && node->type == 'f' && node->size > CDK_LIMIT(r->env, MAX_KEPT_FILE)) return true;
        }
    return false;
}

static cdk_known state_of(const reader *r, bool asked, bool limited)
{
    if (!asked) return CDK_NOT_COLLECTED;
    return r->facts->tree_state == CDK_HAVE && limited ? CDK_LIMITED : r->facts->tree_state;
}

int32_t cdk_gate_facts_read_hits(const cdk_env *env, const cdk_facts *facts, const cdk_gate_squash *squash, cdk_gate_facts *out)
{
    reader r = {.env = env, .facts = facts, .squash = squash, .out = out};
    bool any = false, secrets = false, unlimited = false;
    int32_t status = note_searches(&r, &secrets, &unlimited);
    for (uint32_t i = 0; i < squash->inputs; i++) any = any || facts->fold->inputs[i]->search_count;
    for (uint32_t i = 0; i < squash->inputs && any; i++)
        for (uint32_t n = 1; n < facts->fold->inputs[i]->node_count && !status; n++)
            if (squash->shown[i][n]) status = add_node(&r, i, n);
    out->secrets = r.secrets.items;
    out->secret_count = (uint32_t)r.secrets.count;
    out->secrets_state = state_of(&r, secrets, r.secrets.limited);
    out->contents = r.contents.items;
    out->content_count = (uint32_t)r.contents.count;
    out->contents_state = state_of(&r, out->content_search_count > 0, r.contents.limited || (unlimited && too_large(&r)));
    return status;
}
