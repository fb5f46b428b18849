/* SPDX-License-Identifier: Apache-2.0 */
/* Which members of a list's elements are kept, and the copying of them. */
#ifndef CDK_FACTS_EVIDENCE_KEEP_H
#define CDK_FACTS_EVIDENCE_KEEP_H

#include "facts/evidence.h"

/* A member to keep: what of it, or whole where `members` is NULL. Tables end with a NULL key. */
typedef struct cdk_keep {
    const char *key;
    const struct cdk_keep *members;
} cdk_keep;

extern const cdk_keep cdk_keep_names[]; /* as `members`: all of an object's names, none of their values */

const cdk_keep *cdk_keep_of(cdk_evidence_kind kind); /* NULL: everything */

/* Copy what is to be kept. A value that is no object where members are asked for is copied as it is, so that its wrong
 * type can be reported. NULL: no memory. */
cdk_json *cdk_keep_copy(cdk_arena *arena, const cdk_json *value, const cdk_keep *keep);

#endif
