/* SPDX-License-Identifier: Apache-2.0 */
/* Orders of version texts, as the package managers have them. */
#ifndef CDK_BASE_VERSION_H
#define CDK_BASE_VERSION_H

#include "base/str.h"

/* -1, 0 or 1. False where one of the texts is no version by Debian's policy; then the order is not set. */
bool cdk_version_dpkg(cdk_str a, cdk_str b, int *order);
/* [epoch:]version[-release], the release split off at the last '-'; every text is a version. */
int cdk_version_rpm(cdk_str a, cdk_str b);
/* Of texts that are no versions, the parts before the fault are compared, as apk does. */
int cdk_version_apk(cdk_str a, cdk_str b);
bool cdk_version_apk_valid(cdk_str version);

/* rpmvercmp: one part (version or release), without epoch. */
int cdk_rpmvercmp(cdk_str a, cdk_str b);
/* The order of one part of a dpkg version (upstream version or revision). */
int cdk_dpkg_part(cdk_str a, cdk_str b);

#endif
