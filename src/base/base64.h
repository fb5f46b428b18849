/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_BASE_BASE64_H
#define CDK_BASE_BASE64_H

#include "base/str.h"

/* Append what `text` stands for (RFC 4648, padding may lack). False: no base64, or `out` has failed. */
bool cdk_base64_decode(cdk_buf *out, cdk_str text);

#endif
