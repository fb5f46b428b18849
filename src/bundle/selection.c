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
    if (selection->scope == CDK_SCOPE_IMAGE && !(item->section[0] == IMAGE_SECTION && item->section[1] == '\0')) return false;
    if (selection->only_count && !listed(selection->only, selection->only_count, item)) return false;
    return !listed(selection->skip, selection->skip_count, item);
}
