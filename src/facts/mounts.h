/* SPDX-License-Identifier: Apache-2.0 */
/* The mount table of a host: /proc/mounts, /proc/PID/mountinfo, or /etc/fstab. */
#ifndef CDK_FACTS_MOUNTS_H
#define CDK_FACTS_MOUNTS_H

#include "base/env.h"
#include "base/str.h"

typedef struct cdk_mount {
    cdk_str point;     /* clean */
    cdk_str source;    /* device or other name */
    cdk_str device;    /* "8:1", of mountinfo; else none */
    cdk_str root;      /* of the file system that is mounted here, of mountinfo; else none */
    cdk_str type, options;
    uint32_t line;     /* from 1 */
    struct cdk_mount *next;
} cdk_mount;

typedef struct cdk_mounts {
    cdk_mount *first, *last; /* in order: a later one hides an earlier one at the same point */
    uint32_t count;
    bool fstab;              /* what is configured, not what is mounted */
} cdk_mounts;

/* A line that has not the form of a mount is a problem. A text that names sources by UUID or LABEL is an fstab. */
int32_t cdk_mounts_parse(const cdk_env *env, cdk_arena *arena, cdk_str text, cdk_problems *problems,
                         cdk_mounts *mounts);
const cdk_mount *cdk_mounts_at(const cdk_mounts *mounts, cdk_str point);    /* what is mounted there, or NULL */
const cdk_mount *cdk_mounts_holding(const cdk_mounts *mounts, cdk_str path); /* the mount that a path lies in */

#endif
