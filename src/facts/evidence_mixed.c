/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/evidence_mixed.h"

#include <inttypes.h>

static bool say(const cdk_env *env, cdk_arena *arena, cdk_problems *problems, const char *pointer, const char *message)
{
    cdk_where where = CDK_NOWHERE;
    where.document = "info";
    where.pointer = pointer;
    return message ? cdk_problem_add(env, arena, problems, CDK_CLASS_BAD_DOCUMENT, CDK_WARNING, &where, "%s", message)
                   : (cdk_fail_memory(env), false);
}

/* docker info and docker version name the same release where they come from one engine at one time. */
static bool check_release(const cdk_env *env, cdk_arena *arena, const cdk_evidence *evidence, cdk_problems *problems)
{
    const cdk_json *root = cdk_evidence_json(evidence, CDK_EV_VERSION), *server = cdk_json_get(root, "Server");
    cdk_str shown = cdk_json_get_str(cdk_evidence_json(evidence, CDK_EV_INFO), "ServerVersion");
    cdk_str other = cdk_json_get_str(cdk_json_is(server, CDK_JSON_OBJECT) ? server : root, "Version");
    if (shown.n == 0 || other.n == 0 || cdk_str_eq(shown, other)) return true;
    return say(env, arena, problems, "/ServerVersion",
               cdk_arena_printf(arena, "info is of engine %.*s, version of engine %.*s: they come from different hosts or times",
                                shown.n < 64 ? (int)shown.n : 64, shown.p, other.n < 64 ? (int)other.n : 64, other.p));
}

static bool check_count(const cdk_env *env, cdk_arena *arena, const cdk_evidence *evidence, cdk_problems *problems)
{
    int64_t counted;
    uint32_t listed = cdk_evidence_count(evidence, CDK_EV_CONTAINERS);
    if (!cdk_evidence_complete(evidence, CDK_EV_CONTAINERS) ||
        !cdk_json_i64(cdk_json_get(cdk_evidence_json(evidence, CDK_EV_INFO), "Containers"), &counted) || counted == (int64_t)listed)
        return true;
    return say(env, arena, problems, "/Containers",
               cdk_arena_printf(arena, "info counts %" PRId64 " containers, the list that is said to be whole has %" PRIu32, counted, listed));
}

int32_t cdk_evidence_cross_check(const cdk_env *env, cdk_arena *arena, const cdk_evidence *evidence, cdk_problems *problems)
{
    bool good = check_release(env, arena, evidence, problems) && check_count(env, arena, evidence, problems);
    return good ? CISDOCK_OK : env->error->status;
}

int32_t cdk_evidence_check_info(const cdk_env *env, const cdk_json *info)
{
    const cdk_json *version = cdk_json_get(info, "ServerVersion"), *errors = cdk_json_get(info, "ServerErrors");
    bool hollow = cdk_json_get(info, "ClientInfo") && cdk_json_is(version, CDK_JSON_STRING) && version->text.n == 0;
    if (!hollow && !(cdk_json_is(errors, CDK_JSON_ARRAY) && errors->count)) return CISDOCK_OK;
    cdk_where where = CDK_NOWHERE;
    where.document = "info";
    where.pointer = hollow ? "/ServerVersion" : "/ServerErrors";
    return cdk_fail(env, CDK_CLASS_BAD_DOCUMENT, &where, "info is what the client prints where no engine answers it");
}
