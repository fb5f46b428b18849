/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_CHECKS_FILE_CAPABILITY_H
#define CDK_CHECKS_FILE_CAPABILITY_H

#include "base/str.h"

/* The permitted set of a security.capability record in words: "net_raw,net_admin". "damaged" where the record has no known
 * form. p NULL: no memory. */
cdk_str cdk_file_capability(cdk_arena *arena, cdk_str record);

#endif
