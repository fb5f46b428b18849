/* SPDX-License-Identifier: Apache-2.0 */
#include "image/image.h"

#include "image/model.h"

static const char *const format_names[] = {
    [CDK_FORMAT_UNKNOWN] = "unknown",
    [CDK_FORMAT_DOCKER_ARCHIVE] = "docker-archive",
    [CDK_FORMAT_DOCKER_REPOSITORIES] = "docker-archive-repositories",
    [CDK_FORMAT_OCI_LAYOUT] = "oci-layout",
    [CDK_FORMAT_ROOTFS] = "rootfs",
};

const char *cdk_image_format_name(cdk_image_format format)
{
    return format_names[format];
}

static cdk_images *new_images(const cdk_env *env)
{
    cdk_images *images = cdk_calloc(env->mem, 1, sizeof *images);
    if (!images) {
        cdk_fail_memory(env);
        return NULL;
    }
    images->mem = env->mem;
    cdk_arena_init(&images->arena, env->mem);
    cdk_members_init(&images->store.members, env->mem, 0);
    return images;
}

void cdk_images_close(cdk_images *images)
{
    if (!images) return;
    cdk_store_close(&images->store);
    cdk_free(images->mem, images->records);
    cdk_free(images->mem, images->skipped);
    cdk_arena_free(&images->arena);
    cdk_free(images->mem, images);
}

/* Hands the images out, or closes them with the failure that `status` tells. */
static int32_t finish(cdk_images *images, int32_t status, cdk_images **out)
{
    if (status)
        cdk_images_close(images);
    else
        *out = images;
    return status;
}

static int32_t probe(cdk_images *images, const cdk_env *env)
{
    uint8_t head[CDK_CODEC_PROBE_BYTES];
    size_t got;
    if (images->store.source.length < 0) return CISDOCK_OK;
    int32_t status = cdk_source_read_at(env, &images->store.source, 0, head, sizeof head, &got);
    if (status) return status;
    if (!got) return cdk_fail(env, CDK_CLASS_NOT_AN_IMAGE, NULL, "the input is empty");
    images->outer = cdk_codec_probe(head, got);
    if (images->outer != CDK_CODEC_NONE) return CISDOCK_OK;
    status = cdk_images_scan(images, env);
    if (!status) status = cdk_images_resolve(images, env);
    images->ready = !status;
    return status;
}

int32_t cdk_images_open(const cdk_env *env, const cisdock_source *source, cdk_images **out)
{
    *out = NULL;
    cdk_source checked;
    int32_t status = cdk_source_init(env, source, &checked);
    if (status) return status;
    cdk_images *images = new_images(env);
    if (!images) {
        cdk_source_close(&checked);
        return env->error->status;
    }
    images->store.source = checked;
    return finish(images, probe(images, env), out);
}

static int32_t read_blobs(cdk_images *images, const cdk_env *env)
{
    int32_t status = cdk_oci_layout_read(images, env);
    if (!status || env->error->cls != CDK_CLASS_BLOB_MISSING || images->visited) return status;
    cdk_arena scratch;
    cdk_str text;
    cdk_arena_init(&scratch, env->mem);
    status = cdk_store_document(&images->store, env, &scratch, CDK_STR("oci-layout"), "oci-layout", &text);
    cdk_arena_free(&scratch);
    if (status && env->error->cls != CDK_CLASS_BLOB_MISSING) return status;
    return status ? cdk_fail(env, CDK_CLASS_NOT_AN_IMAGE, NULL, "no OCI layout: there is no index.json")
                  : cdk_fail(env, CDK_CLASS_NO_IMAGE, NULL, "an OCI layout without its index.json");
}

int32_t cdk_images_open_blobs(const cdk_env *env, const cisdock_blobs *blobs, cdk_images **out)
{
    *out = NULL;
    if (!blobs || blobs->struct_size < sizeof *blobs || !blobs->open_blob)
        return cdk_fail(env, CDK_CLASS_ARGUMENT, NULL, "a store of blobs without struct_size or open_blob");
    cdk_images *images = new_images(env);
    if (!images) {
        if (blobs->close) blobs->close(blobs->user);
        return env->error->status;
    }
    images->store.source.closed = true;
    images->store.is_blobs = true;
    images->store.blobs = *blobs;
    int32_t status = read_blobs(images, env);
    images->ready = !status;
    return finish(images, status, out);
}

static int32_t add_told(cdk_images *images, const cdk_env *env, const cdk_image_told *told)
{
    cdk_image_draft draft = {.names = told->names, .image_id = told->image_id, .manifest_digest = told->manifest_digest,
                             .oci_config = told->oci_config, .layer_count = told->layer_count};
    draft.layers = cdk_arena_calloc(&images->arena, told->layer_count, sizeof *draft.layers);
    if (!draft.layers) return cdk_fail_memory(env);
    for (uint32_t i = 0; i < told->layer_count; i++) draft.layers[i] = (cdk_layer_draft){.name = CDK_STR(""), .size = -1};
    if (told->config.p && !(draft.config = cdk_str_dup(&images->arena, told->config)).p) return cdk_fail_memory(env);
    return cdk_images_add(images, env, &draft, NULL);
}

int32_t cdk_images_of_told(const cdk_env *env, const cdk_image_told *told, cdk_images **out)
{
    *out = NULL;
    cdk_images *images = new_images(env);
    if (!images) return env->error->status;
    images->store.source.closed = true;
    images->format = told->config.p ? CDK_FORMAT_UNKNOWN : CDK_FORMAT_ROOTFS;
    images->ready = true;
    return finish(images, add_told(images, env, told), out);
}

static int32_t no_such_layer(const cdk_env *env, uint32_t image, uint32_t layer)
{
    return cdk_fail(env, CDK_CLASS_ARGUMENT, NULL, "there is no layer %u of image %u", layer, image);
}

static bool has_layer(const cdk_images *images, uint32_t image, uint32_t layer)
{
    return image < images->count && layer < images->records[image]->doc.layer_count;
}

int32_t cdk_images_check_layer(const cdk_images *images, const cdk_env *env, uint32_t image, uint32_t layer)
{
    if (!has_layer(images, image, layer)) return no_such_layer(env, image, layer);
    const cdk_image_record *record = images->records[image];
    cdk_str type = record->doc.layers[layer].media_type;
    cdk_media media = cdk_media_of(type);
    cdk_where where = CDK_NOWHERE;
    where.layer = (int32_t)layer;
    if (media.flags & CDK_MEDIA_UNREADABLE || media.kind == CDK_MEDIA_OTHER)
        return cdk_fail(env, CDK_CLASS_UNSUPPORTED, &where, "layer %u is of media type %.*s, which cannot be read", layer,
                        (int)(type.n > 200 ? 200 : type.n), type.p);
    if (record->members[layer] || images->store.is_blobs || images->format == CDK_FORMAT_ROOTFS) return CISDOCK_OK;
    return cdk_fail(env, CDK_CLASS_BLOB_MISSING, &where, "layer %u is not in the archive", layer);
}

int32_t cdk_images_open_layer(const cdk_images *images, const cdk_env *env, uint32_t image, uint32_t layer, cdk_stream **out)
{
    int32_t status = cdk_images_check_layer(images, env, image, layer);
    if (status) return status;
    const cdk_layer_ref *ref = &images->records[image]->doc.layers[layer];
    const cdk_member *member = images->records[image]->members[layer];
    const cdk_source *source = &images->store.source;
    if (images->store.is_blobs) return cdk_store_open_blob(&images->store, env, ref->digest, ref->size, out);
    if (images->store.streamed) return cdk_fail(env, CDK_CLASS_NOT_READY, NULL, "the archive went by: its layers cannot be read again");
    return cdk_stream_range(env, source, member ? member->offset : 0, member ? member->size : (uint64_t)source->length, out);
}

cdk_str cdk_images_layer_member(const cdk_images *images, uint32_t image, uint32_t layer)
{
    if (!has_layer(images, image, layer)) return CDK_STR_NONE;
    const cdk_member *member = images->records[image]->members[layer];
    if (member) return member->name;
    return images->format == CDK_FORMAT_ROOTFS ? CDK_STR("") : CDK_STR_NONE;
}

bool cdk_images_ready(const cdk_images *images)
{
    return images->ready;
}

cdk_image_format cdk_images_format(const cdk_images *images)
{
    return images->format;
}

uint32_t cdk_images_count(const cdk_images *images)
{
    return (uint32_t)images->count;
}

const cdk_image_doc *cdk_images_at(const cdk_images *images, uint32_t index)
{
    return index < images->count ? &images->records[index]->doc : NULL;
}

uint32_t cdk_images_skipped_count(const cdk_images *images)
{
    return (uint32_t)images->skipped_count;
}

const cdk_image_skipped *cdk_images_skipped_at(const cdk_images *images, uint32_t index)
{
    return index < images->skipped_count ? &images->skipped[index] : NULL;
}

const cdk_problems *cdk_images_problems(const cdk_images *images)
{
    return &images->problems;
}

const char *cdk_images_outer(const cdk_images *images)
{
    return cdk_codec_name(images->outer);
}
