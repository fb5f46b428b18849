/* SPDX-License-Identifier: Apache-2.0 */
/* Sources that the library fills for hosts that have bytes in memory or a file descriptor. */
#ifndef CDK_IO_SOURCE_H
#define CDK_IO_SOURCE_H

#include "base/env.h"

/* Bytes are borrowed. The source's close frees its own state. */
int32_t cdk_source_of_memory(const cdk_env *env, const uint8_t *data, size_t size, cisdock_source *out);
/* The descriptor is borrowed and never closed. Random access for regular files and block devices, else forward only.
 * Where it is not built in (option posix_io): class unsupported. */
int32_t cdk_source_of_fd(const cdk_env *env, int32_t fd, cisdock_source *out);
/* All bytes of a document, at most `limit` (else class limit), NUL-terminated in the arena. Takes `host` over. */
int32_t cdk_source_read_all(const cdk_env *env, const cisdock_source *host, cdk_arena *arena, uint64_t limit, cdk_str *out);

#endif
