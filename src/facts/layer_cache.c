/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/layer_cache.h"

#include "base/digest.h"
#include "layer/serial.h"

#include <stdio.h>

enum { KEY_BYTES = 160 };

/* Is the text the digest of these bytes? */
static bool names(cdk_str text, bool there, const uint8_t digest[32])
{
    char hex[65];
    if (!there || !cdk_str_starts(text, CDK_STR("sha256:"))) return false;
    cdk_hex(digest, 32, hex);
    return cdk_str_is(cdk_str_from(text, 7), hex);
}

/* The facts must be of one layer, whole, and of what the key names: both digests where both are told. */
static bool fits(const cdk_layer_key *key, const cdk_layer_facts *facts)
{
    const cdk_layer_sum *sum = facts->layers;
    if (facts->layer_count != 1 || sum->state != CDK_HAVE) return false;
    if (key->digest.n && !names(key->digest, sum->has_sha256, sum->sha256)) return false;
    if (key->diff_id.n && !names(key->diff_id, sum->has_diff_id, sum->diff_id)) return false;
    return true;
}

/* False: the layer has no name of its own, or the host checks no digests and so must not rely on them. */
static bool make_key(const cdk_env *env, const cdk_layer_key *key, char out[KEY_BYTES])
{
    char fingerprint[17];
    cdk_str digest = key->digest.n ? key->digest : key->diff_id;
    if (!CDK_LIMIT(env, VERIFY) || digest.n != 7 + 64 || !cdk_str_starts(digest, CDK_STR("sha256:"))) return false;
    cdk_layer_fingerprint(env, fingerprint);
    snprintf(out, KEY_BYTES, "cisdock:facts:%d:%.*s:%s", CDK_FACTS_SCHEMA, (int)digest.n, digest.p, fingerprint);
    return true;
}

int32_t cdk_layer_cache_get(const cdk_env *env, const cisdock_cache *cache, const cdk_layer_key *key, cdk_layer_facts **out)
{
    char text[KEY_BYTES];
    cdk_buf bytes;
    cisdock_sink sink = {sizeof sink, &bytes, cdk_buf_collect};
    *out = NULL;
    if (!cache || !cache->get || !make_key(env, key, text)) return CISDOCK_OK;
    cdk_buf_init(&bytes, env->mem);
    int32_t found = cache->get(cache->user, text, &sink), status = CISDOCK_OK;
    if (bytes.failed) status = cdk_fail_memory(env);
    if (!status && found == 1) {
        status = cdk_layer_parse(env, (const uint8_t *)bytes.p, bytes.n, out);
        if (status && status != CISDOCK_E_NO_MEMORY) {
            cdk_log(env, CISDOCK_LOG_WARNING, "the cache's value of %s is not used: %s", text, env->error->message);
            status = CISDOCK_OK;
        }
    }
    cdk_buf_free(&bytes);
    if (*out && !fits(key, *out)) {
        cdk_log(env, CISDOCK_LOG_WARNING, "the cache's value of %s is of another layer", text);
        cdk_layer_facts_unref(*out);
        *out = NULL;
    }
    return status;
}

int32_t cdk_layer_cache_put(const cdk_env *env, const cisdock_cache *cache, const cdk_layer_key *key, const cdk_layer_facts *facts)
{
    char text[KEY_BYTES];
    cdk_buf bytes;
    cisdock_sink sink = {sizeof sink, &bytes, cdk_buf_collect};
    if (!cache || !cache->put || !fits(key, facts) || !make_key(env, key, text)) return CISDOCK_OK;
    cdk_buf_init(&bytes, env->mem);
    int32_t status = cdk_layer_serialize(env, facts, &sink);
    if (bytes.failed) status = cdk_fail_memory(env);
    if (!status && cache->put(cache->user, text, (const uint8_t *)bytes.p, bytes.n) < 0)
        cdk_log(env, CISDOCK_LOG_WARNING, "the cache did not take %s", text);
    cdk_buf_free(&bytes);
    return status;
}
