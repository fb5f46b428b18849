/* SPDX-License-Identifier: Apache-2.0 */
#include "report/out.h"
#include "report/words.h"

static void put_allowlisted(cdk_out *out, const cdk_match *match)
{
    if (!match->allowlisted) {
        cdk_out_null(out, "allowlisted");
        return;
    }
    cdk_jsonw_key(out->w, "allowlisted");
    cdk_jsonw_object(out->w);
    cdk_out_str(out, "id", cdk_str_of(match->allowlist_id));
    cdk_out_str(out, "name", cdk_str_of(match->allowlist_name));
    cdk_out_str(out, "item", cdk_str_of(match->allowlist_item));
    cdk_jsonw_object_end(out->w);
}

static void put_match(cdk_out *out, const cdk_match *match)
{
    cdk_jsonw_object(out->w);
    cdk_out_str(out, "policy_id", cdk_str_of(match->policy_id));
    cdk_out_str(out, "rule_id", cdk_str_of(match->rule_id));
    cdk_out_text(out, "gate", match->gate);
    cdk_out_text(out, "trigger", match->trigger);
    cdk_out_str(out, "trigger_id", cdk_str_of(match->trigger_id));
    cdk_out_text(out, "action", match->action);
    cdk_out_str(out, "message", cdk_str_of(match->message));
    cdk_out_str(out, "recommendation", cdk_str_of(match->recommendation));
    put_allowlisted(out, match);
    cdk_jsonw_key(out->w, "evidence");
    cdk_jsonw_array(out->w);
    if (match->outcome) cdk_json_evidence(out, match->outcome->evidence);
    cdk_jsonw_array_end(out->w);
    cdk_jsonw_object_end(out->w);
}

static void put_problems(cdk_out *out, const cdk_policy_result *policy)
{
    cdk_jsonw_key(out->w, "problems");
    cdk_jsonw_array(out->w);
    for (const cdk_policy_problem *problem = policy->problems; problem; problem = problem->next) {
        cdk_jsonw_object(out->w);
        cdk_out_text(out, "type", problem->type);
        cdk_out_text(out, "severity", problem->severity);
        cdk_out_str(out, "message", cdk_str_of(problem->message));
        cdk_jsonw_object_end(out->w);
    }
    cdk_jsonw_array_end(out->w);
}

void cdk_json_policy(cdk_out *out)
{
    const cdk_policy_result *policy = out->report->evaluation->policy;
    if (!policy) {
        cdk_out_null(out, "policy");
        return;
    }
    cdk_jsonw_key(out->w, "policy");
    cdk_jsonw_object(out->w);
    cdk_out_str(out, "mapping", cdk_str_of(policy->mapping));
    cdk_jsonw_key(out->w, "policy_ids");
    cdk_jsonw_array(out->w);
    for (uint32_t i = 0; i < policy->policy_id_count; i++) cdk_jsonw_str(out->w, cdk_out_redact(out, CDK_SECRET_IN_TEXT, cdk_str_of(policy->policy_ids[i])));
    cdk_jsonw_array_end(out->w);
    cdk_out_text(out, "final_action", policy->final_action);
    cdk_out_str(out, "final_action_reason", cdk_str_of(policy->final_action_reason));
    cdk_out_text(out, "outcome", cdk_policy_outcome_word(policy->outcome));
    cdk_jsonw_key(out->w, "matches");
    cdk_jsonw_array(out->w);
    for (const cdk_match *match = policy->matches; match && !out->status; match = match->next) put_match(out, match);
    cdk_jsonw_array_end(out->w);
    put_problems(out, policy);
    cdk_jsonw_object_end(out->w);
}
