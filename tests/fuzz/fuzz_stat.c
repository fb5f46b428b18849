/* SPDX-License-Identifier: Apache-2.0 */
/* Answers to stat, as lines or as JSON: links are followed to an end, and a clean path is clean. */
#include "fuzz_env.h"

#include "facts/stat_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void follow(cdk_arena *arena, const cdk_stat_table *table, cdk_str path)
{
    cdk_stat answer;
    cdk_str clean = cdk_host_path(arena, path);
    if (!clean.p || clean.n == 0 || clean.p[0] != '/' || !cdk_str_eq(cdk_host_path(arena, clean), clean)) abort();
    if (cdk_stat_follow(table, path, &answer) == CDK_STAT_FOUND && answer.type == 'l') abort();
    if (answer.has_mode && answer.mode > 07777) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_env f;
    cdk_arena arena;
    cdk_stat_table table;
    cdk_problems problems = {0};
    fuzz_begin(&f);
    cdk_arena_init(&arena, &f.mem);
    cdk_stat_init(&table, &f.mem);
    cdk_stat_parse(&f.env, &arena, (cdk_str){(const char *)data, size}, &problems, &table);
    uint32_t n = 0;
    for (const cdk_stat *entry = table.first; entry && n < 64; entry = entry->next, n++) follow(&arena, &table, entry->path);
    follow(&arena, &table, CDK_STR("/var/run/docker.sock"));
    cdk_stat_free(&table);
    cdk_arena_free(&arena);
    fuzz_end(&f);
    return 0;
}
