/* SPDX-License-Identifier: Apache-2.0 */
/* An analysis from layers' facts that were made elsewhere, or earlier. */
#include "api/layer.h"
#include "facts/assemble.h"

typedef struct parts {
    cdk_str config;
    cdk_str_list names;
    const cisdock_layer_facts *const *layers;
    size_t count;
} parts;

static int32_t count_layers(const cdk_env *env, const parts *from, uint32_t *out)
{
    uint64_t total = 0;
    for (size_t i = 0; i < from->count; i++) total += from->layers[i]->facts->layer_count;
    if (total > CDK_LIMIT(env, MAX_LAYERS)) return cdk_fail_limit(env, CDK_LIMIT_MAX_LAYERS, NULL, total);
    *out = (uint32_t)total;
    return CISDOCK_OK;
}

/* The facts must be of as many layers as the configuration names; whether they are the same, the assembly compares. */
static int32_t check_count(const cdk_env *env, const cdk_image_doc *doc, uint32_t count)
{
    if (!doc->config || !doc->config->diff_ids.present || doc->config->diff_ids.count == count) return CISDOCK_OK;
    return cdk_fail(env, CDK_CLASS_SCHEMA, NULL, "the configuration names %u layers, but facts of %u were given",
                    (unsigned)doc->config->diff_ids.count, (unsigned)count);
}

/* What all of the layers have collected. */
static int32_t shared_plan(const cdk_env *env, const parts *from, cdk_plan **out)
{
    int32_t status = cdk_plan_new(env, out);
    if (!from->count) return status;
    const cdk_plan *first = from->layers[0]->facts->collected;
    for (size_t i = 0; i < first->count && !status; i++) {
        cdk_plan one = {.items = &first->items[i], .count = 1};
        bool all = true;
        for (size_t k = 1; k < from->count && all; k++) all = cdk_plan_covers(from->layers[k]->facts->collected, &one);
        if (all) status = cdk_plan_add(env, *out, &first->items[i]);
    }
    return status;
}

static int32_t assemble(const cdk_env *env, const parts *from, const cdk_images *images, const cdk_plan *plan, cdk_facts **out)
{
    cdk_layer_facts **layers = cdk_calloc(env->mem, from->count + 1, sizeof *layers);
    if (!layers) return cdk_fail_memory(env);
    for (size_t i = 0; i < from->count; i++) layers[i] = from->layers[i]->facts;
    cdk_assembly assembly = {cdk_images_at(images, 0), cdk_images_format(images), layers, (uint32_t)from->count, plan};
    int32_t status = cdk_facts_assemble(env, &assembly, out);
    cdk_free(env->mem, layers);
    return status;
}

static int32_t join(const cdk_env *env, const parts *from, cisdock_analysis *analysis)
{
    uint32_t count = 0;
    cdk_plan *plan = NULL;
    cdk_images **images = &analysis->image->images;
    int32_t status = count_layers(env, from, &count);
    if (!status) status = cdk_images_of_told(env, &(cdk_image_told){.names = from->names, .config = from->config, .layer_count = count}, images);
    if (!status) status = check_count(env, cdk_images_at(*images, 0), count);
    if (!status) status = shared_plan(env, from, &plan);
    if (!status) status = assemble(env, from, *images, plan, &analysis->facts);
    cdk_plan_free(plan);
    return status;
}

/* The facts stay in the memory of the context that they were made with: their handles keep it. */
static int32_t keep_layers(const cdk_env *env, const parts *from, cisdock_analysis *analysis)
{
    analysis->layers = cdk_calloc(env->mem, from->count + 1, sizeof(*analysis->layers));
    if (!analysis->layers) return cdk_fail_memory(env);
    for (; analysis->layer_count < from->count; analysis->layer_count++) {
        analysis->layers[analysis->layer_count] = from->layers[analysis->layer_count];
        cdk_handle_ref(from->layers[analysis->layer_count]);
    }
    return CISDOCK_OK;
}

/* The documents live in an image of their own, which no one else sees. */
static int32_t make(const cdk_env *env, cisdock_context *context, const parts *from, cisdock_analysis **out)
{
    cisdock_analysis *analysis = cdk_handle_new(context, sizeof *analysis);
    if (!analysis) return env->error->status;
    analysis->image = cdk_handle_new(context, sizeof *analysis->image);
    int32_t status = analysis->image ? keep_layers(env, from, analysis) : env->error->status;
    if (!status) status = join(env, from, analysis);
    if (status)
        cisdock_analysis_free(analysis);
    else
        *out = analysis;
    return status;
}

int32_t cisdock_analysis_from_layers(cisdock_context *context, const uint8_t *config, size_t config_size,
                                     const cisdock_layer_facts *const *layers, size_t count, const char *name, cisdock_analysis **out)
{
    if (!out) return cdk_bad_argument(context, "out is NULL");
    *out = NULL;
    if ((!config && config_size) || (!layers && count)) return cdk_bad_argument(context, "config or layers are NULL");
    for (size_t i = 0; i < count; i++)
        if (!layers[i]) return cdk_bad_argument(context, "layer facts are NULL");
    cdk_env *env;
    int32_t status = cdk_enter(context, &env);
    if (status) return status;
    cdk_str only = cdk_str_of(name);
    parts from = {{config_size ? (const char *)config : NULL, config_size}, {&only, name ? 1 : 0, name != NULL}, layers, count};
    return cdk_leave(context, make(env, context, &from, out));
}
