/* SPDX-License-Identifier: Apache-2.0 */
/* Since when a certificate is valid: the one thing that is read of it. Nothing is verified. */
#ifndef CDK_FACTS_CERTIFICATE_H
#define CDK_FACTS_CERTIFICATE_H

#include "base/env.h"
#include "base/str.h"

/* The latest beginning (seconds since 1970 UTC) among the certificates of a text in PEM: while a root is rotated old and new
 * stand together. `*known` false: it holds none that can be read. Failure: memory. */
int32_t cdk_certificates_begin(const cdk_env *env, cdk_str pem, bool *known, int64_t *seconds);

#endif
