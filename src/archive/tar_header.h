/* SPDX-License-Identifier: Apache-2.0 */
/* One 512-byte header block, decoded. What a block means among others is tar.c's matter. */
#ifndef CDK_ARCHIVE_TAR_HEADER_H
#define CDK_ARCHIVE_TAR_HEADER_H

#include "archive/tar.h"

enum { CDK_TAR_BLOCK_SIZE = 512 };

typedef enum cdk_tar_block_kind {
    CDK_TAR_BLOCK_HEADER,
    CDK_TAR_BLOCK_ZERO,
    CDK_TAR_BLOCK_NO_HEADER, /* the checksum is wrong */
    CDK_TAR_BLOCK_BAD_SIZE,  /* a header whose size is negative or no number: where the next one stands is not known */
} cdk_tar_block_kind;

typedef struct cdk_tar_header {
    char typeflag;
    uint32_t mode;
    uint64_t uid, gid, size; /* size: saturated at INT64_MAX */
    int64_t mtime;
    uint32_t dev_major, dev_minor;
    const char *unreadable; /* name of a number that could not be read (taken as 0), or NULL */
    size_t name_n, link_n;
    char name[100 + 1 + 155]; /* the prefix joined */
    char link[100];
} cdk_tar_header;

cdk_tar_block_kind cdk_tar_header_decode(const uint8_t block[CDK_TAR_BLOCK_SIZE], cdk_tar_header *out);
/* A number field: octal text, or base-256. False: not readable, or too large (then saturated). */
bool cdk_tar_number(const uint8_t *field, size_t n, int64_t *out);
/* The type that each type flag stands for. */
void cdk_tar_types(uint8_t types[256]);

#endif
