/* SPDX-License-Identifier: Apache-2.0 */
/* The triggers of the gate "image", one file each. */
#ifndef CDK_CHECKS_GATE_IMAGE_H
#define CDK_CHECKS_GATE_IMAGE_H

#include "checks/show.h"

int32_t cdk_image_user(cdk_eval *eval);
int32_t cdk_image_healthcheck(cdk_eval *eval);
int32_t cdk_image_lone_update(cdk_eval *eval);
int32_t cdk_image_setid(cdk_eval *eval);
int32_t cdk_image_add(cdk_eval *eval);
int32_t cdk_image_secrets(cdk_eval *eval);
int32_t cdk_image_unverified(cdk_eval *eval);

/* Facts on accounts for the message of the user check: notes are appended to `notes`, evidence to the outcome. */
void cdk_image_account_notes(cdk_eval *eval, cdk_outcome *outcome, cdk_buf *notes);

#endif
