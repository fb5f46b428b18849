/* SPDX-License-Identifier: Apache-2.0 */
/* An image configuration. The first byte is the number of layers. */
#include "fuzz_env.h"

#include "image/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_env f;
    cdk_arena arena;
    cdk_problems problems = {0};
    cdk_image_config *config;
    if (!size) return 0;
    fuzz_begin(&f);
    cdk_arena_init(&arena, &f.mem);
    cdk_str text = {(const char *)data + 1, size - 1};
    int32_t status = cdk_image_config_parse(&f.env, &arena, text, data[0] % 16, &problems, &config);
    if (!status && config->history_layers_match)
        for (uint32_t i = 0; i < config->history_count; i++)
            if (config->history[i].layer >= data[0] % 16) abort();
    cdk_arena_free(&arena);
    fuzz_end(&f);
    return 0;
}
