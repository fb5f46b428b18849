/* SPDX-License-Identifier: Apache-2.0 */
/* Paths inside images. A clean path has no leading slash, no empty, "." or ".." parts; "" is the root. */
#ifndef CDK_ARCHIVE_PATH_H
#define CDK_ARCHIVE_PATH_H

#include "base/str.h"

typedef enum cdk_path_result { CDK_PATH_OK, CDK_PATH_ESCAPES, CDK_PATH_TOO_LONG } cdk_path_result;

/* Clean `raw` into `buf` of `cap` bytes. A part ".." anywhere: CDK_PATH_ESCAPES (never resolved). */
cdk_path_result cdk_path_clean(cdk_str raw, char *buf, size_t cap, cdk_str *out);
cdk_str cdk_path_parent(cdk_str clean);   /* "" for a name at the top */
cdk_str cdk_path_base(cdk_str clean);
/* Join a link's target onto the folder it stands in, resolving "." and ".."; a target that climbs above the root stays
 * at the root, as chroot does. */
cdk_path_result cdk_path_resolve(cdk_str folder, cdk_str target, char *buf, size_t cap, cdk_str *out);

#endif
