/* SPDX-License-Identifier: Apache-2.0 */
#include "api/handles.h"
#include "report/words.h"

#include <stdio.h>

int32_t cdk_bundle_wrap(const cdk_env *env, cisdock_context *context, cdk_bundle *inner, cisdock_bundle **out)
{
    cisdock_bundle *bundle = cdk_handle_new(context, sizeof *bundle);
    if (!bundle) {
        cdk_bundle_free(inner);
        return env->error->status;
    }
    bundle->bundle = inner;
    *out = bundle;
    return CISDOCK_OK;
}

static int32_t no_such_benchmark(const cdk_env *env, const char *id)
{
    char known[400] = "";
    size_t n = 0;
    for (uint32_t i = 0; i < cdk_benchmark_count() && n < sizeof known; i++)
        n += (size_t)snprintf(known + n, sizeof known - n, "%s%s", i ? ", " : "", cdk_benchmark_at(i)->id);
    if (!id) return cdk_fail(env, CDK_CLASS_NOT_FOUND, NULL, "no benchmark is built in (option builtin_bundles)");
    return cdk_fail(env, CDK_CLASS_NOT_FOUND, NULL, "there is no benchmark \"%s\"; there are: %s", id, known);
}

static int32_t builtin(const cdk_env *env, const char *id, cdk_bundle **out)
{
    uint32_t count = cdk_benchmark_count();
    if (id ? !cdk_benchmark_find(cdk_str_of(id)) : !count) return no_such_benchmark(env, id);
    return cdk_bundle_builtin(env, cdk_str_of(id ? id : cdk_benchmark_at(count - 1)->id), out);
}

int32_t cisdock_bundle_builtin(cisdock_context *context, const char *id, cisdock_bundle **out)
{
    if (!out) return cdk_bad_argument(context, "out is NULL");
    *out = NULL;
    cdk_env *env;
    int32_t status = cdk_enter(context, &env);
    if (status) return status;
    cdk_bundle *inner = NULL;
    status = builtin(env, id, &inner);
    return cdk_leave(context, status ? status : cdk_bundle_wrap(env, context, inner, out));
}

void cisdock_bundle_free(cisdock_bundle *bundle)
{
    if (!cdk_handle_last(bundle)) return;
    cdk_bundle_free(bundle->bundle);
    cdk_handle_end(bundle);
}

const char *cisdock_bundle_id(const cisdock_bundle *bundle)
{
    return bundle ? bundle->bundle->id : NULL;
}

const char *cisdock_bundle_name(const cisdock_bundle *bundle)
{
    return bundle ? bundle->bundle->name : NULL;
}

const char *cisdock_bundle_version(const cisdock_bundle *bundle)
{
    return bundle ? bundle->bundle->version : NULL;
}

const char *cisdock_bundle_compat(const cisdock_bundle *bundle)
{
    return bundle ? cdk_compat_word(bundle->bundle->compat) : NULL;
}

const cisdock_benchmark *cisdock_bundle_benchmark(const cisdock_bundle *bundle)
{
    return bundle ? (const cisdock_benchmark *)bundle->bundle->benchmark : NULL;
}

const cisdock_problem *cisdock_bundle_problems(const cisdock_bundle *bundle)
{
    return cdk_problem_public(bundle ? &bundle->bundle->problems : NULL);
}

int32_t cisdock_bundle_explain(cisdock_context *context, const cisdock_bundle *bundle, const char *tag, const cisdock_sink *sink)
{
    if (!bundle || !sink || !sink->write) return cdk_bad_argument(context, "bundle or sink is NULL");
    cdk_env *env;
    int32_t status = cdk_enter(context, &env);
    return status ? status : cdk_leave(context, cdk_bundle_explain(env, bundle->bundle, cdk_str_of(tag), sink));
}
