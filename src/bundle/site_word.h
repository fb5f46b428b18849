/* SPDX-License-Identifier: Apache-2.0 */
/* The site's word on findings: exceptions that are agreed until a day, and attestations of what no evidence shows. */
#ifndef CDK_BUNDLE_SITE_WORD_H
#define CDK_BUNDLE_SITE_WORD_H

#include "bundle/bundle.h"

typedef struct cdk_site_word cdk_site_word;

/* Reads both lists; entries without a reason (a name and a date, for attestations) or past their day are told in
 * `problems` and count for nothing. NULL in `out`: the site has none. */
int32_t cdk_site_word_new(cdk_eval *eval, cdk_problems *problems, cdk_site_word **out);
/* Change outcomes that an exception covers: a failure becomes a warning, a warning passes, both with basis attested. */
int32_t cdk_site_word_except(cdk_site_word *word, cdk_eval *eval, const cdk_recommendation *item);
/* Answer what stays manual. */
int32_t cdk_site_word_attest(cdk_site_word *word, cdk_eval *eval, const cdk_recommendation *item);
/* Tell of entries that met nothing. */
int32_t cdk_site_word_end(cdk_site_word *word, const cdk_eval *eval, cdk_problems *problems);

#endif
