/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/bundle.h"

#include "bundle/policy.h"

int32_t cdk_bundle_builtin(const cdk_env *env, cdk_str id, cdk_bundle **out)
{
    *out = NULL;
    const cdk_benchmark *benchmark = cdk_benchmark_find(id);
    if (!benchmark)
        return cdk_fail(env, CDK_CLASS_NOT_FOUND, NULL, "no benchmark \"%.*s\" is built in", (int)(id.n < 80 ? id.n : 80),
                        id.n ? id.p : "");
    cdk_bundle *bundle = cdk_calloc(env->mem, 1, sizeof *bundle);
    if (!bundle) return cdk_fail_memory(env);
    cdk_arena_init(&bundle->arena, env->mem);
    bundle->id = benchmark->id;
    bundle->name = benchmark->title;
    bundle->version = "1_0";
    bundle->compat = CDK_COMPAT_INTENDED;
    bundle->benchmark = benchmark;
    *out = bundle;
    return CISDOCK_OK;
}

void cdk_bundle_free(cdk_bundle *bundle)
{
    if (!bundle) return;
    cdk_mem *mem = bundle->arena.mem;
    cdk_arena_free(&bundle->arena);
    cdk_free(mem, bundle);
}

/* The base plan serves every built-in benchmark; a rule of a benchmark may ask for more. */
int32_t cdk_bundle_plan(const cdk_env *env, const cdk_bundle *bundle, cdk_plan *plan)
{
    const cdk_benchmark *benchmark = bundle->benchmark;
    for (uint32_t i = 0; benchmark && i < benchmark->count; i++)
        for (uint32_t n = 0; n < benchmark->items[i].rule_count; n++) {
            const cdk_bench_rule *rule = &benchmark->items[i].rules[n];
            const cdk_trigger *trigger = cdk_bench_rule_trigger(rule);
            int32_t status = trigger && trigger->needs ? trigger->needs(env, &rule->params, plan) : CISDOCK_OK;
            if (status) return status;
        }
    return bundle->policy ? cdk_policy_plan(env, bundle->policy, plan) : CISDOCK_OK;
}
