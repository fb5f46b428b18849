/* SPDX-License-Identifier: Apache-2.0 */
/* Brings documents and layers together: digests compared, trees folded, files read. */
#include "facts/assemble.h"

#include "archive/codec.h"
#include "facts/facts_impl.h"

#include <stdio.h>

/* "sha256:..." of a digest; none: no memory. */
static cdk_str digest_text(cdk_arena *arena, const uint8_t digest[32])
{
    char *text = cdk_arena_bytes(arena, 7 + 64 + 1);
    if (!text) return CDK_STR_NONE;
    memcpy(text, "sha256:", 7);
    cdk_hex(digest, 32, text + 7);
    return (cdk_str){text, 7 + 64};
}

static int32_t mismatch(const cdk_env *env, cdk_facts *facts, uint32_t layer, const char *what, cdk_str told, cdk_str seen)
{
    cdk_where where = CDK_NOWHERE;
    where.layer = (int32_t)layer;
    facts->layers[layer].verified = false;
    bool kept = cdk_problem_add(env, &facts->arena, &facts->problems, CDK_CLASS_DIGEST_MISMATCH, CDK_ERROR, &where,
                                "%s of the layer is %.*s, but its bytes have %.*s", what, (int)told.n, told.p, (int)seen.n,
                                seen.p);
    return kept ? CISDOCK_OK : env->error->status;
}

/* Compare one digest that the documents tell. Sets *checked where it was one that we can compare. */
static int32_t compare(const cdk_env *env, cdk_facts *facts, uint32_t layer, const char *what, cdk_str told, cdk_str seen,
                       bool *checked)
{
    if (!told.n || !seen.n) return CISDOCK_OK;
    if (!cdk_str_starts(told, CDK_STR("sha256:"))) return CISDOCK_OK;
    *checked = true;
    return cdk_str_eq(told, seen) ? CISDOCK_OK : mismatch(env, facts, layer, what, told, seen);
}

static int32_t verify(const cdk_env *env, cdk_facts *facts, uint32_t index, const cdk_layer_ref *ref, cdk_str diff_id)
{
    cdk_layer_info *info = &facts->layers[index];
    bool digest = false, diff = false;
    info->verified = info->read && !facts->problems.dropped;
    int32_t status = compare(env, facts, index, "the digest", ref->digest, info->digest, &digest);
    if (!status) status = compare(env, facts, index, "the diff_id", ref->diff_id, diff_id, &diff);
    if (!status && ref->size >= 0 && info->read && (uint64_t)ref->size != info->stored_size) {
        char told[24], seen[24];
        int n = snprintf(told, sizeof told, "%lld", (long long)ref->size);
        int m = snprintf(seen, sizeof seen, "%llu bytes", (unsigned long long)info->stored_size);
        status = mismatch(env, facts, index, "the size", (cdk_str){told, (size_t)n}, (cdk_str){seen, (size_t)m});
    }
    info->verified &= digest || diff;
    return status;
}

/* A root file system has no name in any document. */
static int32_t name_layer(const cdk_env *env, cdk_facts *facts, cdk_layer_info *info, const char *source_name)
{
    if (info->name.n || !source_name || facts->format != CDK_FORMAT_ROOTFS) return CISDOCK_OK;
    info->name = cdk_str_dup(&facts->arena, cdk_str_of(source_name));
    return info->name.p ? CISDOCK_OK : cdk_fail_memory(env);
}

static int32_t fill_layer(const cdk_env *env, cdk_facts *facts, uint32_t index, const cdk_layer_sum *sum)
{
    static const cdk_layer_ref unnamed = {.size = -1, .history = -1};
    const cdk_image_doc *image = facts->image;
    const cdk_layer_ref *ref = index < image->layer_count ? &image->layers[index] : &unnamed;
    cdk_layer_info *info = &facts->layers[index];
    *info = (cdk_layer_info){.name = ref->name, .digest = CDK_STR(""), .diff_id = CDK_STR(""),
                             .stored = cdk_codec_name(sum->codec), .stored_size = sum->stored_size, .size = sum->size,
                             .entries = sum->entries, .whiteouts = sum->whiteouts, .opaques = sum->opaques,
                             .read = sum->state == CDK_HAVE, .state = sum->state, .history = ref->history};
    cdk_str diff_id = CDK_STR("");
    if (sum->has_sha256 && !(info->digest = digest_text(&facts->arena, sum->sha256)).p) return cdk_fail_memory(env);
    if (sum->has_diff_id && !(diff_id = digest_text(&facts->arena, sum->diff_id)).p) return cdk_fail_memory(env);
    info->diff_id = diff_id.n ? diff_id : ref->diff_id;
    if (image->config && ref->history >= 0 && (uint32_t)ref->history < image->config->history_count)
        info->created_by = image->config->history[ref->history].created_by;
    return verify(env, facts, index, ref, diff_id);
}

static int32_t fill_layers(const cdk_env *env, cdk_facts *facts, const cdk_assembly *assembly)
{
    for (uint32_t i = 0; i < assembly->count; i++) facts->layer_count += assembly->layers[i]->layer_count;
    facts->layers = cdk_arena_calloc(&facts->arena, facts->layer_count + (size_t)1, sizeof *facts->layers);
    if (!facts->layers) return cdk_fail_memory(env);
    uint32_t index = 0;
    for (uint32_t i = 0; i < assembly->count; i++) {
        const cdk_layer_facts *layer = assembly->layers[i];
        if (!cdk_problems_append(env, &facts->arena, &facts->problems, &layer->problems, (int32_t)index))
            return env->error->status;
        for (uint32_t k = 0; k < layer->layer_count; k++, index++) {
            int32_t status = fill_layer(env, facts, index, &layer->layers[k]);
            if (!status) status = name_layer(env, facts, &facts->layers[index], assembly->source_name);
            if (status) return status;
            if (facts->tree_state == CDK_HAVE) facts->tree_state = layer->layers[k].state;
        }
    }
    return CISDOCK_OK;
}

/* What all layers have collected. Without any it is what was asked for: there is nothing more to be known. */
static int32_t take_collected(const cdk_env *env, cdk_facts *facts, const cdk_assembly *assembly)
{
    int32_t status = cdk_layer_facts_collected(env, assembly->layers, assembly->count, &facts->collected);
    return status || assembly->count ? status : cdk_plan_add_all(env, facts->collected, assembly->plan);
}

static int32_t count_files(cdk_facts *facts)
{
    for (size_t i = 1; i < facts->fold->count; i++) facts->file_count += facts->fold->nodes[i].marks & CDK_NODE_ENTRY;
    return CISDOCK_OK;
}

static int32_t read_all(const cdk_env *env, cdk_facts *facts)
{
    int32_t (*const steps[])(const cdk_env *, cdk_facts *) = {
        cdk_facts_read_accounts, cdk_facts_read_os_release, cdk_facts_read_packages, cdk_facts_read_languages,
        cdk_facts_read_secrets,  cdk_facts_note_oddities,
        cdk_facts_read_searches,
        cdk_facts_note_oddities,
    };
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        int32_t status = steps[i](env, facts);
        if (status) return status;
    }
    return CISDOCK_OK;
}

static int32_t assemble(const cdk_env *env, const cdk_assembly *assembly, cdk_facts *facts)
{
    int32_t status = take_collected(env, facts, assembly);
    if (!status && !cdk_problems_append(env, &facts->arena, &facts->problems, &assembly->image->problems, -1))
        status = env->error->status;
    if (!status) status = fill_layers(env, facts, assembly);
    if (!status) status = cdk_fold_run(env, assembly->layers, assembly->count, true, &facts->fold);
    if (!status) status = count_files(facts);
    if (!status && !facts->collected->count) facts->tree_state = CDK_NOT_COLLECTED;
    facts->special_state = facts->tree_state;
    return status ? status : read_all(env, facts);
}

int32_t cdk_facts_assemble(const cdk_env *env, const cdk_assembly *assembly, cdk_facts **out)
{
    *out = NULL;
    cdk_facts *facts = cdk_calloc(env->mem, 1, sizeof *facts);
    if (!facts) return cdk_fail_memory(env);
    facts->mem = env->mem;
    facts->image = assembly->image;
    facts->format = assembly->format;
    facts->secrets.known = facts->languages.known = CDK_NOT_COLLECTED;
    cdk_arena_init(&facts->arena, env->mem);
    cdk_map_init(&facts->owners, env->mem);
    int32_t status = assemble(env, assembly, facts);
    if (status)
        cdk_facts_free(facts);
    else
        *out = facts;
    return status;
}
