/* SPDX-License-Identifier: Apache-2.0 */
/* Weak stand-ins for what lands next in its own folder and then takes their place: this file goes away with them. */
#include "facts/facts.h"
#include "image/dockerfile.h"
#include "layer/secret.h"

#define PENDING __attribute__((weak))

static const struct {
    const char *name, *text;
} kinds[] = {
#define CDK_SECRET(id, name, text) {name, text},
#include "layer/secret_kinds.def"
#undef CDK_SECRET
};

PENDING const char *cdk_secret_kind_name(cdk_secret_kind kind)
{
    return kinds[kind].name;
}

PENDING const char *cdk_secret_kind_text(cdk_secret_kind kind)
{
    return kinds[kind].text;
}

PENDING bool cdk_secret_kind_find(cdk_str name, cdk_secret_kind *out)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (cdk_str_is(name, kinds[i].name)) {
            *out = (cdk_secret_kind)i;
            return true;
        }
    return false;
}

PENDING int32_t cdk_secret_scan(const cdk_env *env, cdk_arena *arena, cdk_secret_place place, cdk_str name, cdk_str text,
                        cdk_secret_spans *out)
{
    (void)env, (void)arena, (void)place, (void)name, (void)text;
    *out = (cdk_secret_spans){0};
    return CISDOCK_OK;
}

PENDING int32_t cdk_secret_scan_instruction(const cdk_env *env, cdk_arena *arena, const cdk_instruction *instruction,
                                    cdk_secret_spans *out)
{
    (void)env, (void)arena, (void)instruction;
    *out = (cdk_secret_spans){0};
    return CISDOCK_OK;
}

PENDING int32_t cdk_secret_redact(const cdk_env *env, cdk_arena *arena, cdk_secret_place place, cdk_str name, cdk_str text,
                          cdk_str key, cdk_str *out)
{
    (void)env, (void)arena, (void)place, (void)name, (void)key;
    *out = text;
    return CISDOCK_OK;
}

PENDING int32_t cdk_secret_redact_spans(const cdk_env *env, cdk_arena *arena, cdk_str text, const cdk_secret_spans *spans,
                                cdk_str key, cdk_str *out)
{
    (void)env, (void)arena, (void)spans, (void)key;
    *out = text;
    return CISDOCK_OK;
}

PENDING int32_t cdk_secret_keyed_digest(const cdk_env *env, cdk_str key, const uint8_t sha256[32], uint8_t out[32])
{
    (void)key, (void)sha256;
    memset(out, 0, 32);
    return cdk_fail(env, CDK_CLASS_UNSUPPORTED, NULL, "keyed digests are not built in yet");
}

PENDING int32_t cdk_dockerfile_join(const cdk_env *env, cdk_instructions *file, cdk_instructions *history, cdk_sure *fit)
{
    (void)env, (void)file, (void)history;
    *fit = CDK_SURE_LOW;
    return CISDOCK_OK;
}

PENDING int32_t cdk_facts_each_hidden(const cdk_facts *facts, const cdk_env *env,
                                      int32_t (*visit)(void *user, const cdk_hidden_file *file), void *user)
{
    (void)facts, (void)env, (void)visit, (void)user;
    return CISDOCK_OK;
}
