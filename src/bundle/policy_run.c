/* SPDX-License-Identifier: Apache-2.0 */
/* Running the rules of the chosen policies, and putting their matches into rows. */
#include "bundle/policy.h"

typedef struct rows {
    cdk_policy_result *result;
    cdk_match *last;
    cdk_action action; /* of the policy so far */
} rows;

static const char *text_of(cdk_policy_run *run, cdk_str s)
{
    return s.p ? cdk_arena_dup(run->arena, s.p, s.n) : NULL;
}

static int32_t add_row(cdk_policy_run *run, rows *to, const cdk_policy *policy, const cdk_policy_rule *rule, const cdk_outcome *outcome)
{
    const cdk_allowlist *list = NULL;
    const cdk_allow_item *item;
    int32_t status = cdk_allowlist_find(run, rule->gate->name, cdk_str_of(outcome->trigger_id), &list, &item);
    if (status) return status;
    cdk_match *match = cdk_arena_calloc(run->arena, 1, sizeof *match);
    if (!match) return cdk_fail_memory(run->env);
    cdk_action action = item ? CDK_ACTION_GO : rule->action;
    bool shows_go = item && cdk_oddity_holds(run->compat, CDK_ODD_ALLOWLISTED_GOES);
    *match = (cdk_match){.policy_id = text_of(run, policy->id), .rule_id = text_of(run, rule->id), .gate = rule->gate->name,
                         .trigger = rule->trigger->name, .trigger_id = outcome->trigger_id,
                         .action = cdk_action_word(shows_go ? CDK_ACTION_GO : rule->action), .message = outcome->message,
                         .recommendation = rule->recommendation, .outcome = outcome, .allowlisted = item != NULL};
    if (item) {
        match->allowlist_id = text_of(run, list->id);
        match->allowlist_name = text_of(run, list->name);
        match->allowlist_item = text_of(run, item->id);
    }
    if (to->last)
        to->last->next = match;
    else
        to->result->matches = match;
    to->last = match;
    to->result->match_count++;
    if (action < to->action) to->action = action;
    return 0;
}

/* A rule that cannot be evaluated, or lacks what it needs. In the engine's modes the first loses the verdict; else it counts
 * as if it had fired. */
static int32_t add_unjudged(cdk_policy_run *run, rows *to, const cdk_policy *policy, const cdk_policy_rule *rule, const cdk_outcome *outcome)
{
    bool broken = outcome->verdict == CDK_VERDICT_ERROR;
    if (broken && cdk_oddity_holds(run->compat, CDK_ODD_ONE_FAILURE_LOSES_ALL))
        return cdk_policy_break(run, "rule %.*s (%s %s) of policy %.*s: %s", rule->id.p ? (int)rule->id.n : 1, rule->id.p ? rule->id.p : "-",
                                rule->gate->name, rule->trigger->name, (int)policy->id.n, policy->id.p ? policy->id.p : "", outcome->message);
    if (rule->action < to->action) to->action = rule->action;
    int32_t status = cdk_policy_raise(run, broken ? "TriggerEvaluationError" : "InsufficientEvidence", rule->json, "%s %s: %s", rule->gate->name,
                                      rule->trigger->name, outcome->message);
    if (status > 0 && !broken && run->last_problem) run->last_problem->severity = "warning";
    return status < 0 ? status : 0;
}

static int32_t run_retired(cdk_policy_run *run, cdk_policy_rule *rule)
{
    rule->runs++;
    for (uint32_t i = 0; i < rule->runs; i++) {
        const char *successor = rule->retired->successor;
        int32_t status = cdk_policy_raise(run, "EndOfLifedError", rule->json, "the gate %s is retired%s%s and never fires", rule->retired->name,
                                          successor ? ", in favour of " : "", successor ? successor : "");
        if (status < 0) return status;
    }
    return 0;
}

/* What the rule said, for the recommendation that it serves. `before`: the last match of the rules before it. */
static int32_t keep_served(cdk_policy_run *run, rows *to, const cdk_policy_rule *rule, const cdk_match *before)
{
    cdk_policy_result *result = to->result;
    cdk_served *served = cdk_arena_calloc(run->arena, 1, sizeof *served);
    if (!served) return cdk_fail_memory(run->env);
    *served = (cdk_served){rule->recommendation, run->eval->first, before ? before->next : result->matches, NULL};
    if (result->served_last)
        result->served_last->next = served;
    else
        result->served = served;
    result->served_last = served;
    return 0;
}

static int32_t run_rule(cdk_policy_run *run, rows *to, const cdk_policy *policy, cdk_policy_rule *rule)
{
    if (rule->retired) return run_retired(run, rule);
    cdk_eval *eval = run->eval;
    cdk_params params = rule->params;
    const cdk_match *before = to->last;
    int32_t status = cdk_check_cancel(run->env);
    if (status) return status;
    eval->params = &params;
    eval->first = eval->last = NULL;
    eval->count = 0;
    if (eval->anchore) {
        eval->anchore->rule_id = rule->id;
        eval->anchore->gate = rule->gate->name;
        eval->anchore->trigger = rule->trigger->name;
    }
    status = rule->trigger->evaluate(eval);
    if (!status) status = cdk_eval_status(eval);
    for (const cdk_outcome *outcome = eval->first; outcome && !status; outcome = outcome->next) {
        if (outcome->verdict == CDK_VERDICT_ERROR || outcome->verdict == CDK_INSUFFICIENT)
            status = add_unjudged(run, to, policy, rule, outcome);
        else if (outcome->trigger_id)
            status = add_row(run, to, policy, rule, outcome);
        else if (outcome->verdict == CDK_FAIL || outcome->verdict == CDK_WARN)
            status = cdk_native_row(run, rule, (cdk_outcome *)(uintptr_t)outcome) ? add_row(run, to, policy, rule, outcome) : cdk_fail_memory(run->env);
    }
    return status || !rule->recommendation ? status : keep_served(run, to, rule, before);
}

static bool same_gate(const cdk_policy_rule *a, const cdk_policy_rule *b)
{
    return a->gate == b->gate && a->retired == b->retired;
}

/* Gates in the order in which they are first named, each with its rules in order. */
static int32_t run_policy(cdk_policy_run *run, rows *to, cdk_policy *policy)
{
    for (uint32_t i = 0; i < policy->rule_count; i++) policy->rules[i].ran = false;
    for (uint32_t i = 0; i < policy->rule_count; i++) {
        if (policy->rules[i].ran) continue;
        for (uint32_t n = i; n < policy->rule_count; n++) {
            if (policy->rules[n].ran || !same_gate(&policy->rules[i], &policy->rules[n])) continue;
            policy->rules[n].ran = true;
            int32_t status = run_rule(run, to, policy, &policy->rules[n]);
            if (status) return status;
        }
    }
    return 0;
}

static cdk_policy *policy_of(cdk_policy_run *run, cdk_str id)
{
    for (uint32_t i = 0; i < run->policy_count; i++)
        if (cdk_str_eq(run->policies[i].id, id)) return &run->policies[i];
    return NULL;
}

static int32_t run_id(cdk_policy_run *run, rows *to, cdk_str id, cdk_action *final)
{
    cdk_policy *policy = policy_of(run, id);
    if (!policy) return 0;
    to->action = CDK_ACTION_GO;
    int32_t status = run_policy(run, to, policy);
    if (to->action < *final) *final = to->action;
    return status;
}

int32_t cdk_policy_execute(cdk_policy_run *run, cdk_policy_result *result)
{
    rows to = {.result = result};
    cdk_action final = CDK_ACTION_GO;
    const cdk_json *one = cdk_json_get(run->mapping, "policy_id"), *many = cdk_json_get(run->mapping, "policy_ids");
    int32_t status = 0;
    if (run->mapping && (!many || !many->count)) status = run_id(run, &to, cdk_json_str(one), &final);
    CDK_JSON_EACH(id, many) {
        if (!status && run->mapping) status = run_id(run, &to, cdk_json_str(id), &final);
    }
    result->policy_final_action = cdk_action_word(final);
    return status;
}
