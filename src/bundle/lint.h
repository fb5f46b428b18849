/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_BUNDLE_LINT_H
#define CDK_BUNDLE_LINT_H

#include "bundle/policy.h"

#include <stdarg.h>
#include <stdio.h>

typedef struct cdk_lint {
    cdk_bundle *bundle;
    cdk_policy_run run;
    bool has_now;
} cdk_lint;

int32_t cdk_lint_say(cdk_lint *lint, cdk_severity severity, const cdk_json *at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
int32_t cdk_lint_mappings(cdk_lint *lint);                            /* and the image lists */
int32_t cdk_lint_allowlist(cdk_lint *lint, const cdk_json *json);
bool cdk_lint_named(cdk_lint *lint, const char *list, cdk_str id);    /* by some mapping; `list`: "policies" or "whitelists" */

#endif
