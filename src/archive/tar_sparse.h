/* SPDX-License-Identifier: Apache-2.0 */
/* Maps of sparse files: which ranges of the file the stored bytes are. */
#ifndef CDK_ARCHIVE_TAR_SPARSE_H
#define CDK_ARCHIVE_TAR_SPARSE_H

#include "archive/tar_pax.h"
#include "io/stream.h"

typedef struct cdk_sparse_range {
    uint64_t offset, length;
} cdk_sparse_range;

typedef struct cdk_sparse_map {
    cdk_sparse_range *items; /* kept from entry to entry */
    size_t count, cap;
} cdk_sparse_map;

typedef enum cdk_sparse_result { CDK_SPARSE_OK, CDK_SPARSE_BAD, CDK_SPARSE_FAILED /* the env says why */ } cdk_sparse_result;

/* Each begins a new map. GNU's old form: in the header, and in blocks behind it which are taken off the cursor. */
cdk_sparse_result cdk_sparse_old(const cdk_env *env, cdk_sparse_map *map, cdk_cursor *cursor, const uint8_t header[512]);
bool cdk_sparse_old_size(const uint8_t header[512], uint64_t *size);
/* PAX version 0.0 (pairs of records) and 0.1 (one record). */
cdk_sparse_result cdk_sparse_pairs(const cdk_env *env, cdk_sparse_map *map, cdk_str records);
cdk_sparse_result cdk_sparse_list(const cdk_env *env, cdk_sparse_map *map, cdk_str text);
/* Version 1.0: text at the begin of the data, of which `*left` bytes are there; taken off in whole blocks. */
cdk_sparse_result cdk_sparse_text(const cdk_env *env, cdk_sparse_map *map, cdk_cursor *cursor, uint64_t *left);

/* In order, apart, within `size`, and of as many bytes as are stored. */
bool cdk_sparse_valid(const cdk_sparse_map *map, uint64_t size, uint64_t stored);
void cdk_sparse_free(cdk_sparse_map *map, cdk_mem *mem);

#endif
