/* SPDX-License-Identifier: Apache-2.0 */
/* Evidence from a host that would rather be asked than hand documents over. */
#ifndef CDK_FACTS_HOST_ASK_H
#define CDK_FACTS_HOST_ASK_H

#include "facts/evidence.h"

#include <cisdock/evidence.h>

/* Ask for the files and folders that checks look at, and take the answers in as documents of their kinds. Kinds that were
 * given already are not asked for. Closes `answers`, also on failure. Failures: host, limit, memory, cancelled. */
int32_t cdk_evidence_ask(const cdk_env *env, cdk_evidence *evidence, const cisdock_host_answers *answers);

#endif
