/* SPDX-License-Identifier: Apache-2.0 */
/* OCI layouts: index.json, and indexes below it (OCI image-spec image-layout.md and image-index.md; Docker's manifest
 * lists). What is no image is skipped with a reason. */
#include "image/model.h"

#include <inttypes.h>

#define REF_NAME "org.opencontainers.image.ref.name"
#define CONTAINERD_NAME "io.containerd.image.name"

enum { VISITS_PER_IMAGE = 8 };

static int32_t walk(cdk_images *images, const cdk_env *env, cdk_arena *scratch, const cdk_json *index, const cdk_oci_place *at);

/* The names so far, and the one that this descriptor's annotation gives. */
static int32_t with_name(const cdk_env *env, cdk_arena *scratch, const cdk_str_list *above, const cdk_descriptor *descriptor,
                         const char *annotation, cdk_str_list *out)
{
    cdk_str name = cdk_descriptor_annotation(descriptor, annotation);
    *out = *above;
    if (!name.p) return CISDOCK_OK;
    cdk_str *items = cdk_arena_calloc(scratch, above->count + 1, sizeof *items);
    if (!items) return cdk_fail_memory(env);
    if (above->count) memcpy(items, above->items, above->count * sizeof *items);
    items[above->count] = name;
    *out = (cdk_str_list){items, above->count + 1, true};
    return CISDOCK_OK;
}

static int32_t count_visit(cdk_images *images, const cdk_env *env)
{
    uint64_t most = CDK_LIMIT(env, MAX_IMAGES);
    if (++images->visited / VISITS_PER_IMAGE >= most) return cdk_fail_limit(env, CDK_LIMIT_MAX_IMAGES, NULL, images->visited);
    return cdk_check_cancel(env);
}

static int32_t unfit(const cdk_env *env, const cdk_descriptor *descriptor, cdk_class cls, const char *message)
{
    cdk_where where = CDK_NOWHERE;
    where.document = "manifest";
    return cdk_fail(env, cls, &where, "%s: %.*s", message, (int)descriptor->digest.n, descriptor->digest.p);
}

/* A document is what its members say: types in descriptors and documents may disagree, and a document that is two things
 * at once is read differently by different readers (CVE-2021-41190). */
static int32_t take_document(cdk_images *images, const cdk_env *env, cdk_arena *scratch, const cdk_json *json,
                             const cdk_oci_place *at)
{
    bool index = cdk_json_get(json, "manifests") != NULL;
    bool manifest = cdk_json_get(json, "config") || cdk_json_get(json, "layers");
    bool schema1 = cdk_json_get(json, "fsLayers") != NULL || at->descriptor->media.kind == CDK_MEDIA_SCHEMA1;
    if (index && (manifest || schema1)) return unfit(env, at->descriptor, CDK_CLASS_SCHEMA, "both an index and a manifest");
    if (index) return walk(images, env, scratch, json, at);
    if (schema1) return unfit(env, at->descriptor, CDK_CLASS_UNSUPPORTED, "a manifest of Docker's schema 1, which has no configuration");
    if (manifest) return cdk_oci_manifest_read(images, env, scratch, json, at);
    return cdk_images_skip_artifact(images, env, at->descriptor->digest, "artifact");
}

static int32_t read_document(cdk_images *images, const cdk_env *env, cdk_arena *scratch, const cdk_oci_place *at)
{
    const cdk_descriptor *descriptor = at->descriptor;
    cdk_str text;
    cdk_json *json;
    if (descriptor->media.kind == CDK_MEDIA_OTHER && descriptor->size > (int64_t)CDK_LIMIT(env, MAX_DOCUMENT))
        return cdk_images_skip_artifact(images, env, descriptor->digest, "artifact");
    int32_t status = cdk_store_blob(&images->store, env, scratch, descriptor, "manifest", &text);
    if (!status) status = cdk_json_parse(env, scratch, text, "manifest", &json);
    if (!status && json->type != CDK_JSON_OBJECT) status = unfit(env, descriptor, CDK_CLASS_BAD_JSON, "the manifest is no object");
    return status ? status : take_document(images, env, scratch, json, at);
}

static bool is_attestation(const cdk_descriptor *descriptor)
{
    return cdk_str_is(cdk_descriptor_annotation(descriptor, "vnd.docker.reference.type"), "attestation-manifest");
}

static int32_t read_item(cdk_images *images, const cdk_env *env, const cdk_json *item, const cdk_oci_place *above,
                         cdk_arena *scratch)
{
    cdk_descriptor descriptor;
    cdk_oci_place at = {.descriptor = &descriptor, .index_digest = above->descriptor ? above->descriptor->digest : CDK_STR_NONE,
                        .depth = above->depth + 1};
    int32_t status = cdk_descriptor_read(env, scratch, item, "index", &descriptor);
    if (!status && at.depth > CDK_LIMIT(env, MAX_INDEX_DEPTH))
        status = cdk_fail_limit(env, CDK_LIMIT_MAX_INDEX_DEPTH, NULL, at.depth);
    if (status) return cdk_images_skip(images, env, cdk_json_get_str(item, "digest"), "bad descriptor");
    if (is_attestation(&descriptor)) return cdk_images_skip_artifact(images, env, descriptor.digest, "attestation");
    status = with_name(env, scratch, &above->names, &descriptor, REF_NAME, &at.names);
    if (!status) status = with_name(env, scratch, &above->full_names, &descriptor, CONTAINERD_NAME, &at.full_names);
    if (!status) status = read_document(images, env, scratch, &at);
    if (!status) return CISDOCK_OK;
    return cdk_images_skip(images, env, descriptor.digest, env->error->cls == CDK_CLASS_BLOB_MISSING ? "missing" : "damaged");
}

static int32_t walk(cdk_images *images, const cdk_env *env, cdk_arena *scratch, const cdk_json *index, const cdk_oci_place *at)
{
    const cdk_json *manifests = cdk_json_get(index, "manifests");
    if (!cdk_json_missing(manifests) && manifests->type != CDK_JSON_ARRAY) {
        cdk_where where = CDK_NOWHERE;
        where.document = "index";
        where.pointer = cdk_json_pointer(scratch, manifests);
        return cdk_fail(env, CDK_CLASS_BAD_JSON, &where, "the index's manifests are no array");
    }
    CDK_JSON_EACH(item, manifests) {
        cdk_arena below;
        cdk_arena_init(&below, env->mem);
        int32_t status = count_visit(images, env);
        if (!status) status = read_item(images, env, item, at, &below);
        cdk_arena_free(&below);
        if (status) return status;
    }
    return CISDOCK_OK;
}

/* No image was found: the first failure tells why, else everything was an artifact. */
static int32_t nothing_found(cdk_images *images, const cdk_env *env)
{
    if (images->first_skip.status) {
        *env->error = images->first_skip;
        return env->error->status;
    }
    return cdk_fail(env, CDK_CLASS_NO_IMAGE, NULL,
                    images->skipped_count ? "the layout holds no image: all of its %zu manifests are artifacts"
                                          : "the layout's index names no manifest (%zu)",
                    images->skipped_count);
}

static int32_t read_index(cdk_images *images, const cdk_env *env, cdk_arena *scratch)
{
    cdk_str text;
    cdk_json *index;
    cdk_oci_place top = {.depth = 0};
    int32_t status = cdk_store_document(&images->store, env, scratch, CDK_STR("index.json"), "index.json", &text);
    if (!status) status = cdk_json_parse(env, scratch, text, "index.json", &index);
    if (!status && index->type != CDK_JSON_OBJECT) {
        cdk_where where = CDK_NOWHERE;
        where.document = "index.json";
        status = cdk_fail(env, CDK_CLASS_BAD_JSON, &where, "index.json is of type %s, not object", cdk_json_type_name(index));
    }
    if (!status) status = walk(images, env, scratch, index, &top);
    if (!status && !images->count) status = nothing_found(images, env);
    if (!status) images->format = CDK_FORMAT_OCI_LAYOUT;
    return status;
}

int32_t cdk_oci_layout_read(cdk_images *images, const cdk_env *env)
{
    cdk_arena scratch;
    cdk_arena_init(&scratch, env->mem);
    int32_t status = read_index(images, env, &scratch);
    cdk_arena_free(&scratch);
    return status;
}
