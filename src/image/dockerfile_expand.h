/* SPDX-License-Identifier: Apache-2.0 */
/* Quotes, escapes and variables of a Dockerfile's words, with the modifiers that BuildKit knows. */
#ifndef CDK_IMAGE_DOCKERFILE_EXPAND_H
#define CDK_IMAGE_DOCKERFILE_EXPAND_H

#include "image/dockerfile_line.h"

typedef struct cdk_expander {
    const cdk_env *env;
    cdk_arena *arena;
    const cdk_str *(*lookup)(const void *scope, cdk_str name); /* gives NULL where unset; NULL itself: nothing is set */
    const void *scope;
    char escape;
    bool raw_quotes;      /* quotes stay */
    bool raw_escapes;     /* escapes stay */
    bool keep_unset;      /* a name without a value stays as it is written (without modifier, too) */
    size_t *budget;       /* bytes that may still be made; NULL: no bound but the input's */
} cdk_expander;

typedef struct cdk_expanded {
    cdk_str text;
    cdk_strs words;       /* the text cut at blanks that are not quoted */
    bool unset;           /* some name had no value */
    const char *error;    /* broken syntax, or a required variable; the text is then the word as it was */
} cdk_expanded;

/* Failures: memory. A used-up budget is an `error`. */
int32_t cdk_expand(const cdk_expander *expander, cdk_str word, cdk_expanded *out);

/* Pattern matching of ${name#pattern} and its like: * and ? and \ escapes. */
typedef enum cdk_trim { CDK_TRIM_PREFIX, CDK_TRIM_SUFFIX } cdk_trim;
/* What is left of `value`; false: the pattern is broken or too costly. */
bool cdk_pattern_trim(cdk_str pattern, cdk_str value, cdk_trim side, bool longest, cdk_str *out);
bool cdk_pattern_replace(cdk_buf *out, cdk_str pattern, cdk_str value, cdk_str by, bool all);

#endif
