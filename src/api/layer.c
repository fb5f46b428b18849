/* SPDX-License-Identifier: Apache-2.0 */
#include "api/layer.h"
#include "api/tables.h"
#include "io/stream.h"
#include "layer/fold.h"
#include "layer/layer_analyze.h"

static void digest_text(const uint8_t sha256[32], char *out)
{
    memcpy(out, "sha256:", 7);
    cdk_hex(sha256, 32, out + 7);
}

int32_t cdk_layer_wrap(const cdk_env *env, cisdock_context *context, cdk_layer_facts *inner, cisdock_layer_facts **out)
{
    cisdock_layer_facts *facts = cdk_handle_new(context, sizeof *facts);
    if (!facts) {
        cdk_layer_facts_unref(inner);
        return env->error->status;
    }
    facts->facts = inner;
    if (inner->layer_count == 1 && inner->layers[0].has_sha256) digest_text(inner->layers[0].sha256, facts->digest);
    if (inner->layer_count == 1 && inner->layers[0].has_diff_id) digest_text(inner->layers[0].diff_id, facts->diff_id);
    *out = facts;
    return CISDOCK_OK;
}

static int32_t open_stream(const cdk_env *env, cdk_source *source, cdk_stream **out)
{
    return source->length < 0 ? cdk_stream_forward(env, source, out) : cdk_stream_range(env, source, 0, (uint64_t)source->length, out);
}

static int32_t with_base(const cdk_env *env, cdk_stream *stored, const cisdock_plan *plan, cdk_layer_facts **out)
{
    if (plan) return cdk_layer_analyze(env, stored, plan->plan, out);
    cdk_plan *base = NULL;
    int32_t status = cdk_plan_new(env, &base);
    if (!status) status = cdk_plan_add_base(env, base);
    if (status)
        cdk_stream_close(stored);
    else
        status = cdk_layer_analyze(env, stored, base, out);
    cdk_plan_free(base);
    return status;
}

static int32_t analyze(const cdk_env *env, const cisdock_source *host, const cisdock_plan *plan, cdk_layer_facts **out)
{
    cdk_source source;
    cdk_stream *stored;
    int32_t status = cdk_source_init(env, host, &source);
    if (status) return status;
    status = open_stream(env, &source, &stored);
    if (!status) status = with_base(env, stored, plan, out);
    cdk_source_close(&source);
    return status;
}

int32_t cisdock_layer_analyze(cisdock_context *context, const cisdock_source *source, const cisdock_plan *plan, cisdock_layer_facts **out)
{
    if (out) *out = NULL;
    cdk_env *env;
    int32_t status = cdk_enter_with_source(context, source, out, &env);
    if (status) return status;
    cdk_layer_facts *inner = NULL;
    status = analyze(env, source, plan, &inner);
    return cdk_leave(context, status ? status : cdk_layer_wrap(env, context, inner, out));
}

static int32_t fold(const cdk_env *env, cdk_layer_facts *const inputs[2], cdk_layer_facts **out)
{
    cdk_fold *folded;
    int32_t status = cdk_fold_run(env, inputs, 2, false, &folded);
    if (status) return status;
    status = cdk_fold_value(env, folded, out);
    cdk_fold_free(folded);
    return status;
}

int32_t cisdock_layer_facts_fold(cisdock_context *context, const cisdock_layer_facts *lower, const cisdock_layer_facts *upper,
                                 cisdock_layer_facts **out)
{
    if (!out) return cdk_bad_argument(context, "out is NULL");
    *out = NULL;
    if (!lower || !upper) return cdk_bad_argument(context, "layer facts are NULL");
    cdk_env *env;
    int32_t status = cdk_enter(context, &env);
    if (status) return status;
    cdk_layer_facts *inner = NULL, *inputs[2] = {lower->facts, upper->facts};
    status = fold(env, inputs, &inner);
    return cdk_leave(context, status ? status : cdk_layer_wrap(env, context, inner, out));
}

/* The base plan has no texts: it can be compared without making it. */
static bool covers_base(const cdk_layer_facts *facts)
{
    static const cdk_need_kind base[] = {CDK_NEED_FILES, CDK_NEED_PACKAGES, CDK_NEED_KNOWN_FILES, CDK_NEED_SECRETS, CDK_NEED_LANGUAGES};
    for (size_t i = 0; i < sizeof base / sizeof *base; i++)
        if (!cdk_plan_has(facts->collected, base[i])) return false;
    return true;
}

int32_t cisdock_layer_facts_covers(const cisdock_layer_facts *facts, const cisdock_plan *plan)
{
    if (!facts) return 0;
    return plan ? cdk_plan_covers(facts->facts->collected, plan->plan) : covers_base(facts->facts);
}

const char *cisdock_layer_facts_digest(const cisdock_layer_facts *facts)
{
    return facts && *facts->digest ? facts->digest : NULL;
}

const char *cisdock_layer_facts_diff_id(const cisdock_layer_facts *facts)
{
    return facts && *facts->diff_id ? facts->diff_id : NULL;
}

uint32_t cisdock_layer_facts_layers(const cisdock_layer_facts *facts)
{
    return facts ? facts->facts->layer_count : 0;
}

uint32_t cisdock_layer_facts_entries(const cisdock_layer_facts *facts)
{
    uint32_t entries = 0;
    for (uint32_t i = 0; facts && i < facts->facts->layer_count; i++) entries += facts->facts->layers[i].entries;
    return entries;
}

void cisdock_layer_facts_free(cisdock_layer_facts *facts)
{
    if (!cdk_handle_last(facts)) return;
    cdk_layer_facts_unref(facts->facts);
    cdk_handle_end(facts);
}
