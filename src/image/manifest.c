/* SPDX-License-Identifier: Apache-2.0 */
/* Image manifests (OCI image-spec manifest.md; Docker image manifest v2 schema 2). */
#include "image/model.h"

/* Layers that are no parts of a root file system make an artifact, whatever its configuration claims (signatures,
 * attestations and charts often bear an image's configuration type). */
static bool only_foreign_kinds(const cdk_json *layers)
{
    uint32_t others = 0, count = 0;
    CDK_JSON_EACH(layer, layers) {
        cdk_media_kind kind = cdk_media_of(cdk_json_get_str(layer, "mediaType")).kind;
        count++;
        others += kind != CDK_MEDIA_LAYER && kind != CDK_MEDIA_NOT_TOLD;
    }
    return count && others == count;
}

static const char *artifact_reason(const cdk_json *manifest)
{
    const cdk_json *config = cdk_json_get(manifest, "config"), *layers = cdk_json_get(manifest, "layers");
    cdk_media_kind kind = cdk_media_of(cdk_json_get_str(config, "mediaType")).kind;
    if (kind != CDK_MEDIA_CONFIG && kind != CDK_MEDIA_NOT_TOLD) return "artifact";
    return only_foreign_kinds(layers) ? "artifact" : NULL;
}

static int32_t read_layer(cdk_images *images, const cdk_env *env, cdk_arena *scratch, const cdk_json *item,
                          cdk_layer_draft *out)
{
    cdk_descriptor descriptor;
    int32_t status = cdk_descriptor_read(env, scratch, item, "manifest", &descriptor);
    if (status) return status;
    *out = (cdk_layer_draft){.name = descriptor.digest, .digest = descriptor.digest, .media_type = descriptor.media_type,
                             .size = descriptor.size};
    status = cdk_store_blob_member(&images->store, env, &descriptor, "layer", &out->member);
    if (status && env->error->cls == CDK_CLASS_BLOB_MISSING && descriptor.media.flags & CDK_MEDIA_FOREIGN) {
        /* Such a layer may lie elsewhere by right; the rest of the image can still be looked at. */
        return cdk_problem_from_error(env, &images->arena, &images->problems, CDK_ERROR) ? CISDOCK_OK : env->error->status;
    }
    if (!status && out->member && out->member->sparse)
        status = cdk_fail(env, CDK_CLASS_UNSUPPORTED, NULL, "a layer is stored as a sparse file");
    return status;
}

static int32_t read_layers(cdk_images *images, const cdk_env *env, cdk_arena *scratch, const cdk_json *layers,
                           cdk_image_draft *draft)
{
    if (cdk_json_missing(layers)) return CISDOCK_OK;
    cdk_where where = CDK_NOWHERE;
    where.document = "manifest";
    where.pointer = "/layers";
    if (layers->type != CDK_JSON_ARRAY) return cdk_fail(env, CDK_CLASS_BAD_JSON, &where, "the manifest's layers are no array");
    if (layers->count > CDK_LIMIT(env, MAX_LAYERS)) return cdk_fail_limit(env, CDK_LIMIT_MAX_LAYERS, &where, layers->count);
    draft->layers = cdk_arena_calloc(scratch, layers->count, sizeof *draft->layers);
    if (!draft->layers) return cdk_fail_memory(env);
    int32_t status = CISDOCK_OK;
    CDK_JSON_EACH(layer, layers) {
        status = read_layer(images, env, scratch, layer, &draft->layers[draft->layer_count]);
        if (status) return status;
        draft->layer_count++;
    }
    return CISDOCK_OK;
}

int32_t cdk_oci_manifest_read(cdk_images *images, const cdk_env *env, cdk_arena *scratch, const cdk_json *manifest,
                              const cdk_oci_place *place)
{
    const char *why = artifact_reason(manifest);
    if (why) return cdk_images_skip_artifact(images, env, place->descriptor->digest, why);
    cdk_descriptor config;
    cdk_image_draft draft = {
        .names = place->names, .full_names = place->full_names,
        .manifest_digest = place->descriptor->digest, .digest_matches = CDK_LIMIT(env, VERIFY) != 0,
        .index_digest = place->index_digest,
        .platform = place->descriptor->has_platform ? &place->descriptor->platform : NULL,
    };
    int32_t status = cdk_descriptor_read(env, scratch, cdk_json_get(manifest, "config"), "manifest", &config);
    if (!status) status = cdk_store_blob(&images->store, env, &images->arena, &config, "config", &draft.config);
    if (!status) status = read_layers(images, env, scratch, cdk_json_get(manifest, "layers"), &draft);
    if (status) return status;
    draft.oci_config = (config.media.flags & CDK_MEDIA_OCI) != 0;
    draft.config_name = config.digest;
    return cdk_images_add(images, env, &draft, NULL);
}
