/* SPDX-License-Identifier: Apache-2.0 */
/* What a policy gave: its final action and its matches, as they are. */
#include "api/handles.h"

#include "report/words.h"

static const cdk_policy_result *policy(const cisdock_report *report)
{
    return report ? report->evaluation->policy : NULL;
}

static const cdk_match *in(const cisdock_match *match)
{
    return (const cdk_match *)match;
}

const char *cisdock_report_final_action(const cisdock_report *report)
{
    return policy(report) ? policy(report)->final_action : NULL;
}

const char *cisdock_report_final_action_reason(const cisdock_report *report)
{
    return policy(report) ? policy(report)->final_action_reason : NULL;
}

const char *cisdock_report_policy_outcome(const cisdock_report *report)
{
    return policy(report) ? cdk_policy_outcome_word(policy(report)->outcome) : NULL;
}

const cisdock_match *cisdock_report_matches(const cisdock_report *report)
{
    return policy(report) ? (const cisdock_match *)policy(report)->matches : NULL;
}

const cisdock_match *cisdock_match_next(const cisdock_match *match)
{
    return match ? (const cisdock_match *)in(match)->next : NULL;
}

const char *cisdock_match_policy_id(const cisdock_match *match)
{
    return match ? in(match)->policy_id : NULL;
}

const char *cisdock_match_rule_id(const cisdock_match *match)
{
    return match ? in(match)->rule_id : NULL;
}

const char *cisdock_match_gate(const cisdock_match *match)
{
    return match ? in(match)->gate : NULL;
}

const char *cisdock_match_trigger(const cisdock_match *match)
{
    return match ? in(match)->trigger : NULL;
}

const char *cisdock_match_trigger_id(const cisdock_match *match)
{
    return match ? in(match)->trigger_id : NULL;
}

const char *cisdock_match_action(const cisdock_match *match)
{
    return match ? in(match)->action : NULL;
}

const char *cisdock_match_message(const cisdock_match *match)
{
    return match ? in(match)->message : NULL;
}

const char *cisdock_match_allowlist(const cisdock_match *match)
{
    return match ? in(match)->allowlist_id : NULL;
}
