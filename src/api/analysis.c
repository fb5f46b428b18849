/* SPDX-License-Identifier: Apache-2.0 */
/* Making and writing analyses. What is asked of them stands in analysis_access.c. */
#include "api/handles.h"
#include "facts/analyze.h"

typedef struct chooser {
    const cdk_env *env;
    cisdock_image *image;
} chooser;

/* Called when the images are known, which a forward-only source makes late. */
static int32_t choose(void *user, const cdk_images *images, uint32_t *index)
{
    const chooser *self = user;
    (void)images;
    int32_t status = self->image->selected < 0 ? cdk_image_choose(self->env, self->image) : CISDOCK_OK;
    if (status) return status;
    if (self->image->selected < 0) return cdk_image_ambiguous(self->env, self->image);
    *index = (uint32_t)self->image->selected;
    return CISDOCK_OK;
}

static int32_t analyze(const cdk_env *env, cisdock_context *context, cisdock_image *image, const cdk_plan *plan, cdk_facts **out)
{
    chooser user = {env, image};
    cdk_choice choice = {.user = &user, .choose = choose};
    cdk_analyze_options options = {
        .store = image->store,
        .cache = context->cache.get ? &context->cache : NULL,
        .executor = context->executor.parallel_for ? &context->executor : NULL,
        .source_name = image->source_name,
    };
    return cdk_analyze(env, image->images, &choice, plan, &options, out);
}

int32_t cisdock_analyze(cisdock_context *context, cisdock_image *image, const cisdock_plan *plan, cisdock_analysis **out)
{
    if (!out) return cdk_bad_argument(context, "out is NULL");
    *out = NULL;
    if (!image) return cdk_bad_argument(context, "the image is NULL");
    cdk_env *env;
    int32_t status = cdk_enter(context, &env);
    if (status) return status;
    cisdock_analysis *analysis = cdk_handle_new(context, sizeof *analysis);
    if (!analysis) return cdk_leave(context, env->error->status);
    cdk_arena_init(&analysis->arena, env->mem);
    cdk_handle_ref(analysis->image = image);
    status = analyze(env, context, image, plan ? plan->plan : NULL, &analysis->facts);
    if (status)
        cisdock_analysis_free(analysis);
    else
        *out = analysis;
    return cdk_leave(context, status);
}

void cisdock_analysis_free(cisdock_analysis *analysis)
{
    if (!cdk_handle_last(analysis)) return;
    cdk_facts_free(analysis->facts);
    for (size_t i = 0; i < analysis->layer_count; i++) cisdock_layer_facts_free((cisdock_layer_facts *)(uintptr_t)analysis->layers[i]);
    cdk_free(&analysis->handle.context->mem, analysis->layers);
    cdk_arena_free(&analysis->arena);
    cisdock_image_close(analysis->image);
    cdk_handle_end(analysis);
}

static int32_t write_json(const cdk_env *env, const cisdock_analysis *const *analyses, size_t count, uint32_t parts, const cisdock_sink *sink)
{
    const cdk_facts **list = cdk_calloc(env->mem, count + 1, sizeof *list);
    if (!list) return cdk_fail_memory(env);
    for (size_t i = 0; i < count; i++) list[i] = analyses[i]->facts;
    int32_t status = cdk_facts_write_json(env, list, count, parts, sink);
    cdk_free(env->mem, list);
    return status;
}

int32_t cisdock_analysis_write_json(cisdock_context *context, const cisdock_analysis *const *analyses, size_t count,
                                    int32_t flags, const cisdock_sink *sink)
{
    if ((!analyses && count) || !sink || !sink->write) return cdk_bad_argument(context, "analyses or sink is NULL");
    for (size_t i = 0; i < count; i++)
        if (!analyses[i]) return cdk_bad_argument(context, "an analysis is NULL");
    if (flags < 0 || flags > CISDOCK_FACTS_GATES) return cdk_bad_argument(context, "flags are none, or both are given: what the gates need cannot be hidden");
    cdk_env *env;
    int32_t status = cdk_enter(context, &env);
    return status ? status : cdk_leave(context, write_json(env, analyses, count, (uint32_t)flags, sink));
}

int32_t cisdock_analysis_write_tree(cisdock_context *context, const cisdock_analysis *analysis, const cisdock_sink *sink)
{
    if (!analysis || !sink || !sink->write) return cdk_bad_argument(context, "analysis or sink is NULL");
    cdk_env *env;
    int32_t status = cdk_enter(context, &env);
    return status ? status : cdk_leave(context, cdk_facts_write_tree(env, analysis->facts, sink));
}
