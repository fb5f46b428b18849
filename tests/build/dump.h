/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_TESTS_DUMP_H
#define CDK_TESTS_DUMP_H

#include "base/json.h"

typedef struct dump_job {
    const cdk_env *env;
    cdk_arena arena;
    const char *name, *argument;
    cdk_str text;
    cdk_jsonw *out;
} dump_job;

int32_t dump_dockerfile(dump_job *job);
int32_t dump_effective(dump_job *job);
int32_t dump_history(dump_job *job);

int32_t dump_expand(dump_job *job);
int32_t dump_shell(dump_job *job);
int32_t dump_secrets(dump_job *job);
int32_t dump_secret_lines(dump_job *job);

#endif
