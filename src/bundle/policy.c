/* SPDX-License-Identifier: Apache-2.0 */
/* A policy's evaluation from the bundle to the final action. Three outcomes: a result, a stop because the bundle has errors,
 * and no verdict at all. */
#include "bundle/policy.h"

#include "bundle/content_search.h"

static const char *name_of(cdk_policy_run *run, const cdk_json *rule)
{
    cdk_str name = cdk_json_get_str(rule, "name");
    return name.p ? cdk_arena_dup(run->arena, name.p, name.n) : NULL;
}

/* Ids of the chosen mapping. */
static bool put_ids(cdk_policy_run *run, cdk_policy_result *result)
{
    const cdk_json *one = cdk_json_get(run->mapping, "policy_id"), *many = cdk_json_get(run->mapping, "policy_ids");
    uint32_t count = many && many->count ? many->count : one ? 1 : 0, n = 0;
    const char **ids = cdk_arena_calloc(run->arena, count ? count : 1, sizeof *ids);
    if (!ids) return false;
    for (const cdk_json *id = many && many->count ? many->first : one; id && n < count; id = id->next) {
        cdk_str text = cdk_json_str(id);
        if (!text.p) continue;
        ids[n] = cdk_arena_dup(run->arena, text.p, text.n);
        if (!ids[n++]) return false;
    }
    result->policy_ids = ids;
    result->policy_id_count = n;
    return true;
}

static int32_t finish(cdk_policy_run *run, cdk_policy_result *result, cdk_policy_detail *detail)
{
    result->problems = run->problems;
    detail->mapping = run->mapping;
    result->mapping = name_of(run, run->mapping);
    result->matched_allowed_images = name_of(run, detail->allowed_image);
    result->matched_denied_images = name_of(run, detail->denied_image);
    return put_ids(run, result) ? 0 : cdk_fail_memory(run->env);
}

static int32_t error_stop(cdk_policy_run *run, cdk_policy_result *result, cdk_policy_detail *detail)
{
    result->outcome = CDK_POLICY_ERROR_STOP;
    result->final_action = result->policy_final_action = "stop";
    result->final_action_reason = "policy_evaluation";
    return finish(run, result, detail);
}

/* The engine gives nothing; a report needs an action and a reason, and gets the safe one. */
static int32_t no_verdict(cdk_policy_run *run, cdk_policy_result *result, cdk_policy_detail *detail)
{
    result->outcome = CDK_POLICY_NO_VERDICT;
    result->final_action = result->policy_final_action = "stop";
    result->matches = NULL;
    result->match_count = 0;
    detail->allowed_image = detail->denied_image = NULL;
    result->final_action_reason = cdk_arena_printf(run->arena, "no_verdict: %s", run->broken_why);
    return result->final_action_reason ? finish(run, result, detail) : cdk_fail_memory(run->env);
}

static void decide(cdk_policy_run *run, cdk_policy_result *result, const cdk_policy_detail *detail)
{
    result->final_action = result->policy_final_action;
    result->final_action_reason = "policy_evaluation";
    if (!run->mapping && !cdk_oddity_holds(run->compat, CDK_ODD_NO_MAPPING_GOES)) {
        result->final_action = "stop";
        result->final_action_reason = "no_mapping";
    }
    if (detail->allowed_image) {
        result->final_action = "go";
        result->final_action_reason = "whitelisted";
    }
    if (detail->denied_image) {
        result->final_action = "stop";
        result->final_action_reason = "blacklisted";
    }
    if (!cdk_oddity_holds(run->compat, CDK_ODD_TABLE_IGNORES_IMAGE_LISTS)) result->policy_final_action = result->final_action;
}

/* 1: no verdict. */
static int32_t execute(cdk_policy_run *run, cdk_policy_result *result, cdk_policy_detail *detail)
{
    int32_t status = cdk_policy_execute(run, result);
    if (!status) status = cdk_image_list_find(run, "whitelisted_images", &detail->allowed_image);
    if (!status) status = cdk_image_list_find(run, "blacklisted_images", &detail->denied_image);
    return status;
}

/* The bundle itself must be an object of a version that is known; else there is no verdict. */
static int32_t check_bundle(cdk_policy_run *run)
{
    const cdk_json *root = run->bundle->root;
    if (root->count == 0) return cdk_policy_break(run, "the bundle is empty");
    if (cdk_str_is(cdk_json_get_str(root, "version"), "1_0")) return 0;
    return cdk_policy_break(run, "the version of the bundle is not 1_0");
}

static int32_t evaluate(cdk_policy_run *run, cdk_policy_result *result, cdk_policy_detail *detail)
{
    int32_t status = check_bundle(run);
    if (status) return status < 0 ? status : no_verdict(run, result, detail);
    status = cdk_policy_build_mapping(run);
    if (status) return status < 0 ? status : error_stop(run, result, detail);
    status = execute(run, result, detail);
    if (status < 0) return status;
    if (run->broken) return no_verdict(run, result, detail);
    decide(run, result, detail);
    return finish(run, result, detail);
}

int32_t cdk_policy_evaluate_facts(cdk_eval *eval, const cdk_policy_bundle *bundle, const cdk_gate_facts *facts, cdk_str tag,
                                  cdk_policy_result **out)
{
    cdk_anchore anchore;
    *out = NULL;
    cdk_policy_result *result = cdk_arena_calloc(eval->arena, 1, sizeof *result);
    cdk_policy_detail *detail = cdk_arena_calloc(eval->arena, 1, sizeof *detail);
    if (!result || !detail) return cdk_fail_memory(eval->env);
    cdk_policy_run run = {.env = eval->env, .arena = eval->arena, .bundle = bundle, .compat = eval->compat, .facts = facts,
                          .tag = tag.n ? tag : CDK_STR("*/*:*"), .eval = eval};
    /* Without a clock, what expires at some time has expired. */
    run.now = eval->has_now ? eval->now : INT64_MAX / 1000000;
    *detail = (cdk_policy_detail){.bundle = bundle->root, .tag = run.tag, .image_id = facts->image_id, .digest = facts->digest,
                                  .now = eval->now, .has_now = eval->has_now};
    result->detail = detail;
    int32_t status = cdk_anchore_begin(eval->env, facts, eval->compat, &anchore);
    eval->anchore = &anchore;
    if (!status) status = cdk_content_search_read(eval->env, eval->arena, bundle, &anchore.content);
    if (!status) status = evaluate(&run, result, detail);
    for (uint32_t i = 0; i < run.allowlist_count; i++) cdk_allowlist_free(&run.allowlists[i]);
    cdk_anchore_end(&anchore);
    eval->anchore = NULL;
    if (!status) *out = result;
    return status;
}

static cdk_str first_name(const cdk_facts *facts)
{
    const cdk_image_doc *image = facts ? cdk_facts_image(facts) : NULL;
    return image && image->names.count ? image->names.items[0] : CDK_STR_NONE;
}

int32_t cdk_policy_evaluate(cdk_eval *eval, const cdk_bundle *bundle, cdk_gate_facts **facts, cdk_policy_result **out)
{
    *facts = NULL;
    *out = NULL;
    if (!bundle->policy) return CISDOCK_OK;
    int32_t status = cdk_gate_facts_from_image(eval->env, eval->facts, eval->evidence, facts);
    cdk_str tag = eval->tag.n ? eval->tag : first_name(eval->facts);
    return status ? status : cdk_policy_evaluate_facts(eval, bundle->policy, *facts, tag, out);
}
