/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/verdict.h"

const char *cdk_verdict_word(cdk_verdict verdict)
{
    static const char *const words[CDK_VERDICT_COUNT] = {
        [CDK_PASS] = "pass",
        [CDK_FAIL] = "fail",
        [CDK_WARN] = "warn",
        [CDK_NOT_APPLICABLE] = "not_applicable",
        [CDK_INSUFFICIENT] = "insufficient_evidence",
        [CDK_MANUAL] = "manual",
        [CDK_VERDICT_ERROR] = "error",
    };
    return words[verdict];
}

const char *cdk_reason_word(cdk_reason reason)
{
    static const char *const words[] = {
        [CDK_WHY_NONE] = NULL,
        [CDK_WHY_NOT_GIVEN] = "not_given",
        [CDK_WHY_NOT_COLLECTED] = "not_collected",
        [CDK_WHY_DAMAGED] = "damaged",
        [CDK_WHY_LIMIT] = "limit",
        [CDK_WHY_UNSUPPORTED] = "unsupported",
        [CDK_WHY_DENIED] = "denied",
        [CDK_WHY_INCOMPLETE_LIST] = "incomplete_list",
        [CDK_WHY_UNREADABLE_LINK] = "unreadable_link",
    };
    return words[reason];
}

const char *cdk_basis_word(cdk_basis basis)
{
    static const char *const words[] = {
        [CDK_OBSERVED] = "observed", [CDK_CONFIGURED] = "configured", [CDK_HEURISTIC] = "heuristic",
        [CDK_ATTESTED] = "attested", [CDK_FORECAST] = "forecast",
    };
    return words[basis];
}

const char *cdk_confidence_word(cdk_confidence confidence)
{
    static const char *const words[] = {[CDK_HIGH] = "high", [CDK_MEDIUM] = "medium", [CDK_LOW] = "low"};
    return words[confidence];
}

cdk_reason cdk_reason_of(cdk_known known)
{
    static const cdk_reason reasons[] = {
        [CDK_HAVE] = CDK_WHY_NONE,
        [CDK_ABSENT] = CDK_WHY_NONE,
        [CDK_NOT_COLLECTED] = CDK_WHY_NOT_COLLECTED,
        [CDK_DAMAGED] = CDK_WHY_DAMAGED,
        [CDK_LIMITED] = CDK_WHY_LIMIT,
        [CDK_UNSUPPORTED] = CDK_WHY_UNSUPPORTED,
        [CDK_UNREADABLE_LINK] = CDK_WHY_UNREADABLE_LINK,
        [CDK_NOT_GIVEN] = CDK_WHY_NOT_GIVEN,
    };
    return reasons[known];
}

/* fail > error > insufficient_evidence > manual > warn > pass > not_applicable. scoring.md leaves `manual` beside other
 * objects open; it stands with what nobody has decided yet. */
cdk_verdict cdk_verdict_worse(cdk_verdict a, cdk_verdict b)
{
    static const uint8_t rank[CDK_VERDICT_COUNT] = {
        [CDK_NOT_APPLICABLE] = 0, [CDK_PASS] = 1,         [CDK_WARN] = 2, [CDK_MANUAL] = 3,
        [CDK_INSUFFICIENT] = 4,   [CDK_VERDICT_ERROR] = 5, [CDK_FAIL] = 6,
    };
    return rank[b] > rank[a] ? b : a;
}
