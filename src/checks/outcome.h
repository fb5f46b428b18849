/* SPDX-License-Identifier: Apache-2.0 */
/* What a trigger says: one outcome per object that it judged, with the evidence that a reader can check. */
#ifndef CDK_CHECKS_OUTCOME_H
#define CDK_CHECKS_OUTCOME_H

#include "base/json.h"
#include "checks/verdict.h"

/* One member of an evidence item, in the order in which it is printed behind "kind". */
typedef struct cdk_member {
    const char *name;
    enum { CDK_M_STR, CDK_M_I64, CDK_M_BOOL, CDK_M_NULL, CDK_M_JSON } type;
    cdk_str str;           /* printed text: redacted already */
    int64_t i64;           /* also the bool */
    const cdk_json *json;  /* borrowed from facts or evidence */
    struct cdk_member *next;
} cdk_member;

/* {"kind":"file","path":...}. Kinds in use: image_config (pointer, value), file (path, mode, uid, gid, layer, diff_id,
 * created_by), history (index, value, origin, layer, diff_id), dockerfile (line, value), document (document, pointer,
 * value), package, user, env, label, secret (kind_of, path, line, layer, length), stat, audit_rule, ... */
typedef struct cdk_evidence_item {
    const char *kind;
    cdk_member *first, *last;
    struct cdk_outcome *outcome; /* that it stands on */
    struct cdk_evidence_item *next;
} cdk_evidence_item;

typedef struct cdk_outcome {
    cdk_verdict verdict;
    cdk_reason reason;
    cdk_basis basis;
    cdk_confidence confidence;
    const char *object_kind; /* "image", "container", "file", "audit-rule", "service", ...; NULL: no object of its own */
    const char *object_id;
    const char *object_name;
    bool subject;            /* the object is the image that is being judged: each build gives it another id */
    const char *message;
    const char *trigger_id;  /* Anchore's id of a match; NULL elsewhere */
    const char *place;       /* what, beside slug and object, makes the finding the same later; may be NULL */
    cdk_evidence_item *evidence, *evidence_last;
    bool failed;             /* memory ran out while evidence was added: the evaluation fails */
    struct cdk_outcome *next;
} cdk_outcome;

/* Evidence builders; all take the arena of the report and give NULL/false on no memory (sticky in the outcome:
 * the evaluator asks once). An outcome or item that is NULL is taken, so that a chain of calls needs no tests. */
cdk_evidence_item *cdk_evidence_item_new(cdk_arena *arena, cdk_outcome *outcome, const char *kind);
bool cdk_member_str(cdk_arena *arena, cdk_evidence_item *item, const char *name, cdk_str value);   /* p NULL: null */
bool cdk_member_i64(cdk_arena *arena, cdk_evidence_item *item, const char *name, int64_t value);
bool cdk_member_bool(cdk_arena *arena, cdk_evidence_item *item, const char *name, bool value);
bool cdk_member_json(cdk_arena *arena, cdk_evidence_item *item, const char *name, const cdk_json *value);
bool cdk_member_null(cdk_arena *arena, cdk_evidence_item *item, const char *name);

#endif
