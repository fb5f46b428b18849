/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/bundle.h"

enum { IMAGE_SECTION = '4' };

void cdk_selection_init(cdk_selection *selection)
{
    *selection = (cdk_selection){.level = 2, .scope = CDK_SCOPE_IMAGE};
}

uint32_t cdk_benchmark_targets(const cdk_benchmark *benchmark)
{
    uint32_t targets = 0;
    for (uint32_t i = 0; i < benchmark->count; i++)
        for (uint32_t n = 0; n < benchmark->items[i].level_count; n++) targets |= benchmark->items[i].levels[n].target;
    return targets;
}

static bool listed(const cdk_str *list, uint32_t count, const cdk_recommendation *item)
{
    for (uint32_t i = 0; i < count; i++)
        if (cdk_str_is(list[i], item->id) || (item->slug && cdk_str_is(list[i], item->slug->slug))) return true;
    return false;
}

/* The lowest level under which one of the chosen profiles has it; 0: none does. */
static uint8_t level_of(const cdk_selection *selection, const cdk_recommendation *item)
{
    uint8_t lowest = 0;
    for (uint32_t i = 0; i < item->level_count; i++) {
        const cdk_level *level = &item->levels[i];
        if (selection->targets && !(selection->targets & level->target)) continue;
        if (level->level <= selection->level && (lowest == 0 || level->level < lowest)) lowest = level->level;
    }
    return lowest;
}

bool cdk_selection_has(const cdk_selection *selection, const cdk_recommendation *item, uint8_t *level)
{
    uint8_t at = level_of(selection, item);
    if (level) *level = at;
    if (at == 0) return false;
    bool of_images = item->policy || (item->section[0] == IMAGE_SECTION && item->section[1] == '\0');
    if (selection->scope == CDK_SCOPE_IMAGE && !of_images) return false;
    if (selection->only_count && !listed(selection->only, selection->only_count, item)) return false;
    return !listed(selection->skip, selection->skip_count, item);
}

static bool known(const cdk_benchmark *benchmark, cdk_str name)
{
    for (uint32_t i = 0; benchmark && i < benchmark->count; i++)
        if (listed(&name, 1, &benchmark->items[i])) return true;
    return false;
}

static bool known_anywhere(const cdk_benchmark *benchmark, cdk_str name)
{
    bool found = known(benchmark, name);
    for (uint32_t i = 0; i < cdk_benchmark_count() && !found; i++) found = known(cdk_benchmark_at(i), name);
    return found;
}

int32_t cdk_selection_check(const cdk_env *env, const cdk_selection *selection, const cdk_benchmark *benchmark)
{
    if (!benchmark) return CISDOCK_OK;
    for (uint32_t i = 0; i < selection->only_count; i++)
        if (!known(benchmark, selection->only[i]))
            return cdk_fail(env, CDK_CLASS_ARGUMENT, NULL, "%s has no recommendation \"%.*s\"", benchmark->id,
                            (int)selection->only[i].n, selection->only[i].p);
    for (uint32_t i = 0; i < selection->skip_count; i++)
        if (!known_anywhere(benchmark, selection->skip[i]))
            return cdk_fail(env, CDK_CLASS_ARGUMENT, NULL, "no benchmark has a recommendation \"%.*s\" that could be skipped",
                            (int)selection->skip[i].n, selection->skip[i].p);
    return CISDOCK_OK;
}
