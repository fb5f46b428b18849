/* SPDX-License-Identifier: Apache-2.0 */
/* Choosing the mapping, and the image lists. Exceptions are told by the names of Python's. */
#include "bundle/policy.h"

#define NULL_TEXT "TypeError"      /* a pattern meets None */
#define NULL_PATTERN "AttributeError" /* None where a pattern or an image is asked */

/* Matches `value` of the bundle against `text` of the reference. 1: an exception, its name in `error`. */
static int32_t pattern_matches(cdk_policy_run *run, const cdk_json *value, cdk_str text, bool *out, const char **error)
{
    cdk_wildcard wildcard;
    *out = false;
    if (!cdk_json_is(value, CDK_JSON_STRING)) {
        *error = NULL_PATTERN;
        return 1;
    }
    int32_t status = cdk_wildcard_new(run->env, value->text, &wildcard);
    if (!status && !text.p) {
        *error = NULL_TEXT;
        status = 1;
    }
    if (!status) status = cdk_wildcard_try(&wildcard, text, out);
    cdk_wildcard_free(&wildcard);
    if (status >= 0) return status;
    cdk_class cls = run->env->error->cls;
    if (cls != CDK_CLASS_BAD_PATTERN && cls != CDK_CLASS_LIMIT) return status;
    cdk_error_clear(run->env);
    *error = "error";
    return 1;
}

static bool equal_id(const cdk_json *value, cdk_str id)
{
    return id.p && cdk_json_is(value, CDK_JSON_STRING) && cdk_str_eq(value->text, id);
}

int32_t cdk_image_rule_matches(cdk_policy_run *run, const cdk_json *rule, const cdk_reference *reference, bool image, bool *out,
                               const char **error)
{
    const cdk_json *target = cdk_json_get(rule, "image"), *value = cdk_json_get(target, "value");
    cdk_str type = cdk_json_get_str(target, "type");
    bool hit;
    *out = false;
    int32_t status = pattern_matches(run, cdk_json_get(rule, "registry"), reference->registry, &hit, error);
    if (!status && hit) status = pattern_matches(run, cdk_json_get(rule, "repository"), reference->repository, &hit, error);
    if (status || !hit) return status;
    if (cdk_str_is(type, "tag")) return pattern_matches(run, value, reference->tag, out, error);
    bool digest = cdk_str_is(type, "digest");
    if (!digest && !cdk_str_is(type, "id")) return 0;
    if (!image && cdk_oddity_holds(run->compat, CDK_ODD_MAPPING_WITHOUT_IMAGE)) {
        *error = NULL_PATTERN;
        return 1;
    }
    *out = equal_id(value, digest ? run->facts->digest : run->facts->image_id);
    return 0;
}

/* The form that the constructor of a rule asks for. 1: raised. */
static int32_t check_rule(cdk_policy_run *run, const cdk_json *rule, bool mapping)
{
    if (!cdk_json_is(rule, CDK_JSON_OBJECT) || !cdk_json_is(cdk_json_get(rule, "image"), CDK_JSON_OBJECT))
        return cdk_policy_raise(run, "AttributeError", rule, "a mapping or image rule has no object \"image\"");
    if (!mapping) return 0;
    const cdk_json *one = cdk_json_get(rule, "policy_id"), *many = cdk_json_get(rule, "policy_ids");
    bool has_one = cdk_json_is(one, CDK_JSON_STRING) && one->text.n, has_many = many && many->count > 0;
    if (has_one == has_many)
        return cdk_policy_raise(run, "ValidationError", rule, "a mapping must have one of policy_id and policy_ids");
    return 0;
}

/* 1: raised; a list that is absent is fine. */
static int32_t check_list(cdk_policy_run *run, const char *name, bool mapping)
{
    const cdk_json *list = cdk_json_get(run->bundle->root, name);
    if (!list) return 0;
    if (!cdk_json_is(list, CDK_JSON_ARRAY)) return cdk_policy_raise(run, "TypeError", list, "\"%s\" is no list", name);
    CDK_JSON_EACH(rule, list) {
        int32_t status = check_rule(run, rule, mapping);
        if (status) return status;
    }
    return 0;
}

static bool parse_reference(cdk_policy_run *run, cdk_reference *out)
{
    return cdk_reference_parse(run->arena, run->tag, out);
}

/* All rules are tried, the first that fits is taken. 1: an exception. */
static int32_t find(cdk_policy_run *run, const char *name, bool image, const cdk_json **out, const cdk_json **at, const char **error)
{
    const cdk_json *list = cdk_json_get(run->bundle->root, name);
    cdk_reference reference;
    *out = NULL;
    if (!parse_reference(run, &reference)) return cdk_fail_memory(run->env);
    CDK_JSON_EACH(rule, list) {
        bool hit;
        *at = rule;
        int32_t status = cdk_image_rule_matches(run, rule, &reference, image, &hit, error);
        if (status) return status;
        if (hit && !*out) *out = rule;
    }
    return 0;
}

int32_t cdk_image_list_find(cdk_policy_run *run, const char *list, const cdk_json **out)
{
    const cdk_json *at;
    const char *error = "";
    int32_t status = find(run, list, true, out, &at, &error);
    return status > 0 ? cdk_policy_break(run, "a rule of \"%s\" cannot be compared with the image (%s)", list, error) : status;
}

static const cdk_json *with_id(const cdk_json *list, cdk_str id, uint32_t *count)
{
    const cdk_json *found = NULL;
    *count = 0;
    CDK_JSON_EACH(item, list) {
        if (!cdk_str_eq(cdk_json_get_str(item, "id"), id) || !id.p) continue;
        if (!found) found = item;
        ++*count;
    }
    return found;
}

static int32_t find_object(cdk_policy_run *run, const char *list_name, const char *what, const cdk_json *id, const cdk_json **out)
{
    const cdk_json *list = cdk_json_get(run->bundle->root, list_name);
    uint32_t count;
    if (list && !cdk_json_is(list, CDK_JSON_ARRAY)) return cdk_policy_raise(run, "TypeError", list, "\"%s\" is no list", list_name);
    CDK_JSON_EACH(item, list) {
        if (!cdk_json_is(item, CDK_JSON_OBJECT)) return cdk_policy_raise(run, "TypeError", item, "an element of \"%s\" is no object", list_name);
        if (!cdk_json_get(item, "id")) return cdk_policy_raise(run, "KeyError", item, "a %s has no id", what);
    }
    *out = with_id(list, cdk_json_str(id), &count);
    int shown = (int)(cdk_json_str(id).n < 80 ? cdk_json_str(id).n : 80);
    const char *text = cdk_json_str(id).p ? cdk_json_str(id).p : "";
    if (count > 1) return cdk_policy_raise(run, "DuplicateIdentifierFoundError", id, "there are several of the %s \"%.*s\"", what, shown, text);
    return *out ? 0 : cdk_policy_raise(run, "ReferencedObjectNotFoundError", id, "there is no %s \"%.*s\"", what, shown, text);
}

static const cdk_policy *built(const cdk_policy_run *run, const cdk_json *json)
{
    for (uint32_t i = 0; i < run->policy_count; i++)
        if (run->policies[i].json == json) return &run->policies[i];
    return NULL;
}

static int32_t build_policy(cdk_policy_run *run, const cdk_json *id)
{
    const cdk_json *json;
    int32_t status = find_object(run, "policies", "policy", id, &json);
    if (status || built(run, json)) return status;
    status = cdk_policy_build(run, json, &run->policies[run->policy_count]);
    run->policy_count++;
    return status;
}

/* Up to the first policy that has problems. */
static int32_t build_policies(cdk_policy_run *run)
{
    const cdk_json *one = cdk_json_get(run->mapping, "policy_id"), *many = cdk_json_get(run->mapping, "policy_ids");
    run->policies = cdk_arena_calloc(run->arena, many && many->count ? many->count : 1, sizeof *run->policies);
    if (!run->policies) return cdk_fail_memory(run->env);
    if (!many || !many->count) return build_policy(run, one);
    CDK_JSON_EACH(id, many) {
        int32_t status = build_policy(run, id);
        if (status) return status;
    }
    return 0;
}

static int32_t build_allowlists(cdk_policy_run *run)
{
    const cdk_json *ids = cdk_json_get(run->mapping, "whitelist_ids");
    int32_t raised = 0;
    if (!cdk_json_is(ids, CDK_JSON_ARRAY))
        return cdk_policy_raise(run, "TypeError", ids ? ids : run->mapping, "the mapping has no list \"whitelist_ids\"");
    run->allowlists = cdk_arena_calloc(run->arena, ids->count ? ids->count : 1, sizeof *run->allowlists);
    if (!run->allowlists) return cdk_fail_memory(run->env);
    CDK_JSON_EACH(id, ids) {
        const cdk_json *json;
        int32_t status = find_object(run, "whitelists", "whitelist", id, &json);
        if (!status) status = cdk_allowlist_build(run, json, &run->allowlists[run->allowlist_count++]);
        if (status < 0) return status;
        raised |= status;
    }
    return raised;
}

/* The engine shows a mapping beside problems where exactly one is left when they are met. */
static void take_lone_mapping(cdk_policy_run *run)
{
    const cdk_json *list = cdk_json_get(run->bundle->root, "mappings");
    if (cdk_json_is(list, CDK_JSON_ARRAY) && list->count == 1) run->mapping = list->first;
}

int32_t cdk_policy_build_mapping(cdk_policy_run *run)
{
    const cdk_json *at = NULL;
    const char *error = "";
    int32_t status = check_list(run, "mappings", true);
    if (status) return status;
    status = check_list(run, "whitelisted_images", false);
    if (!status) status = check_list(run, "blacklisted_images", false);
    if (!status) {
        status = find(run, "mappings", !cdk_oddity_holds(run->compat, CDK_ODD_MAPPING_WITHOUT_IMAGE), &run->mapping, &at, &error);
        if (status > 0) {
            run->mapping = NULL;
            status = cdk_policy_raise(run, error, at, "a mapping cannot be compared with the reference");
        }
    }
    if (status) {
        if (status > 0) take_lone_mapping(run);
        return status;
    }
    if (!run->mapping) return 0;
    int32_t policies = build_policies(run);
    if (policies < 0) return policies;
    int32_t allowlists = build_allowlists(run);
    return allowlists < 0 ? allowlists : policies | allowlists;
}
