/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as shell text. */
#include "fuzz_env.h"

#include "image/shell.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_env f;
    cdk_arena arena;
    cdk_commands commands;
    cdk_lone_update found;
    fuzz_begin(&f);
    cdk_arena_init(&arena, &f.mem);
    if (cdk_shell_parse(&f.env, &arena, (cdk_str){(const char *)data, size}, &commands)) abort();
    if (commands.understood != (commands.why == NULL)) abort();
    for (uint32_t i = 0; i < commands.count; i++)
        if (commands.items[i].offset > size || commands.items[i].length > size - commands.items[i].offset) abort();
    cdk_find_lone_update(&commands, &found);
    cdk_arena_free(&arena);
    fuzz_end(&f);
    return 0;
}
