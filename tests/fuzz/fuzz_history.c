/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a history: an entry a line, "created_by TAB comment TAB author"; "\n" in it stands for a line end. */
#include "fuzz_env.h"

#include "image/history.h"
#include "image/shell.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ENTRIES = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_env f;
    cdk_arena arena;
    cdk_instructions *list;
    cdk_commands commands;
    cdk_history_entry entries[ENTRIES] = {0};
    uint32_t count = 0;
    cdk_str rest = {(const char *)data, size}, line, tail;
    fuzz_begin(&f);
    cdk_arena_init(&arena, &f.mem);
    while (count < ENTRIES && cdk_str_line(&rest, &line)) {
        cdk_history_entry *e = &entries[count++];
        cdk_str_cut(line, '\t', &e->created_by, &tail);
        cdk_str_cut(tail, '\t', &e->comment, &e->author);
        char *copy = cdk_arena_dup(&arena, e->created_by.p, e->created_by.n);
        if (!copy) abort();
        for (size_t i = 0; i < e->created_by.n; i++)
            if (copy[i] == '\r') copy[i] = '\n';
        e->created_by.p = copy;
        e->empty_layer = e->created_by.n % 3 == 0;
        e->layer = e->empty_layer ? -1 : (int32_t)count;
    }
    if (cdk_history_read(&f.env, &arena, entries, count, &list)) abort();
    if (list->count != count) abort();
    for (uint32_t i = 0; i < count; i++) {
        if (list->items[i].unknown != (list->items[i].why != NULL)) abort();
        if (cdk_shell_of_instruction(&f.env, &arena, &list->items[i], &commands)) abort();
    }
    cdk_history_set_base(list, (uint32_t)size % 5, "a test");
    cdk_arena_free(&arena);
    fuzz_end(&f);
    return 0;
}
