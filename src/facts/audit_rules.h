/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the kernel's audit, as `auditctl -l` prints them or as they stand in rules files. */
#ifndef CDK_FACTS_AUDIT_RULES_H
#define CDK_FACTS_AUDIT_RULES_H

#include "base/env.h"
#include "base/str.h"

typedef enum cdk_audit_perm { CDK_AUDIT_R = 1, CDK_AUDIT_W = 2, CDK_AUDIT_X = 4, CDK_AUDIT_A = 8 } cdk_audit_perm;

typedef struct cdk_audit_rule {
    cdk_str path;       /* clean */
    bool tree;          /* watches what lies below, too: -w, -F dir= */
    bool never;         /* switches the audit of the path off */
    uint32_t perm;      /* of cdk_audit_perm; all where none is told */
    cdk_str text;       /* the line */
    uint32_t line;      /* from 1 */
    bool loaded;        /* from the kernel's own list, not from a file */
    bool removed;       /* by a later -W, -d or -D */
    struct cdk_audit_rule *next;
} cdk_audit_rule;

typedef struct cdk_audit_rules {
    cdk_audit_rule *first, *last;
    uint32_t count;
    bool has_loaded, has_files; /* what was given, whether or not it holds rules */
} cdk_audit_rules;

/* Add the rules of one text. Lines that are no rule about a path are passed over; nothing here can be malformed in a way
 * that matters, as a line that the kernel would refuse watches nothing. Failure: memory. */
int32_t cdk_audit_parse(const cdk_env *env, cdk_arena *arena, cdk_str text, bool loaded, cdk_audit_rules *rules);

/* The rule that decides about a clean path: the first that covers it, the kernel's list before files. NULL: none. */
const cdk_audit_rule *cdk_audit_find(const cdk_audit_rules *rules, cdk_str path);

#endif
