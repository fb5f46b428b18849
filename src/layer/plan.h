/* SPDX-License-Identifier: Apache-2.0 */
/* What an analysis collects: a set of needs. Each need has an identity text, so that the set that a stored layer's facts
 * have collected can be compared with what a plan asks for. Kinds stand in stored facts: append only. */
#ifndef CDK_LAYER_PLAN_H
#define CDK_LAYER_PLAN_H

#include "base/env.h"

typedef enum cdk_need_kind {
    CDK_NEED_FILES,       /* metadata of all entries */
    CDK_NEED_PACKAGES,    /* all package databases (their content is kept, see pkgdb.def) */
    CDK_NEED_KNOWN_FILES, /* os-release, passwd, group, shadow, ... : known_files.def */
    CDK_NEED_SECRETS,     /* the built-in secret search over files chosen by name */
    CDK_NEED_LANGUAGES,   /* package metadata of Python, npm, gem */
    CDK_NEED_DIGESTS,     /* SHA-256 and MD5 of each regular file; SHA-1 too where RECORDS is asked for */
    CDK_NEED_CONTENT,     /* content of one path: `pattern` is the clean path */
    CDK_NEED_SEARCH,      /* lines that match: `name`, `pattern` (Python re), over files of at most `max_size` */
    CDK_NEED_RECORDS,     /* what package databases say of files: digests, modes, sizes */
    CDK_NEED_KINDS
} cdk_need_kind;

/* The name of a search for a bundle's own pattern begins so, and goes on with the pattern as the bundle has it: no two searches
 * of one name look for different things, whoever asked for them. */
#define CDK_CONTENT_SEARCH "content:"

typedef struct cdk_need {
    cdk_need_kind kind;
    cdk_str name, pattern; /* as the kind says, else none */
    uint64_t max_size;     /* bytes; 0: the limit in force */
} cdk_need;

typedef struct cdk_plan {
    cdk_arena arena;
    cdk_need *items; /* no two alike; sorted by identity */
    size_t count, cap;
} cdk_plan;

int32_t cdk_plan_new(const cdk_env *env, cdk_plan **out);       /* empty: needs documents only */
void cdk_plan_free(cdk_plan *plan);
int32_t cdk_plan_add(const cdk_env *env, cdk_plan *plan, const cdk_need *need); /* copied; a double is dropped */
int32_t cdk_plan_add_base(const cdk_env *env, cdk_plan *plan);
int32_t cdk_plan_add_all(const cdk_env *env, cdk_plan *plan, const cdk_plan *from);
bool cdk_plan_has(const cdk_plan *plan, cdk_need_kind kind);
bool cdk_plan_covers(const cdk_plan *collected, const cdk_plan *wanted);

#endif
