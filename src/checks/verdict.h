/* SPDX-License-Identifier: Apache-2.0 */
/* The words of a verdict, and how verdicts of several objects roll up into one. */
#ifndef CDK_CHECKS_VERDICT_H
#define CDK_CHECKS_VERDICT_H

#include "facts/facts.h"

typedef enum cdk_verdict {
    CDK_PASS, CDK_FAIL, CDK_WARN, CDK_NOT_APPLICABLE, CDK_INSUFFICIENT, CDK_MANUAL, CDK_VERDICT_ERROR, CDK_VERDICT_COUNT
} cdk_verdict;
typedef enum cdk_reason {
    CDK_WHY_NONE, CDK_WHY_NOT_GIVEN, CDK_WHY_NOT_COLLECTED, CDK_WHY_DAMAGED, CDK_WHY_LIMIT, CDK_WHY_UNSUPPORTED,
    CDK_WHY_DENIED, CDK_WHY_INCOMPLETE_LIST, CDK_WHY_UNREADABLE_LINK
} cdk_reason;
typedef enum cdk_basis { CDK_OBSERVED, CDK_CONFIGURED, CDK_HEURISTIC, CDK_ATTESTED, CDK_FORECAST } cdk_basis;
typedef enum cdk_confidence { CDK_HIGH, CDK_MEDIUM, CDK_LOW } cdk_confidence;

const char *cdk_verdict_word(cdk_verdict verdict);  /* "pass", ... "insufficient_evidence" */
const char *cdk_reason_word(cdk_reason reason);     /* NULL for NONE */
const char *cdk_basis_word(cdk_basis basis);
const char *cdk_confidence_word(cdk_confidence confidence);
cdk_reason cdk_reason_of(cdk_known known);          /* NONE for HAVE and ABSENT */

/* scoring.md, rule 2: of two verdicts the one that a roll-up shows. Start from CDK_NOT_APPLICABLE. */
cdk_verdict cdk_verdict_worse(cdk_verdict a, cdk_verdict b);

#endif
