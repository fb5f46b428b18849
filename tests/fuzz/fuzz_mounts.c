/* SPDX-License-Identifier: Apache-2.0 */
/* A mount table: each mount is found at its point, and holds what lies below it. */
#include "fuzz_env.h"

#include "facts/mounts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_env f;
    cdk_arena arena;
    cdk_mounts mounts = {0};
    cdk_problems problems = {0};
    fuzz_begin(&f);
    cdk_arena_init(&arena, &f.mem);
    if (cdk_mounts_parse(&f.env, &arena, (cdk_str){(const char *)data, size}, &problems, &mounts)) abort();
    uint32_t n = 0;
    for (const cdk_mount *mount = mounts.first; mount && n < 64; mount = mount->next, n++) {
        const cdk_mount *at = cdk_mounts_at(&mounts, mount->point), *holder = cdk_mounts_holding(&mounts, mount->point);
        if (!at || !cdk_str_eq(at->point, mount->point) || holder != at) abort();
    }
    cdk_arena_free(&arena);
    fuzz_end(&f);
    return 0;
}
