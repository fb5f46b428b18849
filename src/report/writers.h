/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_REPORT_WRITERS_H
#define CDK_REPORT_WRITERS_H

#include "report/report.h"

#define CDK_WRITER(id, format, description) \
    int32_t cdk_write_##id(const cdk_env *env, const cdk_report *report, const cisdock_sink *sink);
#include "report/writers.def"
#undef CDK_WRITER

#endif
