/* SPDX-License-Identifier: Apache-2.0 */
/* What a trigger says: one outcome per object that it judged, with the evidence that a reader can check. */
#ifndef CDK_CHECKS_OUTCOME_H
#define CDK_CHECKS_OUTCOME_H

#include "checks/verdict.h"
#include "facts/evidence.h"

/* One member of an evidence item, in the order in which it is printed behind "kind". */
typedef struct cdk_member {
    const char *name;
    enum { CDK_M_STR, CDK_M_I64, CDK_M_BOOL, CDK_M_NULL, CDK_M_JSON } type;
    union {
        cdk_str str;          /* printed text: redacted already */
        int64_t i64;          /* also the bool */
        const cdk_json *json; /* borrowed from facts or evidence */
    };
    struct cdk_member *next;
} cdk_member;

/* A place in a document of the evidence. Most of a host's outcomes rest on one, and few are looked at: its members are
 * made when somebody asks for them (cdk_evidence_members). */
typedef struct cdk_citation {
    const char *list;      /* pointer of the list that `index` counts in; NULL: the document is no list */
    uint64_t index;
    const cdk_json *value; /* of what `absent` would stand in; NULL: the root */
    const char *absent;    /* name of a member that is not there, or NULL */
    const cdk_json *state; /* of the object that the outcome is about, or NULL */
} cdk_citation;

/* {"kind":"file","path":...}. Kinds in use: image_config (pointer, value), file (path, mode, uid, gid, layer, diff_id,
 * created_by), history (index, value, origin, layer, diff_id), dockerfile (line, value), document (document, pointer,
 * value), package, user, env, label, secret (kind_of, path, line, layer, length), stat, audit_rule, ... */
typedef struct cdk_evidence_item {
    const char *kind;
    struct cdk_evidence_item *next;
    bool cites;                          /* it is a citation */
    cdk_evidence_kind document : 16;     /* of one */
    union {
        struct {
            cdk_member *first, *last;
            struct cdk_outcome *outcome; /* that it stands on */
        };
        cdk_citation cited;
    };
} cdk_evidence_item;

typedef struct cdk_outcome {
    cdk_verdict verdict : 4;
    cdk_reason reason : 4;
    cdk_basis basis : 4;
    cdk_confidence confidence : 4;
    bool subject : 1;        /* the object is the image that is being judged: each build gives it another id */
    bool failed : 1;         /* memory ran out while evidence was added: the evaluation fails */
    uint32_t order;          /* of containers: by name and id, from 1; 0: not known */
    const char *object_kind; /* "image", "container", "file", "audit-rule", "service", ...; NULL: no object of its own */
    const char *object_id;
    const char *object_name;
    const char *message;
    const char *trigger_id;  /* Anchore's id of a match; NULL elsewhere */
    const char *place;       /* what, beside slug and object, makes the finding the same later; may be NULL */
    cdk_evidence_item *evidence, *evidence_last;
    struct cdk_outcome *next;
} cdk_outcome;

/* Evidence builders; all take the arena of the report and give NULL/false on no memory (sticky in the outcome:
 * the evaluator asks once). An outcome or item that is NULL is taken, so that a chain of calls needs no tests. */
cdk_evidence_item *cdk_evidence_item_new(cdk_arena *arena, cdk_outcome *outcome, const char *kind);
/* An item that cites a document; to be filled. */
cdk_citation *cdk_evidence_cite(cdk_arena *arena, cdk_outcome *outcome, cdk_evidence_kind document);
enum { CDK_SHOWN_MAX = 160 };
/* A text as it is shown: a long one is cut, and its length told. p NULL with n 0 for one that is not empty: no memory. */
cdk_str cdk_evidence_cut(cdk_arena *arena, cdk_str text);
/* The members of an item; those of a citation are made in `arena`. False: no memory. */
bool cdk_evidence_members(cdk_arena *arena, const cdk_evidence_item *item, const cdk_member **first);
bool cdk_member_str(cdk_arena *arena, cdk_evidence_item *item, const char *name, cdk_str value);   /* p NULL: null */
bool cdk_member_i64(cdk_arena *arena, cdk_evidence_item *item, const char *name, int64_t value);
bool cdk_member_bool(cdk_arena *arena, cdk_evidence_item *item, const char *name, bool value);
bool cdk_member_json(cdk_arena *arena, cdk_evidence_item *item, const char *name, const cdk_json *value);
bool cdk_member_null(cdk_arena *arena, cdk_evidence_item *item, const char *name);

#endif
