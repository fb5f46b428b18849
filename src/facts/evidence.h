/* SPDX-License-Identifier: Apache-2.0 */
/* What is known besides the image: documents of the engine and the host by kind, and answers of the host.
 * Kinds are rows of evidence.def: name, file names, form. "Absent", "denied" and "not asked" stay three answers. */
#ifndef CDK_FACTS_EVIDENCE_H
#define CDK_FACTS_EVIDENCE_H

#include "base/json.h"

typedef enum cdk_evidence_kind {
#define CDK_EVIDENCE(id, name, form) CDK_EV_##id,
#include "facts/evidence.def"
#undef CDK_EVIDENCE
    CDK_EV_COUNT
} cdk_evidence_kind;

typedef enum cdk_given { CDK_NOT_ASKED, CDK_GIVEN, CDK_GIVEN_ABSENT, CDK_GIVEN_DENIED, CDK_GIVEN_DAMAGED } cdk_given;

typedef struct cdk_evidence cdk_evidence;

int32_t cdk_evidence_new(const cdk_env *env, cdk_evidence **out);
void cdk_evidence_free(cdk_evidence *evidence);
bool cdk_evidence_kind_by_name(cdk_str name, cdk_evidence_kind *out);
const char *cdk_evidence_kind_name(cdk_evidence_kind kind);

cdk_given cdk_evidence_state(const cdk_evidence *evidence, cdk_evidence_kind kind); /* evidence NULL: NOT_ASKED */
bool cdk_evidence_complete(const cdk_evidence *evidence, cdk_evidence_kind kind);
cdk_str cdk_evidence_text(const cdk_evidence *evidence, cdk_evidence_kind kind);            /* none unless given as text */
const cdk_json *cdk_evidence_json(const cdk_evidence *evidence, cdk_evidence_kind kind);    /* NULL unless given as JSON */
const cdk_problems *cdk_evidence_problems(const cdk_evidence *evidence);

#endif
