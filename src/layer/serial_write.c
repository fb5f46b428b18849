/* SPDX-License-Identifier: Apache-2.0 */
#include "layer/serial.h"
#include "layer/serial_out.h"
#include "layer/varint.h"

static void flush(cdk_serial_out *out)
{
    if (out->buf.failed && !out->status) out->status = cdk_fail_memory(out->env);
    if (out->status || !out->buf.n) return;
    cdk_digest_update(out->digest, out->buf.p, out->buf.n);
    int32_t code = out->sink->write(out->sink->user, (const uint8_t *)out->buf.p, out->buf.n);
    if (code) out->status = cdk_fail_host(out->env, "write", code);
    out->buf.n = 0;
}

void cdk_put_bytes(cdk_serial_out *out, const void *bytes, size_t n)
{
    enum { FLUSH_BYTES = 65536 };
    if (out->status) return;
    cdk_buf_add(&out->buf, bytes, n);
    if (out->buf.failed || out->buf.n >= FLUSH_BYTES) flush(out);
}

void cdk_put_num(cdk_serial_out *out, uint64_t v)
{
    uint8_t bytes[CDK_VARINT_MAX];
    cdk_put_bytes(out, bytes, cdk_varint_put(bytes, v));
}

void cdk_put_str(cdk_serial_out *out, cdk_str s)
{
    cdk_put_num(out, s.n);
    cdk_put_bytes(out, s.p, s.n);
}

static void write_layers(cdk_serial_out *out, const cdk_layer_facts *facts)
{
    cdk_put_num(out, facts->layer_count);
    for (uint32_t i = 0; i < facts->layer_count; i++) {
        const cdk_layer_sum *sum = &facts->layers[i];
        cdk_put_num(out, (sum->has_sha256 ? 1u : 0u) | (sum->has_diff_id ? 2u : 0u));
        if (sum->has_sha256) cdk_put_bytes(out, sum->sha256, sizeof sum->sha256);
        if (sum->has_diff_id) cdk_put_bytes(out, sum->diff_id, sizeof sum->diff_id);
        const uint64_t numbers[] = {sum->codec, sum->state, sum->stored_size, sum->size, sum->entries, sum->whiteouts, sum->opaques};
        for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) cdk_put_num(out, numbers[k]);
    }
}

static void write_plan(cdk_serial_out *out, const cdk_plan *plan)
{
    cdk_put_num(out, plan->count);
    for (size_t i = 0; i < plan->count; i++) {
        cdk_put_num(out, plan->items[i].kind);
        cdk_put_str(out, plan->items[i].name);
        cdk_put_str(out, plan->items[i].pattern);
        cdk_put_num(out, plan->items[i].max_size);
    }
}

static void write_problems(cdk_serial_out *out, const cdk_problems *problems)
{
    cdk_put_num(out, problems->count);
    cdk_put_num(out, problems->dropped);
    for (const cdk_problem *p = problems->first; p; p = p->next) {
        cdk_put_num(out, p->cls);
        cdk_put_num(out, p->severity);
        cdk_put_num(out, cdk_zigzag(p->offset));
        cdk_put_num(out, cdk_zigzag(p->layer));
        const cdk_str texts[] = {p->path, cdk_str_of(p->message), cdk_str_of(p->document), cdk_str_of(p->pointer)};
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
            cdk_put_num(out, texts[i].p != NULL);
            if (texts[i].p) cdk_put_str(out, texts[i]);
        }
    }
}

static void write_all(cdk_serial_out *out, const cdk_layer_facts *facts)
{
    cdk_put_bytes(out, CDK_FORM_MAGIC, sizeof CDK_FORM_MAGIC - 1);
    cdk_put_num(out, CDK_FACTS_SCHEMA);
    cdk_put_num(out, CDK_READER_COUNT);
    for (uint32_t i = 0; i < CDK_READER_COUNT; i++) cdk_put_num(out, cdk_reader_version(i));
    write_layers(out, facts);
    cdk_put_num(out, facts->owner_count);
    for (size_t i = 0; i < facts->owner_count; i++) {
        cdk_put_num(out, facts->owners[i].uid);
        cdk_put_num(out, facts->owners[i].gid);
    }
    write_plan(out, facts->collected);
    cdk_put_tree(out, facts);
    cdk_put_hanging(out, facts);
    write_problems(out, &facts->problems);
    flush(out);
}

/* The check stands behind what it is of. */
static void write_check(cdk_serial_out *out)
{
    uint8_t digest[64];
    cdk_digest_final(out->digest, digest);
    if (out->status) return;
    int32_t code = out->sink->write(out->sink->user, digest, CDK_FORM_CHECK);
    if (code) out->status = cdk_fail_host(out->env, "write", code);
}

int32_t cdk_layer_serialize(const cdk_env *env, const cdk_layer_facts *facts, const cisdock_sink *sink)
{
    cdk_serial_out out = {.env = env, .sink = sink};
    int32_t status = cdk_digest_new(env, CDK_SHA256, &out.digest);
    if (status) return status;
    cdk_buf_init(&out.buf, env->mem);
    write_all(&out, facts);
    write_check(&out);
    cdk_buf_free(&out.buf);
    cdk_digest_free(out.digest);
    return out.status;
}

void cdk_layer_fingerprint(const cdk_env *env, char out[17])
{
    static const cdk_limit limits[] = {CDK_LIMIT_MAX_PATH, CDK_LIMIT_MAX_LAYER_BYTES, CDK_LIMIT_MAX_RATIO, CDK_LIMIT_RATIO_FREE_BYTES,
                                       CDK_LIMIT_MAX_KEPT_FILE, CDK_LIMIT_MAX_KEPT_TOTAL, CDK_LIMIT_MAX_PKGDB, CDK_LIMIT_MAX_WINDOW,
                                       CDK_LIMIT_MAX_LAYER_ENTRIES, CDK_LIMIT_MAX_PAX, CDK_LIMIT_SECRET_FILE_MAX, CDK_LIMIT_MAX_JSON_DEPTH,
                                       CDK_LIMIT_MAX_PATTERN_STEPS, CDK_LIMIT_MAX_FINDINGS, CDK_LIMIT_VERIFY};
    uint64_t mixed[CDK_READER_COUNT + sizeof limits / sizeof *limits];
    uint8_t big_endian[8];
    for (uint32_t i = 0; i < CDK_READER_COUNT; i++) mixed[i] = cdk_reader_version(i);
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) mixed[CDK_READER_COUNT + i] = env->limits->v[limits[i]];
    uint64_t hash = cdk_hash((cdk_str){(const char *)mixed, sizeof mixed});
    for (int i = 0; i < 8; i++) big_endian[i] = (uint8_t)(hash >> (56 - 8 * i));
    cdk_hex(big_endian, sizeof big_endian, out);
}
