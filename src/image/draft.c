/* SPDX-License-Identifier: Apache-2.0 */
/* Drafts of the readers made into the model. */
#include "image/model.h"

#include <stdio.h>

static int32_t copied(const cdk_env *env, cdk_arena *arena, cdk_str from, cdk_str *to)
{
    *to = from;
    if (!from.p) return CISDOCK_OK;
    *to = cdk_str_dup(arena, from);
    return to->p ? CISDOCK_OK : cdk_fail_memory(env);
}

static int32_t copied_list(const cdk_env *env, cdk_arena *arena, const cdk_str_list *from, cdk_str_list *to)
{
    *to = *from;
    cdk_str *items = cdk_arena_calloc(arena, from->count, sizeof *items);
    if (!items) return cdk_fail_memory(env);
    to->items = items;
    int32_t status = CISDOCK_OK;
    for (uint32_t i = 0; i < from->count && !status; i++) status = copied(env, arena, from->items[i], &items[i]);
    return status;
}

static int32_t copy_texts(const cdk_env *env, cdk_arena *arena, const cdk_image_draft *draft, cdk_image_doc *doc)
{
    const struct {
        cdk_str from, *to;
    } texts[] = {
        {draft->config_name, &doc->config_name},
        {draft->image_id, &doc->image_id},
        {draft->manifest_digest, &doc->manifest_digest},
        {draft->index_digest.p ? draft->index_digest : CDK_STR(""), &doc->index_digest},
    };
    int32_t status = copied_list(env, arena, &draft->names, &doc->names);
    if (!status) status = copied_list(env, arena, &draft->full_names, &doc->full_names);
    for (size_t i = 0; i < sizeof texts / sizeof *texts && !status; i++) status = copied(env, arena, texts[i].from, texts[i].to);
    return status;
}

static int32_t identify(const cdk_env *env, cdk_arena *arena, cdk_str config, cdk_str *out)
{
    uint8_t bytes[32];
    char text[7 + 64 + 1] = "sha256:";
    int32_t status = cdk_sha256(env, config, bytes);
    if (status) return status;
    cdk_hex(bytes, sizeof bytes, text + 7);
    return copied(env, arena, cdk_str_of(text), out);
}

static int32_t take_platform(const cdk_env *env, cdk_arena *arena, const cdk_platform *from, cdk_image_doc *doc)
{
    static const cdk_platform none;
    const cdk_image_config *config = doc->config;
    doc->descriptor_platform = from != NULL;
    if (!from) from = &none;
    const struct {
        cdk_str told, completed, *to;
    } parts[] = {
        {from->os, config ? config->os : CDK_STR_NONE, &doc->platform.os},
        {from->architecture, config ? config->architecture : CDK_STR_NONE, &doc->platform.architecture},
        {from->variant, config ? config->variant : CDK_STR_NONE, &doc->platform.variant},
    };
    int32_t status = CISDOCK_OK;
    for (size_t i = 0; i < sizeof parts / sizeof *parts && !status; i++)
        status = copied(env, arena, parts[i].told.n ? parts[i].told : parts[i].completed, parts[i].to);
    return status;
}

static int32_t take_layers(const cdk_env *env, cdk_arena *arena, const cdk_image_draft *draft, cdk_image_record *record)
{
    cdk_layer_ref *layers = cdk_arena_calloc(arena, draft->layer_count, sizeof *layers);
    record->members = cdk_arena_calloc(arena, draft->layer_count, sizeof *record->members);
    if (!layers || !record->members) return cdk_fail_memory(env);
    record->doc.layers = layers;
    record->doc.layer_count = draft->layer_count;
    int32_t status = CISDOCK_OK;
    for (uint32_t i = 0; i < draft->layer_count && !status; i++) {
        const cdk_layer_draft *from = &draft->layers[i];
        layers[i] = (cdk_layer_ref){.size = from->size, .diff_id = CDK_STR(""), .history = -1};
        record->members[i] = from->member;
        status = copied(env, arena, from->name, &layers[i].name);
        if (!status) status = copied(env, arena, from->digest.p ? from->digest : CDK_STR(""), &layers[i].digest);
        if (!status) status = copied(env, arena, from->media_type.p ? from->media_type : CDK_STR(""), &layers[i].media_type);
    }
    return status;
}

/* What the configuration tells of the layers. */
static void join_config(const cdk_image_config *config, cdk_layer_ref *layers, uint32_t count)
{
    if (config->diff_ids.count == count)
        for (uint32_t i = 0; i < count; i++) layers[i].diff_id = config->diff_ids.items[i];
    for (uint32_t i = 0; i < config->history_count; i++)
        if (config->history[i].layer >= 0) layers[config->history[i].layer].history = (int32_t)i;
}

static int32_t take_config(const cdk_env *env, cdk_arena *arena, const cdk_image_draft *draft, cdk_image_record *record)
{
    cdk_image_doc *doc = &record->doc;
    if (!draft->config.p) return CISDOCK_OK;
    cdk_image_config *config;
    int32_t status = draft->image_id.p ? CISDOCK_OK : identify(env, arena, draft->config, &doc->image_id);
    if (!status) status = cdk_image_config_parse(env, arena, draft->config, draft->layer_count, &doc->problems, &config);
    if (status) return status;
    doc->config = config;
    join_config(config, (cdk_layer_ref *)doc->layers, doc->layer_count);
    return CISDOCK_OK;
}

static int32_t room(cdk_images *images, const cdk_env *env, uint32_t layers)
{
    if (images->count >= CDK_LIMIT(env, MAX_IMAGES)) return cdk_fail_limit(env, CDK_LIMIT_MAX_IMAGES, NULL, images->count + 1);
    if (layers > CDK_LIMIT(env, MAX_LAYERS)) return cdk_fail_limit(env, CDK_LIMIT_MAX_LAYERS, NULL, layers);
    if (!cdk_grow(images->mem, (void **)&images->records, &images->cap, images->count + 1, sizeof *images->records))
        return cdk_fail_memory(env);
    return CISDOCK_OK;
}

int32_t cdk_images_add(cdk_images *images, const cdk_env *env, const cdk_image_draft *draft, cdk_image_record **out)
{
    cdk_arena *arena = &images->arena;
    int32_t status = room(images, env, draft->layer_count);
    if (status) return status;
    cdk_image_record *record = cdk_arena_calloc(arena, 1, sizeof *record);
    if (!record) return cdk_fail_memory(env);
    record->doc.digest_matches = draft->digest_matches;
    record->doc.oci_config = draft->oci_config;
    status = copy_texts(env, arena, draft, &record->doc);
    if (!status) status = take_layers(env, arena, draft, record);
    if (!status) status = take_config(env, arena, draft, record);
    if (!status) status = take_platform(env, arena, draft->platform, &record->doc);
    if (status) return status;
    images->records[images->count++] = record;
    if (out) *out = record;
    return CISDOCK_OK;
}

void cdk_images_forget(cdk_images *images)
{
    images->count = 0;
}

bool cdk_strings_of(cdk_arena *arena, const cdk_json *value, cdk_str_list *out)
{
    *out = (cdk_str_list){.items = NULL};
    if (cdk_json_missing(value)) return true;
    if (value->type != CDK_JSON_ARRAY) return false;
    cdk_str *items = cdk_arena_calloc(arena, value->count, sizeof *items);
    if (!items) return false;
    out->items = items;
    out->present = true;
    CDK_JSON_EACH(item, value) {
        if (item->type != CDK_JSON_STRING && item->type != CDK_JSON_NULL) return false;
        items[out->count++] = item->text.p ? item->text : CDK_STR("");
    }
    return true;
}
