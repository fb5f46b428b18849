/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/trigger.h"

cdk_outcome *cdk_say_no_evidence(cdk_eval *eval, cdk_evidence_kind kind)
{
    static const struct {
        cdk_reason reason;
        const char *text;
    } states[] = {
        [CDK_NOT_ASKED] = {CDK_WHY_NOT_GIVEN, "was not given"},
        [CDK_GIVEN] = {CDK_WHY_DAMAGED, "does not hold what is needed"},
        [CDK_GIVEN_ABSENT] = {CDK_WHY_NOT_GIVEN, "does not exist on this host"},
        [CDK_GIVEN_DENIED] = {CDK_WHY_DENIED, "could not be read: access was denied"},
        [CDK_GIVEN_DAMAGED] = {CDK_WHY_DAMAGED, "is damaged"},
    };
    cdk_given given = cdk_evidence_state(eval->evidence, kind);
    return cdk_say_unknown(eval, states[given].reason, "evidence \"%s\" %s", cdk_evidence_kind_name(kind),
                           states[given].text);
}
