/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/content_search.h"

static int32_t plan_rule(cdk_policy_run *run, const cdk_json *json, cdk_plan *plan, bool *content)
{
    cdk_policy_rule rule;
    int32_t status = cdk_policy_build_rule(run, json, &rule);
    if (status || !rule.trigger) return status < 0 ? status : 0;
    *content = *content || rule.trigger->content_search;
    if (!rule.trigger->needs) return 0;
    return rule.trigger->needs(run->env, &rule.params, plan);
}

int32_t cdk_policy_plan(const cdk_env *env, const cdk_policy_bundle *bundle, cdk_plan *plan)
{
    cdk_arena arena;
    cdk_arena_init(&arena, env->mem);
    cdk_policy_run run = {.env = env, .arena = &arena, .bundle = bundle, .compat = CDK_COMPAT_INTENDED};
    const cdk_json *policies = cdk_json_get(bundle->root, "policies");
    int32_t status = 0;
    bool content = false;
    CDK_JSON_EACH(policy, policies) {
        const cdk_json *rules = cdk_json_get(policy, "rules");
        if (!cdk_json_is(rules, CDK_JSON_ARRAY)) continue;
        CDK_JSON_EACH(rule, rules) {
            if (!status) status = plan_rule(&run, rule, plan, &content);
        }
    }
    if (!status && content) status = cdk_content_search_plan(env, &arena, bundle, plan);
    cdk_arena_free(&arena);
    return status;
}
