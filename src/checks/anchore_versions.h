/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_CHECKS_ANCHORE_VERSIONS_H
#define CDK_CHECKS_ANCHORE_VERSIONS_H

#include "checks/anchore.h"

/* Is version `a` lower than `b` by the rules of a flavour ("DEB", "RHEL", "ALPINE")? False: they cannot be compared. */
bool cdk_anchore_version_lower(const char *flavor, bool engine_rules, cdk_str a, cdk_str b, bool *lower);
int cdk_anchore_apk_order(cdk_str a, cdk_str b); /* the engine's */

#endif
