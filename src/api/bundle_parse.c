/* SPDX-License-Identifier: Apache-2.0 */
#include "api/handles.h"
#include "api/tables.h"
#include "io/source.h"

static int32_t parse(const cdk_env *env, const cisdock_source *source, const char *name, cdk_bundle **out)
{
    cdk_arena scratch;
    cdk_arena_init(&scratch, env->mem);
    cdk_str text = CDK_STR_NONE;
    int32_t status = cdk_source_read_all(env, source, &scratch, CDK_LIMIT(env, MAX_BUNDLE), &text);
    if (!status) status = cdk_bundle_parse(env, text, name ? name : "bundle", out);
    cdk_arena_free(&scratch);
    return status;
}

int32_t cisdock_bundle_parse(cisdock_context *context, const cisdock_source *source, const char *name, cisdock_bundle **out)
{
    if (out) *out = NULL;
    cdk_env *env;
    int32_t status = cdk_enter_with_source(context, source, out, &env);
    if (status) return status;
    cdk_bundle *inner = NULL;
    status = parse(env, source, name, &inner);
    return cdk_leave(context, status ? status : cdk_bundle_wrap(env, context, inner, out));
}
