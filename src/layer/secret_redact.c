/* SPDX-License-Identifier: Apache-2.0 */
#include "layer/secret_scan.h"

enum { BLOCK = 64, SHOWN = 16 };

static int32_t hash_two(const cdk_env *env, const uint8_t *first, size_t first_n, const uint8_t *second, size_t second_n, uint8_t out[64])
{
    cdk_digest *digest;
    int32_t status = cdk_digest_new(env, CDK_SHA256, &digest);
    if (status) return status;
    cdk_digest_update(digest, first, first_n);
    cdk_digest_update(digest, second, second_n);
    cdk_digest_final(digest, out);
    cdk_digest_free(digest);
    return CISDOCK_OK;
}

/* HMAC as RFC 2104 has it. */
int32_t cdk_secret_keyed_digest(const cdk_env *env, cdk_str key, const uint8_t sha256[32], uint8_t out[32])
{
    uint8_t block[BLOCK] = {0}, inner[64], outer[64];
    int32_t status = CISDOCK_OK;
    if (key.n > BLOCK) status = cdk_sha256(env, key, block);
    else if (key.n) memcpy(block, key.p, key.n);
    if (status) return status;
    for (size_t i = 0; i < BLOCK; i++) block[i] ^= 0x36;
    status = hash_two(env, block, BLOCK, sha256, 32, inner);
    if (status) return status;
    for (size_t i = 0; i < BLOCK; i++) block[i] ^= 0x36 ^ 0x5C;
    status = hash_two(env, block, BLOCK, inner, 32, outer);
    if (!status) memcpy(out, outer, 32);
    return status;
}

static int32_t put_mark(const cdk_env *env, cdk_buf *buf, cdk_str value, cdk_secret_kind kind, cdk_str key)
{
    uint8_t digest[32];
    char hex[65];
    cdk_buf_printf(buf, "[redacted %s %zu bytes", cdk_secret_kind_name(kind), value.n);
    if (key.n) {
        int32_t status = cdk_sha256(env, value, digest);
        if (!status) status = cdk_secret_keyed_digest(env, key, digest, digest);
        if (status) return status;
        cdk_hex(digest, 32, hex);
        cdk_buf_printf(buf, ", digest %.*s", SHOWN, hex);
    }
    cdk_buf_char(buf, ']');
    return CISDOCK_OK;
}

int32_t cdk_secret_redact_spans(const cdk_env *env, cdk_arena *arena, cdk_str text, const cdk_secret_spans *spans, cdk_str key,
                                cdk_str *out)
{
    size_t at = 0;
    int32_t status = CISDOCK_OK;
    *out = text;
    if (!spans->count) return CISDOCK_OK;
    cdk_buf buf;
    cdk_buf_init(&buf, env->mem);
    for (uint32_t i = 0; !status && i < spans->count; i++) {
        const cdk_secret_span *span = &spans->items[i];
        if (span->offset < at || span->offset > text.n || span->length > text.n - span->offset) continue;
        cdk_buf_add(&buf, text.p + at, span->offset - at);
        status = put_mark(env, &buf, (cdk_str){text.p + span->offset, span->length}, span->kind, key);
        at = span->offset + span->length;
    }
    cdk_buf_add(&buf, text.p + at, text.n - at);
    *out = status ? CDK_STR_NONE : cdk_str_dup(arena, cdk_buf_view(&buf));
    if (!status && (buf.failed || !out->p)) {
        *out = CDK_STR_NONE;
        status = cdk_fail_memory(env);
    }
    cdk_buf_free(&buf);
    return status;
}

int32_t cdk_secret_redact(const cdk_env *env, cdk_arena *arena, cdk_secret_place place, cdk_str name, cdk_str text, cdk_str key,
                          cdk_str *out)
{
    cdk_secret_spans spans;
    int32_t status = cdk_secret_scan(env, arena, place, name, text, &spans);
    *out = CDK_STR_NONE;
    return status ? status : cdk_secret_redact_spans(env, arena, text, &spans, key, out);
}
