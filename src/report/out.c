/* SPDX-License-Identifier: Apache-2.0 */
#include "report/out.h"

#include <stdio.h>

void cdk_out_init(cdk_out *out, const cdk_env *env, const cdk_report *report)
{
    *out = (cdk_out){.env = env, .report = report};
    cdk_arena_init(&out->scratch, env->mem);
    cdk_arena_init(&out->members, env->mem);
}

void cdk_out_free(cdk_out *out)
{
    cdk_free(out->env->mem, out->secrets);
    cdk_digest_free(out->sha256);
    cdk_arena_free(&out->scratch);
    cdk_arena_free(&out->members);
}

static void fail(cdk_out *out, int32_t status)
{
    if (!out->status) out->status = status;
}

/* One index serves all texts of a report: to make it costs more than to search most of them. */
static int32_t redact(cdk_out *out, cdk_secret_place place, cdk_str text, cdk_str *shown)
{
    cdk_secret_spans spans;
    if (!out->secrets && !(out->secrets = cdk_secret_index_new(out->env->mem))) return cdk_fail_memory(out->env);
    int32_t status = cdk_secret_search(out->env, out->secrets, &out->scratch, place, CDK_STR_NONE, text, &spans);
    return status ? status : cdk_secret_redact_spans(out->env, &out->scratch, text, &spans, out->env->redaction_key, shown);
}

cdk_str cdk_out_redact(cdk_out *out, cdk_secret_place place, cdk_str text)
{
    cdk_str shown = CDK_STR_NONE;
    if (!text.p || out->status) return shown;
    int32_t status = redact(out, place, text, &shown);
    if (status) {
        fail(out, status);
        return CDK_STR_NONE;
    }
    return shown;
}

const cdk_member *cdk_out_members(cdk_out *out, const cdk_evidence_item *item)
{
    const cdk_member *first;
    cdk_arena_reset(&out->members);
    if (cdk_evidence_members(&out->members, item, &first)) return first;
    fail(out, cdk_fail_memory(out->env));
    return NULL;
}

void cdk_out_fingerprint(cdk_out *out, const cdk_finding *finding, const cdk_outcome *object)
{
    char text[33];
    int32_t status = out->sha256 ? CISDOCK_OK : cdk_digest_new(out->env, CDK_SHA256, &out->sha256);
    if (status) {
        fail(out, status);
        return;
    }
    cdk_object_fingerprint(out->sha256, finding, object, text);
    cdk_out_text(out, "fingerprint", text);
}

static cdk_str base64(cdk_arena *arena, cdk_str bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t n = (bytes.n + 2) / 3 * 4, at = 0;
    char *text = cdk_arena_bytes(arena, n + 1);
    if (!text) return CDK_STR_NONE;
    for (size_t i = 0; i < bytes.n; i += 3) {
        size_t left = bytes.n - i;
        uint32_t v = (uint32_t)(uint8_t)bytes.p[i] << 16;
        if (left > 1) v |= (uint32_t)(uint8_t)bytes.p[i + 1] << 8;
        if (left > 2) v |= (uint8_t)bytes.p[i + 2];
        text[at++] = digits[v >> 18];
        text[at++] = digits[v >> 12 & 63];
        text[at++] = left > 1 ? digits[v >> 6 & 63] : '=';
        text[at++] = left > 2 ? digits[v & 63] : '=';
    }
    text[n] = '\0';
    return (cdk_str){text, n};
}

static void put_bytes(cdk_out *out, const char *name, cdk_str text)
{
    char key[48];
    snprintf(key, sizeof key, "%s_bytes", name);
    cdk_str coded = base64(&out->scratch, text);
    if (!coded.p) {
        fail(out, cdk_fail_memory(out->env));
        return;
    }
    cdk_jsonw_key(out->w, key);
    cdk_jsonw_str(out->w, coded);
}

void cdk_out_str(cdk_out *out, const char *name, cdk_str text)
{
    cdk_out_redacted(out, name, cdk_out_redact(out, CDK_SECRET_IN_TEXT, text));
}

void cdk_out_redacted(cdk_out *out, const char *name, cdk_str text)
{
    cdk_jsonw_key(out->w, name);
    cdk_jsonw_str(out->w, text);
    if (text.p && !cdk_utf8_valid(text)) put_bytes(out, name, text);
    cdk_arena_reset(&out->scratch);
}

void cdk_out_text(cdk_out *out, const char *name, const char *text)
{
    cdk_jsonw_key(out->w, name);
    cdk_jsonw_text(out->w, text);
}

void cdk_out_path(cdk_out *out, const char *name, cdk_str clean_path)
{
    if (!clean_path.p) {
        cdk_out_null(out, name);
        return;
    }
    char *path = cdk_arena_bytes(&out->scratch, clean_path.n + 1);
    if (!path) {
        fail(out, cdk_fail_memory(out->env));
        return;
    }
    path[0] = '/';
    if (clean_path.n) memcpy(path + 1, clean_path.p, clean_path.n);
    cdk_out_str(out, name, (cdk_str){path, clean_path.n + 1});
}

void cdk_out_i64(cdk_out *out, const char *name, int64_t value)
{
    cdk_jsonw_key(out->w, name);
    cdk_jsonw_i64(out->w, value);
}

void cdk_out_bool(cdk_out *out, const char *name, bool value)
{
    cdk_jsonw_key(out->w, name);
    cdk_jsonw_bool(out->w, value);
}

void cdk_out_null(cdk_out *out, const char *name)
{
    cdk_jsonw_key(out->w, name);
    cdk_jsonw_null(out->w);
}

/* Depth is that of the parsed document, which the parser has capped; the walk itself needs no stack. */
static void put_value(cdk_out *out, const cdk_json *root)
{
    const cdk_json *value = root;
    while (value) {
        if (value != root && value->parent->type == CDK_JSON_OBJECT) cdk_jsonw_key_str(out->w, value->key);
        if (value->type == CDK_JSON_OBJECT) cdk_jsonw_object(out->w);
        if (value->type == CDK_JSON_ARRAY) cdk_jsonw_array(out->w);
        if (value->type == CDK_JSON_STRING) {
            cdk_jsonw_str(out->w, cdk_out_redact(out, CDK_SECRET_IN_TEXT, value->text));
            cdk_arena_reset(&out->scratch);
        } else if (value->type != CDK_JSON_OBJECT && value->type != CDK_JSON_ARRAY) {
            cdk_jsonw_value(out->w, value);
        }
        if (value->first) {
            value = value->first;
            continue;
        }
        for (;;) {
            if (value->type == CDK_JSON_OBJECT) cdk_jsonw_object_end(out->w);
            if (value->type == CDK_JSON_ARRAY) cdk_jsonw_array_end(out->w);
            if (value == root) return;
            if (value->next) break;
            value = value->parent;
        }
        value = value->next;
    }
}

void cdk_out_json(cdk_out *out, const char *name, const cdk_json *value)
{
    cdk_jsonw_key(out->w, name);
    if (value)
        put_value(out, value);
    else
        cdk_jsonw_null(out->w);
}
