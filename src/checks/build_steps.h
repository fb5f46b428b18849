/* SPDX-License-Identifier: Apache-2.0 */
/* How the image was built: the steps that the checks judge, from the Dockerfile, the image's history, or both joined. */
#ifndef CDK_CHECKS_BUILD_STEPS_H
#define CDK_CHECKS_BUILD_STEPS_H

#include "checks/trigger.h"
#include "image/dockerfile.h"
#include "image/history.h"

typedef struct cdk_step {
    const cdk_instructions *list;
    uint32_t index;
} cdk_step;

typedef struct cdk_build {
    const cdk_step *steps;              /* oldest first: the base's from history, the rest from the Dockerfile where it fits */
    uint32_t count;
    const cdk_instructions *history;    /* NULL: no image, or one without a configuration */
    const cdk_instructions *dockerfile; /* NULL: none was given */
    const cdk_problems *dockerfile_problems; /* NULL: none was given */
    bool dockerfile_fits;               /* with an image: it made this image, as far as its history tells */
    bool complete;                      /* every step is known */
    const char *why;                    /* not complete: a text */
    cdk_reason reason;                  /* not complete */
    bool damaged;                       /* the text of some step is not known at all */
    cdk_str *shown;                     /* of each history entry, redacted, once it was asked for; p NULL before */
    const cdk_instruction **by_layer;   /* the history entry that made each layer; NULL: none */
    uint32_t layer_count;
} cdk_build;

/* Read once for an evaluation and kept in `eval`. Failures: memory, limit, cancelled. */
int32_t cdk_build_of(cdk_eval *eval, const cdk_build **out);

static inline const cdk_instruction *cdk_step_instruction(const cdk_step *step)
{
    return &step->list->items[step->index];
}
/* The last step with this keyword, or NULL. */
const cdk_instruction *cdk_build_last(const cdk_build *build, cdk_keyword keyword);

#endif
