/* SPDX-License-Identifier: Apache-2.0 */
/* Facts from a document instead of an image: what `cisdock facts` prints, what the gates need as one object, or Anchore's
 * analysis export. What a document does not tell was not collected. */
#ifndef CDK_FACTS_FACTS_DOCUMENT_H
#define CDK_FACTS_FACTS_DOCUMENT_H

#include "facts/facts.h"

/* The tree of the document is made in `arena`, which must outlive the facts, as must `*images`. Failures: bad-json, bad-document,
 * ambiguous (facts of several images), limit, memory. */
int32_t cdk_facts_of_document(const cdk_env *env, cdk_arena *arena, cdk_str text, cdk_images **images, cdk_facts **out);

#endif
