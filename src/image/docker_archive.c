/* SPDX-License-Identifier: Apache-2.0 */
/* Docker archives by their manifest.json, as docker save, buildah, skopeo, kaniko, jib, bazel and others write them. */
#include "image/member_name.h"
#include "image/model.h"

static int32_t wrong(const cdk_env *env, cdk_arena *arena, const cdk_json *value, const char *wanted)
{
    cdk_where where = CDK_NOWHERE;
    where.document = "manifest.json";
    where.pointer = cdk_json_pointer(arena, value);
    return cdk_fail(env, CDK_CLASS_BAD_JSON, &where, "manifest.json: %s is of type %s, not %s", where.pointer ? where.pointer : "",
                    cdk_json_type_name(value), wanted);
}

static int32_t read_layers(cdk_images *images, const cdk_env *env, cdk_arena *scratch, const cdk_json *value,
                           cdk_image_draft *draft)
{
    cdk_str_list names;
    if (!cdk_strings_of(scratch, value, &names)) return wrong(env, scratch, value, "an array of strings");
    if (names.count > CDK_LIMIT(env, MAX_LAYERS)) return cdk_fail_limit(env, CDK_LIMIT_MAX_LAYERS, NULL, names.count);
    draft->layers = cdk_arena_calloc(scratch, names.count, sizeof *draft->layers);
    if (!draft->layers) return cdk_fail_memory(env);
    draft->layer_count = names.count;
    for (uint32_t i = 0; i < names.count; i++) {
        cdk_member *member = cdk_members_find(&images->store.members, names.items[i]);
        cdk_where where = CDK_NOWHERE;
        where.document = "manifest.json";
        where.path = names.items[i];
        where.layer = (int32_t)i;
        if (!member) return cdk_fail(env, CDK_CLASS_BLOB_MISSING, &where, "layer %u is not in the archive", i);
        if (member->sparse) return cdk_fail(env, CDK_CLASS_UNSUPPORTED, &where, "layer %u is stored as a sparse file", i);
        draft->layers[i] = (cdk_layer_draft){.name = names.items[i], .member = member, .size = (int64_t)member->size};
    }
    return CISDOCK_OK;
}

static int32_t read_names(cdk_images *images, const cdk_env *env, cdk_arena *scratch, const cdk_json *value, cdk_image_draft *draft)
{
    if (cdk_strings_of(scratch, value, &draft->names)) return CISDOCK_OK;
    wrong(env, scratch, value, "an array of strings");
    draft->names = (cdk_str_list){.items = NULL};
    return cdk_problem_from_error(env, &images->arena, &images->problems, CDK_ERROR) ? CISDOCK_OK : env->error->status;
}

static int32_t read_one(cdk_images *images, const cdk_env *env, cdk_arena *scratch, const cdk_json *item, cdk_image_record **out)
{
    if (item->type != CDK_JSON_OBJECT) return wrong(env, scratch, item, "object");
    const cdk_json *config = cdk_go_member(item, "Config");
    if (!cdk_json_missing(config) && config->type != CDK_JSON_STRING) return wrong(env, scratch, config, "string");
    cdk_image_draft draft = {.config_name = cdk_json_str(config)};
    int32_t status = CISDOCK_OK;
    if (draft.config_name.n)
        status = cdk_store_document(&images->store, env, &images->arena, draft.config_name, "config", &draft.config);
    if (!status) status = read_layers(images, env, scratch, cdk_go_member(item, "Layers"), &draft);
    if (!status) status = read_names(images, env, scratch, cdk_go_member(item, "RepoTags"), &draft);
    return status ? status : cdk_images_add(images, env, &draft, out);
}

/* BuildKit writes `Layers: null` beside the index that tells of the layers. */
static bool lacks_layers(const cdk_image_doc *doc)
{
    return !doc->layer_count && doc->config && doc->config->diff_ids.count;
}

static int32_t read_list(cdk_images *images, const cdk_env *env, cdk_arena *scratch, const cdk_json *list, bool *served)
{
    CDK_JSON_EACH(item, list) {
        cdk_image_record *record;
        int32_t status = cdk_check_cancel(env);
        if (!status) status = read_one(images, env, scratch, item, &record);
        if (status) return status;
        if (!lacks_layers(&record->doc) || !images->store.members.marks.index) continue;
        cdk_images_forget(images);
        *served = false;
        return CISDOCK_OK;
    }
    images->format = CDK_FORMAT_DOCKER_ARCHIVE;
    *served = true;
    return CISDOCK_OK;
}

static int32_t read_document(cdk_images *images, const cdk_env *env, cdk_arena *scratch, bool *served)
{
    cdk_str text;
    cdk_json *list;
    const cdk_marks *marks = &images->store.members.marks;
    int32_t status = cdk_store_document(&images->store, env, scratch, CDK_STR("manifest.json"), "manifest.json", &text);
    if (!status) status = cdk_json_parse(env, scratch, text, "manifest.json", &list);
    if (status) return status;
    if (list->type == CDK_JSON_ARRAY && list->count) return read_list(images, env, scratch, list, served);
    *served = false;
    if (marks->index || marks->repositories) return CISDOCK_OK;
    return cdk_fail(env, CDK_CLASS_NO_IMAGE, NULL, "manifest.json tells of no image");
}

int32_t cdk_docker_archive_read(cdk_images *images, const cdk_env *env, bool *served)
{
    cdk_arena scratch;
    cdk_arena_init(&scratch, env->mem);
    int32_t status = read_document(images, env, &scratch, served);
    cdk_arena_free(&scratch);
    return status;
}
