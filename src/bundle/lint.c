/* SPDX-License-Identifier: Apache-2.0 */
/* What is wrong with a bundle, or of no effect in it, each with its place in the document. Errors are those that the engine
 * would meet; warnings are what it passes over in silence. */
#include "bundle/content_search.h"

int32_t cdk_lint_say(cdk_lint *lint, cdk_severity severity, const cdk_json *at, const char *format, ...)
{
    char text[640];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    uint32_t line, column;
    cdk_where where = CDK_NOWHERE;
    const cdk_policy_bundle *policy = lint->run.bundle;
    where.document = policy->document;
    where.offset = (int64_t)at->offset;
    where.pointer = cdk_json_pointer(&lint->bundle->arena, at);
    cdk_json_position(policy->text, at->offset, &line, &column);
    bool kept = cdk_problem_add(lint->run.env, &lint->bundle->arena, &lint->bundle->problems, CDK_CLASS_BAD_BUNDLE, severity, &where,
                                "%s:%u:%u: %s", policy->document, (unsigned)line, (unsigned)column, text);
    return kept && where.pointer ? 0 : cdk_fail_memory(lint->run.env);
}

/* The problems of building become those of the bundle. */
static int32_t take_problems(cdk_lint *lint)
{
    int32_t status = 0;
    for (const cdk_policy_problem *p = lint->run.problems; p && !status; p = p->next)
        status = cdk_lint_say(lint, CDK_ERROR, p->at ? p->at : lint->run.bundle->root, "%s (%s)", p->message, p->type);
    lint->run.problems = lint->run.last_problem = NULL;
    lint->run.problem_count = 0;
    return status;
}

static int32_t lint_pattern(cdk_lint *lint, const cdk_json *at, cdk_str pattern)
{
    cdk_regex *regex = NULL;
    int32_t status = cdk_regex_new(lint->run.env, pattern, CDK_RE_TEXT, &regex);
    cdk_regex_free(regex);
    if (status != CISDOCK_E_SCHEMA && status != CISDOCK_E_LIMIT) return status;
    char message[256];
    snprintf(message, sizeof message, "%.240s", lint->run.env->error->message);
    cdk_error_clear(lint->run.env);
    return cdk_lint_say(lint, CDK_ERROR, at, "%s: a rule that uses it loses the verdict", message);
}

static const cdk_json *value_of(const cdk_json *rule, const char *name)
{
    const cdk_json *found = NULL;
    CDK_JSON_EACH(param, cdk_json_get(rule, "params")) {
        if (cdk_str_eq_nocase(cdk_json_get_str(param, "name"), cdk_str_of(name))) found = cdk_json_get(param, "value");
    }
    return found;
}

static int32_t lint_params(cdk_lint *lint, const cdk_policy_rule *rule)
{
    int32_t status = 0;
    for (uint32_t i = 0; !status && i < rule->trigger->param_count; i++) {
        const cdk_param_spec *spec = &rule->trigger->params[i];
        const cdk_json *value = value_of(rule->json, spec->name);
        cdk_str check = cdk_params_get(&rule->params, "check");
        bool like = cdk_str_is(check, "like") || cdk_str_is(check, "not_like");
        bool pattern = spec->type == CDK_P_REGEX || (like && strcmp(spec->name, "value") == 0);
        if (pattern && cdk_json_is(value, CDK_JSON_STRING)) status = lint_pattern(lint, value, value->text);
        if (!status && spec->type == CDK_P_BOOL && cdk_json_is(value, CDK_JSON_TRUE))
            status = cdk_lint_say(lint, CDK_WARNING, value, "JSON true as %s makes anchore-engine fail; write \"true\"", spec->name);
    }
    return status;
}

/* Rules that are taken, and never say anything. */
static int32_t lint_effect(cdk_lint *lint, const cdk_policy_rule *rule)
{
    if (rule->retired)
        return cdk_lint_say(lint, CDK_WARNING, rule->json, "the gate %s is retired: this rule never fires%s%s", rule->retired->name,
                            rule->retired->successor ? "; see the gate " : "", rule->retired->successor ? rule->retired->successor : "");
    cdk_str check = cdk_params_get(&rule->params, "check");
    bool compares = check.p && !cdk_str_is(check, "exists") && !cdk_str_is(check, "not_exists");
    bool takes_value = false;
    for (uint32_t i = 0; i < rule->trigger->param_count; i++) takes_value = takes_value || strcmp(rule->trigger->params[i].name, "value") == 0;
    if (takes_value && compares && !cdk_params_get(&rule->params, "value").p)
        return cdk_lint_say(lint, CDK_WARNING, rule->json, "the check \"%.*s\" has no value: this rule never fires", (int)check.n, check.p);
    bool attributes = strcmp(rule->trigger->name, "attribute_match") == 0;
    cdk_str skip = cdk_params_get(&rule->params, "skip_missing");
    if (attributes && !cdk_params_get(&rule->params, "checksum").n && !cdk_params_get(&rule->params, "mode").n && !cdk_str_eq_nocase(skip, CDK_STR("false")))
        return cdk_lint_say(lint, CDK_WARNING, rule->json, "neither checksum nor mode is given: this rule never fires");
    if (rule->action == CDK_ACTION_GO)
        return cdk_lint_say(lint, CDK_WARNING, rule->json, "a rule with the action go has no effect on the final action");
    return 0;
}

static int32_t lint_rule(cdk_lint *lint, const cdk_json *json)
{
    cdk_policy_rule rule;
    int32_t status = cdk_policy_build_rule(&lint->run, json, &rule);
    if (status < 0) return status;
    if (status) return take_problems(lint);
    status = rule.trigger ? lint_params(lint, &rule) : 0;
    if (!status && rule.trigger) status = cdk_lint_content_rule(lint, &rule);
    return status ? status : lint_effect(lint, &rule);
}

static int32_t lint_policy(cdk_lint *lint, const cdk_json *json)
{
    const cdk_json *rules = cdk_json_get(json, "rules"), *version = cdk_json_get(json, "version");
    int32_t status = 0;
    if (!cdk_str_is(cdk_json_str(version), "1_0"))
        status = cdk_lint_say(lint, CDK_ERROR, version ? version : json, "the version of a policy is not 1_0 (UnsupportedVersionError)");
    if (!status && !cdk_json_is(rules, CDK_JSON_ARRAY))
        return cdk_lint_say(lint, CDK_ERROR, rules ? rules : json, "a policy has no list \"rules\" (TypeError)");
    CDK_JSON_EACH(rule, rules) {
        if (!status) status = lint_rule(lint, rule);
    }
    return status;
}

/* Every object of the list, an id that stands twice, and those that nothing names. */
static int32_t lint_objects(cdk_lint *lint, const char *list_name, const char *what, int32_t (*each)(cdk_lint *, const cdk_json *))
{
    const cdk_json *list = cdk_json_get(lint->run.bundle->root, list_name);
    int32_t status = 0;
    if (list && !cdk_json_is(list, CDK_JSON_ARRAY)) return cdk_lint_say(lint, CDK_ERROR, list, "\"%s\" is no list (TypeError)", list_name);
    CDK_JSON_EACH(item, list) {
        cdk_str id = cdk_json_get_str(item, "id");
        if (status) return status;
        if (!cdk_json_is(item, CDK_JSON_OBJECT) || !id.p) {
            status = cdk_lint_say(lint, CDK_ERROR, item, "a %s has no id (KeyError)", what);
            continue;
        }
        for (const cdk_json *before = list->first; before != item && !status; before = before->next)
            if (cdk_str_eq(cdk_json_get_str(before, "id"), id)) {
                status = cdk_lint_say(lint, CDK_ERROR, item, "the id of this %s stands twice (DuplicateIdentifierFoundError)", what);
                break;
            }
        if (!status && !cdk_lint_named(lint, list_name, id))
            status = cdk_lint_say(lint, CDK_WARNING, item, "no mapping names this %s", what);
        if (!status) status = each(lint, item);
    }
    return status;
}

static int32_t lint_duplicates(cdk_lint *lint, const cdk_json *value)
{
    int32_t status = value->duplicate_keys ? cdk_lint_say(lint, CDK_WARNING, value, "a member stands twice in this object; the last one counts") : 0;
    if (value->type != CDK_JSON_ARRAY && value->type != CDK_JSON_OBJECT) return status;
    CDK_JSON_EACH(child, value) {
        if (!status) status = lint_duplicates(lint, child);
    }
    return status;
}

int32_t cdk_policy_lint(const cdk_env *env, cdk_bundle *bundle)
{
    cdk_arena scratch;
    cdk_arena_init(&scratch, env->mem);
    cdk_lint lint = {.bundle = bundle,
                     .run = {.env = env, .arena = &scratch, .bundle = bundle->policy, .compat = bundle->compat, .tag = CDK_STR("*/*:*")}};
    const cdk_json *root = bundle->policy->root, *version = cdk_json_get(root, "version");
    lint.has_now = env->hooks->now != NULL;
    if (lint.has_now) lint.run.now = env->hooks->now(env->hooks->user);
    int32_t status = lint_duplicates(&lint, root); /* its depth is that of the document, which is limited */
    if (!status && !cdk_str_is(cdk_json_str(version), "1_0"))
        status = cdk_lint_say(&lint, CDK_ERROR, version ? version : root, "the version of the bundle is not 1_0: anchore-engine gives no verdict");
    if (!status) status = cdk_lint_mappings(&lint);
    if (!status) status = cdk_lint_content_search(&lint);
    if (!status) status = lint_objects(&lint, "policies", "policy", lint_policy);
    if (!status) status = lint_objects(&lint, "whitelists", "allowlist", cdk_lint_allowlist);
    cdk_arena_free(&scratch);
    return status;
}
