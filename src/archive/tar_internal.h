/* SPDX-License-Identifier: Apache-2.0 */
/* The reader's state: tar.c finds entries, tar_data.c reads what they hold. */
#ifndef CDK_ARCHIVE_TAR_INTERNAL_H
#define CDK_ARCHIVE_TAR_INTERNAL_H

#include "archive/tar.h"
#include "archive/tar_header.h"
#include "archive/tar_pax.h"
#include "archive/tar_sparse.h"

typedef enum cdk_tar_map_state {
    CDK_TAR_MAP_NONE,    /* no holes */
    CDK_TAR_MAP_READY,
    CDK_TAR_MAP_IN_DATA, /* version 1.0: not read yet */
    CDK_TAR_MAP_BAD,     /* told in a note: the content cannot be put together */
} cdk_tar_map_state;

struct cdk_tar {
    const cdk_env *env;
    cdk_cursor in;
    cdk_tar_notes notes;
    cdk_tar_entry entry;
    cdk_tar_header header;
    uint8_t types[256];
    uint8_t sparse_header[CDK_TAR_BLOCK_SIZE]; /* the block of a GNU sparse file, whose map is in it */
    /* What stands before an entry's own header. */
    cdk_buf records, long_name, long_link;
    cdk_pax own, global;
    cdk_buf global_text;  /* holds the values of `global` */
    cdk_buf capability;   /* decoded base64 */
    uint64_t meta_bytes;  /* read before this entry */
    uint64_t meta_offset; /* where that begins */
    /* The entry's data. */
    uint64_t data_left, pad;
    cdk_tar_map_state map_state;
    cdk_sparse_map map;
    size_t range;       /* the map's item that `position` is in or before */
    uint64_t position;  /* of the file as unpacked */
    uint64_t serial;    /* of the entry */
    int32_t status;     /* a failure stays */
    bool ended;
};

void cdk_tar_note(cdk_tar *tar, cdk_class cls, const char *format, ...) __attribute__((format(printf, 3, 4)));
cdk_where cdk_tar_here(const cdk_tar *tar);
/* Before the data: find or promise the entry's map. */
int32_t cdk_tar_map_begin(cdk_tar *tar);
/* Pass over what is left of the data and its padding. */
int32_t cdk_tar_data_finish(cdk_tar *tar);

#endif
