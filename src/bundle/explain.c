/* SPDX-License-Identifier: Apache-2.0 */
/* What a bundle would do with a reference: which mapping is chosen and why, which rules would run, and what each needs. */
#include "bundle/content_search.h"

typedef struct writer {
    cdk_policy_run run;
    cdk_jsonw *w;
} writer;

static void put(cdk_jsonw *w, const char *key, cdk_str value)
{
    cdk_jsonw_key(w, key);
    cdk_jsonw_str(w, value);
}

static void put_text(cdk_jsonw *w, const char *key, const char *value)
{
    cdk_jsonw_key(w, key);
    cdk_jsonw_text(w, value);
}

static void put_reference(cdk_jsonw *w, const cdk_reference *reference)
{
    cdk_jsonw_key(w, "reference");
    cdk_jsonw_object(w);
    put(w, "registry", reference->registry);
    put(w, "repository", reference->repository);
    put(w, "tag", reference->tag);
    put(w, "digest", reference->digest);
    cdk_jsonw_object_end(w);
}

/* Why a mapping is or is not the one, in words; NULL: a failure. */
static const char *why(writer *x, const cdk_json *rule, const cdk_reference *reference, bool taken, bool *hit, int32_t *status)
{
    const char *error = NULL;
    *status = cdk_image_rule_matches(&x->run, rule, reference, false, hit, &error);
    if (*status < 0) return NULL;
    if (*status > 0) {
        *status = 0;
        return cdk_arena_printf(x->run.arena, "it cannot be compared with the reference (%s): the bundle stops here", error);
    }
    if (*hit) return taken ? "it matches, but a mapping before it is taken" : "registry, repository and image match: this one is taken";
    return "registry, repository or image do not match";
}

static int32_t put_mappings(writer *x, const cdk_reference *reference, const cdk_json **chosen)
{
    cdk_jsonw *w = x->w;
    int32_t status = 0;
    cdk_jsonw_key(w, "mappings");
    cdk_jsonw_array(w);
    CDK_JSON_EACH(rule, cdk_json_get(x->run.bundle->root, "mappings")) {
        bool hit = false;
        const char *text = why(x, rule, reference, *chosen != NULL, &hit, &status);
        if (status || !text) return status ? status : cdk_fail_memory(x->run.env);
        cdk_jsonw_object(w);
        put(w, "id", cdk_json_get_str(rule, "id"));
        put(w, "name", cdk_json_get_str(rule, "name"));
        cdk_jsonw_key(w, "chosen");
        cdk_jsonw_bool(w, hit && !*chosen);
        put_text(w, "why", text);
        cdk_jsonw_object_end(w);
        if (hit && !*chosen) *chosen = rule;
    }
    cdk_jsonw_array_end(w);
    return status;
}

static const char *const need_words[] = {
    [CDK_NEED_FILES] = "metadata of all files", [CDK_NEED_PACKAGES] = "package databases", [CDK_NEED_KNOWN_FILES] = "os-release and accounts",
    [CDK_NEED_SECRETS] = "the built-in secret search", [CDK_NEED_LANGUAGES] = "packages of languages", [CDK_NEED_DIGESTS] = "digests of all files",
    [CDK_NEED_CONTENT] = "content of a file", [CDK_NEED_SEARCH] = "a search of all files",
    [CDK_NEED_RECORDS] = "what package databases say of files",
};

static int32_t put_needs(writer *x, const cdk_policy_rule *rule)
{
    cdk_plan *plan = NULL;
    int32_t status = cdk_plan_new(x->run.env, &plan);
    if (!status && rule->trigger->needs) status = rule->trigger->needs(x->run.env, &rule->params, plan);
    if (!status && rule->trigger->content_search) status = cdk_content_search_plan(x->run.env, x->run.arena, x->run.bundle, plan);
    cdk_jsonw_key(x->w, "needs");
    cdk_jsonw_array(x->w);
    for (size_t i = 0; !status && i < plan->count; i++) {
        const cdk_need *need = &plan->items[i];
        bool named = need->kind == CDK_NEED_CONTENT || need->kind == CDK_NEED_SEARCH;
        cdk_str name = need->kind == CDK_NEED_CONTENT ? need->pattern : need->name;
        if (cdk_str_starts(name, CDK_STR(CDK_CONTENT_SEARCH))) name = cdk_str_from(name, sizeof CDK_CONTENT_SEARCH - 1);
        const char *text = cdk_arena_printf(x->run.arena, "%s%s%.*s", need_words[need->kind], named ? ": " : "", named ? (int)name.n : 0, named ? name.p : "");
        if (!text) status = cdk_fail_memory(x->run.env);
        cdk_jsonw_text(x->w, text);
    }
    cdk_jsonw_array_end(x->w);
    cdk_plan_free(plan);
    return status;
}

static void put_evidence(cdk_jsonw *w, const char *kinds)
{
    cdk_str kind, rest = cdk_str_of(kinds);
    cdk_jsonw_key(w, "evidence");
    cdk_jsonw_array(w);
    while (rest.p) {
        cdk_str_cut(rest, '|', &kind, &rest);
        cdk_jsonw_str(w, kind);
    }
    cdk_jsonw_array_end(w);
}

static int32_t put_rule(writer *x, const cdk_policy_rule *rule)
{
    cdk_jsonw *w = x->w;
    cdk_jsonw_object(w);
    put(w, "id", rule->id);
    put(w, "gate", cdk_json_get_str(rule->json, "gate"));
    put(w, "trigger", cdk_json_get_str(rule->json, "trigger"));
    put_text(w, "action", cdk_action_word(rule->action));
    put_text(w, "recommendation", rule->recommendation);
    cdk_jsonw_key(w, "retired");
    cdk_jsonw_bool(w, rule->retired != NULL);
    cdk_jsonw_key(w, "params");
    cdk_jsonw_object(w);
    for (uint32_t i = 0; i < rule->params.count; i++) {
        cdk_str value = rule->params.items[i].value;
        cdk_jsonw_key_str(w, rule->params.items[i].key);
        cdk_jsonw_str(w, value.n && value.p[0] == '\001' ? cdk_str_from(value, 1) : value);
    }
    cdk_jsonw_object_end(w);
    int32_t status = rule->trigger ? put_needs(x, rule) : 0;
    put_evidence(w, rule->trigger ? rule->trigger->evidence : NULL);
    cdk_jsonw_object_end(w);
    return status;
}

static int32_t put_built(writer *x)
{
    cdk_jsonw *w = x->w;
    int32_t status = 0;
    cdk_jsonw_key(w, "policies");
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < x->run.policy_count; i++) {
        const cdk_policy *policy = &x->run.policies[i];
        cdk_jsonw_object(w);
        put(w, "id", policy->id);
        put(w, "name", cdk_json_get_str(policy->json, "name"));
        cdk_jsonw_key(w, "rules");
        cdk_jsonw_array(w);
        for (uint32_t n = 0; n < policy->rule_count && !status; n++)
            if (policy->rules[n].gate || policy->rules[n].retired) status = put_rule(x, &policy->rules[n]);
        cdk_jsonw_array_end(w);
        cdk_jsonw_object_end(w);
    }
    cdk_jsonw_array_end(w);
    cdk_jsonw_key(w, "allowlists");
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < x->run.allowlist_count; i++) {
        cdk_jsonw_object(w);
        put(w, "id", x->run.allowlists[i].id);
        put(w, "name", x->run.allowlists[i].name);
        cdk_jsonw_key(w, "items");
        cdk_jsonw_u64(w, x->run.allowlists[i].item_count);
        cdk_jsonw_object_end(w);
    }
    cdk_jsonw_array_end(w);
    cdk_jsonw_key(w, "problems");
    cdk_jsonw_array(w);
    for (const cdk_policy_problem *p = x->run.problems; p; p = p->next) {
        cdk_jsonw_object(w);
        put_text(w, "type", p->type);
        put_text(w, "message", p->message);
        cdk_jsonw_object_end(w);
    }
    cdk_jsonw_array_end(w);
    return status;
}

static int32_t explain(writer *x)
{
    cdk_reference reference;
    const cdk_json *chosen = NULL;
    if (!cdk_reference_parse(x->run.arena, x->run.tag, &reference)) return cdk_fail_memory(x->run.env);
    cdk_jsonw_object(x->w);
    put(x->w, "tag", x->run.tag);
    put_reference(x->w, &reference);
    int32_t status = put_mappings(x, &reference, &chosen);
    if (!status) status = cdk_policy_build_mapping(&x->run);
    if (status >= 0) status = put_built(x);
    cdk_jsonw_object_end(x->w);
    cdk_jsonw_newline(x->w);
    return status;
}

int32_t cdk_bundle_explain(const cdk_env *env, const cdk_bundle *bundle, cdk_str tag, const cisdock_sink *sink)
{
    static const cdk_gate_facts nothing;
    if (!bundle->policy) return cdk_fail(env, CDK_CLASS_ARGUMENT, NULL, "a built-in benchmark has no policies to explain");
    cdk_arena arena;
    cdk_arena_init(&arena, env->mem);
    writer x = {.run = {.env = env, .arena = &arena, .bundle = bundle->policy, .compat = bundle->compat, .facts = &nothing,
                        .tag = tag.n ? tag : CDK_STR("*/*:*")}};
    cdk_jsonw_options options = {.indent = 2};
    int32_t status = cdk_jsonw_new(env, sink, &options, &x.w);
    if (!status) {
        status = explain(&x);
        int32_t written = cdk_jsonw_end(x.w);
        if (!status) status = written;
    }
    for (uint32_t i = 0; i < x.run.allowlist_count; i++) cdk_allowlist_free(&x.run.allowlists[i]);
    cdk_arena_free(&arena);
    return status;
}
