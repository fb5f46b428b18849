/* SPDX-License-Identifier: Apache-2.0 */
/* Plain accessors of cdk_facts. */
#include "facts/facts_impl.h"

const cdk_image_doc *cdk_facts_image(const cdk_facts *facts)
{
    return facts->image;
}

const cdk_image_config *cdk_facts_config(const cdk_facts *facts)
{
    return facts->image->config;
}

cdk_image_format cdk_facts_format(const cdk_facts *facts)
{
    return facts->format;
}

const cdk_problems *cdk_facts_problems(const cdk_facts *facts)
{
    return &facts->problems;
}

const cdk_plan *cdk_facts_collected(const cdk_facts *facts)
{
    return facts->collected;
}

uint32_t cdk_facts_layer_count(const cdk_facts *facts)
{
    return facts->layer_count;
}

const cdk_layer_info *cdk_facts_layer(const cdk_facts *facts, uint32_t index)
{
    return index < facts->layer_count ? &facts->layers[index] : NULL;
}

cdk_known cdk_facts_tree_state(const cdk_facts *facts)
{
    return facts->tree_state;
}

cdk_known cdk_facts_special_state(const cdk_facts *facts)
{
    return facts->special_state;
}

uint32_t cdk_facts_file_count(const cdk_facts *facts)
{
    return facts->file_count;
}

#define GIVE(member)                \
    *items = facts->member.items;   \
    *count = facts->member.count;   \
    return facts->member.known

cdk_known cdk_facts_users(const cdk_facts *facts, const cdk_user **items, uint32_t *count)
{
    GIVE(users);
}

cdk_known cdk_facts_groups(const cdk_facts *facts, const cdk_group **items, uint32_t *count)
{
    GIVE(groups);
}

cdk_known cdk_facts_shadow(const cdk_facts *facts, const cdk_shadow **items, uint32_t *count)
{
    GIVE(shadow);
}

cdk_known cdk_facts_os_release(const cdk_facts *facts, const cdk_pair **items, uint32_t *count)
{
    GIVE(os_release);
}

cdk_known cdk_facts_packages(const cdk_facts *facts, const cdk_package **items, uint32_t *count)
{
    GIVE(packages);
}

cdk_known cdk_facts_language_packages(const cdk_facts *facts, const cdk_package **items, uint32_t *count)
{
    GIVE(languages);
}

cdk_known cdk_facts_secrets(const cdk_facts *facts, const cdk_secret_hit **items, uint32_t *count)
{
    GIVE(secrets);
}

cdk_str cdk_facts_os_release_get(const cdk_facts *facts, const char *key)
{
    for (uint32_t i = 0; i < facts->os_release.count; i++)
        if (cdk_str_is(facts->os_release.items[i].key, key)) return facts->os_release.items[i].value;
    return CDK_STR_NONE;
}

const cdk_package *cdk_facts_owner(const cdk_facts *facts, cdk_str clean_path)
{
    return cdk_map_get(&facts->owners, clean_path);
}

cdk_known cdk_facts_search(const cdk_facts *facts, cdk_str name, const cdk_search_hit **items, uint32_t *count)
{
    *items = NULL;
    *count = 0;
    bool asked = false;
    for (size_t i = 0; i < facts->collected->count && !asked; i++)
        asked = facts->collected->items[i].kind == CDK_NEED_SEARCH && cdk_str_eq(facts->collected->items[i].name, name);
    if (!asked) return CDK_NOT_COLLECTED;
    for (uint32_t i = 0; i < facts->searches.count; i++) {
        if (!cdk_str_eq(facts->searches.items[i].name, name)) continue;
        if (!*count) *items = &facts->searches.items[i];
        ++*count;
    }
    if (facts->tree_state != CDK_HAVE) return facts->tree_state;
    return *count ? CDK_HAVE : CDK_ABSENT;
}

void cdk_facts_free(cdk_facts *facts)
{
    if (!facts) return;
    cdk_mem *mem = facts->mem;
    cdk_fold_free(facts->fold);
    cdk_plan_free(facts->collected);
    if (facts->owners.mem) cdk_map_free(&facts->owners);
    cdk_arena_free(&facts->arena);
    cdk_free(mem, facts);
}
