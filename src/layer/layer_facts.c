/* SPDX-License-Identifier: Apache-2.0 */
#include "layer/layer_facts.h"

#include "base/num.h"
#include "layer/reading.h"
#include "layer/varint.h"

static bool start(const cdk_env *env, cdk_layer_facts *facts)
{
    uint32_t none;
    if (!cdk_grow(env->mem, (void **)&facts->nodes, &facts->node_cap, 1, sizeof *facts->nodes)) return false;
    facts->nodes[0] = (cdk_node){0};
    facts->node_count = 1;
    if (!cdk_grow(env->mem, (void **)&facts->extras, &facts->extra_cap, 1, sizeof *facts->extras)) return false;
    facts->extras[0] = (cdk_extra){0};
    facts->extra_count = 1;
    return cdk_layer_owner_add(env, facts, 0, 0, &none);
}

int32_t cdk_layer_facts_new(const cdk_env *env, uint32_t layer_count, cdk_layer_facts **out)
{
    *out = NULL;
    cdk_layer_facts *facts = cdk_calloc(env->mem, 1, sizeof *facts);
    if (!facts) return cdk_fail_memory(env);
    atomic_init(&facts->refs, 1);
    facts->mem = env->mem;
    cdk_arena_init(&facts->arena, env->mem);
    facts->layers = cdk_calloc(env->mem, layer_count ? layer_count : 1, sizeof *facts->layers);
    facts->layer_count = layer_count;
    if (facts->layers && start(env, facts) && !cdk_plan_new(env, &facts->collected)) {
        *out = facts;
        return CISDOCK_OK;
    }
    cdk_layer_facts_unref(facts);
    return cdk_fail_memory(env);
}

cdk_layer_facts *cdk_layer_facts_ref(cdk_layer_facts *facts)
{
    atomic_fetch_add_explicit(&facts->refs, 1, memory_order_relaxed);
    return facts;
}

void cdk_layer_facts_unref(cdk_layer_facts *facts)
{
    if (!facts || atomic_fetch_sub_explicit(&facts->refs, 1, memory_order_acq_rel) != 1) return;
    void *owned[] = {facts->strings.p, facts->nodes,   facts->owners,   facts->extras, facts->taken, facts->packages,
                     facts->digests,   facts->secrets, facts->searches, facts->lines,  facts->owned, facts->layers,
                     facts->records};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++) cdk_free(facts->mem, owned[i]);
    cdk_plan_free(facts->collected);
    cdk_arena_free(&facts->arena);
    cdk_free(facts->mem, facts);
}

int32_t cdk_layer_facts_collected(const cdk_env *env, cdk_layer_facts *const *layers, size_t count, cdk_plan **out)
{
    int32_t status = cdk_plan_new(env, out);
    const cdk_plan *first = count ? layers[0]->collected : NULL;
    for (size_t i = 0; first && i < first->count && !status; i++) {
        bool all = true;
        cdk_plan one = {.items = &first->items[i], .count = 1};
        for (size_t k = 1; k < count && all; k++) all = cdk_plan_covers(layers[k]->collected, &one);
        if (all) status = cdk_plan_add(env, *out, &first->items[i]);
    }
    return status;
}

cdk_str cdk_layer_str(const cdk_layer_facts *facts, uint32_t string)
{
    if (!string) return (cdk_str){"", 0};
    const uint8_t *p = (const uint8_t *)facts->strings.p + string;
    uint64_t n = 0;
    p += cdk_varint_get(p, (size_t)(facts->strings.p + facts->strings.n - (const char *)p), &n);
    return (cdk_str){(const char *)p, (size_t)n};
}

bool cdk_layer_str_add(const cdk_env *env, cdk_layer_facts *facts, cdk_str text, uint32_t *out)
{
    cdk_strings *pool = &facts->strings;
    *out = 0;
    if (!text.n) return true;
    size_t at = pool->n ? pool->n : 1, need;
    if (!cdk_add_size(at, text.n, &need) || need > UINT32_MAX - CDK_VARINT_MAX) {
        cdk_fail(env, CDK_CLASS_LIMIT, NULL, "the names of one layer take more than 4 GiB");
        return false;
    }
    if (!cdk_grow(env->mem, (void **)&pool->p, &pool->cap, need + CDK_VARINT_MAX, 1)) {
        cdk_fail_memory(env);
        return false;
    }
    pool->p[0] = '\0';
    size_t head = cdk_varint_put((uint8_t *)pool->p + at, text.n);
    memcpy(pool->p + at + head, text.p, text.n);
    pool->n = at + head + text.n;
    *out = (uint32_t)at;
    return true;
}

/* Few owners stand in a layer, mostly the last one again: sought from the end, not far. */
bool cdk_layer_owner_add(const cdk_env *env, cdk_layer_facts *facts, uint64_t uid, uint64_t gid, uint32_t *out)
{
    enum { LOOK_BACK = 16 };
    size_t n = facts->owner_count, stop = n > LOOK_BACK ? n - LOOK_BACK : 0;
    for (size_t i = n; i > stop; i--) {
        if (facts->owners[i - 1].uid != uid || facts->owners[i - 1].gid != gid) continue;
        *out = (uint32_t)(i - 1);
        return true;
    }
    if (!cdk_grow(env->mem, (void **)&facts->owners, &facts->owner_cap, n + 1, sizeof *facts->owners)) {
        cdk_fail_memory(env);
        return false;
    }
    facts->owners[n] = (cdk_owner){uid, gid};
    facts->owner_count = n + 1;
    *out = (uint32_t)n;
    return true;
}

bool cdk_layer_extra_add(const cdk_env *env, cdk_layer_facts *facts, const cdk_extra *extra, uint32_t *out)
{
    *out = 0;
    if (!extra->link && !extra->target && !extra->capability && !extra->dangling && !extra->folder) return true;
    if (!cdk_grow(env->mem, (void **)&facts->extras, &facts->extra_cap, facts->extra_count + 1, sizeof *facts->extras)) {
        cdk_fail_memory(env);
        return false;
    }
    *out = (uint32_t)facts->extra_count;
    facts->extras[facts->extra_count++] = *extra;
    return true;
}

uint32_t cdk_layer_child(const cdk_layer_facts *facts, uint32_t node, cdk_str name)
{
    const cdk_node *folder = &facts->nodes[node];
    uint32_t low = folder->first, high = folder->first + folder->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = cdk_str_cmp(cdk_layer_str(facts, facts->nodes[middle].name), name);
        if (order == 0) return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return 0;
}

cdk_str cdk_layer_path(const cdk_layer_facts *facts, uint32_t node, cdk_arena *arena)
{
    size_t n = 0;
    for (uint32_t i = node; i; i = facts->nodes[i].parent) n += cdk_layer_str(facts, facts->nodes[i].name).n + 1;
    char *path = cdk_arena_bytes(arena, n + 1);
    if (!path) return CDK_STR_NONE;
    char *end = path + n;
    *end = '\0';
    for (uint32_t i = node; i; i = facts->nodes[i].parent) {
        cdk_str name = cdk_layer_str(facts, facts->nodes[i].name);
        end -= name.n + 1;
        memcpy(end + 1, name.p, name.n);
        *end = '/';
    }
    return (cdk_str){n ? path + 1 : path, n ? n - 1 : 0};
}

size_t cdk_hanging_first(const void *items, size_t count, size_t size, uint32_t node)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const cdk_hanging *on = (const cdk_hanging *)(const void *)((const char *)items + middle * size);
        if (on->node < node)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const cdk_taken *cdk_layer_taken(const cdk_layer_facts *facts, uint32_t node, size_t *count)
{
    size_t first = cdk_hanging_first(facts->taken, facts->taken_count, sizeof *facts->taken, node), end = first;
    while (end < facts->taken_count && facts->taken[end].on.node == node) end++;
    *count = end - first;
    return facts->taken ? facts->taken + first : NULL;
}

const cdk_file_digests *cdk_layer_digests(const cdk_layer_facts *facts, uint32_t node)
{
    size_t at = cdk_hanging_first(facts->digests, facts->digest_count, sizeof *facts->digests, node);
    return at < facts->digest_count && facts->digests[at].on.node == node ? &facts->digests[at] : NULL;
}

bool cdk_layer_privileged(const cdk_layer_facts *facts, const cdk_node *node)
{
    if (!(node->marks & CDK_NODE_ENTRY) || node->type != 'f') return false;
    const cdk_extra *extra = cdk_node_extra(facts, node);
    return (node->mode & 06000) || (extra && extra->capability);
}

bool cdk_layer_telling(const cdk_layer_facts *facts, uint32_t node)
{
    size_t count;
    if (!(facts->nodes[node].marks & CDK_NODE_ENTRY) || facts->nodes[node].type != 'f') return false;
    if (cdk_layer_privileged(facts, &facts->nodes[node])) return true;
    const cdk_taken *taken = cdk_layer_taken(facts, node, &count);
    for (size_t i = 0; i < count; i++)
        if (!cdk_reads_records(taken[i].reader)) return true;
    size_t secret = cdk_hanging_first(facts->secrets, facts->secret_count, sizeof *facts->secrets, node);
    return secret < facts->secret_count && facts->secrets[secret].on.node == node;
}
