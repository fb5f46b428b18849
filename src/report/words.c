/* SPDX-License-Identifier: Apache-2.0 */
#include "report/words.h"

const char *cdk_target_word(cdk_target target)
{
    switch (target) {
    case CDK_TARGET_DOCKER: return "docker";
    case CDK_TARGET_LINUX_HOST: return "linux-host";
    case CDK_TARGET_SWARM: return "swarm";
    case CDK_TARGET_ENTERPRISE: return "enterprise";
    }
    return NULL;
}

const char *cdk_scope_word(cdk_scope scope)
{
    return scope == CDK_SCOPE_ALL ? "all" : scope == CDK_SCOPE_HOST ? "host" : "image";
}

const char *cdk_compat_word(cdk_compat compat)
{
    static const char *const words[] = {
        [CDK_COMPAT_INTENDED] = "intended", [CDK_COMPAT_ANCHORE_1_1] = "anchore-1.1", [CDK_COMPAT_ANCHORE_0_3] = "anchore-0.3",
        [CDK_COMPAT_ANCHORE_0_8] = "anchore-0.8",
    };
    return words[compat];
}

const char *cdk_policy_outcome_word(cdk_policy_outcome outcome)
{
    static const char *const words[] = {
        [CDK_POLICY_RESULT] = "result", [CDK_POLICY_ERROR_STOP] = "error_stop", [CDK_POLICY_NO_VERDICT] = "no_verdict"};
    return words[outcome];
}
