/* SPDX-License-Identifier: Apache-2.0 */
/* Secrets found in files of all layers. What an upper layer deletes can still be taken out of the image. */
#include "facts/facts_impl.h"

#include "layer/secret.h"

static int32_t make_hit(const cdk_env *env, cdk_facts *facts, uint32_t input, const cdk_layer_secret *secret, cdk_secret_hit *out)
{
    cdk_fold_entry entry;
    cdk_fold_entry_of(facts->fold, input, secret->on.node, &entry);
    *out = (cdk_secret_hit){.kind = cdk_secret_kind_name((cdk_secret_kind)secret->kind), .line = secret->line,
                            .length = secret->length, .layer = (int32_t)entry.layer, .confidence = secret->confidence};
    memcpy(out->digest, secret->digest, sizeof out->digest);
    out->path = cdk_layer_path(facts->fold->inputs[input], secret->on.node, &facts->arena);
    if (!out->path.p) return cdk_fail_memory(env);
    out->deleted = !cdk_fold_shows(facts->fold, input, secret->on.node, out->path);
    return CISDOCK_OK;
}

int32_t cdk_facts_read_secrets(const cdk_env *env, cdk_facts *facts)
{
    const cdk_fold *fold = facts->fold;
    size_t count = 0;
    if (!cdk_plan_has(facts->collected, CDK_NEED_SECRETS)) return CISDOCK_OK;
    for (uint32_t i = 0; i < fold->input_count; i++) count += fold->inputs[i]->secret_count;
    cdk_secret_hit *hits = cdk_arena_calloc(&facts->arena, count ? count : 1, sizeof *hits);
    if (!hits) return cdk_fail_memory(env);
    facts->secrets.items = hits;
    for (uint32_t i = 0; i < fold->input_count; i++) {
        for (size_t k = 0; k < fold->inputs[i]->secret_count; k++) {
            int32_t status = make_hit(env, facts, i, &fold->inputs[i]->secrets[k], &hits[facts->secrets.count++]);
            if (status) return status;
        }
    }
    facts->secrets.known = count ? CDK_HAVE : cdk_facts_trust(facts, -1);
    return CISDOCK_OK;
}
