/* SPDX-License-Identifier: Apache-2.0 */
/* A systemd unit, or containerd's configuration: whatever is read of it lies in the text. */
#include "fuzz_env.h"

#include "facts/unit_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void inside(cdk_str text, cdk_str part)
{
    if (part.n && (part.p < text.p || part.p + part.n > text.p + text.n)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    cdk_str text = {(const char *)data, size}, value;
    cdk_unit_reader reader = {.rest = text};
    cdk_unit_setting setting;
    uint32_t line = 0;
    while (cdk_unit_next(&reader, &setting)) {
        if (setting.line <= line) abort();
        line = setting.line;
        inside(text, setting.section);
        inside(text, setting.key);
        inside(text, setting.value);
    }
    if (cdk_unit_variable(text, "DOCKER_TLS_VERIFY", &value)) inside(text, value);
    for (int path = 0; path < 2; path++)
        if (cdk_unit_listens(text, path, &setting)) inside(text, setting.value);
    return 0;
}
