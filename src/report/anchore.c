/* SPDX-License-Identifier: Apache-2.0 */
/* The result document of anchore-engine's policy evaluation, for pipelines that were built on it. Texts of rows are redacted as
 * in all reports; ids are those of the raw texts. */
#include "bundle/policy.h"
#include "report/out.h"
#include "report/writers.h"

static void put_json_or_false(cdk_out *out, const char *key, const cdk_json *value)
{
    cdk_jsonw_key(out->w, key);
    if (value)
        cdk_jsonw_value(out->w, value);
    else
        cdk_jsonw_bool(out->w, false);
}

static void put_cell(cdk_out *out, const char *text)
{
    cdk_arena_reset(&out->scratch);
    cdk_str shown = cdk_out_redact(out, CDK_SECRET_IN_TEXT, cdk_str_of(text));
    cdk_jsonw_str(out->w, shown);
}

static void put_whitelisted(cdk_out *out, const cdk_match *match)
{
    if (!match->allowlisted) {
        cdk_jsonw_bool(out->w, false);
        return;
    }
    cdk_jsonw_object(out->w);
    cdk_out_text(out, "whitelist_name", match->allowlist_name);
    cdk_out_text(out, "whitelist_id", match->allowlist_id);
    cdk_out_text(out, "matched_rule_id", match->allowlist_item);
    cdk_jsonw_object_end(out->w);
}

static void put_row(cdk_out *out, const cdk_policy_detail *detail, const cdk_match *match)
{
    cdk_jsonw_array(out->w);
    cdk_jsonw_str(out->w, detail->image_id);
    cdk_jsonw_str(out->w, detail->tag);
    put_cell(out, match->trigger_id);
    cdk_jsonw_text(out->w, match->gate);
    cdk_jsonw_text(out->w, match->trigger);
    put_cell(out, match->message);
    cdk_jsonw_text(out->w, match->action);
    put_whitelisted(out, match);
    cdk_jsonw_text(out->w, match->policy_id);
    cdk_jsonw_array_end(out->w);
}

static void put_table(cdk_out *out, const cdk_policy_result *policy, const cdk_policy_detail *detail)
{
    static const char *const header[] = {"Image_Id", "Repo_Tag", "Trigger_Id", "Gate", "Trigger", "Check_Output", "Gate_Action", "Whitelisted", "Policy_Id"};
    cdk_jsonw_key_str(out->w, detail->image_id.p ? detail->image_id : CDK_STR("null"));
    cdk_jsonw_object(out->w);
    cdk_jsonw_key(out->w, "result");
    cdk_jsonw_object(out->w);
    cdk_jsonw_key(out->w, "header");
    cdk_jsonw_array(out->w);
    for (size_t i = 0; i < sizeof header / sizeof *header; i++) cdk_jsonw_text(out->w, header[i]);
    cdk_jsonw_array_end(out->w);
    cdk_out_i64(out, "row_count", policy->match_count);
    cdk_jsonw_key(out->w, "rows");
    cdk_jsonw_array(out->w);
    for (const cdk_match *match = policy->matches; match && !out->status; match = match->next) put_row(out, detail, match);
    cdk_jsonw_array_end(out->w);
    cdk_out_text(out, "final_action", policy->policy_final_action);
    cdk_jsonw_object_end(out->w);
    cdk_jsonw_object_end(out->w);
}

static void put_result(cdk_out *out, const cdk_policy_result *policy, const cdk_policy_detail *detail)
{
    static const char *const lists[] = {"policy_data", "whitelist_data"};
    cdk_jsonw_key(out->w, "result");
    cdk_jsonw_object(out->w);
    put_table(out, policy, detail);
    for (size_t i = 0; i < 2; i++) {
        cdk_jsonw_key(out->w, lists[i]);
        cdk_jsonw_array(out->w);
        cdk_jsonw_array_end(out->w);
    }
    cdk_out_text(out, "policy_name", "");
    cdk_jsonw_key(out->w, "whitelist_names");
    cdk_jsonw_array(out->w);
    cdk_jsonw_array_end(out->w);
    cdk_jsonw_object_end(out->w);
}

static void put_problems(cdk_out *out, const cdk_policy_result *policy)
{
    cdk_jsonw_key(out->w, "evaluation_problems");
    cdk_jsonw_array(out->w);
    for (const cdk_policy_problem *problem = policy->problems; problem && !out->status; problem = problem->next) {
        cdk_jsonw_object(out->w);
        cdk_out_text(out, "problem_type", problem->type);
        cdk_out_text(out, "severity", problem->severity);
        cdk_out_str(out, "details", cdk_str_of(problem->message));
        cdk_jsonw_object_end(out->w);
    }
    cdk_jsonw_array_end(out->w);
}

static void put_document(cdk_out *out, const cdk_policy_result *policy, const cdk_policy_detail *detail)
{
    cdk_out_null(out, "user_id");
    cdk_jsonw_key(out->w, "image_id");
    cdk_jsonw_str(out->w, detail->image_id);
    cdk_jsonw_key(out->w, "image_digest");
    cdk_jsonw_str(out->w, detail->digest);
    cdk_jsonw_key(out->w, "tag");
    cdk_jsonw_str(out->w, detail->tag);
    put_json_or_false(out, "bundle", detail->bundle);
    put_json_or_false(out, "matched_mapping_rule", detail->mapping);
    put_json_or_false(out, "matched_whitelisted_images_rule", detail->allowed_image);
    put_json_or_false(out, "matched_blacklisted_images_rule", detail->denied_image);
    cdk_out_text(out, "final_action", policy->final_action);
    cdk_out_text(out, "final_action_reason", policy->final_action_reason);
    cdk_out_text(out, "status", strcmp(policy->final_action, "stop") == 0 ? "fail" : "pass");
    if (detail->has_now) {
        cdk_out_i64(out, "created_at", detail->now);
        cdk_out_i64(out, "last_modified", detail->now);
    } else {
        cdk_out_null(out, "created_at");
        cdk_out_null(out, "last_modified");
    }
    put_problems(out, policy);
    put_result(out, policy, detail);
}

/* What the engine's service answers where the evaluation fails. */
static void put_failure(cdk_out *out, const cdk_policy_result *policy)
{
    cdk_out_i64(out, "httpcode", 500);
    cdk_out_text(out, "message", "Internal bundle evaluation error");
    cdk_jsonw_key(out->w, "detail");
    cdk_jsonw_object(out->w);
    cdk_out_str(out, "message", cdk_str_of(policy->final_action_reason));
    cdk_jsonw_object_end(out->w);
}

/* Where no policies were evaluated, there is no result. */
static void put_all(cdk_out *out, const cdk_policy_result *policy)
{
    if (!policy) {
        cdk_jsonw_null(out->w);
        return;
    }
    cdk_jsonw_object(out->w);
    if (policy->outcome == CDK_POLICY_NO_VERDICT)
        put_failure(out, policy);
    else
        put_document(out, policy, policy->detail);
    cdk_jsonw_object_end(out->w);
}

int32_t cdk_write_anchore(const cdk_env *env, const cdk_report *report, const cisdock_sink *sink)
{
    const cdk_policy_result *policy = report->evaluation->policy;
    cdk_out out;
    cdk_out_init(&out, env, report);
    cdk_jsonw_options options = {.indent = 0};
    int32_t status = cdk_jsonw_new(env, sink, &options, &out.w);
    if (!status) {
        put_all(&out, policy);
        cdk_jsonw_newline(out.w);
        status = cdk_jsonw_end(out.w);
    }
    if (!status) status = out.status;
    cdk_out_free(&out);
    return status;
}
