/* SPDX-License-Identifier: Apache-2.0 */
/* Packages of programming languages: of each layer those whose metadata the squashed tree shows. */
#include "facts/packages.h"

static const struct {
    cdk_reader_id reader;
    const char *db;
} languages[] = {{CDK_READ_PYTHON, "python"}, {CDK_READ_NPM, "npm"}, {CDK_READ_GEM, "gem"}};

static const char *language_of(uint32_t reader)
{
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++)
        if (languages[i].reader == reader) return languages[i].db;
    return NULL;
}

static int32_t add_taken(const cdk_env *env, cdk_facts *facts, uint32_t input, const cdk_taken *taken, const char *db,
                         cdk_package_list *list)
{
    const cdk_layer_facts *layer = facts->fold->inputs[input];
    cdk_fold_entry entry;
    cdk_str path = cdk_layer_path(layer, taken->on.node, &facts->arena);
    if (!path.p) return cdk_fail_memory(env);
    if (!cdk_fold_shows(facts->fold, input, taken->on.node, path)) return CISDOCK_OK;
    cdk_fold_entry_of(facts->fold, input, taken->on.node, &entry);
    cdk_took took = {.known = (cdk_known)taken->state, .facts = layer, .taken = taken, .layer = (int32_t)entry.layer};
    if (took.known == CDK_HAVE) took.known = cdk_facts_trust(facts, took.layer);
    list->known = cdk_known_worse(list->known, took.known);
    return cdk_package_list_add(env, list, db, &took, path);
}

int32_t cdk_facts_read_languages(const cdk_env *env, cdk_facts *facts)
{
    cdk_package_list list = {.known = CDK_ABSENT};
    int32_t status = CISDOCK_OK;
    facts->languages.known = CDK_NOT_COLLECTED;
    if (!cdk_plan_has(facts->collected, CDK_NEED_LANGUAGES)) return CISDOCK_OK;
    facts->languages.known = CDK_UNSUPPORTED;
    if (!cdk_reader_version(CDK_READ_PYTHON)) return CISDOCK_OK; /* left out of the build */
    for (uint32_t i = 0; i < facts->fold->input_count && !status; i++) {
        const cdk_layer_facts *layer = facts->fold->inputs[i];
        for (size_t k = 0; k < layer->taken_count && !status; k++) {
            const char *db = language_of(layer->taken[k].reader);
            bool told = layer->taken[k].count || layer->taken[k].state != CDK_HAVE;
            if (db && told) status = add_taken(env, facts, i, &layer->taken[k], db, &list);
        }
    }
    facts->languages.known = list.known == CDK_ABSENT ? cdk_facts_trust(facts, -1) : list.known;
    int32_t ended = cdk_package_list_end(env, facts, &list, &facts->languages.items, &facts->languages.count);
    return status ? status : ended;
}
