/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/gate_facts.h"

#include "base/base64.h"

int32_t cdk_gate_facts_new(const cdk_env *env, cdk_gate_facts **out)
{
    cdk_gate_facts *facts = cdk_calloc(env->mem, 1, sizeof *facts);
    *out = facts;
    if (!facts) return cdk_fail_memory(env);
    facts->vulnerabilities_lack = facts->malware_lack = facts->feed_lack = CDK_NOT_GIVEN;
    cdk_arena_init(&facts->arena, env->mem);
    cdk_map_init(&facts->files_by_path, env->mem);
    cdk_map_init(&facts->passed_by_path, env->mem);
    return 0;
}

void cdk_gate_facts_free(cdk_gate_facts *facts)
{
    if (!facts) return;
    cdk_mem *mem = facts->arena.mem;
    cdk_map_free(&facts->files_by_path);
    cdk_map_free(&facts->passed_by_path);
    cdk_arena_free(&facts->arena);
    cdk_free(mem, facts);
}

int32_t cdk_gate_facts_index(const cdk_env *env, cdk_gate_facts *facts)
{
    for (uint32_t i = 0; i < facts->file_count; i++)
        if (!cdk_map_put(&facts->files_by_path, facts->files[i].path, &facts->files[i])) return cdk_fail_memory(env);
    for (uint32_t i = 0; i < facts->passed_count; i++)
        if (!cdk_map_put(&facts->passed_by_path, facts->passed[i].path, &facts->passed[i])) return cdk_fail_memory(env);
    return 0;
}

const cdk_gate_file *cdk_gate_facts_file(const cdk_gate_facts *facts, cdk_str path)
{
    return cdk_map_get(&facts->files_by_path, path);
}

const cdk_gate_retrieved *cdk_gate_facts_retrieved(const cdk_gate_facts *facts, cdk_str path)
{
    for (uint32_t i = 0; i < facts->retrieved_count; i++)
        if (cdk_str_eq(facts->retrieved[i].path, path)) return &facts->retrieved[i];
    return NULL;
}

/* The engine's table of distributions. */
static const char *flavor_of(cdk_str distro)
{
    static const struct {
        const char *distro, *flavor;
    } rows[] = {{"alpine", "ALPINE"}, {"busybox", "BUSYB"}, {"centos", "RHEL"}, {"debian", "DEB"}, {"fedora", "RHEL"},
                {"ol", "RHEL"}, {"rhel", "RHEL"}, {"ubuntu", "DEB"}, {"amzn", "RHEL"}, {"redhat", "RHEL"}, {"sles", "RHEL"},
                {"rocky", "RHEL"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cdk_str_is(distro, rows[i].distro)) return rows[i].flavor;
    return "";
}

const char *cdk_gate_facts_flavor(const cdk_gate_facts *facts)
{
    const char *flavor = flavor_of(facts->distro);
    cdk_str rest = facts->like_distro, name;
    while (!*flavor && rest.n) {
        cdk_str_cut(rest, ',', &name, &rest);
        flavor = flavor_of(name);
    }
    return flavor;
}

uint32_t cdk_gate_type_bits(cdk_gate_file_type type, cdk_str word)
{
    static const struct {
        const char *word;
        uint32_t bits;
    } rows[] = {{"block", 0060000}, {"blk", 0060000}, {"char", 0020000}, {"chr", 0020000}, {"dev", 0020000}, {"fifo", 0010000}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cdk_str_is(word, rows[i].word)) return rows[i].bits;
    switch (type) {
    case CDK_GF_FILE: return 0100000;
    case CDK_GF_DIR: return 0040000;
    case CDK_GF_SLINK: return 0120000;
    default: return 0;
    }
}

bool cdk_gate_facts_texts(cdk_arena *arena, const cdk_json *array, const cdk_str **items, uint32_t *count)
{
    *items = NULL;
    *count = 0;
    if (!cdk_json_is(array, CDK_JSON_ARRAY) || !array->count) return true;
    cdk_str *list = cdk_arena_calloc(arena, array->count, sizeof *list);
    if (!list) return false;
    CDK_JSON_EACH(item, array) {
        if (cdk_json_is(item, CDK_JSON_STRING)) list[(*count)++] = item->text;
    }
    *items = list;
    return true;
}

bool cdk_gate_facts_base64(const cdk_env *env, cdk_arena *arena, cdk_str text, cdk_str *out, bool *good)
{
    cdk_buf packed, bytes;
    cdk_buf_init(&packed, env->mem);
    cdk_buf_init(&bytes, env->mem);
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] != '\n' && text.p[i] != '\r' && text.p[i] != ' ') cdk_buf_char(&packed, text.p[i]);
    *good = cdk_base64_decode(&bytes, cdk_buf_view(&packed));
    *out = cdk_str_dup(arena, cdk_buf_view(&bytes));
    bool whole = out->p && !packed.failed && !bytes.failed;
    cdk_buf_free(&packed);
    cdk_buf_free(&bytes);
    return whole;
}
