/* SPDX-License-Identifier: Apache-2.0 */
#include "layer/plan.h"

int32_t cdk_plan_new(const cdk_env *env, cdk_plan **out)
{
    *out = cdk_calloc(env->mem, 1, sizeof **out);
    if (!*out) return cdk_fail_memory(env);
    cdk_arena_init(&(*out)->arena, env->mem);
    return CISDOCK_OK;
}

void cdk_plan_free(cdk_plan *plan)
{
    if (!plan) return;
    cdk_mem *mem = plan->arena.mem;
    cdk_free(mem, plan->items);
    cdk_arena_free(&plan->arena);
    cdk_free(mem, plan);
}

/* Order of identity; the size is no part of it. */
static int compare(const cdk_need *a, const cdk_need *b)
{
    if (a->kind != b->kind) return a->kind < b->kind ? -1 : 1;
    int by_name = cdk_str_cmp(a->name, b->name);
    return by_name ? by_name : cdk_str_cmp(a->pattern, b->pattern);
}

/* The place of the need, or where it belongs. */
static bool find(const cdk_plan *plan, const cdk_need *need, size_t *at)
{
    size_t low = 0, high = plan->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare(&plan->items[middle], need);
        if (order == 0) {
            *at = middle;
            return true;
        }
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *at = low;
    return false;
}

/* 0 stands for the limit in force, so it holds all others. */
static bool size_covers(uint64_t have, uint64_t want)
{
    return have == 0 || (want != 0 && have >= want);
}

int32_t cdk_plan_add(const cdk_env *env, cdk_plan *plan, const cdk_need *need)
{
    size_t at;
    if (find(plan, need, &at)) {
        if (!size_covers(plan->items[at].max_size, need->max_size)) plan->items[at].max_size = need->max_size;
        return CISDOCK_OK;
    }
    cdk_need copy = *need;
    if (need->name.p && !(copy.name = cdk_str_dup(&plan->arena, need->name)).p) return cdk_fail_memory(env);
    if (need->pattern.p && !(copy.pattern = cdk_str_dup(&plan->arena, need->pattern)).p) return cdk_fail_memory(env);
    if (!cdk_grow(env->mem, (void **)&plan->items, &plan->cap, plan->count + 1, sizeof *plan->items))
        return cdk_fail_memory(env);
    memmove(plan->items + at + 1, plan->items + at, (plan->count - at) * sizeof *plan->items);
    plan->items[at] = copy;
    plan->count++;
    return CISDOCK_OK;
}

int32_t cdk_plan_add_base(const cdk_env *env, cdk_plan *plan)
{
    static const cdk_need_kind base[] = {CDK_NEED_FILES, CDK_NEED_PACKAGES, CDK_NEED_KNOWN_FILES, CDK_NEED_SECRETS,
                                         CDK_NEED_LANGUAGES};
    for (size_t i = 0; i < sizeof base / sizeof *base; i++) {
        int32_t status = cdk_plan_add(env, plan, &(cdk_need){.kind = base[i]});
        if (status) return status;
    }
    return CISDOCK_OK;
}

int32_t cdk_plan_add_all(const cdk_env *env, cdk_plan *plan, const cdk_plan *from)
{
    for (size_t i = 0; i < from->count; i++) {
        int32_t status = cdk_plan_add(env, plan, &from->items[i]);
        if (status) return status;
    }
    return CISDOCK_OK;
}

bool cdk_plan_has(const cdk_plan *plan, cdk_need_kind kind)
{
    for (size_t i = 0; i < plan->count; i++)
        if (plan->items[i].kind == kind) return true;
    return false;
}

bool cdk_plan_covers(const cdk_plan *collected, const cdk_plan *wanted)
{
    for (size_t i = 0; i < wanted->count; i++) {
        size_t at;
        if (!find(collected, &wanted->items[i], &at)) return false;
        if (!size_covers(collected->items[at].max_size, wanted->items[i].max_size)) return false;
    }
    return true;
}
