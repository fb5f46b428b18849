/* SPDX-License-Identifier: Apache-2.0 */
#include "api/handles.h"

static int32_t write(const cdk_env *env, const cisdock_report *report, const char *format, const cisdock_sink *sink)
{
    const cdk_writer *writer = cdk_writer_find(cdk_str_of(format));
    if (writer) return writer->write(env, report->report, sink);
    return cdk_fail(env, CDK_CLASS_ARGUMENT, NULL, "there is no format \"%s\"; cisdock_format_at() lists them", format);
}

int32_t cisdock_report_write(cisdock_context *context, const cisdock_report *report, const char *format, const cisdock_sink *sink)
{
    if (!report || !format || !sink || !sink->write) return cdk_bad_argument(context, "report, format or sink is NULL");
    cdk_env *env;
    int32_t status = cdk_enter(context, &env);
    return status ? status : cdk_leave(context, write(env, report, format, sink));
}

uint32_t cisdock_format_count(void)
{
    return cdk_writer_count();
}

const char *cisdock_format_at(uint32_t index)
{
    return index < cdk_writer_count() ? cdk_writer_at(index)->format : NULL;
}

const char *cisdock_format_description(uint32_t index)
{
    return index < cdk_writer_count() ? cdk_writer_at(index)->description : NULL;
}
