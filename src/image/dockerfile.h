/* SPDX-License-Identifier: Apache-2.0 */
/* Dockerfiles, read as BuildKit's frontend reads them, but to the end: what BuildKit would refuse is noted and passed over. */
#ifndef CDK_IMAGE_DOCKERFILE_H
#define CDK_IMAGE_DOCKERFILE_H

#include "image/instruction.h"

typedef struct cdk_stage {
    cdk_str name;       /* AS name, lower case; p NULL: none */
    cdk_str base;       /* image as far as known, variables replaced */
    cdk_str platform;   /* of --platform; p NULL: none */
    bool base_unknown;  /* holds variables without a value */
    int32_t parent;     /* stage that it builds on, or -1: an image, or scratch */
    uint32_t line;
    uint32_t first, count; /* its instructions, FROM included */
} cdk_stage;

typedef struct cdk_dockerfile {
    char escape;              /* '\\' or '`' */
    cdk_str syntax, check;    /* directives; p NULL: none */
    const cdk_instruction *items; /* all, in order; those before the first FROM have stage -1 */
    uint32_t count;
    const cdk_stage *stages;
    uint32_t stage_count;
    bool refused;             /* BuildKit would not build it; the problems say why */
    cdk_problems problems;    /* class bad-document, document "Dockerfile", message with its line */
} cdk_dockerfile;

typedef struct cdk_dockerfile_options {
    const cdk_pair *build_args; /* values given to the build; may be NULL */
    uint32_t build_arg_count;
    cdk_str target;             /* stage to build, by name or number; none: the last */
    bool as_written;            /* replace no variables */
} cdk_dockerfile_options;

/* `text` must live as long as the arena: `raw` points into it. `options` may be NULL. A damaged Dockerfile is no failure (see `refused`); failures: memory, limit, cancelled. */
int32_t cdk_dockerfile_parse(const cdk_env *env, cdk_arena *arena, cdk_str text, const cdk_dockerfile_options *options,
                             cdk_dockerfile **out);
/* What the image that is built holds: instructions of the target stage and of the stages it builds on, oldest first. */
int32_t cdk_dockerfile_effective(const cdk_env *env, cdk_arena *arena, const cdk_dockerfile *file,
                                 const cdk_dockerfile_options *options, cdk_instructions **out);
/* Tie a Dockerfile's effective instructions to the history of its image: sets `history`, `layer` and `sure` in `file`
 * (-1 and low where nothing fits), `origin` in both, `own_from` in `history`. Gives how well the whole fits. */
int32_t cdk_dockerfile_join(const cdk_env *env, cdk_instructions *file, cdk_instructions *history, cdk_sure *fit);

#endif
