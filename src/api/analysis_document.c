/* SPDX-License-Identifier: Apache-2.0 */
/* An analysis from a document of facts. */
#include "api/handles.h"
#include "api/tables.h"
#include "facts/facts_document.h"
#include "io/source.h"

static int32_t read_facts(const cdk_env *env, const cisdock_source *source, cisdock_analysis *analysis)
{
    cdk_str text = CDK_STR_NONE;
    int32_t status = cdk_source_read_all(env, source, &analysis->arena, CDK_LIMIT(env, MAX_EVIDENCE), &text);
    return status ? status : cdk_facts_of_document(env, &analysis->arena, text, &analysis->image->images, &analysis->facts);
}

/* The documents live in an image of their own, which no one else sees. */
static int32_t make(const cdk_env *env, cisdock_context *context, const cisdock_source *source, cisdock_analysis **out)
{
    cisdock_analysis *analysis = cdk_handle_new(context, sizeof *analysis);
    if (analysis) cdk_arena_init(&analysis->arena, env->mem);
    cisdock_image *image = analysis ? cdk_handle_new(context, sizeof *image) : NULL;
    if (!image) {
        int32_t failed = env->error->status;
        cdk_refuse_source(source);
        cisdock_analysis_free(analysis);
        return failed;
    }
    analysis->image = image;
    int32_t status = read_facts(env, source, analysis);
    if (status)
        cisdock_analysis_free(analysis);
    else
        *out = analysis;
    return status;
}

int32_t cisdock_analysis_from_json(cisdock_context *context, const cisdock_source *source, cisdock_analysis **out)
{
    if (out) *out = NULL;
    cdk_env *env;
    int32_t status = cdk_enter_with_source(context, source, out, &env);
    if (status) return status;
    return cdk_leave(context, make(env, context, source, out));
}
