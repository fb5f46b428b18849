/* SPDX-License-Identifier: Apache-2.0 */
/* Descriptors of OCI and Docker documents, and what their media types are. */
#ifndef CDK_IMAGE_DESCRIPTOR_H
#define CDK_IMAGE_DESCRIPTOR_H

#include "base/digest.h"
#include "image/image.h"

typedef enum cdk_media_kind {
    CDK_MEDIA_NOT_TOLD, /* no media type stands there: the members decide */
    CDK_MEDIA_OTHER, CDK_MEDIA_INDEX, CDK_MEDIA_MANIFEST, CDK_MEDIA_SCHEMA1, CDK_MEDIA_CONFIG, CDK_MEDIA_LAYER
} cdk_media_kind;

enum { /* flags */
    CDK_MEDIA_OCI = 1,     /* a configuration of the OCI form */
    CDK_MEDIA_FOREIGN = 2, /* a layer that may lie elsewhere */
    CDK_MEDIA_UNREADABLE = 4 /* a layer of a form that is not known: encrypted, another codec, another file system */
};

typedef struct cdk_media {
    cdk_media_kind kind;
    uint32_t flags;
} cdk_media;

cdk_media cdk_media_of(cdk_str type);

typedef struct cdk_descriptor {
    cdk_str media_type; /* "" where none */
    cdk_media media;
    cdk_str digest;
    cdk_digest_name name;
    int64_t size;       /* -1: not told */
    cdk_platform platform;
    bool has_platform;
    const cdk_json *raw;
} cdk_descriptor;

/* Read a descriptor of `document` (for messages). Failures: bad-json (no object, no digest), bad-digest, unsupported
 * (digest algorithm), schema (a size below zero). */
int32_t cdk_descriptor_read(const cdk_env *env, cdk_arena *arena, const cdk_json *value, const char *document,
                            cdk_descriptor *out);
cdk_str cdk_descriptor_annotation(const cdk_descriptor *descriptor, const char *name); /* p NULL: none */

#endif
