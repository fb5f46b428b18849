/* SPDX-License-Identifier: Apache-2.0 */
/* What a compression library is to the codec stream (codec.c). */
#ifndef CDK_ARCHIVE_CODEC_BACKEND_H
#define CDK_ARCHIVE_CODEC_BACKEND_H

#include "base/env.h"
#include "cdk_config.h"

typedef enum cdk_codec_result {
    CDK_CODEC_MORE,     /* wants more input, or room for output */
    CDK_CODEC_BOUNDARY, /* a member, frame or stream is complete: the input may end here */
    CDK_CODEC_BAD,      /* damaged: `why` says how */
    CDK_CODEC_NO_MEMORY,
} cdk_codec_result;

/* Both ranges are advanced by what was used. Each is at most CDK_CODEC_STEP_MAX bytes. */
typedef struct cdk_codec_io {
    const uint8_t *in;
    size_t in_n;
    uint8_t *out;
    size_t out_n;
    bool no_more_input; /* behind `in` */
    const char *why;
} cdk_codec_io;

enum { CDK_CODEC_STEP_MAX = 1 << 30 };

typedef struct cdk_codec_backend {
    size_t state_size; /* zeroed memory for `state` */
    bool rest_ignored; /* bytes behind the last member that begin no further one are no damage, as gzip(1) and bzip2(1) have it */
    cdk_codec_result (*start)(void *state, const cdk_env *env); /* MORE or NO_MEMORY; `stop` is called in either case */
    cdk_codec_result (*run)(void *state, cdk_codec_io *io);
    cdk_codec_result (*restart)(void *state); /* before a further member; NULL: nothing to do */
    void (*stop)(void *state);
} cdk_codec_backend;

#define CDK_CODEC(id, name, built_in, backend) extern const cdk_codec_backend backend;
#define CDK_CODEC_MAGIC(id, bytes, mask)
#include "archive/codec.def"
#undef CDK_CODEC
#undef CDK_CODEC_MAGIC

#endif
