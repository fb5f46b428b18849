/* SPDX-License-Identifier: Apache-2.0 */
/* What package databases say of one file. */
#ifndef CDK_LAYER_RECORD_H
#define CDK_LAYER_RECORD_H

#include "base/str.h"

/* Algorithms of digests, by the numbers that RPM has for them. */
enum { CDK_RECORD_MD5 = 1, CDK_RECORD_SHA1 = 2, CDK_RECORD_SHA256 = 8, CDK_RECORD_ALGORITHMS = 64 };
enum { CDK_RECORD_DIGEST_MAX = 64 };

enum {
    CDK_RECORD_CONFIG = 1,         /* a file for settings, which may differ */
    CDK_RECORD_GHOST = 2,          /* RPM: only its name is the package's; it may differ or be missing */
    CDK_RECORD_MISSING_FINE = 4,   /* RPM: %config(missingok) */
    CDK_RECORD_NOT_INSTALLED = 8,  /* RPM: left out when the package was installed, or replaced by another package's */
    CDK_RECORD_ANY_DIGEST = 16,    /* RPM: %verify(not ...) */
    CDK_RECORD_ANY_SIZE = 32,
    CDK_RECORD_ANY_MODE = 64,
    CDK_RECORD_PROTECTED = 128,    /* apk: below /etc, where changes are the host's own */
    CDK_RECORD_MODE_IMPLIED = 256, /* apk: its database leaves the usual mode out */
    CDK_RECORD_FLAGS = 511
};

/* The path as the database has it is `folder`, a slash where the folder is not empty and has none at its end, and `name`. */
typedef struct cdk_record_row {
    uint64_t size;                           /* 0: not told */
    uint32_t package, folder, name, digest;  /* strings; the digest as bytes */
    uint16_t mode;                           /* 0: not told; RPM's with the bits of the type */
    uint16_t flags;
    uint8_t algorithm;                       /* 0: not told */
} cdk_record_row;

/* What a reader says of a file. */
typedef struct cdk_record {
    cdk_str folder, name;
    uint8_t digest[CDK_RECORD_DIGEST_MAX];
    size_t digest_size;
    uint64_t size;
    uint16_t mode, flags;
    uint8_t algorithm;
} cdk_record;

/* Digits in base 16, two a byte. False: they are none, or too many. */
bool cdk_record_hex(cdk_str hex, cdk_record *record);

#endif
