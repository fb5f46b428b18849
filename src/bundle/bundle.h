/* SPDX-License-Identifier: Apache-2.0 */
/* A policy bundle, parsed and checked, or a built-in benchmark as one; and its evaluation into a report's parts. */
#ifndef CDK_BUNDLE_BUNDLE_H
#define CDK_BUNDLE_BUNDLE_H

#include "base/digest.h"
#include "bundle/benchmark.h"

struct cdk_policy_bundle; /* Anchore's part: bundle/policy.h */

typedef struct cdk_bundle {
    cdk_arena arena;
    const char *id, *name, *version;
    cdk_compat compat;                /* what holds for it unless the selection says otherwise */
    const cdk_benchmark *benchmark;   /* NULL: none */
    struct cdk_policy_bundle *policy; /* NULL: none (a built-in benchmark) */
    cdk_problems problems;            /* what lint says */
} cdk_bundle;

int32_t cdk_bundle_builtin(const cdk_env *env, cdk_str id, cdk_bundle **out);
int32_t cdk_bundle_parse(const cdk_env *env, cdk_str text, const char *document, cdk_bundle **out);
void cdk_bundle_free(cdk_bundle *bundle);
/* As JSON: which mapping a reference takes and why, which rules would run, and what each needs. tag: none for the engine's own. */
int32_t cdk_bundle_explain(const cdk_env *env, const cdk_bundle *bundle, cdk_str tag, const cisdock_sink *sink);
int32_t cdk_bundle_plan(const cdk_env *env, const cdk_bundle *bundle, cdk_plan *plan); /* adds what its rules need */

/* What of a bundle is evaluated, and how. */
typedef struct cdk_selection {
    uint8_t level;               /* 1 or 2 */
    uint32_t targets;            /* of cdk_target; 0: all that the version has */
    cdk_scope scope;
    const cdk_str *only, *skip;  /* recommendation ids or slugs */
    uint32_t only_count, skip_count;
    bool has_compat;
    cdk_compat compat;
    const cdk_benchmark *benchmark; /* judged beside the bundle's policies; NULL: what the bundle carries */
    cdk_str tag;                 /* reference for mappings; none: the image's first name */
} cdk_selection;
void cdk_selection_init(cdk_selection *selection); /* level 2, all targets, scope image */
/* Names to skip may be other versions' too; those to judge must be the benchmark's. Failure: argument. */
int32_t cdk_selection_check(const cdk_env *env, const cdk_selection *selection, const cdk_benchmark *benchmark);
/* Does it count? `level` gets the lowest level at which it does; may be NULL. */
bool cdk_selection_has(const cdk_selection *selection, const cdk_recommendation *item, uint8_t *level);
uint32_t cdk_benchmark_targets(const cdk_benchmark *benchmark); /* of cdk_target: all that some recommendation has */

/* One recommendation, judged. */
typedef struct cdk_finding {
    const cdk_recommendation *recommendation;
    cdk_verdict verdict;
    cdk_reason reason;
    cdk_basis basis;
    cdk_confidence confidence;
    const char *message;
    cdk_outcome *objects;        /* all outcomes, in canonical order */
    uint32_t object_count;
    uint32_t deciding;           /* how many of them have the verdict */
    uint8_t level;               /* at which it was chosen */
    char fingerprint[33];
} cdk_finding;

/* Stable for the same object in later reports: slug, object and place. Reports of many objects ask when they write, with
 * one digest for all. */
void cdk_object_fingerprint(cdk_digest *sha256, const cdk_finding *finding, const cdk_outcome *object, char out[33]);

/* One match of a policy. */
typedef struct cdk_match {
    const char *policy_id, *rule_id, *gate, *trigger, *trigger_id, *action, *message;
    const char *recommendation;          /* or NULL */
    const char *allowlist_id, *allowlist_item, *allowlist_name; /* NULL: not allowlisted */
    bool allowlisted;                    /* also where list and item have no ids */
    const cdk_outcome *outcome;
    struct cdk_match *next;
} cdk_match;

typedef struct cdk_policy_problem {
    const char *type, *severity, *message;
    const cdk_json *at;                  /* in the bundle's document, or NULL */
    struct cdk_policy_problem *next;
} cdk_policy_problem;

/* What a rule that serves a recommendation said. */
typedef struct cdk_served {
    const char *recommendation;
    const cdk_outcome *outcomes; /* NULL: no match */
    const cdk_match *matches;    /* of those outcomes, in the same order; those of other rules follow behind them */
    struct cdk_served *next;
} cdk_served;

typedef enum cdk_policy_outcome { CDK_POLICY_RESULT, CDK_POLICY_ERROR_STOP, CDK_POLICY_NO_VERDICT } cdk_policy_outcome;

typedef struct cdk_policy_result {
    cdk_policy_outcome outcome;
    const char *mapping;                          /* name of the mapping rule, or NULL */
    const char *const *policy_ids;
    uint32_t policy_id_count;
    const char *final_action, *final_action_reason, *policy_final_action;
    const char *matched_allowed_images, *matched_denied_images; /* names, or NULL */
    cdk_match *matches;
    uint32_t match_count;
    cdk_served *served, *served_last;             /* rules that serve a recommendation, in the order in which they ran */
    cdk_policy_problem *problems;
    const void *detail;                           /* the policy evaluator's own, for its result writer */
} cdk_policy_result;

/* Counts of verdicts and the numbers of scoring.md. */
typedef struct cdk_counts {
    uint32_t v[CDK_VERDICT_COUNT];
} cdk_counts;

typedef struct cdk_evaluation {
    cdk_arena arena;
    const cdk_benchmark *benchmark;
    const cdk_bundle *bundle;
    cdk_selection selection;
    cdk_compat compat;
    cdk_finding *findings;       /* in the benchmark's order */
    uint32_t finding_count;
    cdk_policy_result *policy;   /* NULL: none */
    struct cdk_gate_facts *gate_facts; /* what the policy's gates saw; NULL: none */
    cdk_problems problems;       /* of evaluation and evidence */
} cdk_evaluation;

/* facts or evidence may be NULL. Does no I/O. */
int32_t cdk_bundle_evaluate(const cdk_env *env, const cdk_bundle *bundle, const cdk_facts *facts,
                            const cdk_evidence *evidence, const cdk_selection *selection, cdk_evaluation **out);
void cdk_evaluation_free(cdk_evaluation *evaluation);

#endif
