/* SPDX-License-Identifier: Apache-2.0 */
/* A benchmark: recommendations with their marks and texts, and the rules that decide them. Built-in ones are generated
 * at build time from src/bundle/benchmarks/; a bundle may carry one of its own in its member "benchmark". */
#ifndef CDK_BUNDLE_BENCHMARK_H
#define CDK_BUNDLE_BENCHMARK_H

#include "checks/trigger.h"

typedef enum cdk_tri { CDK_NO, CDK_YES, CDK_UNKNOWN } cdk_tri;
typedef enum cdk_assessment { CDK_ASSESS_NONE, CDK_ASSESS_AUTOMATED, CDK_ASSESS_MANUAL } cdk_assessment;
/* Targets as words of --target and the report: "docker", "linux-host", "swarm", "enterprise". */
typedef enum cdk_target { CDK_TARGET_DOCKER = 1, CDK_TARGET_LINUX_HOST = 2, CDK_TARGET_SWARM = 4, CDK_TARGET_ENTERPRISE = 8 } cdk_target;

typedef struct cdk_level {
    cdk_target target;
    uint8_t level;
} cdk_level;

/* A rule that serves a recommendation. */
typedef struct cdk_bench_rule {
    const char *gate, *trigger;
    const cdk_trigger *trigger_row; /* NULL: to be looked up by name */
    cdk_params params;
} cdk_bench_rule;
const cdk_trigger *cdk_bench_rule_trigger(const cdk_bench_rule *rule); /* NULL: there is none of that name */

/* What is the same in all versions, by slug. */
typedef struct cdk_slug {
    const char *slug, *title, *rationale, *remediation;
    const char *evidence;        /* what decides it, in words */
    const char *manual;          /* why no evidence settles it, or NULL */
    const cdk_bench_rule *rules;
    uint32_t rule_count;
    const char *nist;            /* SP 800-190 sections, or NULL */
} cdk_slug;

typedef struct cdk_recommendation {
    const char *id, *title, *section;
    const cdk_slug *slug;
    const cdk_bench_rule *rules; /* the slug's, with this version's own parameters */
    uint32_t rule_count;         /* 0: no evidence is judged by machine */
    cdk_tri scored;              /* UNKNOWN also where the version has assessment marks */
    cdk_assessment assessment;
    const cdk_level *levels;
    uint32_t level_count;
    const char *confidence;
    bool policy;                 /* carried by a bundle: its policies' rules serve it, over the image */
} cdk_recommendation;

typedef struct cdk_benchmark {
    const char *id, *version, *title, *confidence;
    uint32_t order;
    bool has_scored_marks;       /* else assessment marks: decides the headline */
    const cdk_recommendation *items;
    uint32_t count;
} cdk_benchmark;

uint32_t cdk_benchmark_count(void);                  /* built in, in order of age */
const cdk_benchmark *cdk_benchmark_at(uint32_t index);
const cdk_benchmark *cdk_benchmark_find(cdk_str id); /* NULL: none */
const cdk_slug *cdk_slug_find(cdk_str slug);         /* of the built-in ones; NULL: none */

/* The member "benchmark" of a bundle. What is wrong in it is told in `problems`, and left out. Failure: memory. */
int32_t cdk_benchmark_parse(const cdk_env *env, cdk_arena *arena, const cdk_json *json, const char *document,
                            cdk_problems *problems, const cdk_benchmark **out);

#endif
