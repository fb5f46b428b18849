/* SPDX-License-Identifier: Apache-2.0 */
/* The text that names a user: "app", "1000:1000", "root:root", "+0". */
#ifndef CDK_CHECKS_USER_SPEC_H
#define CDK_CHECKS_USER_SPEC_H

#include "base/str.h"

#include <stdint.h>

/* What Go's strconv.Atoi takes: an optional sign and digits. False: a name. */
bool cdk_user_number(cdk_str user, int64_t *uid);
/* By the text alone, is the user root? Nothing, a group alone, "root", and each spelling of uid 0 are. */
bool cdk_user_spec_is_root(cdk_str spec);

#endif
