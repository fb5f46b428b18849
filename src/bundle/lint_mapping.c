/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/lint.h"

static bool is_star(const cdk_json *value)
{
    return cdk_str_is(cdk_json_str(value), "*");
}

static bool takes_all(const cdk_json *rule)
{
    const cdk_json *image = cdk_json_get(rule, "image");
    return is_star(cdk_json_get(rule, "registry")) && is_star(cdk_json_get(rule, "repository")) &&
           cdk_str_is(cdk_json_get_str(image, "type"), "tag") && is_star(cdk_json_get(image, "value"));
}

static int32_t lint_pattern(cdk_lint *lint, const cdk_json *rule, const cdk_json *value, const char *what)
{
    cdk_wildcard wildcard;
    if (!cdk_json_is(value, CDK_JSON_STRING))
        return cdk_lint_say(lint, CDK_ERROR, value ? value : rule, "\"%s\" is no text (AttributeError)", what);
    int32_t status = cdk_wildcard_new(lint->run.env, value->text, &wildcard);
    cdk_wildcard_free(&wildcard);
    if (status != CISDOCK_E_SCHEMA && status != CISDOCK_E_LIMIT) return status;
    cdk_error_clear(lint->run.env);
    return cdk_lint_say(lint, CDK_ERROR, value, "the pattern of \"%s\" is not valid", what);
}

static int32_t lint_image(cdk_lint *lint, const cdk_json *rule, bool mapping)
{
    const cdk_json *image = cdk_json_get(rule, "image");
    cdk_str type = cdk_json_get_str(image, "type");
    if (!cdk_json_is(image, CDK_JSON_OBJECT)) return cdk_lint_say(lint, CDK_ERROR, rule, "there is no object \"image\" (AttributeError)");
    if (cdk_str_is(type, "tag")) return lint_pattern(lint, image, cdk_json_get(image, "value"), "value");
    if (!cdk_str_is(type, "digest") && !cdk_str_is(type, "id"))
        return cdk_lint_say(lint, CDK_WARNING, image, "the type is none of tag, digest, id: this rule never matches");
    if (!mapping) return 0;
    return cdk_lint_say(lint, CDK_WARNING, image, "a mapping by %.*s breaks the bundle in anchore-engine wherever registry and repository match",
                        (int)type.n, type.p);
}

static int32_t lint_ids(cdk_lint *lint, const cdk_json *rule, const char *ids_name, const char *list_name)
{
    const cdk_json *ids = cdk_json_get(rule, ids_name), *list = cdk_json_get(lint->run.bundle->root, list_name);
    int32_t status = 0;
    CDK_JSON_EACH(id, ids) {
        bool found = false;
        CDK_JSON_EACH(object, list) found = found || cdk_str_eq(cdk_json_get_str(object, "id"), cdk_json_str(id));
        if (!found && !status)
            status = cdk_lint_say(lint, CDK_ERROR, id, "\"%s\" has none of this id (ReferencedObjectNotFoundError)", list_name);
    }
    return status;
}

static int32_t lint_mapping(cdk_lint *lint, const cdk_json *rule)
{
    const cdk_json *one = cdk_json_get(rule, "policy_id"), *many = cdk_json_get(rule, "policy_ids");
    bool has_one = cdk_json_str(one).n > 0, has_many = many && many->count;
    int32_t status = 0;
    if (has_one == has_many) status = cdk_lint_say(lint, CDK_ERROR, rule, "a mapping must have one of policy_id and policy_ids (ValidationError)");
    if (!status && !cdk_json_is(cdk_json_get(rule, "whitelist_ids"), CDK_JSON_ARRAY))
        status = cdk_lint_say(lint, CDK_ERROR, rule, "a mapping has no list \"whitelist_ids\" (TypeError)");
    if (!status) status = lint_ids(lint, rule, "policy_ids", "policies");
    return status ? status : lint_ids(lint, rule, "whitelist_ids", "whitelists");
}

static int32_t lint_list(cdk_lint *lint, const char *name, bool mapping)
{
    const cdk_json *list = cdk_json_get(lint->run.bundle->root, name);
    bool all_taken = false;
    int32_t status = 0;
    if (list && !cdk_json_is(list, CDK_JSON_ARRAY)) return cdk_lint_say(lint, CDK_ERROR, list, "\"%s\" is no list (TypeError)", name);
    CDK_JSON_EACH(rule, list) {
        if (status) break;
        if (!cdk_json_is(rule, CDK_JSON_OBJECT)) {
            status = cdk_lint_say(lint, CDK_ERROR, rule, "an element of \"%s\" is no object (AttributeError)", name);
            continue;
        }
        if (all_taken) status = cdk_lint_say(lint, CDK_WARNING, rule, "never chosen: a rule before it matches every reference");
        if (!status) status = lint_pattern(lint, rule, cdk_json_get(rule, "registry"), "registry");
        if (!status) status = lint_pattern(lint, rule, cdk_json_get(rule, "repository"), "repository");
        if (!status) status = lint_image(lint, rule, mapping);
        if (!status && mapping) status = lint_mapping(lint, rule);
        all_taken = all_taken || takes_all(rule);
    }
    return status;
}

int32_t cdk_lint_mappings(cdk_lint *lint)
{
    const cdk_json *root = lint->run.bundle->root, *mappings = cdk_json_get(root, "mappings");
    int32_t status = 0;
    if (!mappings || (cdk_json_is(mappings, CDK_JSON_ARRAY) && !mappings->count))
        status = cdk_lint_say(lint, CDK_WARNING, mappings ? mappings : root, "there are no mappings: no policy is ever evaluated");
    if (!status) status = lint_list(lint, "mappings", true);
    if (!status) status = lint_list(lint, "whitelisted_images", false);
    return status ? status : lint_list(lint, "blacklisted_images", false);
}

bool cdk_lint_named(cdk_lint *lint, const char *list, cdk_str id)
{
    bool policies = strcmp(list, "policies") == 0;
    CDK_JSON_EACH(rule, cdk_json_get(lint->run.bundle->root, "mappings")) {
        if (policies && cdk_str_eq(cdk_json_get_str(rule, "policy_id"), id)) return true;
        CDK_JSON_EACH(one, cdk_json_get(rule, policies ? "policy_ids" : "whitelist_ids")) {
            if (cdk_str_eq(cdk_json_str(one), id)) return true;
        }
    }
    return false;
}
