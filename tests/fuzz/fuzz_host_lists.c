/* SPDX-License-Identifier: Apache-2.0 */
/* A text read as a list of processes, as one of listening sockets, and as groups and accounts. */
#include "fuzz_env.h"

#include "facts/host_lists.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_processes(const cdk_env *env, cdk_arena *arena, cdk_str text)
{
    cdk_processes processes = {0};
    if (cdk_processes_parse(env, arena, text, &processes)) abort();
    for (const cdk_process *process = processes.first; process; process = process->next)
        if (process->args.n == 0 || process->line == 0) abort();
    cdk_process_find(&processes, "dockerd");
}

static void read_listeners(const cdk_env *env, cdk_arena *arena, cdk_str text)
{
    cdk_listeners listeners = {0};
    if (cdk_listeners_parse(env, arena, text, &listeners)) abort();
    for (const cdk_listener *listener = listeners.first; listener; listener = listener->next) {
        bool any = cdk_address_is_any(listener->address);
        if (!listener->protocol.n || (any && cdk_address_is_loopback(listener->address))) abort();
    }
}

static void read_group(const cdk_env *env, cdk_arena *arena, cdk_str text)
{
    cdk_docker_group group;
    if (cdk_docker_group_parse(env, arena, text, &group)) abort();
    if (group.first && !group.found) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_env f;
    cdk_arena arena;
    cdk_str text = {(const char *)data, size};
    fuzz_begin(&f);
    cdk_arena_init(&arena, &f.mem);
    read_processes(&f.env, &arena, text);
    read_listeners(&f.env, &arena, text);
    read_group(&f.env, &arena, text);
    cdk_arena_free(&arena);
    fuzz_end(&f);
    return 0;
}
