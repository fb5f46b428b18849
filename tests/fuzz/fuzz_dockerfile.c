/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a Dockerfile: as written, with variables, and joined with a history made of its own lines. */
#include "fuzz_env.h"

#include "image/dockerfile.h"
#include "image/history.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const cdk_dockerfile *file, cdk_str text)
{
    uint32_t line = 0;
    for (uint32_t i = 0; i < file->count; i++) {
        const cdk_instruction *in = &file->items[i];
        if (in->line <= line || in->end_line < in->line) abort(); /* in order, none twice */
        if (in->raw.p < text.p || in->raw.p + in->raw.n > text.p + text.n) abort();
        line = in->end_line;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_env f;
    cdk_arena arena;
    cdk_dockerfile *file;
    cdk_instructions *list, *history;
    cdk_str text = {(const char *)data, size};
    cdk_dockerfile_options options = {.as_written = size % 2};
    cdk_history_entry entries[64] = {0};
    cdk_sure fit;
    fuzz_begin(&f);
    cdk_arena_init(&arena, &f.mem);
    if (!cdk_dockerfile_parse(&f.env, &arena, text, &options, &file)) {
        uint32_t count = file->count < 64 ? file->count : 64;
        check(file, text);
        for (uint32_t i = 0; i < count; i++) entries[i] = (cdk_history_entry){.created_by = file->items[i].raw, .layer = (int32_t)i};
        if (cdk_dockerfile_effective(&f.env, &arena, file, NULL, &list) || cdk_history_read(&f.env, &arena, entries, count, &history) ||
            cdk_dockerfile_join(&f.env, list, history, &fit))
            abort();
    }
    cdk_arena_free(&arena);
    fuzz_end(&f);
    return 0;
}
