/* SPDX-License-Identifier: Apache-2.0 */
/* Stages, the shells that run their commands, and what variables stand for: ARG before FROM for FROM alone; in a stage ENV
 * over ARG; both go on into stages that build on it. */
#include "base/map.h"
#include "image/dockerfile_expand.h"
#include "image/dockerfile_read.h"

enum { MOST_STAGES = 256 };

typedef struct scope {
    cdk_map env, args;
    struct scope *parent; /* of the stage that it builds on */
    const cdk_str *shell;
    uint32_t shell_count;
} scope;

CDK_VEC(stage_vec, cdk_stage)

typedef struct resolver {
    cdk_dockerfile_parts *parts;
    const cdk_dockerfile_options *options;
    scope meta;
    scope *scopes; /* one a stage */
    stage_vec stages;
    scope *now;
    size_t budget;
    cdk_instruction *at;
    int32_t status;
} resolver;

static const cdk_str *lookup(const void *user, cdk_str name)
{
    for (const scope *s = user; s; s = s->parent) {
        const cdk_str *value = cdk_map_get(&s->env, name);
        if (!value) value = cdk_map_get(&s->args, name);
        if (value) return value;
    }
    return NULL;
}

static bool no_memory(resolver *r)
{
    if (!r->status) r->status = cdk_fail_memory(r->parts->env);
    return false;
}

static bool refuse(resolver *r, const char *why)
{
    return cdk_dockerfile_refuse(r->parts, r->at->line, why) || no_memory(r);
}

static bool set_var(resolver *r, cdk_map *map, cdk_str name, cdk_str value)
{
    cdk_str *kept = cdk_arena_alloc(r->parts->arena, sizeof *kept);
    if (!kept) return no_memory(r);
    *kept = value;
    return cdk_map_put(map, name, kept) || no_memory(r);
}

static bool expand(resolver *r, const scope *from, cdk_str word, cdk_expanded *out)
{
    cdk_expander x = {.env = r->parts->env, .arena = r->parts->arena, .lookup = lookup, .scope = from,
                      .escape = r->parts->file->escape, .keep_unset = true, .budget = &r->budget};
    int32_t status = cdk_expand(&x, word, out);
    if (status) {
        r->status = status;
        return false;
    }
    if (out->unset || out->error) r->at->unexpanded = true;
    return !out->error || refuse(r, out->error);
}

static bool expand_list(resolver *r, const scope *from, const cdk_str **items, uint32_t *count, bool split)
{
    cdk_strs list = {0};
    for (uint32_t i = 0; i < *count; i++) {
        cdk_expanded made;
        if (!expand(r, from, (*items)[i], &made)) return false;
        if (!split || made.error) made.words = (cdk_strs){.items = &made.text, .count = 1};
        for (uint32_t k = 0; k < made.words.count; k++)
            if (!cdk_strs_add(r->parts->arena, &list, made.words.items[k])) return no_memory(r);
    }
    *items = list.items;
    *count = list.count;
    return true;
}

static bool expand_flags(resolver *r, const scope *from)
{
    cdk_flags list = {0};
    for (uint32_t i = 0; i < r->at->flag_count; i++) {
        cdk_flag flag = r->at->flags[i];
        cdk_expanded made;
        if (flag.value.n) {
            if (!expand(r, from, flag.value, &made)) return false;
            flag.value = made.text;
        }
        if (!cdk_flags_add(r->parts->arena, &list, flag)) return no_memory(r);
    }
    r->at->flags = list.items;
    return true;
}

static bool expand_pairs(resolver *r)
{
    cdk_pairs list = {0};
    for (uint32_t i = 0; i < r->at->pair_count; i++) {
        cdk_pair pair = r->at->pairs[i];
        cdk_expanded key, value = {.text = pair.value};
        if (!expand(r, r->now, pair.key, &key)) return false;
        if (pair.value.p && !expand(r, r->now, pair.value, &value)) return false;
        if (!cdk_pairs_add(r->parts->arena, &list, (cdk_pair){key.text, value.text})) return no_memory(r);
    }
    r->at->pairs = list.items;
    return true;
}

static bool expand_words(resolver *r)
{
    return expand_list(r, r->now, &r->at->args, &r->at->arg_count, false) && expand_flags(r, r->now);
}

static bool expand_split(resolver *r)
{
    return expand_list(r, r->now, &r->at->args, &r->at->arg_count, true);
}

static bool set_env(resolver *r)
{
    if (!expand_pairs(r)) return false;
    for (uint32_t i = 0; i < r->at->pair_count; i++)
        if (!set_var(r, &r->now->env, r->at->pairs[i].key, r->at->pairs[i].value)) return false;
    return true;
}

static const cdk_str *given(const resolver *r, cdk_str name)
{
    for (uint32_t i = 0; r->options && i < r->options->build_arg_count; i++)
        if (cdk_str_eq(r->options->build_args[i].key, name)) return &r->options->build_args[i].value;
    return NULL;
}

/* What was given to the build, else the default; a bare name in a stage takes the value from before the first FROM. */
static bool set_args(resolver *r)
{
    if (!expand_pairs(r)) return false;
    for (uint32_t i = 0; i < r->at->pair_count; i++) {
        const cdk_pair *pair = &r->at->pairs[i];
        const cdk_str *value = given(r, pair->key);
        if (!value && pair->value.p) value = &pair->value;
        if (!value && r->now != &r->meta) value = cdk_map_get(&r->meta.args, pair->key);
        if (value && !set_var(r, &r->now->args, pair->key, *value)) return false;
    }
    return true;
}

static bool set_shell(resolver *r)
{
    if (r->at->exec_form && r->at->arg_count) {
        r->now->shell = r->at->args;
        r->now->shell_count = r->at->arg_count;
    }
    return true;
}

static int32_t stage_by_name(const resolver *r, cdk_str name)
{
    for (uint32_t i = r->stages.count; i > 0; i--)
        if (r->stages.items[i - 1].name.n && cdk_str_eq_nocase(r->stages.items[i - 1].name, name)) return (int32_t)i - 1;
    return -1;
}

static bool lower_name(resolver *r, cdk_str name, cdk_str *out)
{
    char *copy = cdk_arena_dup(r->parts->arena, name.p, name.n);
    if (!copy) return no_memory(r);
    for (size_t i = 0; i < name.n; i++)
        if (copy[i] >= 'A' && copy[i] <= 'Z') copy[i] = (char)(copy[i] | 0x20);
    *out = (cdk_str){copy, name.n};
    return true;
}

static void begin_scope(resolver *r, scope *s, scope *parent)
{
    static const cdk_str standard[] = {{"/bin/sh", 7}, {"-c", 2}};
    cdk_map_init(&s->env, r->parts->env->mem);
    cdk_map_init(&s->args, r->parts->env->mem);
    s->parent = parent;
    s->shell = parent ? parent->shell : standard;
    s->shell_count = parent ? parent->shell_count : 2;
}

static bool begin_stage(resolver *r, uint32_t index)
{
    cdk_instruction *at = r->at;
    if (r->stages.count == MOST_STAGES) return refuse(r, "there are more than 256 stages: those behind are not told apart");
    bool written = r->options && r->options->as_written;
    if (!written && (!expand_list(r, &r->meta, &at->args, &at->arg_count, false) || !expand_flags(r, &r->meta))) return false;
    cdk_stage stage = {.line = at->line, .first = index, .base_unknown = at->unexpanded, .parent = -1};
    if (at->arg_count) stage.base = at->args[0];
    if (at->arg_count == 3 && !lower_name(r, at->args[2], &stage.name)) return false;
    if (!cdk_instruction_flag(at, "platform", &stage.platform)) stage.platform = CDK_STR_NONE;
    stage.parent = stage_by_name(r, stage.base);
    r->now = &r->scopes[r->stages.count];
    begin_scope(r, r->now, stage.parent >= 0 ? &r->scopes[stage.parent] : NULL);
    return stage_vec_add(r->parts->arena, &r->stages, stage) || no_memory(r);
}

/* What the shell is given: BuildKit runs a lone heredoc as the script that it is, and hands others over with their bodies. */
static bool join_heredocs(resolver *r)
{
    cdk_instruction *at = r->at;
    cdk_line_reader reader = {.env = r->parts->env, .arena = r->parts->arena};
    cdk_heredoc lone;
    bool is, bad;
    r->status = cdk_line_heredoc(&reader, at->text, &lone, &is, &bad);
    if (r->status) return false;
    at->command = at->heredocs[0].body;
    if (is) return true;
    cdk_buf buf;
    cdk_buf_init(&buf, r->parts->env->mem);
    cdk_buf_str(&buf, at->text);
    for (uint32_t i = 0; i < at->heredoc_count; i++) {
        cdk_buf_char(&buf, '\n');
        cdk_buf_str(&buf, at->heredocs[i].body);
        cdk_buf_str(&buf, at->heredocs[i].name);
    }
    at->command = cdk_str_dup(r->parts->arena, cdk_buf_view(&buf));
    bool fine = !buf.failed && at->command.p;
    cdk_buf_free(&buf);
    return fine || no_memory(r);
}

/* A script with a #! line is run by what stands there. */
static bool script_shell(resolver *r)
{
    cdk_str text = r->at->command, line, word;
    cdk_strs words = {0};
    if (!cdk_str_starts(text, CDK_STR("#!")) || !cdk_str_line(&text, &line)) return true;
    line = cdk_str_from(line, 2);
    while (cdk_str_word(&line, &word))
        if (!cdk_strs_add(r->parts->arena, &words, word)) return no_memory(r);
    r->at->shell = words.items;
    r->at->shell_count = words.count;
    return true;
}

static bool set_command(resolver *r)
{
    if (!r->at->exec_form && r->at->command.p) {
        r->at->shell = r->now->shell;
        r->at->shell_count = r->now->shell_count;
    }
    if (r->at->keyword != CDK_KW_RUN) return true;
    if (r->at->heredoc_count && !(join_heredocs(r) && script_shell(r))) return false;
    return r->options && r->options->as_written ? true : expand_flags(r, r->now);
}

static bool resolve_one(resolver *r, uint32_t index)
{
    bool written = r->options && r->options->as_written;
    switch (r->at->keyword) {
    case CDK_KW_FROM: return begin_stage(r, index);
    case CDK_KW_SHELL: return set_shell(r);
    case CDK_KW_RUN:
    case CDK_KW_CMD:
    case CDK_KW_ENTRYPOINT:
    case CDK_KW_HEALTHCHECK: return set_command(r);
    case CDK_KW_ARG: return written || set_args(r);
    case CDK_KW_ENV: return written || set_env(r);
    case CDK_KW_LABEL: return written || expand_pairs(r);
    case CDK_KW_EXPOSE: return written || expand_split(r);
    case CDK_KW_ADD:
    case CDK_KW_COPY:
    case CDK_KW_USER:
    case CDK_KW_VOLUME:
    case CDK_KW_STOPSIGNAL:
    case CDK_KW_WORKDIR: return written || expand_words(r);
    default: return true;
    }
}

int32_t cdk_dockerfile_resolve(cdk_dockerfile_parts *parts, const cdk_dockerfile_options *options)
{
    resolver r = {.parts = parts, .options = options, .budget = CDK_LIMIT(parts->env, MAX_DOCUMENT)};
    begin_scope(&r, &r.meta, NULL);
    r.now = &r.meta;
    r.scopes = cdk_arena_calloc(parts->arena, MOST_STAGES, sizeof *r.scopes);
    bool good = r.scopes || no_memory(&r);
    for (uint32_t i = 0; good && i < parts->items.count; i++) {
        r.at = &parts->items.items[i];
        if (i % 1024 == 0 && (r.status = cdk_check_cancel(parts->env)) != 0) break;
        if (r.now == &r.meta && r.at->keyword != CDK_KW_FROM && r.at->keyword != CDK_KW_ARG)
            good = refuse(&r, "no stage has begun");
        good = good && resolve_one(&r, i);
        if (r.stages.count) {
            r.stages.items[r.stages.count - 1].count = i + 1 - r.stages.items[r.stages.count - 1].first;
            r.at->stage = (int32_t)r.stages.count - 1;
        }
    }
    if (good && !r.status && parts->items.count && !r.stages.count && !parts->file->refused) good = refuse(&r, "there is no stage");
    cdk_map_free(&r.meta.env);
    cdk_map_free(&r.meta.args);
    for (uint32_t i = 0; i < r.stages.count; i++) {
        cdk_map_free(&r.scopes[i].env);
        cdk_map_free(&r.scopes[i].args);
    }
    parts->file->stages = r.stages.items;
    parts->file->stage_count = r.stages.count;
    return r.status;
}
