/* SPDX-License-Identifier: Apache-2.0 */
/* Answers to stat(path) of a host: found, absent, denied, or never asked. */
#ifndef CDK_FACTS_STAT_TABLE_H
#define CDK_FACTS_STAT_TABLE_H

#include "base/env.h"
#include "base/json.h"
#include "base/map.h"

typedef enum cdk_stat_answer { CDK_STAT_NOT_ASKED, CDK_STAT_FOUND, CDK_STAT_ABSENT, CDK_STAT_DENIED, CDK_STAT_DAMAGED } cdk_stat_answer;

typedef struct cdk_stat {
    cdk_str path;          /* as asked */
    cdk_stat_answer answer;
    char type;             /* 'f' 'd' 'l' 's' 'c' 'b' 'p', '?' not told */
    bool has_mode, has_uid, has_gid, acl;
    uint32_t mode;         /* 07777 */
    uint64_t uid, gid;
    cdk_str user, group;   /* names; none: not told */
    cdk_str target;        /* of a symbolic link; none: not told */
    int64_t mtime;         /* seconds since 1970; -1: not told */
    uint32_t line;         /* of the document, from 1; of JSON: index of the element, from 0 */
    bool json;
    const struct cdk_stat *link; /* the answer for the link that led here, or NULL */
    struct cdk_stat *next;
} cdk_stat;

typedef struct cdk_stat_table {
    cdk_stat *first, *last; /* in document order */
    uint32_t count;
    cdk_map by_path;
    bool nameless;       /* some answer does not tell what it is about */
} cdk_stat_table;

void cdk_stat_init(cdk_stat_table *table, cdk_mem *mem);
void cdk_stat_free(cdk_stat_table *table);
/* Lines of `path TAB type TAB user TAB group TAB mode` (type "absent" or "denied": no more), or a JSON array of objects
 * with path, exists, denied, type, uid, gid, user, group, mode (octal text), target, mtime. Added to the table.
 * A row that is not understood is a problem and its path DAMAGED. Failures: memory, bad-json. */
int32_t cdk_stat_parse(const cdk_env *env, cdk_arena *arena, cdk_str text, cdk_problems *problems, cdk_stat_table *table);
bool cdk_stat_add(const cdk_env *env, cdk_arena *arena, cdk_stat_table *table, const cdk_stat *answer); /* copied */

/* The answer for a path as it is (also under /run for /var/run and the other way round), or NULL: not asked. */
const cdk_stat *cdk_stat_find(const cdk_stat_table *table, cdk_str path);
/* The same with symbolic links followed; `*out` says where it ends. A link whose target is not told or was not asked is
 * NOT_ASKED with `link` set; one that leads to an absent path is ABSENT with `link` set. */
cdk_stat_answer cdk_stat_follow(const cdk_stat_table *table, cdk_str path, cdk_stat *out);

/* "/run/x" and "/var/run/x" are the same place, and "/./" "//" ".." and a trailing slash say nothing. The path itself
 * where it is clean. p NULL: no memory. */
cdk_str cdk_host_path(cdk_arena *arena, cdk_str path);

#endif
