/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/content_search.h"

static const cdk_json *section_of(const cdk_policy_bundle *bundle, const char *member)
{
    const cdk_json *value = cdk_json_get(cdk_json_get(bundle->root, "content_search"), member);
    return cdk_json_is(value, CDK_JSON_ARRAY) ? value : NULL;
}

/* What stands behind the name; the whole where there is none. */
static cdk_str regex_of(cdk_str text)
{
    cdk_str name, regex;
    return cdk_str_cut(text, '=', &name, &regex) ? regex : text;
}

/* 1: it is no pattern, and the failure that says so is set and cleared; negative: failed. */
static int32_t try_pattern(const cdk_env *env, cdk_str text, char *why, size_t size)
{
    cdk_regex *regex = NULL;
    int32_t status = cdk_regex_new(env, regex_of(text), CDK_RE_BYTES, &regex);
    cdk_regex_free(regex);
    if (status != CISDOCK_E_SCHEMA && status != CISDOCK_E_LIMIT) return status;
    snprintf(why, size, "%.200s", env->error->message);
    cdk_error_clear(env);
    return 1;
}

/* "MAXFILESIZE=10000"; others of the engine's have no effect on what is found. */
static bool read_size(cdk_str text, uint64_t *out)
{
    cdk_str name, value;
    return cdk_str_cut(text, '=', &name, &value) && cdk_str_is(name, "MAXFILESIZE") && cdk_str_u64(cdk_str_trim(value), 10, out);
}

int32_t cdk_content_search_read(const cdk_env *env, cdk_arena *arena, const cdk_policy_bundle *bundle, cdk_content_search *out)
{
    const cdk_json *patterns = section_of(bundle, "regexp_match");
    char why[256];
    *out = (cdk_content_search){.patterns = NULL};
    CDK_JSON_EACH(item, section_of(bundle, "match_params")) read_size(cdk_json_str(item), &out->max_size);
    if (!patterns) return CISDOCK_OK;
    cdk_str *list = cdk_arena_calloc(arena, patterns->count + (size_t)1, sizeof *list);
    if (!list) return cdk_fail_memory(env);
    out->patterns = list;
    CDK_JSON_EACH(item, patterns) {
        bool text = cdk_json_is(item, CDK_JSON_STRING);
        int32_t status = text ? try_pattern(env, item->text, why, sizeof why) : 1;
        if (status < 0) return status;
        if (status && !out->fault) {
            out->fault = cdk_arena_printf(arena, "a pattern of content_search is none%s%s", text ? ": " : "", text ? why : "");
            if (!out->fault) return cdk_fail_memory(env);
        }
        list[out->count++] = cdk_json_str(item);
    }
    return CISDOCK_OK;
}

int32_t cdk_content_search_plan(const cdk_env *env, cdk_arena *arena, const cdk_policy_bundle *bundle, cdk_plan *plan)
{
    cdk_content_search search;
    int32_t status = cdk_content_search_read(env, arena, bundle, &search);
    uint64_t most = search.max_size <= CDK_LIMIT(env, MAX_KEPT_FILE) ? search.max_size : 0;
    for (uint32_t i = 0; !status && !search.fault && i < search.count; i++) {
        cdk_str text = search.patterns[i];
        const char *name = cdk_arena_printf(arena, CDK_CONTENT_SEARCH "%.*s", (int)text.n, text.p);
        if (!name) return cdk_fail_memory(env);
        status = cdk_plan_add(env, plan, &(cdk_need){.kind = CDK_NEED_SEARCH, .name = cdk_str_of(name), .pattern = regex_of(text), .max_size = most});
    }
    if (!status && search.count && !search.fault) status = cdk_plan_add(env, plan, &(cdk_need){.kind = CDK_NEED_FILES});
    return status;
}

/* --- lint --- */

static int32_t lint_patterns(cdk_lint *lint, const cdk_json *patterns)
{
    char why[256];
    int32_t status = 0;
    if (!cdk_json_is(patterns, CDK_JSON_ARRAY)) return cdk_lint_say(lint, CDK_ERROR, patterns, "regexp_match is no list of patterns: nothing is searched for");
    CDK_JSON_EACH(item, patterns) {
        if (status) return status;
        if (!cdk_json_is(item, CDK_JSON_STRING)) {
            status = cdk_lint_say(lint, CDK_ERROR, item, "a pattern is no text: nothing is searched for");
            continue;
        }
        status = try_pattern(lint->run.env, item->text, why, sizeof why);
        if (status > 0) status = cdk_lint_say(lint, CDK_ERROR, item, "%s: nothing is searched for", why);
    }
    return status;
}

static int32_t lint_settings(cdk_lint *lint, const cdk_json *settings)
{
    int32_t status = 0;
    if (!cdk_json_is(settings, CDK_JSON_ARRAY)) return cdk_lint_say(lint, CDK_WARNING, settings, "match_params is no list: it has no effect");
    CDK_JSON_EACH(item, settings) {
        uint64_t size;
        if (!status && !read_size(cdk_json_str(item), &size)) status = cdk_lint_say(lint, CDK_WARNING, item, "this has no effect; MAXFILESIZE=BYTES would");
    }
    return status;
}

int32_t cdk_lint_content_search(cdk_lint *lint)
{
    const cdk_json *section = cdk_json_get(lint->run.bundle->root, "content_search");
    int32_t status = 0;
    if (cdk_json_missing(section)) return 0;
    if (!cdk_json_is(section, CDK_JSON_OBJECT)) return cdk_lint_say(lint, CDK_ERROR, section, "content_search is no object: nothing is searched for");
    CDK_JSON_EACH(member, section) {
        if (status) return status;
        if (cdk_str_is(member->key, "regexp_match"))
            status = lint_patterns(lint, member);
        else if (cdk_str_is(member->key, "match_params"))
            status = lint_settings(lint, member);
        else
            status = cdk_lint_say(lint, CDK_WARNING, member, "content_search has no member of this name");
    }
    return status;
}

int32_t cdk_lint_content_rule(cdk_lint *lint, const cdk_policy_rule *rule)
{
    cdk_str wanted = cdk_params_get(&rule->params, "regex_name");
    const cdk_json *patterns = section_of(lint->run.bundle, "regexp_match");
    if (!rule->trigger->content_search) return 0;
    if (!patterns || !patterns->count) return cdk_lint_say(lint, CDK_WARNING, rule->json, "the bundle has no content_search with regexp_match: on an image nothing is searched for");
    CDK_JSON_EACH(item, patterns)
        if (cdk_content_pattern_named(cdk_json_str(item), wanted)) return 0;
    return cdk_lint_say(lint, CDK_WARNING, rule->json, "content_search has no pattern %.*s: this rule never fires", wanted.n < 200 ? (int)wanted.n : 200, wanted.p ? wanted.p : "");
}
