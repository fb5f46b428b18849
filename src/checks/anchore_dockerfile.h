/* SPDX-License-Identifier: Apache-2.0 */
/* A Dockerfile as the engine's gate reads it: lines, each with the word in front as its instruction. */
#ifndef CDK_CHECKS_ANCHORE_DOCKERFILE_H
#define CDK_CHECKS_ANCHORE_DOCKERFILE_H

#include "checks/anchore.h"

typedef struct cdk_dockerfile_line {
    cdk_str name; /* upper case */
    cdk_str text; /* the whole line, stripped */
} cdk_dockerfile_line;

typedef struct cdk_dockerfile_lines {
    bool prepared; /* the mode is not Unknown */
    bool actual;   /* supplied, not guessed from the history */
    const cdk_dockerfile_line *items;
    uint32_t count;
} cdk_dockerfile_lines;

extern const char cdk_dockerfile_names[]; /* of all instructions, between bars */
int32_t cdk_dockerfile_lines_of(cdk_eval *eval, const cdk_dockerfile_lines **out);
/* The lines, or NULL where the trigger stays silent. `only_actual`: the parameter of that name counts; `empty_too`: an empty
 * file is judged as well. */
int32_t cdk_dockerfile_begin(cdk_eval *eval, bool only_actual, bool empty_too, const cdk_dockerfile_lines **out);
int32_t cdk_dockerfile_fire(cdk_eval *eval, cdk_buf *text, cdk_str line); /* a match, with the line as its evidence */
int32_t cdk_dockerfile_exposed_ports(cdk_eval *eval);

#endif
