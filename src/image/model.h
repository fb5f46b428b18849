/* SPDX-License-Identifier: Apache-2.0 */
/* The inside of cdk_images: what the readers of each format fill. */
#ifndef CDK_IMAGE_MODEL_H
#define CDK_IMAGE_MODEL_H

#include "archive/codec.h"
#include "image/store.h"

typedef struct cdk_image_record {
    cdk_image_doc doc;
    cdk_member **members; /* of each layer; NULL in a store of blobs, and where a layer lies elsewhere */
} cdk_image_record;

struct cdk_images {
    cdk_arena arena;
    cdk_mem *mem;
    cdk_store store;
    cdk_image_format format;
    bool ready;
    cdk_codec_id outer;
    cdk_image_record **records; /* each stays where it is */
    size_t count, cap;
    cdk_image_skipped *skipped;
    size_t skipped_count, skipped_cap;
    uint64_t visited;           /* manifests and indexes looked at */
    cdk_error first_skip;       /* why the first manifest that is no artifact was skipped; status 0: none was */
    cdk_error damage;           /* of the archive itself; status 0: none */
    cdk_problems problems;
};

/* A layer as a reader found it. */
typedef struct cdk_layer_draft {
    cdk_str name;
    cdk_member *member;
    cdk_str digest, media_type;
    int64_t size;
} cdk_layer_draft;

/* An image as a reader found it; texts may be in scratch memory, they are copied. */
typedef struct cdk_image_draft {
    cdk_str_list names, full_names;
    cdk_str config_name;     /* p NULL: none */
    cdk_str config;          /* its text; p NULL: none. Must be in the arena of the images */
    cdk_str image_id;        /* p NULL: the configuration's digest */
    cdk_str manifest_digest, index_digest;
    bool digest_matches, oci_config;
    const cdk_platform *platform; /* of the descriptor, or NULL */
    cdk_layer_draft *layers;
    uint32_t layer_count;
} cdk_image_draft;

/* Adds the image; `*out` may be NULL. Failures: limit, bad-json, memory. */
int32_t cdk_images_add(cdk_images *images, const cdk_env *env, const cdk_image_draft *draft, cdk_image_record **out);
void cdk_images_forget(cdk_images *images); /* all that were added */
/* Skip a manifest for the env's last failure (`why` says it in a word); memory, cancelled, host and io are given back. */
int32_t cdk_images_skip(cdk_images *images, const cdk_env *env, cdk_str digest, const char *why);
int32_t cdk_images_skip_artifact(cdk_images *images, const cdk_env *env, cdk_str digest, const char *why);

/* Strings of an array. Null is none, a null item "". Not an array of strings: false. Items are borrowed from the tree. */
bool cdk_strings_of(cdk_arena *arena, const cdk_json *value, cdk_str_list *out);

/* The readers of each format. `*served` false: not this format after all. */
int32_t cdk_docker_archive_read(cdk_images *images, const cdk_env *env, bool *served);
int32_t cdk_oci_layout_read(cdk_images *images, const cdk_env *env);
int32_t cdk_repositories_read(cdk_images *images, const cdk_env *env);
/* The manifest of one image, read from `text`. */
typedef struct cdk_oci_place {
    const cdk_descriptor *descriptor;
    cdk_str_list names, full_names;
    cdk_str index_digest;
    uint32_t depth;
} cdk_oci_place;
int32_t cdk_oci_manifest_read(cdk_images *images, const cdk_env *env, cdk_arena *scratch, const cdk_json *manifest,
                              const cdk_oci_place *place);

/* What the members are, once all are known. */
int32_t cdk_images_resolve(cdk_images *images, const cdk_env *env);
/* The walk over a random-access archive. */
int32_t cdk_images_scan(cdk_images *images, const cdk_env *env);
/* Is a failure of the archive's own structure, after which its members so far still stand? Then it is kept in `damage`. */
bool cdk_images_take_damage(cdk_images *images, const cdk_env *env, int32_t status);

#endif
