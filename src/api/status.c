/* SPDX-License-Identifier: Apache-2.0 */
#include <cisdock/status.h>

#include <stddef.h>

static const struct {
    int32_t value;
    const char *name, *text;
} rows[] = {
#define CDK_STATUS(name, value, text) {value, #name, text},
#include "base/status.def"
#undef CDK_STATUS
};

static size_t find(int32_t status)
{
    size_t i = 0;
    while (i < sizeof rows / sizeof *rows && rows[i].value != status) i++;
    return i;
}

const char *cisdock_status_name(int32_t status)
{
    size_t i = find(status);
    return i < sizeof rows / sizeof *rows ? rows[i].name : "UNKNOWN";
}

const char *cisdock_status_text(int32_t status)
{
    size_t i = find(status);
    return i < sizeof rows / sizeof *rows ? rows[i].text : "a status code that this version does not know";
}
