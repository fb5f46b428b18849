/* SPDX-License-Identifier: Apache-2.0 */
/* Rows that the readers of package databases make. */
#ifndef CDK_LAYER_PACKAGE_H
#define CDK_LAYER_PACKAGE_H

#include "base/str.h"

/* Members of a package that are text; each a string of the layer's pool, 0: none. */
typedef enum cdk_package_text {
    CDK_PKG_NAME, CDK_PKG_VERSION, CDK_PKG_ARCH, CDK_PKG_SOURCE, CDK_PKG_EPOCH, CDK_PKG_RELEASE, CDK_PKG_LICENSE,
    CDK_PKG_ORIGIN, CDK_PKG_MAINTAINER, CDK_PKG_TEXTS
} cdk_package_text;

typedef struct cdk_package_row {
    uint32_t text[CDK_PKG_TEXTS];
    uint64_t installed_size;
} cdk_package_row;

#endif
