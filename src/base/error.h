/* SPDX-License-Identifier: Apache-2.0 */
/* Failures and problems: what, where and how bad. Setting a failure never allocates. */
#ifndef CDK_BASE_ERROR_H
#define CDK_BASE_ERROR_H

#include "base/mem.h"
#include "base/str.h"

#include <cisdock/status.h>

typedef enum cdk_class {
#define CDK_CLASS(name, text, status) CDK_CLASS_##name,
#include "base/class.def"
#undef CDK_CLASS
    CDK_CLASS_COUNT
} cdk_class;

const char *cdk_class_text(cdk_class cls);   /* "bad-tar" */
int32_t cdk_class_status(cdk_class cls);     /* CISDOCK_E_CORRUPT */
bool cdk_class_by_text(cdk_str text, cdk_class *out);

/* Where something happened. Zero-initialise with CDK_NOWHERE; members that do not apply keep its values. */
typedef struct cdk_where {
    const char *digest;   /* of the blob, or NULL */
    cdk_str path;         /* of the entry, raw bytes */
    int64_t offset;       /* byte in the blob or document, or -1 */
    int32_t layer;        /* index, or -1 */
    const char *document; /* kind or file name of the document, or NULL */
    const char *pointer;  /* JSON pointer, or NULL */
} cdk_where;

#define CDK_NOWHERE ((cdk_where){.offset = -1, .layer = -1})

/* The last failure. Fixed buffers: longer text is cut at a character's border. */
typedef struct cdk_error {
    int32_t status;
    cdk_class cls;
    int64_t host_code;
    int64_t offset;
    int32_t layer;
    char message[512];
    char digest[160];
    char path[1024];
    char document[64];
    char pointer[256];
} cdk_error;

typedef enum cdk_severity { CDK_WARNING, CDK_ERROR } cdk_severity;

/* A fault that was survived. Strings live in the list's arena. */
typedef struct cdk_problem {
    cdk_class cls;
    cdk_severity severity;
    const char *message;
    cdk_str path;         /* p NULL: none */
    int64_t offset;       /* -1: none */
    int32_t layer;        /* -1: none */
    const char *document; /* or NULL */
    const char *pointer;  /* or NULL */
    struct cdk_problem *next;
} cdk_problem;

typedef struct cdk_problems {
    cdk_problem *first, *last;
    uint32_t count;
    uint32_t dropped; /* beyond the limit: said in one more problem of class limit */
} cdk_problems;

#endif
