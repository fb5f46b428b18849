/* SPDX-License-Identifier: Apache-2.0 */
/* A root file system of one file, analyzed: what a reader of that file makes of hostile bytes, and all that rests on it. */
#ifndef CDK_FUZZ_ROOTFS_H
#define CDK_FUZZ_ROOTFS_H

#include "fuzz_env.h"

#include "facts/assemble.h"
#include "layer/layer_analyze.h"

#include <stdio.h>

static inline void fuzz_tar_header(uint8_t h[512], const char *path, size_t size)
{
    unsigned sum = 0;
    memset(h, 0, 512);
    snprintf((char *)h, 100, "%s", path);
    snprintf((char *)h + 100, 8, "0000644");
    snprintf((char *)h + 124, 12, "%011llo", (unsigned long long)size);
    h[156] = '0';
    memcpy(h + 257, "ustar\00000", 8);
    memset(h + 148, ' ', 8);
    for (int i = 0; i < 512; i++) sum += h[i];
    snprintf((char *)h + 148, 8, "%06o", sum);
}

/* Look at facts through all that could trip over them. */
static inline void fuzz_look(const cdk_env *env, cdk_layer_facts *layer)
{
    static const cdk_image_doc image = {.layers = NULL};
    cdk_assembly assembly = {.image = &image, .format = CDK_FORMAT_ROOTFS, .layers = &layer, .count = 1, .plan = layer->collected};
    cdk_facts *facts;
    if (cdk_facts_assemble(env, &assembly, &facts)) return;
    const cdk_package *packages;
    uint32_t count;
    cdk_facts_packages(facts, &packages, &count);
    for (uint32_t i = 0; i < count; i++)
        if (!packages[i].name.n) abort();
    cdk_facts_free(facts);
}

static inline void fuzz_rootfs(const char *path, const uint8_t *data, size_t size)
{
    fuzz_env f;
    cdk_plan *plan;
    cdk_stream *stream;
    cdk_layer_facts *layer;
    size_t full = 512 + (size + 511) / 512 * 512;
    uint8_t *tar = calloc(1, full);
    if (!tar) abort();
    fuzz_tar_header(tar, path, size);
    if (size) memcpy(tar + 512, data, size);
    fuzz_begin(&f);
    if (cdk_plan_new(&f.env, &plan) || cdk_plan_add_base(&f.env, plan) || cdk_stream_memory(&f.env, tar, full, &stream)) abort();
    if (!cdk_layer_analyze(&f.env, stream, plan, &layer)) {
        fuzz_look(&f.env, layer);
        cdk_layer_facts_unref(layer);
    }
    cdk_plan_free(plan);
    fuzz_end(&f);
    free(tar);
}

#endif
