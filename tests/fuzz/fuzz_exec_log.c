/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of a log of "docker exec". */
#include "fuzz_env.h"

#include "facts/exec_log.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_env f;
    cdk_arena arena;
    cdk_str rest = {(const char *)data, size}, line;
    fuzz_begin(&f);
    cdk_arena_init(&arena, &f.mem);
    while (cdk_str_line(&rest, &line)) {
        cdk_exec_call call;
        if (cdk_exec_read(&f.env, &arena, line, &call)) abort();
        if ((call.privileged || call.has_user) && !call.found) abort();
        if (call.user.n > line.n) abort();
    }
    cdk_arena_free(&arena);
    fuzz_end(&f);
    return 0;
}
