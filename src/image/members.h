/* SPDX-License-Identifier: Apache-2.0 */
/* The members of an image archive: where each lies, or its kept bytes. */
#ifndef CDK_IMAGE_MEMBERS_H
#define CDK_IMAGE_MEMBERS_H

#include "archive/tar.h"
#include "base/map.h"

typedef struct cdk_member {
    cdk_str name;        /* clean */
    bool link;           /* of either kind: `target` is clean, p NULL where it leads out */
    cdk_str target;
    uint64_t offset, size;
    const char *text;    /* kept bytes of a streamed archive, or NULL */
    bool visited;        /* went to the visitor as a layer */
    bool sparse;
} cdk_member;

/* Members whose names alone tell what an archive is. */
typedef struct cdk_marks {
    bool manifest, index, layout, repositories, image_json; /* image_json: <64 hex>/json */
    bool likely; /* some member is named as in image archives */
} cdk_marks;

typedef struct cdk_members {
    cdk_arena arena;
    cdk_map by_name;
    cdk_marks marks;
    uint64_t seen;   /* regular files and links */
    uint64_t keep;   /* beyond so many the table is given up (`overflow`), the marks go on */
    bool overflow;
    uint64_t kept;   /* bytes of kept texts */
} cdk_members;

void cdk_members_init(cdk_members *members, cdk_mem *mem, uint64_t keep);
void cdk_members_free(cdk_members *members);
/* Take an entry in. `*out` NULL: no file or link, a name that climbs out, or the table is given up. A name that was there
 * is replaced, and told as a problem. */
int32_t cdk_members_add(cdk_members *members, const cdk_env *env, const cdk_tar_entry *entry, cdk_problems *problems,
                        cdk_arena *problem_arena, cdk_member **out);
/* The file that a raw name means, links followed; NULL: not there, or the name climbs out. */
cdk_member *cdk_members_find(const cdk_members *members, cdk_str raw);
void cdk_marks_note(cdk_marks *marks, cdk_str clean);

#endif
