/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_FACTS_EVIDENCE_MIXED_H
#define CDK_FACTS_EVIDENCE_MIXED_H

#include "facts/evidence.h"

/* Say where documents contradict each other, as those of different hosts or times do. Failure: memory. */
int32_t cdk_evidence_cross_check(const cdk_env *env, cdk_arena *arena, const cdk_evidence *evidence, cdk_problems *problems);

/* Without an engine that answers, the client prints docker info with nothing in it: fails with bad-document. */
int32_t cdk_evidence_check_info(const cdk_env *env, const cdk_json *info);

#endif
