/* SPDX-License-Identifier: Apache-2.0 */
/* Anchore's policies: a bundle's JSON as the engine reads it. What of it is used is built anew for each evaluation, because
 * the engine looks only at what the chosen mapping names, and meets faults only there. */
#ifndef CDK_BUNDLE_POLICY_H
#define CDK_BUNDLE_POLICY_H

#include "bundle/bundle.h"
#include "checks/anchore.h"
#include "checks/anchore_retired.h"

typedef struct cdk_policy_bundle {
    const cdk_json *root; /* an object */
    cdk_str text;         /* the document, for positions */
    const char *document;
} cdk_policy_bundle;

typedef enum cdk_action { CDK_ACTION_STOP = -1, CDK_ACTION_WARN, CDK_ACTION_GO } cdk_action;
const char *cdk_action_word(cdk_action action);

/* --- what an evaluation is made of --- */

/* A text with wildcards, or behind "regexp:" a pattern, ready for many texts. */
typedef struct cdk_wildcard {
    cdk_str glob;
    cdk_regex *regex; /* NULL: a glob */
    cdk_regex_run *run;
} cdk_wildcard;
int32_t cdk_wildcard_new(const cdk_env *env, cdk_str pattern, cdk_wildcard *out);
int32_t cdk_wildcard_try(const cdk_wildcard *wildcard, cdk_str text, bool *hit);
void cdk_wildcard_free(cdk_wildcard *wildcard);
bool cdk_wildcard_plain(cdk_str pattern); /* no wildcard in it: matches its own text alone (and that with a newline) */

/* What a reference names. p NULL: null. */
typedef struct cdk_reference {
    cdk_str registry, repository, tag, digest;
} cdk_reference;
/* False: no memory. */
bool cdk_reference_parse(cdk_arena *arena, cdk_str text, cdk_reference *out);

typedef struct cdk_policy_rule {
    const cdk_json *json;
    cdk_str id;                     /* p NULL: none */
    const cdk_gate *gate;           /* NULL: retired */
    const cdk_trigger *trigger;
    const cdk_retired_gate *retired;
    cdk_action action;
    cdk_params params;
    uint32_t runs;                  /* of a retired one: each repeats the problems of those before */
    bool ran;                       /* in this pass over its policy */
    const char *recommendation;     /* that it serves, or NULL */
} cdk_policy_rule;

typedef struct cdk_policy {
    const cdk_json *json;
    cdk_str id;
    cdk_policy_rule *rules;
    uint32_t rule_count;
} cdk_policy;

typedef struct cdk_allow_item {
    const cdk_json *json;
    cdk_str id, gate, trigger_id;   /* gate in lower case; trigger_id p NULL: null */
    bool expires;
    int64_t expires_at;             /* microseconds since 1970 */
    bool ready;                     /* the wildcard is made */
    cdk_wildcard wildcard;
    struct cdk_allow_item *next_same, *last_same; /* of the same trigger id, in order; the last one is kept by the first */
} cdk_allow_item;

typedef struct cdk_allowlist {
    const cdk_json *json;
    cdk_str id, name;
    cdk_allow_item *items;
    uint32_t item_count;
    cdk_map exact;                  /* trigger id -> first item without wildcards */
    cdk_allow_item **patterns;      /* the others, in order */
    uint32_t pattern_count;
} cdk_allowlist;

/* The state of building and running. Everything lives in `arena`, but for patterns and maps. */
typedef struct cdk_policy_run {
    const cdk_env *env;
    cdk_arena *arena;
    const cdk_policy_bundle *bundle;
    cdk_compat compat;
    const cdk_gate_facts *facts;    /* NULL while only building */
    cdk_str tag;
    int64_t now;
    const cdk_json *mapping;        /* chosen, or NULL */
    cdk_policy *policies;           /* built, each once */
    uint32_t policy_count;
    cdk_allowlist *allowlists;      /* in the mapping's order */
    uint32_t allowlist_count;
    cdk_policy_problem *problems, *last_problem;
    uint32_t problem_count;
    bool broken;                    /* no verdict */
    const char *broken_why;
    cdk_eval *eval;
} cdk_policy_run;

/* Problems. Each gives 1, "raised", or a failure (no memory). `type` is the engine's. */
int32_t cdk_policy_raise(cdk_policy_run *run, const char *type, const cdk_json *at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The evaluation gives no verdict, because ... 1, or a failure. */
int32_t cdk_policy_break(cdk_policy_run *run, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* 0: built; 1: problems were raised; negative: failed. */
int32_t cdk_policy_build_mapping(cdk_policy_run *run);           /* choose, and build what it names */
int32_t cdk_policy_build(cdk_policy_run *run, const cdk_json *json, cdk_policy *out);
int32_t cdk_policy_build_rule(cdk_policy_run *run, const cdk_json *json, cdk_policy_rule *out);
int32_t cdk_policy_build_params(cdk_policy_run *run, const cdk_json *rule, const cdk_trigger *trigger, cdk_params *out);
int32_t cdk_allowlist_build(cdk_policy_run *run, const cdk_json *json, cdk_allowlist *out);
void cdk_allowlist_free(cdk_allowlist *list);
bool cdk_policy_expiry(cdk_str text, int64_t *microseconds);

/* Does an image rule fit? `image` false: only its tag is known. 0 with `out`, 1: an exception, told in `error` as the engine
 * names it; negative: failed. */
int32_t cdk_image_rule_matches(cdk_policy_run *run, const cdk_json *rule, const cdk_reference *reference, bool image, bool *out,
                               const char **error);
/* The first of a list of image rules that fits, or NULL. */
int32_t cdk_image_list_find(cdk_policy_run *run, const char *list, const cdk_json **out);

/* The first allowlist item for a match; NULL: none. 1: an exception. */
int32_t cdk_allowlist_find(cdk_policy_run *run, const char *gate, cdk_str trigger_id, const cdk_allowlist **list,
                           const cdk_allow_item **item);

/* Run the policies of the mapping; matches are linked into `result`. 1: broken. */
int32_t cdk_policy_execute(cdk_policy_run *run, cdk_policy_result *result);

/* An id for a failing outcome of one of our own gates, as the engine makes them. False: no memory. */
bool cdk_native_row(cdk_policy_run *run, const cdk_policy_rule *rule, cdk_outcome *outcome);

/* --- the whole --- */

/* What the writer of the engine's own result document needs beside the result. */
typedef struct cdk_policy_detail {
    const cdk_json *bundle, *mapping, *allowed_image, *denied_image; /* as given; NULL: none */
    cdk_str tag, image_id, digest;
    int64_t now;
    bool has_now;
} cdk_policy_detail;

/* The whole over gate facts. `eval` has env, arena, compat, now; its outcomes are those of the rules. */
int32_t cdk_policy_evaluate_facts(cdk_eval *eval, const cdk_policy_bundle *bundle, const cdk_gate_facts *facts, cdk_str tag,
                                  cdk_policy_result **out);
/* The same over the facts and evidence of `eval`. What the gates saw is the caller's to free, after the result. NULL in `out`:
 * the bundle has no policies. */
int32_t cdk_policy_evaluate(cdk_eval *eval, const cdk_bundle *bundle, cdk_gate_facts **facts, cdk_policy_result **out);
/* Add what the rules of all policies need. Rules that are broken need nothing. */
int32_t cdk_policy_plan(const cdk_env *env, const cdk_policy_bundle *bundle, cdk_plan *plan);
/* Everything that can be said of a bundle without an image, into its problems. */
int32_t cdk_policy_lint(const cdk_env *env, cdk_bundle *bundle);
/* Text of the policy member: the recommendation that a rule serves, by its own member or by what is known of published
 * bundles. NULL: none. */
const char *cdk_policy_recommendation(cdk_arena *arena, const cdk_json *rule);

#endif
