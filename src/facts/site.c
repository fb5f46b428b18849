/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/site.h"

typedef enum member_type { TEXTS, NUMBERS, OBJECT, OBJECTS, FLAG, NUMBER, TEXT } member_type;

static const struct {
    const char *name;
    member_type type;
} members[] = {
    {"schema", TEXT},           {"trusted_users", TEXTS},     {"allowed_capabilities", TEXTS}, {"needed_ports", TEXTS},
    {"allowed_privileged_ports", NUMBERS}, {"allowed_listeners", TEXTS}, {"cgroup_parents", TEXTS},
    {"minimum_versions", OBJECT}, {"sensitive_paths", TEXTS}, {"ssh_servers", TEXTS},          {"trusted_registries", TEXTS},
    {"trusted_bases", TEXTS},   {"image_tags", OBJECT},       {"swarm_needed", FLAG},          {"swarm_managers", OBJECT},
    {"node_cert_max_days", NUMBER}, {"root_ca_max_days", NUMBER}, {"attestations", OBJECTS},   {"exceptions", OBJECTS},
    {"allowed_setid", TEXTS},   {"strict_add", FLAG},         {"unwanted_packages", TEXTS},   {"refused_severities", TEXTS},
    {"scan_max_days", NUMBER},
};

/* Members of members whose wrong type would say nothing in silence. */
static const struct {
    const char *parent, *name;
    member_type type;
} inner_members[] = {
    {"minimum_versions", "docker", TEXT}, {"minimum_versions", "kernel", TEXT}, {"swarm_managers", "min", NUMBER}, {"swarm_managers", "max", NUMBER},
};

const cdk_json *cdk_site_get(const cdk_evidence *evidence, const char *member)
{
    const cdk_json *value = cdk_json_get(cdk_evidence_json(evidence, CDK_EV_SITE), member);
    return cdk_json_missing(value) ? NULL : value;
}

bool cdk_site_has_list(const cdk_evidence *evidence, const char *member)
{
    return cdk_json_is(cdk_site_get(evidence, member), CDK_JSON_ARRAY);
}

bool cdk_site_lists(const cdk_evidence *evidence, const char *member, cdk_str text)
{
    CDK_JSON_EACH(item, cdk_site_get(evidence, member))
        if (item->type == CDK_JSON_STRING && cdk_str_eq(item->text, text)) return true;
    return false;
}

bool cdk_site_lists_number(const cdk_evidence *evidence, const char *member, int64_t number)
{
    int64_t value;
    CDK_JSON_EACH(item, cdk_site_get(evidence, member))
        if (cdk_json_i64(item, &value) && value == number) return true;
    return false;
}

bool cdk_site_number(const cdk_evidence *evidence, const char *dotted, int64_t *out)
{
    return cdk_json_i64(cdk_json_path(cdk_evidence_json(evidence, CDK_EV_SITE), dotted), out);
}

bool cdk_site_true(const cdk_evidence *evidence, const char *member)
{
    return cdk_json_is(cdk_site_get(evidence, member), CDK_JSON_TRUE);
}

cdk_str cdk_site_text(const cdk_evidence *evidence, const char *dotted)
{
    return cdk_json_str(cdk_json_path(cdk_evidence_json(evidence, CDK_EV_SITE), dotted));
}

static bool list_of(const cdk_json *value, cdk_json_type type)
{
    if (value->type != CDK_JSON_ARRAY) return false;
    CDK_JSON_EACH(item, value)
        if (item->type != type) return false;
    return true;
}

static bool fits(const cdk_json *value, member_type type)
{
    switch (type) {
    case TEXTS: return list_of(value, CDK_JSON_STRING);
    case NUMBERS: return list_of(value, CDK_JSON_NUMBER);
    case OBJECTS: return list_of(value, CDK_JSON_OBJECT);
    case OBJECT: return value->type == CDK_JSON_OBJECT;
    case FLAG: return value->type == CDK_JSON_TRUE || value->type == CDK_JSON_FALSE;
    case NUMBER: return value->type == CDK_JSON_NUMBER;
    case TEXT: return value->type == CDK_JSON_STRING;
    }
    return false;
}

static bool complain(const cdk_env *env, cdk_arena *arena, const cdk_json *value, cdk_severity severity, const char *what,
                     cdk_problems *problems)
{
    cdk_where where = CDK_NOWHERE;
    where.document = "site";
    where.pointer = cdk_json_pointer(arena, value);
    if (!where.pointer) return cdk_fail_memory(env), false;
    return cdk_problem_add(env, arena, problems, CDK_CLASS_BAD_DOCUMENT, severity, &where, "site, %s: %s",
                           *where.pointer ? where.pointer : "the document", what);
}

static bool check_inner(const cdk_env *env, cdk_arena *arena, const cdk_json *parent, cdk_problems *problems)
{
    for (size_t i = 0; i < sizeof inner_members / sizeof *inner_members; i++) {
        const cdk_json *member = cdk_str_is(parent->key, inner_members[i].parent) ? cdk_json_get(parent, inner_members[i].name) : NULL;
        if (!cdk_json_missing(member) && !fits(member, inner_members[i].type) &&
            !complain(env, arena, member, CDK_ERROR, "not of the type that this member has; it says nothing", problems))
            return false;
    }
    return true;
}

static bool check_member(const cdk_env *env, cdk_arena *arena, const cdk_json *member, cdk_problems *problems)
{
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (!cdk_str_is(member->key, members[i].name)) continue;
        return cdk_json_missing(member) || fits(member, members[i].type) ||
               complain(env, arena, member, CDK_ERROR, "not of the type that this member has; it says nothing", problems);
    }
    return complain(env, arena, member, CDK_WARNING, "no member that this version knows", problems);
}

int32_t cdk_site_check(const cdk_env *env, cdk_arena *arena, const cdk_json *root, cdk_problems *problems)
{
    if (root->type != CDK_JSON_OBJECT)
        return complain(env, arena, root, CDK_ERROR, "an object is needed", problems) ? CISDOCK_OK : env->error->status;
    CDK_JSON_EACH(member, root)
        if (!check_member(env, arena, member, problems) || !check_inner(env, arena, member, problems)) return env->error->status;
    return CISDOCK_OK;
}
