/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_CHECKS_IMAGE_FIXES_H
#define CDK_CHECKS_IMAGE_FIXES_H

#include "checks/trigger.h"

int32_t cdk_image_fixes(cdk_eval *eval); /* the trigger base_image.fixes */

#endif
