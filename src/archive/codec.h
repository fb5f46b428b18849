/* SPDX-License-Identifier: Apache-2.0 */
/* Compression formats as rows of a table (codec.def): found from the first bytes, opened as decorators. */
#ifndef CDK_ARCHIVE_CODEC_H
#define CDK_ARCHIVE_CODEC_H

#include "io/stream.h"

typedef enum cdk_codec_id { CDK_CODEC_NONE, CDK_CODEC_GZIP, CDK_CODEC_ZSTD, CDK_CODEC_XZ, CDK_CODEC_BZIP2 } cdk_codec_id;

enum { CDK_CODEC_PROBE_BYTES = 8 };
cdk_codec_id cdk_codec_probe(const uint8_t *bytes, size_t n);
const char *cdk_codec_name(cdk_codec_id id);     /* "none", "gzip", "zstd", "xz", "bzip2" */
bool cdk_codec_built_in(cdk_codec_id id);

/* Unpack `inner` by `id` (all gzip members, all zstd and skippable frames, all xz streams): limits of ratio, window and
 * size hold. A codec that is not built in: class unsupported, by name. Damage: bad-compression with the offset in
 * the packed bytes; an end that comes too early is bad-compression too. On failure `inner` is closed. */
int32_t cdk_codec_open(const cdk_env *env, cdk_codec_id id, cdk_stream *inner, cdk_stream **out);

/* Probe `inner` and unpack it if it is packed; `*id_out` (may be NULL) tells. With `verify_end` false trailing bytes
 * that are no further member are ignored as gzip(1) does. */
int32_t cdk_codec_auto(const cdk_env *env, cdk_stream *inner, cdk_codec_id *id_out, cdk_stream **out);

#endif
