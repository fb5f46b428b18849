/* SPDX-License-Identifier: Apache-2.0 */
/* Digests: libcrypto's plain functions, or our own code where it is built without. */
#ifndef CDK_BASE_DIGEST_H
#define CDK_BASE_DIGEST_H

#include "base/env.h"

typedef enum cdk_digest_kind { CDK_SHA256, CDK_SHA512, CDK_MD5, CDK_SHA1 } cdk_digest_kind;

typedef struct cdk_digest cdk_digest;
int32_t cdk_digest_new(const cdk_env *env, cdk_digest_kind kind, cdk_digest **out); /* unsupported: kind not built in */
void cdk_digest_update(cdk_digest *digest, const void *bytes, size_t n);
size_t cdk_digest_final(cdk_digest *digest, uint8_t out[64]);                      /* bytes written; starts anew */
void cdk_digest_free(cdk_digest *digest);

int32_t cdk_sha256(const cdk_env *env, cdk_str bytes, uint8_t out[32]);
void cdk_hex(const uint8_t *bytes, size_t n, char *out);                           /* 2n characters and a NUL */

/* A digest as text, "sha256:<64 hex>": parsed strictly, lower case only. */
typedef struct cdk_digest_name {
    cdk_digest_kind kind;
    uint8_t bytes[64];
    size_t n;
} cdk_digest_name;
enum { CDK_DIGEST_TEXT_MAX = 7 + 128 + 1 };
/* Failures: bad-digest (form), unsupported (an algorithm that is known but not ours, such as md5 in a descriptor). */
int32_t cdk_digest_parse(const cdk_env *env, cdk_str text, cdk_digest_name *out);

#endif
