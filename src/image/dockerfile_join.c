/* SPDX-License-Identifier: Apache-2.0 */
/* Which instruction made which history entry: both lists are walked from their ends, where a build's own entries stand. */
#include "image/dockerfile.h"

enum { WINDOW = 8 };

typedef enum match { NO_MATCH, LIKELY, SAME } match;

/* The next byte that is no blank. */
static int next_solid(cdk_str s, size_t *at)
{
    while (*at < s.n && (s.p[*at] == ' ' || (s.p[*at] >= '\t' && s.p[*at] <= '\r'))) (*at)++;
    return *at < s.n ? (unsigned char)s.p[(*at)++] : -1;
}

/* Builders join lines and fold blanks in their own ways. */
static bool same_text(cdk_str a, cdk_str b)
{
    size_t i = 0, k = 0;
    for (;;) {
        int x = next_solid(a, &i), y = next_solid(b, &k);
        if (x != y) return false;
        if (x < 0) return true;
    }
}

static bool same_list(const cdk_instruction *a, const cdk_instruction *b)
{
    if (a->arg_count != b->arg_count) return false;
    for (uint32_t i = 0; i < a->arg_count; i++)
        if (!cdk_str_eq(a->args[i], b->args[i])) return false;
    return true;
}

/* Shell form in the file is [shell, -c, text] in some histories. */
static match match_command(const cdk_instruction *file, const cdk_instruction *entry)
{
    if (file->exec_form) {
        if (entry->exec_form && same_list(file, entry)) return SAME;
        return entry->exec_form ? NO_MATCH : LIKELY;
    }
    cdk_str text = entry->command;
    if (entry->exec_form && entry->arg_count) text = entry->args[entry->arg_count - 1];
    return same_text(file->command, text) ? SAME : NO_MATCH;
}

static match match_pairs(const cdk_instruction *file, const cdk_instruction *entry)
{
    match found = SAME;
    if (file->pair_count != entry->pair_count) return NO_MATCH;
    for (uint32_t i = 0; i < file->pair_count; i++) {
        if (!cdk_str_eq(file->pairs[i].key, entry->pairs[i].key)) return NO_MATCH;
        if (cdk_str_eq(file->pairs[i].value, entry->pairs[i].value)) continue;
        if (file->keyword != CDK_KW_ARG && !file->unexpanded) return NO_MATCH;
        found = LIKELY;
    }
    return found;
}

static match match_sources(const cdk_instruction *file, const cdk_instruction *entry)
{
    if (!file->arg_count || !entry->arg_count) return NO_MATCH;
    cdk_str to = file->args[file->arg_count - 1], into = entry->args[entry->arg_count - 1];
    bool hash = cdk_instruction_source(entry, 0) == CDK_COPY_HASH;
    if (cdk_str_eq(to, into)) return hash ? LIKELY : same_list(file, entry) ? SAME : file->unexpanded ? LIKELY : NO_MATCH;
    return (to.n && to.p[0] != '/') || file->unexpanded ? LIKELY : NO_MATCH; /* relative to WORKDIR: builders resolve it */
}

static match match_of(const cdk_instruction *file, const cdk_instruction *entry)
{
    if (file->keyword != entry->keyword) return NO_MATCH;
    switch (file->keyword) {
    case CDK_KW_RUN:
    case CDK_KW_CMD:
    case CDK_KW_ENTRYPOINT: return match_command(file, entry);
    case CDK_KW_HEALTHCHECK: return same_list(file, entry) ? SAME : NO_MATCH;
    case CDK_KW_ENV:
    case CDK_KW_LABEL:
    case CDK_KW_ARG: return match_pairs(file, entry);
    case CDK_KW_ADD:
    case CDK_KW_COPY: return match_sources(file, entry);
    default: return same_list(file, entry) ? SAME : LIKELY;
    }
}

/* The entry for an instruction at or before `*end`: the nearest that is the same, else the last if it is likely. */
static match find_entry(const cdk_instruction *file, const cdk_instructions *history, uint32_t end, uint32_t *found)
{
    for (uint32_t k = end; k > 0 && end - k < WINDOW; k--)
        if (match_of(file, &history->items[k - 1]) == SAME) {
            *found = k - 1;
            return SAME;
        }
    for (uint32_t k = end; k > 0 && end - k < WINDOW; k--)
        if (match_of(file, &history->items[k - 1]) == LIKELY) {
            *found = k - 1;
            return LIKELY;
        }
    return NO_MATCH;
}

static void tie(cdk_instruction *file, cdk_instruction *entry, match how)
{
    cdk_sure sure = how == SAME ? CDK_SURE_HIGH : CDK_SURE_MEDIUM;
    file->history = entry->history;
    file->layer = entry->layer;
    file->sure = sure;
    entry->origin = CDK_ORIGIN_OWN;
    entry->origin_why = "it stands in the Dockerfile";
    entry->origin_sure = sure;
}

static void mark_base(cdk_instructions *history, uint32_t first, cdk_sure fit)
{
    for (uint32_t i = 0; i < first; i++) {
        history->items[i].origin = CDK_ORIGIN_BASE;
        history->items[i].origin_why = "it stands before all that the Dockerfile asks for";
        history->items[i].origin_sure = fit;
    }
    history->own_from = first;
}

int32_t cdk_dockerfile_join(const cdk_env *env, cdk_instructions *file, cdk_instructions *history, cdk_sure *fit)
{
    uint32_t end = history->count, wanted = 0, tied = 0;
    for (uint32_t i = file->count; i > 0; i--) {
        cdk_instruction *in = &file->items[i - 1];
        uint32_t found;
        if (i % 1024 == 0) {
            int32_t status = cdk_check_cancel(env);
            if (status) return status;
        }
        if (in->keyword == CDK_KW_FROM || in->keyword == CDK_KW_NONE) continue;
        match how = find_entry(in, history, end, &found);
        bool counts = in->keyword != CDK_KW_ARG; /* not every builder writes it down */
        wanted += counts;
        in->history = in->layer = -1;
        in->sure = CDK_SURE_LOW;
        if (how == NO_MATCH) continue;
        tie(in, &history->items[found], how);
        tied += counts;
        end = found;
    }
    *fit = wanted && tied == wanted ? CDK_SURE_HIGH : tied * 5 >= wanted * 4 && tied ? CDK_SURE_MEDIUM : CDK_SURE_LOW;
    if (*fit > CDK_SURE_LOW) mark_base(history, end, *fit);
    return CISDOCK_OK;
}
