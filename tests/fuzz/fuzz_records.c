/* SPDX-License-Identifier: Apache-2.0 */
/* What package databases say of files: the first byte chooses the form. What was read is stored and read again, folded with itself,
 * and followed through the file table as the gate does. */
#include "fuzz_rootfs.h"

#include "facts/gate_facts.h"
#include "layer/fold.h"
#include "layer/serial.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const paths[] = {"var/lib/dpkg/info/a:amd64.md5sums", "var/lib/dpkg/status", "lib/apk/db/installed", "var/lib/rpm/Packages",
                                    "var/lib/dpkg/status.d/b.md5sums"};

static int32_t store(const cdk_env *env, const cdk_layer_facts *layer, cdk_buf *out)
{
    cisdock_sink sink = {sizeof sink, out, cdk_buf_collect};
    cdk_buf_init(out, env->mem);
    return cdk_layer_serialize(env, layer, &sink);
}

static void again(const cdk_env *env, const cdk_layer_facts *layer)
{
    cdk_buf first, second;
    cdk_layer_facts *back;
    if (!store(env, layer, &first)) {
        if (cdk_layer_parse(env, (const uint8_t *)first.p, first.n, &back)) abort();
        if (store(env, back, &second) || !cdk_str_eq(cdk_buf_view(&first), cdk_buf_view(&second))) abort();
        cdk_buf_free(&second);
        cdk_layer_facts_unref(back);
    }
    cdk_buf_free(&first);
}

static void follow(const cdk_env *env, const cdk_facts *facts)
{
    cdk_gate_facts *seen;
    const cdk_gate_file *file;
    cdk_arena scratch;
    if (cdk_gate_facts_from_image(env, facts, NULL, &seen)) return;
    cdk_arena_init(&scratch, env->mem);
    for (uint32_t i = 0; i < seen->package_count; i++)
        for (uint32_t k = 0; k < seen->packages[i].record_count; k++) {
            const cdk_gate_record *record = &seen->packages[i].records[k];
            if (!record->path.n || record->path.p[0] != '/' || !cdk_gate_facts_walk(seen, record->path, &scratch, &file)) abort();
            cdk_arena_reset(&scratch);
        }
    cdk_arena_free(&scratch);
    cdk_gate_facts_free(seen);
}

static void look(const cdk_env *env, cdk_layer_facts *layer)
{
    static const cdk_image_doc image = {.layers = NULL};
    cdk_layer_facts *layers[] = {layer, layer};
    cdk_assembly assembly = {.image = &image, .format = CDK_FORMAT_ROOTFS, .layers = layers, .count = 1, .plan = layer->collected};
    cdk_facts *facts;
    cdk_fold *fold;
    if (!cdk_fold_run(env, layers, 2, true, &fold)) {
        cdk_layer_facts *value;
        if (!cdk_fold_value(env, fold, &value)) {
            again(env, value);
            cdk_layer_facts_unref(value);
        }
        cdk_fold_free(fold);
    }
    if (cdk_facts_assemble(env, &assembly, &facts)) return;
    follow(env, facts);
    cdk_facts_free(facts);
}

/* A package of the name that the lists bear, so that its records count. */
static uint8_t *make_tar(const char *path, const uint8_t *data, size_t size, size_t *full)
{
    static const char os[] = "ID=debian\n", status[] = "Package: b\nVersion: 1\n";
    const struct { const char *path; const void *data; size_t size; } files[] = {
        {"etc/os-release", os, sizeof os - 1}, {"var/lib/dpkg/status.d/b", status, sizeof status - 1}, {path, data, size}};
    *full = 0;
    for (size_t i = 0; i < 3; i++) *full += 512 + (files[i].size + 511) / 512 * 512;
    uint8_t *tar = calloc(1, *full), *at = tar;
    if (!tar) abort();
    for (size_t i = 0; i < 3; i++) {
        fuzz_tar_header(at, files[i].path, files[i].size);
        if (files[i].size) memcpy(at + 512, files[i].data, files[i].size);
        at += 512 + (files[i].size + 511) / 512 * 512;
    }
    return tar;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const cdk_need needs[] = {{.kind = CDK_NEED_RECORDS}, {.kind = CDK_NEED_DIGESTS}};
    fuzz_env f;
    cdk_plan *plan;
    cdk_stream *stream;
    cdk_layer_facts *layer;
    size_t full;
    if (!size) return 0;
    uint8_t *tar = make_tar(paths[data[0] % (sizeof paths / sizeof *paths)], data + 1, size - 1, &full);
    fuzz_begin(&f);
    if (cdk_plan_new(&f.env, &plan) || cdk_plan_add_base(&f.env, plan) || cdk_stream_memory(&f.env, tar, full, &stream)) abort();
    for (size_t i = 0; i < 2; i++)
        if (cdk_plan_add(&f.env, plan, &needs[i])) abort();
    if (!cdk_layer_analyze(&f.env, stream, plan, &layer)) {
        again(&f.env, layer);
        look(&f.env, layer);
        cdk_layer_facts_unref(layer);
    }
    cdk_plan_free(plan);
    fuzz_end(&f);
    free(tar);
    return 0;
}
