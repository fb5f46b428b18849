/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/policy.h"

/* Failures of a bundle are found by people in an editor: tell line and column too. */
static int32_t with_position(const cdk_env *env, cdk_str text, const char *document, int32_t status)
{
    char message[sizeof env->error->message];
    cdk_where where = CDK_NOWHERE;
    uint32_t line, column;
    if (env->error->offset < 0 || status == CISDOCK_E_NO_MEMORY) return status;
    memcpy(message, env->error->message, sizeof message);
    where.document = document;
    where.offset = env->error->offset;
    cdk_json_position(text, (size_t)env->error->offset, &line, &column);
    return cdk_fail(env, env->error->cls, &where, "%s:%u:%u: %.400s", document, (unsigned)line, (unsigned)column, message);
}

static const char *text_at(cdk_bundle *bundle, const cdk_json *root, const char *key)
{
    cdk_str text = cdk_utf8_repair(&bundle->arena, cdk_json_get_str(root, key));
    return text.p ? cdk_arena_dup(&bundle->arena, text.p, text.n) : NULL;
}

static int32_t read_policy(const cdk_env *env, cdk_bundle *bundle, cdk_str text, const char *document)
{
    cdk_json *root = NULL;
    cdk_policy_bundle *policy = cdk_arena_calloc(&bundle->arena, 1, sizeof *policy);
    cdk_str copy = cdk_str_dup(&bundle->arena, text);
    const char *name = cdk_arena_dup(&bundle->arena, document, strlen(document));
    if (!policy || !copy.p || !name) return cdk_fail_memory(env);
    int32_t status = cdk_json_parse(env, &bundle->arena, copy, name, &root);
    if (status) return with_position(env, text, name, status);
    cdk_where where = CDK_NOWHERE;
    where.document = name;
    where.offset = 0;
    if (!cdk_json_is(root, CDK_JSON_OBJECT))
        return cdk_fail(env, CDK_CLASS_BAD_BUNDLE, &where, "%s:1:1: a bundle is a JSON object, this is a JSON %s", name, cdk_json_type_name(root));
    *policy = (cdk_policy_bundle){.root = root, .text = copy, .document = name};
    bundle->policy = policy;
    bundle->id = text_at(bundle, root, "id");
    bundle->name = text_at(bundle, root, "name");
    bundle->version = text_at(bundle, root, "version");
    const cdk_json *benchmark = cdk_json_get(root, "benchmark");
    bundle->compat = cdk_json_is(benchmark, CDK_JSON_OBJECT) ? CDK_COMPAT_INTENDED : CDK_COMPAT_ANCHORE_1_1;
    if (cdk_json_is(benchmark, CDK_JSON_OBJECT))
        status = cdk_benchmark_parse(env, &bundle->arena, benchmark, name, &bundle->problems, &bundle->benchmark);
    return status ? status : cdk_policy_lint(env, bundle);
}

int32_t cdk_bundle_parse(const cdk_env *env, cdk_str text, const char *document, cdk_bundle **out)
{
    *out = NULL;
    if (text.n > CDK_LIMIT(env, MAX_BUNDLE)) return cdk_fail_limit(env, CDK_LIMIT_MAX_BUNDLE, NULL, text.n);
    cdk_bundle *bundle = cdk_calloc(env->mem, 1, sizeof *bundle);
    if (!bundle) return cdk_fail_memory(env);
    cdk_arena_init(&bundle->arena, env->mem);
    int32_t status = read_policy(env, bundle, text, document ? document : "bundle");
    if (status)
        cdk_bundle_free(bundle);
    else
        *out = bundle;
    return status;
}
