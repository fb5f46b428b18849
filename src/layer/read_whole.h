/* SPDX-License-Identifier: Apache-2.0 */
/* What is wanted of every regular file: digests, and lines that match the patterns of a plan. */
#ifndef CDK_LAYER_READ_WHOLE_H
#define CDK_LAYER_READ_WHOLE_H

#include "layer/reading.h"

typedef struct cdk_whole cdk_whole;
int32_t cdk_whole_new(const cdk_env *env, const cdk_plan *plan, cdk_whole **out); /* NULL: the plan wants nothing of the kind */
void cdk_whole_free(cdk_whole *whole);                                            /* NULL is fine */
/* Largest file whose content as one piece is wanted; 0: none. */
uint64_t cdk_whole_most(const cdk_whole *whole);
/* The current file. `have`: `found->bytes` is all of it; else it is read from the archive in pieces. Digests of large files
 * that are mostly holes are left out: a few stored bytes could keep us busy for years. */
int32_t cdk_whole_read(cdk_reading *reading, cdk_whole *whole, const cdk_tar_entry *entry, const cdk_found *found, bool have);

#endif
