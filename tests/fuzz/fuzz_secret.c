/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a text that is searched for secrets: the first byte says where it stands; a name is up to the first NUL. */
#include "fuzz_env.h"

#include "layer/secret.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_env f;
    cdk_arena arena;
    cdk_secret_spans spans;
    cdk_str name, text, out;
    if (!size) return 0;
    if (!cdk_str_cut((cdk_str){(const char *)data + 1, size - 1}, '\0', &name, &text)) text = name;
    fuzz_begin(&f);
    cdk_arena_init(&arena, &f.mem);
    if (cdk_secret_scan(&f.env, &arena, (cdk_secret_place)(data[0] % 6), name, text, &spans)) abort();
    size_t end = 0;
    for (uint32_t i = 0; i < spans.count; i++) { /* in order, inside, apart, with a line */
        const cdk_secret_span *s = &spans.items[i];
        if (s->offset < end || !s->length || s->length > text.n - s->offset || !s->line) abort();
        end = s->offset + s->length;
    }
    if (cdk_secret_redact_spans(&f.env, &arena, text, &spans, name, &out)) abort();
    cdk_secret_file_of(text);
    cdk_arena_free(&arena);
    fuzz_end(&f);
    return 0;
}
