/* SPDX-License-Identifier: Apache-2.0 */
/* anchore-case: one evaluation case, its bundle and its facts or image, judged as anchore-engine would. */
#ifndef TESTS_ANCHORE_CASE_H
#define TESTS_ANCHORE_CASE_H

#include "bundle/policy.h"

typedef struct case_run {
    const cdk_env *env;
    cdk_arena *arena;
    const char *data;                 /* folder of the files that a case names */
    const cdk_json *document;         /* the case */
    const cdk_policy_bundle *bundle;  /* NULL: none that could be read */
    cdk_compat compat;
    cdk_gate_facts *facts;
    cdk_facts *image_facts;           /* that `facts` was made from, or NULL */
    cdk_images *images;
} case_run;

/* A whole file; p NULL: it cannot be read. */
cdk_str case_read_file(cdk_arena *arena, const char *folder, cdk_str name);
/* The image that the case describes, through the library's own reading of archives. */
int32_t case_image_facts(case_run *run);

#endif
