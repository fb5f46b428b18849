/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of which cdk_dockerfile_parse is made. */
#ifndef CDK_IMAGE_DOCKERFILE_READ_H
#define CDK_IMAGE_DOCKERFILE_READ_H

#include "image/dockerfile.h"
#include "image/dockerfile_line.h"

CDK_VEC(cdk_instruction_vec, cdk_instruction)

typedef struct cdk_dockerfile_parts {
    const cdk_env *env;
    cdk_arena *arena;
    cdk_dockerfile *file;
    cdk_instruction_vec items;
} cdk_dockerfile_parts;

/* Note what BuildKit would refuse. False: no memory. */
bool cdk_dockerfile_refuse(cdk_dockerfile_parts *parts, uint32_t line, const char *why);
/* Text to instructions as written, with their heredocs and directives. */
int32_t cdk_dockerfile_read(cdk_dockerfile_parts *parts, cdk_str text);
/* Stages, shells, and the values of variables. */
int32_t cdk_dockerfile_resolve(cdk_dockerfile_parts *parts, const cdk_dockerfile_options *options);

#endif
