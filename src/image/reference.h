/* SPDX-License-Identifier: Apache-2.0 */
/* Names of images as registries and engines write them (the grammar of distribution/reference), in their full form. */
#ifndef CDK_IMAGE_REFERENCE_H
#define CDK_IMAGE_REFERENCE_H

#include "base/str.h"

typedef struct cdk_reference {
    cdk_str domain;  /* "docker.io" where the name has none */
    cdk_str path;    /* without the "library/" that Docker's registry puts before a bare name */
    bool library;    /* a bare name of Docker's registry */
    cdk_str tag;     /* "latest" where the name has neither tag nor digest, else p NULL */
    bool tagged;     /* the tag stands in the name */
    cdk_str digest;  /* p NULL: none */
} cdk_reference;

cdk_reference cdk_reference_of(cdk_str name);
bool cdk_reference_same_repository(const cdk_reference *a, const cdk_reference *b);
bool cdk_reference_is_digest(cdk_str name); /* "sha256:..." alone */

#endif
