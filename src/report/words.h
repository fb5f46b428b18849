/* SPDX-License-Identifier: Apache-2.0 */
/* Words of the report for what is kept as numbers. */
#ifndef CDK_REPORT_WORDS_H
#define CDK_REPORT_WORDS_H

#include "bundle/bundle.h"

const char *cdk_target_word(cdk_target target);
const char *cdk_scope_word(cdk_scope scope);
const char *cdk_compat_word(cdk_compat compat);
const char *cdk_policy_outcome_word(cdk_policy_outcome outcome);

#endif
