/* SPDX-License-Identifier: Apache-2.0 */
#include "layer/secret_scan.h"

enum { MOST_SEARCHES = 1000 };

typedef struct collector {
    const cdk_env *env;
    cdk_arena *arena;
    cdk_str raw;
    cdk_secret_span_vec spans;
    unsigned searches;
} collector;

/* Where a value stands in the raw text; all of it where it does not stand there as it is. */
static int32_t add(collector *c, cdk_secret_span span, cdk_str value)
{
    size_t at;
    bool inside = value.p >= c->raw.p && value.p + value.n <= c->raw.p + c->raw.n;
    if (inside) {
        span.offset = (size_t)(value.p - c->raw.p);
    } else if (c->searches++ < MOST_SEARCHES && cdk_str_find(c->raw, value, &at)) {
        span.offset = at;
    } else {
        span.offset = 0;
        span.length = c->raw.n;
    }
    if (c->spans.count >= CDK_LIMIT(c->env, MAX_FINDINGS)) return CISDOCK_OK;
    return cdk_secret_span_vec_add(c->arena, &c->spans, span) ? CISDOCK_OK : cdk_fail_memory(c->env);
}

static int32_t scan(collector *c, cdk_secret_place place, cdk_str name, cdk_str text)
{
    cdk_secret_spans found;
    int32_t status = cdk_secret_scan(c->env, c->arena, place, name, text, &found);
    for (uint32_t i = 0; !status && i < found.count; i++)
        status = add(c, found.items[i], (cdk_str){text.p + found.items[i].offset, found.items[i].length});
    return status;
}

static int32_t scan_pairs(collector *c, cdk_secret_place place, const cdk_pair *pairs, uint32_t count)
{
    int32_t status = CISDOCK_OK;
    for (uint32_t i = 0; !status && i < count; i++) status = scan(c, place, pairs[i].key, pairs[i].value);
    return status;
}

int32_t cdk_secret_scan_instruction(const cdk_env *env, cdk_arena *arena, const cdk_instruction *in, cdk_secret_spans *out)
{
    collector c = {.env = env, .arena = arena, .raw = in->raw};
    cdk_secret_place place = in->keyword == CDK_KW_LABEL ? CDK_SECRET_IN_LABEL : in->keyword == CDK_KW_ARG ? CDK_SECRET_IN_ARG : CDK_SECRET_IN_ENV;
    int32_t status = scan(&c, CDK_SECRET_IN_COMMAND, CDK_STR_NONE, in->raw);
    if (!status) status = scan_pairs(&c, place, in->pairs, in->pair_count);
    if (!status) status = scan_pairs(&c, CDK_SECRET_IN_ARG, in->build_args, in->build_arg_count);
    if (status) return status;
    cdk_secret_settle(&c.spans, c.raw, out);
    out->limited = c.spans.count >= CDK_LIMIT(env, MAX_FINDINGS);
    return CISDOCK_OK;
}
