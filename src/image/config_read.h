/* SPDX-License-Identifier: Apache-2.0 */
/* Typed reading of a configuration's members: what has the wrong type is as if absent, and noted. */
#ifndef CDK_IMAGE_CONFIG_READ_H
#define CDK_IMAGE_CONFIG_READ_H

#include "image/config.h"

typedef struct cdk_config_reader {
    const cdk_env *env;
    cdk_arena *arena;
    cdk_problems *problems;
    uint32_t noted; /* wrong types so far: only the first are told one by one, as each asks for its place */
    int32_t status; /* sticky: memory */
} cdk_config_reader;

typedef enum cdk_config_kind {
    CDK_CONFIG_TEXT,        /* cdk_str: a string */
    CDK_CONFIG_LIST,        /* cdk_str_list: an array of strings */
    CDK_CONFIG_WORDS,       /* cdk_str_list: the same, or one string for a list of one, as the engine takes commands */
    CDK_CONFIG_NAMES,       /* cdk_str_list: an object's keys, sorted */
    CDK_CONFIG_PAIRS,       /* cdk_pair_list: an object of strings */
    CDK_CONFIG_HEALTHCHECK, /* cdk_healthcheck */
    CDK_CONFIG_SWITCH,      /* bool */
    CDK_CONFIG_KINDS
} cdk_config_kind;

typedef struct cdk_config_field {
    const char *name;
    cdk_config_kind kind;
    size_t offset;        /* of the member in the structure that is filled */
    cdk_severity wrong;   /* how bad a wrong type is: an error where something is judged by it */
} cdk_config_field;

/* Fill `out` from the members of `object` (NULL: nothing to fill). */
void cdk_config_read(cdk_config_reader *reader, const cdk_json *object, const cdk_config_field *fields, size_t count, void *out);
/* Note that `value` is no `wanted`. */
void cdk_config_wrong_type(cdk_config_reader *reader, const cdk_json *value, cdk_severity severity, const char *wanted);
/* The member where it is of `type`; NULL where it is absent, null, or of another type (which is noted as an error). */
const cdk_json *cdk_config_member(cdk_config_reader *reader, const cdk_json *object, const char *name, cdk_json_type type);

#endif
