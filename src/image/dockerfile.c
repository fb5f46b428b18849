/* SPDX-License-Identifier: Apache-2.0 */
#include "image/dockerfile.h"

#include "image/dockerfile_read.h"

int32_t cdk_dockerfile_parse(const cdk_env *env, cdk_arena *arena, cdk_str text, const cdk_dockerfile_options *options,
                             cdk_dockerfile **out)
{
    cdk_dockerfile_parts parts = {.env = env, .arena = arena};
    if (text.n > CDK_LIMIT(env, MAX_DOCUMENT)) {
        cdk_where where = CDK_NOWHERE;
        where.document = "Dockerfile";
        return cdk_fail_limit(env, CDK_LIMIT_MAX_DOCUMENT, &where, text.n);
    }
    parts.file = cdk_arena_calloc(arena, 1, sizeof *parts.file);
    if (!parts.file) return cdk_fail_memory(env);
    int32_t status = cdk_dockerfile_read(&parts, text);
    if (!status) status = cdk_dockerfile_resolve(&parts, options);
    if (status) return status;
    parts.file->items = parts.items.items;
    parts.file->count = parts.items.count;
    *out = parts.file;
    return CISDOCK_OK;
}

static int32_t target_stage(const cdk_dockerfile *file, const cdk_dockerfile_options *options)
{
    int32_t last = (int32_t)file->stage_count - 1;
    uint64_t number;
    if (!options || !options->target.n) return last;
    for (uint32_t i = 0; i < file->stage_count; i++)
        if (cdk_str_eq_nocase(file->stages[i].name, options->target)) return (int32_t)i;
    return cdk_str_u64(options->target, 10, &number) && number < file->stage_count ? (int32_t)number : -1;
}

/* A local archive that is added to / of an empty image, before anything else. */
static int32_t find_root(const cdk_dockerfile *file, int32_t oldest, const cdk_instructions *list)
{
    if (oldest < 0 || !cdk_str_is(file->stages[oldest].base, "scratch")) return -1;
    for (uint32_t i = 0; i < list->count; i++) {
        const cdk_instruction *in = &list->items[i];
        if (in->keyword == CDK_KW_COPY || in->keyword == CDK_KW_RUN) return -1;
        if (in->keyword != CDK_KW_ADD) continue;
        bool root = in->arg_count == 2 && cdk_str_is(in->args[1], "/") && cdk_instruction_source(in, 0) == CDK_COPY_ARCHIVE;
        return root ? (int32_t)i : -1;
    }
    return -1;
}

int32_t cdk_dockerfile_effective(const cdk_env *env, cdk_arena *arena, const cdk_dockerfile *file,
                                 const cdk_dockerfile_options *options, cdk_instructions **out)
{
    cdk_instructions *list = cdk_arena_calloc(arena, 1, sizeof *list);
    if (!list) return cdk_fail_memory(env);
    int32_t stage = target_stage(file, options), oldest = stage;
    for (int32_t s = stage; s >= 0; s = file->stages[s].parent) { /* a parent always stands before its child */
        list->count += file->stages[s].count;
        oldest = s;
    }
    list->items = cdk_arena_calloc(arena, list->count, sizeof *list->items);
    if (!list->items) return cdk_fail_memory(env);
    uint32_t end = list->count;
    for (int32_t s = stage; s >= 0; s = file->stages[s].parent) {
        end -= file->stages[s].count;
        memcpy(list->items + end, file->items + file->stages[s].first, file->stages[s].count * sizeof *list->items);
    }
    list->root = find_root(file, oldest, list);
    list->complete = stage >= 0 && !file->refused;
    if (!list->complete) list->why = stage < 0 ? "the Dockerfile has no such stage" : "the Dockerfile is damaged";
    *out = list;
    return CISDOCK_OK;
}
