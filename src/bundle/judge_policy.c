/* SPDX-License-Identifier: Apache-2.0 */
/* Recommendations that a bundle carries: a rule that serves one and fires fails it, warns or merely reports, as its action
 * says; what an allowlist covers passes by the site's word; rules that ran and said nothing are met. */
#include "bundle/judge.h"

static cdk_verdict verdict_of(const cdk_match *match)
{
    if (match->allowlisted || strcmp(match->action, "go") == 0) return CDK_PASS;
    return strcmp(match->action, "stop") == 0 ? CDK_FAIL : CDK_WARN;
}

/* A copy, since findings put their objects into an order of their own. */
static int32_t take(cdk_eval *eval, const cdk_outcome *outcome, const cdk_match *match)
{
    cdk_outcome *copy = cdk_say(eval, match ? verdict_of(match) : outcome->verdict, "%s%s", match && match->allowlisted ? "allowlisted: " : "",
                                outcome->message);
    if (!copy) return cdk_eval_status(eval);
    copy->reason = outcome->reason;
    copy->basis = match && match->allowlisted ? CDK_ATTESTED : outcome->basis;
    copy->confidence = outcome->confidence;
    copy->object_kind = outcome->object_kind;
    copy->object_id = outcome->object_id;
    copy->object_name = outcome->object_name;
    copy->subject = outcome->subject;
    copy->trigger_id = outcome->trigger_id;
    copy->place = outcome->place ? outcome->place : outcome->trigger_id;
    copy->evidence = outcome->evidence;
    copy->evidence_last = outcome->evidence_last;
    copy->failed = outcome->failed;
    return CISDOCK_OK;
}

static int32_t take_rule(cdk_eval *eval, const cdk_served *served)
{
    const cdk_match *match = served->matches;
    int32_t status = CISDOCK_OK;
    for (const cdk_outcome *outcome = served->outcomes; outcome && !status; outcome = outcome->next) {
        bool own = match && match->outcome == outcome;
        status = take(eval, outcome, own ? match : NULL);
        if (own) match = match->next;
    }
    return status;
}

static bool serves(const cdk_served *served, const cdk_recommendation *item)
{
    return strcmp(served->recommendation, item->id) == 0 || strcmp(served->recommendation, item->slug->slug) == 0;
}

bool cdk_policy_serves(const cdk_policy_result *policy, const cdk_recommendation *item)
{
    for (const cdk_served *served = policy ? policy->served : NULL; served; served = served->next)
        if (serves(served, item)) return true;
    return false;
}

int32_t cdk_judge_policy(cdk_eval *eval, const cdk_policy_result *policy, const cdk_recommendation *item, cdk_finding *finding)
{
    uint32_t ran = 0;
    int32_t status = CISDOCK_OK;
    eval->first = eval->last = NULL;
    eval->count = 0;
    if (policy && policy->outcome != CDK_POLICY_RESULT) cdk_say(eval, CDK_VERDICT_ERROR, "the policy gives no verdict: %s", policy->final_action_reason);
    for (const cdk_served *served = policy && !eval->first ? policy->served : NULL; served && !status; served = served->next) {
        if (!serves(served, item)) continue;
        ran++;
        status = take_rule(eval, served);
    }
    if (status) return status;
    if (ran && !eval->first) cdk_say(eval, CDK_PASS, "%u rule%s of the policy looked and found nothing", ran, ran == 1 ? "" : "s");
    return cdk_judge_outcomes(eval, item, finding);
}
