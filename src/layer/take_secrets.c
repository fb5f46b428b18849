/* SPDX-License-Identifier: Apache-2.0 */
/* The built-in search for secrets in files chosen by name. Of a value only its place, length and digest are kept. */
#include "layer/reading.h"
#include "layer/secret.h"

static int32_t add_hit(cdk_reading *reading, const cdk_found *found, const cdk_secret_span *span, cdk_str value)
{
    cdk_layer_facts *facts = reading->facts;
    cdk_layer_secret hit = {.on = {found->node, ++reading->tree.entry},
                            .line = span->line,
                            .length = span->length > UINT32_MAX ? UINT32_MAX : (uint32_t)span->length,
                            .kind = (uint8_t)span->kind,
                            .confidence = span->example ? CDK_SURE_LOW : (uint8_t)span->sure};
    int32_t status = cdk_sha256(reading->env, value, hit.digest);
    if (status) return status;
    if (!cdk_grow(facts->mem, (void **)&facts->secrets, &facts->secret_cap, facts->secret_count + 1, sizeof hit))
        return cdk_fail_memory(reading->env);
    facts->secrets[facts->secret_count++] = hit;
    return CISDOCK_OK;
}

int32_t cdk_take_secrets(cdk_reading *reading, const cdk_found *found, cdk_taken *taken)
{
    cdk_secret_spans spans;
    cdk_secret_file file = cdk_secret_file_of(found->path);
    int32_t status = cdk_secret_search(reading->env, reading->secret_index, &reading->scratch, CDK_SECRET_IN_FILE, found->path,
                                       found->bytes, &spans);
    for (uint32_t i = 0; i < spans.count && !status; i++) {
        cdk_str value = {found->bytes.p + spans.items[i].offset, spans.items[i].length};
        status = add_hit(reading, found, &spans.items[i], value);
    }
    if (!status && spans.limited) taken->state = CDK_LIMITED;
    if (status || spans.count || !file.by_name || !found->bytes.n) return status;
    cdk_secret_span whole = {.kind = file.kind, .length = found->bytes.n, .line = 1, .sure = CDK_SURE_LOW};
    return add_hit(reading, found, &whole, found->bytes);
}
