/* SPDX-License-Identifier: Apache-2.0 */
/* Judging one recommendation: its rules' outcomes in canonical order, rolled up into a finding. */
#ifndef CDK_BUNDLE_JUDGE_H
#define CDK_BUNDLE_JUDGE_H

#include "bundle/bundle.h"

/* Run the recommendation's rules with `eval` (params and outcomes are overwritten) and fill `finding`. */
int32_t cdk_judge(cdk_eval *eval, cdk_scope scope, const cdk_recommendation *item, cdk_finding *finding);

/* The same for a recommendation that a bundle carries: from what its policies' rules said of it. */
int32_t cdk_judge_policy(cdk_eval *eval, const cdk_policy_result *policy, const cdk_recommendation *item, cdk_finding *finding);

/* Did some rule that ran serve the recommendation? `policy` may be NULL. */
bool cdk_policy_serves(const cdk_policy_result *policy, const cdk_recommendation *item);

/* The finding from the outcomes that stand in `eval`; where there is none, one that says what would decide it. */
int32_t cdk_judge_outcomes(cdk_eval *eval, const cdk_recommendation *item, cdk_finding *finding);

/* Fingerprint of the finding from its slug and what decides it: objects and places, never messages. Failure: memory. */
int32_t cdk_fingerprint(const cdk_env *env, cdk_finding *finding);

#endif
