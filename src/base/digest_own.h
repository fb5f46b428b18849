/* SPDX-License-Identifier: Apache-2.0 */
/* Our own SHA-256, SHA-1 and MD5, for builds without libcrypto. */
#ifndef CDK_BASE_DIGEST_OWN_H
#define CDK_BASE_DIGEST_OWN_H

#include <stddef.h>
#include <stdint.h>

typedef struct cdk_digest_own {
    uint32_t h[8];
    uint64_t bytes;
    uint8_t block[64];
} cdk_digest_own;

void cdk_own_sha256_init(cdk_digest_own *state);
void cdk_own_sha256_update(cdk_digest_own *state, const void *bytes, size_t n);
void cdk_own_sha256_final(cdk_digest_own *state, uint8_t out[32]);

void cdk_own_sha1_init(cdk_digest_own *state);
void cdk_own_sha1_update(cdk_digest_own *state, const void *bytes, size_t n);
void cdk_own_sha1_final(cdk_digest_own *state, uint8_t out[20]);

void cdk_own_md5_init(cdk_digest_own *state);
void cdk_own_md5_update(cdk_digest_own *state, const void *bytes, size_t n);
void cdk_own_md5_final(cdk_digest_own *state, uint8_t out[16]);

#endif
