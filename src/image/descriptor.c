/* SPDX-License-Identifier: Apache-2.0 */
#include "image/descriptor.h"

static const struct media_row {
    const char *type;
    cdk_media media;
} media_rows[] = {
#define CDK_MEDIA(type, kind, flags) {type, {CDK_MEDIA_##kind, flags}},
#include "image/media.def"
#undef CDK_MEDIA
};

/* Whoever invents another form of a layer names it below one of these. */
static const char *const layer_families[] = {
    "application/vnd.oci.image.layer.",
    "application/vnd.docker.image.rootfs.",
};

cdk_media cdk_media_of(cdk_str type)
{
    cdk_str bare, parameters;
    cdk_str_cut(type, ';', &bare, &parameters);
    bare = cdk_str_trim(bare);
    if (!bare.n) return (cdk_media){CDK_MEDIA_NOT_TOLD, 0};
    for (size_t i = 0; i < sizeof media_rows / sizeof *media_rows; i++)
        if (cdk_str_eq_nocase(bare, cdk_str_of(media_rows[i].type))) return media_rows[i].media;
    for (size_t i = 0; i < sizeof layer_families / sizeof *layer_families; i++)
        if (cdk_str_starts(bare, cdk_str_of(layer_families[i]))) return (cdk_media){CDK_MEDIA_LAYER, CDK_MEDIA_UNREADABLE};
    return (cdk_media){CDK_MEDIA_OTHER, 0};
}

static int32_t misplaced(const cdk_env *env, cdk_arena *arena, const cdk_json *value, const char *document, cdk_class cls,
                         const char *message)
{
    cdk_where where = CDK_NOWHERE;
    where.document = document;
    where.pointer = value ? cdk_json_pointer(arena, value) : NULL;
    return cdk_fail(env, cls, &where, "%s%s%s %s", document, where.pointer ? ": " : "", where.pointer ? where.pointer : "", message);
}

/* The same failure, with the place of `value`. */
static int32_t placed(const cdk_env *env, cdk_arena *arena, const cdk_json *value, const char *document)
{
    char message[sizeof env->error->message];
    memcpy(message, env->error->message, sizeof message);
    return misplaced(env, arena, value, document, env->error->cls, message);
}

static void read_platform(const cdk_json *platform, cdk_descriptor *out)
{
    out->has_platform = cdk_json_is(platform, CDK_JSON_OBJECT);
    out->platform.os = cdk_json_get_str(platform, "os");
    out->platform.architecture = cdk_json_get_str(platform, "architecture");
    out->platform.variant = cdk_json_get_str(platform, "variant");
}

int32_t cdk_descriptor_read(const cdk_env *env, cdk_arena *arena, const cdk_json *value, const char *document,
                            cdk_descriptor *out)
{
    *out = (cdk_descriptor){.size = -1, .raw = value};
    if (!cdk_json_is(value, CDK_JSON_OBJECT))
        return misplaced(env, arena, value, document, CDK_CLASS_BAD_JSON, "is no descriptor, which must be an object");
    const cdk_json *digest = cdk_json_get(value, "digest"), *size = cdk_json_get(value, "size");
    if (!cdk_json_is(digest, CDK_JSON_STRING))
        return misplaced(env, arena, value, document, CDK_CLASS_BAD_JSON, "has no member digest of type string");
    int32_t status = cdk_digest_parse(env, digest->text, &out->name);
    if (status) return placed(env, arena, digest, document);
    if (!cdk_json_missing(size) && (!cdk_json_i64(size, &out->size) || out->size < 0))
        return misplaced(env, arena, size, document, CDK_CLASS_SCHEMA, "is no number of bytes");
    out->digest = digest->text;
    out->media_type = cdk_json_get_str(value, "mediaType");
    if (!out->media_type.p) out->media_type = CDK_STR("");
    out->media = cdk_media_of(out->media_type);
    read_platform(cdk_json_get(value, "platform"), out);
    return CISDOCK_OK;
}

cdk_str cdk_descriptor_annotation(const cdk_descriptor *descriptor, const char *name)
{
    return cdk_json_get_str(cdk_json_get(descriptor->raw, "annotations"), name);
}
