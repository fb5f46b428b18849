/* SPDX-License-Identifier: Apache-2.0 */
#include "api/handles.h"

typedef int32_t (*filler)(const cdk_env *env, cdk_plan *plan, const void *from);

static int32_t add_nothing(const cdk_env *env, cdk_plan *plan, const void *from)
{
    (void)env, (void)plan, (void)from;
    return CISDOCK_OK;
}

static int32_t add_base(const cdk_env *env, cdk_plan *plan, const void *from)
{
    (void)from;
    return cdk_plan_add_base(env, plan);
}

static int32_t add_all(const cdk_env *env, cdk_plan *plan, const void *from)
{
    static const cdk_need more[] = {{.kind = CDK_NEED_LANGUAGES}, {.kind = CDK_NEED_DIGESTS}};
    int32_t status = add_base(env, plan, from);
    for (size_t i = 0; !status && i < sizeof more / sizeof *more; i++) status = cdk_plan_add(env, plan, &more[i]);
    return status;
}

static int32_t add_both(const cdk_env *env, cdk_plan *plan, const void *from)
{
    const cisdock_plan *const *both = from;
    int32_t status = cdk_plan_add_all(env, plan, both[0]->plan);
    return status ? status : cdk_plan_add_all(env, plan, both[1]->plan);
}

static int32_t add_bundle(const cdk_env *env, cdk_plan *plan, const void *from)
{
    return cdk_bundle_plan(env, from, plan);
}

static int32_t make(const cdk_env *env, cisdock_context *context, filler fill, const void *from, cisdock_plan **out)
{
    cisdock_plan *plan = cdk_handle_new(context, sizeof *plan);
    if (!plan) return env->error->status;
    int32_t status = cdk_plan_new(env, &plan->plan);
    if (!status) status = fill(env, plan->plan, from);
    if (status)
        cisdock_plan_free(plan);
    else
        *out = plan;
    return status;
}

static int32_t make_plan(cisdock_context *context, filler fill, const void *from, cisdock_plan **out)
{
    cdk_env *env;
    int32_t status = cdk_enter(context, &env);
    return status ? status : cdk_leave(context, make(env, context, fill, from, out));
}

int32_t cisdock_plan_base(cisdock_context *context, cisdock_plan **out)
{
    if (!out) return cdk_bad_argument(context, "out is NULL");
    *out = NULL;
    return make_plan(context, add_base, NULL, out);
}

int32_t cisdock_plan_all(cisdock_context *context, cisdock_plan **out)
{
    if (!out) return cdk_bad_argument(context, "out is NULL");
    *out = NULL;
    return make_plan(context, add_all, NULL, out);
}

int32_t cisdock_plan_documents(cisdock_context *context, cisdock_plan **out)
{
    if (!out) return cdk_bad_argument(context, "out is NULL");
    *out = NULL;
    return make_plan(context, add_nothing, NULL, out);
}

int32_t cisdock_plan_merge(cisdock_context *context, const cisdock_plan *first, const cisdock_plan *second, cisdock_plan **out)
{
    if (!out) return cdk_bad_argument(context, "out is NULL");
    *out = NULL;
    if (!first || !second) return cdk_bad_argument(context, "a plan is NULL");
    const cisdock_plan *both[] = {first, second};
    return make_plan(context, add_both, both, out);
}

int32_t cisdock_bundle_plan(cisdock_context *context, const cisdock_bundle *bundle, cisdock_plan **out)
{
    if (!out) return cdk_bad_argument(context, "out is NULL");
    *out = NULL;
    if (!bundle) return cdk_bad_argument(context, "the bundle is NULL");
    return make_plan(context, add_bundle, bundle->bundle, out);
}

int32_t cisdock_plan_reads_layers(const cisdock_plan *plan)
{
    return !plan || plan->plan->count > 0;
}

void cisdock_plan_free(cisdock_plan *plan)
{
    if (!cdk_handle_last(plan)) return;
    cdk_plan_free(plan->plan);
    cdk_handle_end(plan);
}
