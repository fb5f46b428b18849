/* SPDX-License-Identifier: Apache-2.0 */
#include "report/writers.h"

static const cdk_writer writers[] = {
#define CDK_WRITER(id, format, description) {format, description, cdk_write_##id},
#include "report/writers.def"
#undef CDK_WRITER
};

uint32_t cdk_writer_count(void)
{
    return sizeof writers / sizeof *writers;
}

const cdk_writer *cdk_writer_at(uint32_t index)
{
    return index < cdk_writer_count() ? &writers[index] : NULL;
}

const cdk_writer *cdk_writer_find(cdk_str format)
{
    for (uint32_t i = 0; i < cdk_writer_count(); i++)
        if (cdk_str_is(format, writers[i].format)) return &writers[i];
    return NULL;
}
