/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_BASE_UTF8_H
#define CDK_BASE_UTF8_H

#include "base/str.h"

/* Bytes of the first character of `s` (not empty). Not good: as many bytes as one U+FFFD stands for. */
size_t cdk_utf8_length(cdk_str s, bool *good);

#endif
