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
/* Of language ecosystems. False where one of the texts is no version; then the order is not set. */
bool cdk_version_pep440(cdk_str a, cdk_str b, int *order);
bool cdk_version_semver(cdk_str a, cdk_str b, int *order);
bool cdk_version_semver_loose(cdk_str a, cdk_str b, int *order); /* "1", "1.2", "01.2.3", "1.2.3.4" and any pre-release are versions too */
bool cdk_version_gem(cdk_str a, cdk_str b, int *order);
/* The order by a scheme's name: "dpkg", "rpm", "apk", "pep440", "semver", "gem". NULL: there is none. */
typedef bool (*cdk_version_order)(cdk_str a, cdk_str b, int *order);
cdk_version_order cdk_version_scheme(cdk_str name);

/* rpmvercmp: one part (version or release), without epoch. */
int cdk_rpmvercmp(cdk_str a, cdk_str b);
/* The order of one part of a dpkg version (upstream version or revision). */
int cdk_dpkg_part(cdk_str a, cdk_str b);
/* Digits as a number of any length; none are 0. */
int cdk_version_number(cdk_str a, cdk_str b);
cdk_str cdk_version_digits(cdk_str *rest); /* takes the digits in front off */

#endif
