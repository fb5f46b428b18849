/* SPDX-License-Identifier: Apache-2.0 */
/* Gates and triggers: everything that judges is a row here. A trigger is a name, typed parameters, the needs that it
 * has, and a function from facts and evidence to outcomes. Anchore's gates and ours are the same kind of row. */
#ifndef CDK_CHECKS_TRIGGER_H
#define CDK_CHECKS_TRIGGER_H

#include "checks/outcome.h"
#include "facts/evidence.h"

#include <stdarg.h>

/* anchore-0.8 differs from 1.1 in how a Dockerfile's lines are continued, 0.3 in some messages as well. */
typedef enum cdk_compat { CDK_COMPAT_INTENDED, CDK_COMPAT_ANCHORE_1_1, CDK_COMPAT_ANCHORE_0_3, CDK_COMPAT_ANCHORE_0_8 } cdk_compat;

/* Whom a benchmark judges: the IMAGE, or what the evidence of a host shows. */
typedef enum cdk_scope { CDK_SCOPE_IMAGE = 1, CDK_SCOPE_HOST = 2, CDK_SCOPE_ALL = 3 } cdk_scope;

typedef enum cdk_param_type {
    CDK_P_STRING, CDK_P_LIST, CDK_P_PIPE_LIST, CDK_P_BOOL, CDK_P_INT, CDK_P_NUMBER, CDK_P_ENUM, CDK_P_REGEX,
    CDK_P_INT_LIST, CDK_P_LINKED /* text whose form another parameter decides */
} cdk_param_type;

typedef struct cdk_param_spec {
    const char *name;
    cdk_param_type type;
    bool required;
    const char *choices;     /* of an ENUM: "a|b|c" */
    const char *def;         /* default as text, or NULL */
    const char *description;
    const char *alias;       /* older name, or NULL */
} cdk_param_spec;

/* A rule's parameters as given: text by name. Values are text as in Anchore's bundles. */
typedef struct cdk_params {
    const cdk_pair *items;
    uint32_t count;
} cdk_params;
cdk_str cdk_params_get(const cdk_params *params, const char *name); /* p NULL: not given */

/* One evaluation of one rule. Lives as long as the report is made. */
typedef struct cdk_eval {
    const cdk_env *env;
    cdk_arena *arena;             /* the report's: everything that outcomes refer to */
    const cdk_facts *facts;       /* NULL: no image */
    const cdk_evidence *evidence; /* NULL: none given */
    const cdk_params *params;
    cdk_compat compat;
    bool has_now;
    int64_t now;                  /* seconds since 1970 UTC */
    cdk_str tag;                  /* reference that the image is judged under, or none */
    cdk_outcome *first, *last;    /* what the trigger said */
    uint32_t count;
    uint32_t total;               /* outcomes of all rules so far, for MAX_FINDINGS */
    bool failed;                  /* cdk_say gave NULL; the failure is set */
    struct cdk_build *build;      /* build_steps.h, once a trigger has asked */
    struct cdk_anchore *anchore;  /* what Anchore's gates share (checks/anchore.h); NULL where none of them runs */
    void *state;                  /* of the bundle's evaluator; triggers leave it alone */
} cdk_eval;

/* Add an outcome (cleared, verdict set); the trigger fills the rest. NULL: no memory or MAX_FINDINGS (failure set). */
cdk_outcome *cdk_say(cdk_eval *eval, cdk_verdict verdict, const char *message_format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same with its arguments as a list; a format without a directive must outlive the report (a literal). */
cdk_outcome *cdk_say_list(cdk_eval *eval, cdk_verdict verdict, const char *message_format, va_list args);
/* The same with a message that outlives the report. */
cdk_outcome *cdk_say_message(cdk_eval *eval, cdk_verdict verdict, const char *message);
/* The answer of a trigger that lacks something: insufficient_evidence with its reason. */
cdk_outcome *cdk_say_unknown(cdk_eval *eval, cdk_reason reason, const char *message_format, ...)
    __attribute__((format(printf, 3, 4)));
/* Same for what the facts tell: reason of `known`, `what` names what could not be looked at ("the package database"). */
cdk_outcome *cdk_say_unread(cdk_eval *eval, cdk_known known, const char *what);
/* Same for missing evidence kinds: not given, denied, ... the message names the kind and how to supply it. */
cdk_outcome *cdk_say_no_evidence(cdk_eval *eval, cdk_evidence_kind kind);

typedef struct cdk_trigger {
    const char *name;
    const char *description;
    const cdk_param_spec *params;
    uint32_t param_count;
    /* Add to the plan what this rule needs collected. NULL: image documents alone (or no image at all). */
    int32_t (*needs)(const cdk_env *env, const cdk_params *params, cdk_plan *plan);
    /* Say one outcome per object, or none for "no match" (Anchore). A failure stops the evaluation: no memory, cancelled. */
    int32_t (*evaluate)(cdk_eval *eval);
    const char *evidence; /* kinds that decide it besides the image, "a|b": one of them is enough. NULL: none */
    bool content_search; /* asks for the patterns of the bundle's content_search too */
} cdk_trigger;

typedef struct cdk_gate {
    const char *name;
    const char *description;
    const cdk_trigger *triggers;
    uint32_t count;
    bool anchore;    /* one of Anchore's own */
    uint8_t scopes;  /* of cdk_scope: where a benchmark asks its triggers; 0: HOST, or IMAGE for Anchore's. IMAGE alone needs one */
} cdk_gate;

/* Status of a trigger's evaluation once it has said all: no memory where an outcome or its evidence is not whole. */
int32_t cdk_eval_status(const cdk_eval *eval);

/* The table of all gates: gates.def lists them, one file each. */
uint32_t cdk_gate_count(void);
const cdk_gate *cdk_gate_at(uint32_t index);
const cdk_gate *cdk_gate_find(cdk_str name);                         /* exact; NULL: none */
const cdk_trigger *cdk_trigger_find(const cdk_gate *gate, cdk_str name);

#endif
