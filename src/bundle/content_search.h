/* SPDX-License-Identifier: Apache-2.0 */
/* The patterns that files.content_regex_match asks for. anchore-engine has them from its analyzer's configuration; here the bundle
 * is the plan, so a bundle may carry that section as it stands there:
 *
 *   "content_search": {"regexp_match": ["NAME=regex", "regex"], "match_params": ["MAXFILESIZE=10000"]}
 *
 * They are looked for only where a rule asks. One pattern that is none stops the search, as it stops the engine's. */
#ifndef CDK_BUNDLE_CONTENT_SEARCH_H
#define CDK_BUNDLE_CONTENT_SEARCH_H

#include "bundle/lint.h"

int32_t cdk_content_search_read(const cdk_env *env, cdk_arena *arena, const cdk_policy_bundle *bundle, cdk_content_search *out);
int32_t cdk_content_search_plan(const cdk_env *env, cdk_arena *arena, const cdk_policy_bundle *bundle, cdk_plan *plan);
/* The section, and rules that can never fire by it. */
int32_t cdk_lint_content_search(cdk_lint *lint);
int32_t cdk_lint_content_rule(cdk_lint *lint, const cdk_policy_rule *rule);

#endif
