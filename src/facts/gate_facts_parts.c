/* SPDX-License-Identifier: Apache-2.0 */
/* What a facts document tells of its own parts: how well each is known, and which files were to be retrieved. */
#include "facts/gate_facts.h"

#include <stddef.h>

static const struct {
    const char *name;
    size_t state;
} parts[] = {{"files", offsetof(cdk_gate_facts, files_state)},           {"retrieved_files", offsetof(cdk_gate_facts, retrieved_state)},
             {"secret_search", offsetof(cdk_gate_facts, secrets_state)}, {"content_search", offsetof(cdk_gate_facts, contents_state)},
             {"packages", offsetof(cdk_gate_facts, packages_state)},     {"language_packages", offsetof(cdk_gate_facts, languages_state)},
             {"licenses", offsetof(cdk_gate_facts, licenses_state)},
             {"package_db", offsetof(cdk_gate_facts, records_state)}};

const char *cdk_gate_part_name(size_t index)
{
    return index < sizeof parts / sizeof *parts ? parts[index].name : NULL;
}

cdk_known *cdk_gate_part_state(cdk_gate_facts *facts, size_t index)
{
    return (cdk_known *)(void *)((char *)facts + parts[index].state);
}

int32_t cdk_gate_facts_read_parts(const cdk_env *env, const cdk_json *document, cdk_gate_facts *facts)
{
    const cdk_json *states = cdk_json_get(document, "states"), *asked = cdk_json_get(document, "retrieved_paths");
    for (size_t i = 0; cdk_gate_part_name(i); i++) cdk_known_of_word(cdk_json_get_str(states, cdk_gate_part_name(i)), cdk_gate_part_state(facts, i));
    if (!cdk_json_is(asked, CDK_JSON_ARRAY)) return 0;
    if (!cdk_gate_facts_texts(&facts->arena, asked, &facts->asked, &facts->asked_count)) return cdk_fail_memory(env);
    if (!facts->asked) facts->asked = cdk_arena_calloc(&facts->arena, 1, sizeof *facts->asked);
    return facts->asked ? 0 : cdk_fail_memory(env);
}

cdk_known cdk_gate_facts_retrieved_known(const cdk_gate_facts *facts, cdk_str path)
{
    if (!facts->asked) return facts->retrieved_state;
    while (path.n && path.p[0] == '/') path = cdk_str_from(path, 1);
    for (uint32_t i = 0; i < facts->asked_count; i++)
        if (facts->asked[i].n && cdk_str_eq(cdk_str_from(facts->asked[i], facts->asked[i].p[0] == '/'), path)) return facts->retrieved_state;
    return CDK_NOT_COLLECTED;
}
