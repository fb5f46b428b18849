/* SPDX-License-Identifier: Apache-2.0 */
/* Paragraphs of "Key: value" lines, as dpkg and opkg keep their databases. */
#ifndef CDK_LAYER_DEB822_H
#define CDK_LAYER_DEB822_H

#include "base/str.h"

/* The next paragraph off `*rest`: the first line of each key's value, trimmed, p NULL where the key is missing; a key that
 * stands twice counts as its last. Keys are compared without regard to case. False: no paragraph is left. */
bool cdk_deb822_next(cdk_str *rest, const char *const *keys, size_t count, cdk_str *values);

#endif
