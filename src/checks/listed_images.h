/* SPDX-License-Identifier: Apache-2.0 */
/* Images as an engine tells them: inspected ones, and their histories. */
#ifndef CDK_CHECKS_LISTED_IMAGES_H
#define CDK_CHECKS_LISTED_IMAGES_H

#include "checks/host_cite.h"
#include "checks/show.h"

typedef struct cdk_listed_image {
    cdk_eval *eval;
    const cdk_element *element; /* of the images; NULL: only its history was given */
    const cdk_json *value, *config;
    const cdk_json *history;    /* its entries, newest first, or NULL: not given */
    cdk_str id, name;
} cdk_listed_image;

/* Says any number of outcomes about an image. Failure: memory, limit, cancelled. */
typedef int32_t (*cdk_image_judge)(const cdk_listed_image *image);

/* Call `judge` for each image; lists that are not whole or not given are said. */
int32_t cdk_each_image(cdk_eval *eval, cdk_image_judge judge);
/* Object and inspection of the outcome; gives it back. */
cdk_outcome *cdk_image_says(const cdk_listed_image *image, cdk_outcome *outcome, const cdk_json *cited);
/* Its history as a whole: what a verdict on all of its steps has looked at. */
void cdk_image_cite_history(const cdk_listed_image *image, cdk_outcome *outcome);
/* Its build steps, oldest first; NULL: they were not given or are malformed, which was said. */
int32_t cdk_image_steps(const cdk_listed_image *image, const cdk_instructions **out);

bool cdk_history_tells_step(const cdk_json *entry); /* false: it is damaged, and what it did is not known */

#endif
