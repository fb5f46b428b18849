/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_CHECKS_ANCHORE_VERIFY_H
#define CDK_CHECKS_ANCHORE_VERIFY_H

#include "checks/anchore.h"

/* packages.verify: files that differ from what their package's database says of them. */
int32_t cdk_anchore_verify(cdk_eval *eval);

#endif
