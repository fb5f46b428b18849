/* SPDX-License-Identifier: Apache-2.0 */
/* Images found in a source: a docker-archive, an OCI layout (tar, or folder through blobs), or a root file system tar,
 * all as one model. Documents are read here; layers are only handed out as streams of their stored bytes. */
#ifndef CDK_IMAGE_IMAGE_H
#define CDK_IMAGE_IMAGE_H

#include "image/config.h"
#include "io/stream.h"

typedef enum cdk_image_format {
    CDK_FORMAT_UNKNOWN, CDK_FORMAT_DOCKER_ARCHIVE, CDK_FORMAT_DOCKER_REPOSITORIES, CDK_FORMAT_OCI_LAYOUT, CDK_FORMAT_ROOTFS
} cdk_image_format;
const char *cdk_image_format_name(cdk_image_format format); /* "docker-archive", "docker-archive-repositories", "oci-layout", "rootfs" */

typedef struct cdk_platform {
    cdk_str os, architecture, variant; /* p NULL: not told */
} cdk_platform;

typedef struct cdk_layer_ref {
    cdk_str name;       /* as the manifest names it: path in the archive, digest in OCI, "" for a rootfs */
    cdk_str digest;     /* of the stored bytes as the descriptor has it, "" where none */
    cdk_str media_type; /* "" where none */
    int64_t size;       /* stored size that the descriptor tells, or -1 */
    cdk_str diff_id;    /* that the configuration tells, "" where none */
    int32_t history;    /* index of the history entry that made it, or -1 */
} cdk_layer_ref;

typedef struct cdk_image_doc {
    cdk_str_list names;          /* RepoTags, or ref.name annotations, in order */
    cdk_str_list full_names;     /* containerd's annotations with the whole name, beside a ref.name that is a tag alone */
    cdk_str config_name;         /* as the manifest names it, p NULL: none */
    cdk_str image_id;            /* "sha256:..." of the configuration; by repositories: of the image's own id; rootfs: p NULL */
    cdk_str manifest_digest;     /* p NULL: none */
    bool digest_matches;         /* manifest's bytes are those of its descriptor */
    cdk_platform platform;       /* the descriptor's, completed from the configuration */
    bool descriptor_platform;    /* the descriptor had one */
    cdk_str index_digest;        /* of the innermost index it was found in; "" at the top */
    const cdk_image_config *config; /* NULL: none (rootfs, Config null) */
    bool oci_config;             /* configuration of the OCI media type: health checks do not exist there */
    const cdk_layer_ref *layers;
    uint32_t layer_count;
    cdk_problems problems;       /* of this image's documents */
} cdk_image_doc;

/* A manifest that could not be taken as an image, and why ("missing", "artifact", ...). */
typedef struct cdk_image_skipped {
    cdk_str digest;
    cdk_class cls;
    const char *why;
} cdk_image_skipped;

typedef struct cdk_images cdk_images;

/* Open by random access: documents only. A source that is compressed as a whole, or has no random access, is only
 * probed: cdk_images_ready is false until cdk_images_stream. Takes `source` over, also on failure.
 * Failures: not-an-image, no-image, blob-missing, bad-json, bad-digest, digest-mismatch, truncated, bad-tar, ... */
int32_t cdk_images_open(const cdk_env *env, const cisdock_source *source, cdk_images **out);
int32_t cdk_images_open_blobs(const cdk_env *env, const cisdock_blobs *blobs, cdk_images **out);
/* One image that is told of, and whose layers are known otherwise or not at all. */
typedef struct cdk_image_told {
    cdk_str_list names;
    cdk_str image_id; /* p NULL: the configuration's digest */
    cdk_str manifest_digest; /* p NULL: not known */
    cdk_str config;   /* p NULL: none, a root file system */
    bool oci_config;
    uint32_t layer_count;
} cdk_image_told;
int32_t cdk_images_of_told(const cdk_env *env, const cdk_image_told *told, cdk_images **out);
void cdk_images_close(cdk_images *images);
bool cdk_images_ready(const cdk_images *images);

/* Forward only: stream the archive once. Each member that may be a layer goes to `layer` as a stream of its stored bytes
 * (not closed by it; what it leaves is passed over); documents are kept; at the end the images are there.
 * `name` is the member's clean path ("blobs/sha256/..." or "<id>/layer.tar"); a rootfs tar is one layer named "". Where a
 * name comes twice, the later one counts. Layers that could have been documents come after the end of the archive. */
typedef struct cdk_layer_visitor {
    void *user;
    int32_t (*layer)(void *user, cdk_str name, cdk_stream *stored);
} cdk_layer_visitor;
int32_t cdk_images_stream(cdk_images *images, const cdk_env *env, const cdk_layer_visitor *visitor);
/* Of a streamed archive too: can this layer be read at all? Failures: unsupported (its media type: encrypted, ...),
 * blob-missing. cdk_images_open_layer asks it by itself. */
int32_t cdk_images_check_layer(const cdk_images *images, const cdk_env *env, uint32_t image, uint32_t layer);
/* The member that layer `layer` of an image is in a streamed archive (links followed), for matching with visited names. */
cdk_str cdk_images_layer_member(const cdk_images *images, uint32_t image, uint32_t layer);

cdk_image_format cdk_images_format(const cdk_images *images);
uint32_t cdk_images_count(const cdk_images *images);
const cdk_image_doc *cdk_images_at(const cdk_images *images, uint32_t index);
uint32_t cdk_images_skipped_count(const cdk_images *images);
const cdk_image_skipped *cdk_images_skipped_at(const cdk_images *images, uint32_t index);
const cdk_problems *cdk_images_problems(const cdk_images *images); /* of the archive itself */
const char *cdk_images_outer(const cdk_images *images);            /* codec of the whole: "none", "gzip", ... */

/* Random access only: a stream of a layer's stored bytes. Thread-safe between different layers.
 * Failures: blob-missing, unsupported (media type: encrypted, ...), host, io. */
int32_t cdk_images_open_layer(const cdk_images *images, const cdk_env *env, uint32_t image, uint32_t layer, cdk_stream **out);

/* Does the image bear this name (full reference, or its tag part) or digest? */
bool cdk_image_doc_named(const cdk_image_doc *doc, cdk_str ref);
/* Does it fit "os/arch[/variant]"? */
bool cdk_image_doc_platform(const cdk_image_doc *doc, cdk_str platform);

#endif
