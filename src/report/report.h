/* SPDX-License-Identifier: Apache-2.0 */
/* The report: an evaluation with its numbers, ready to be read by index or written. Writers are rows of writers.def. */
#ifndef CDK_REPORT_REPORT_H
#define CDK_REPORT_REPORT_H

#include "bundle/bundle.h"

/* The numbers of scoring.md over a set of recommendations; tenths of a percent, -1: null (0/0). */
typedef struct cdk_score {
    cdk_counts counts;
    int32_t score_tenths, assessed_tenths, assessed_score_tenths;
} cdk_score;

typedef struct cdk_part_score {
    const char *section; /* NULL: of a level */
    uint8_t level;       /* 0: of a section */
    cdk_score scored, all;
} cdk_part_score;

typedef struct cdk_summary {
    cdk_score scored, all;
    bool headline_scored;
    cdk_part_score *sections, *levels;
    uint32_t section_count, level_count;
    int32_t docker_bench_score;
} cdk_summary;

typedef struct cdk_report {
    const cdk_evaluation *evaluation;
    const cdk_facts *facts;       /* NULL: no image */
    const cdk_evidence *evidence; /* NULL: none */
    cdk_summary *summary;         /* NULL: no recommendations */
    cdk_arena arena;
} cdk_report;

/* The numbers of the findings; NULL: no memory. */
cdk_summary *cdk_summary_new(cdk_arena *arena, const cdk_evaluation *evaluation);
/* What stays out of pass, fail, warn and not_applicable: insufficient evidence, manual and error. */
uint32_t cdk_counts_open(const cdk_counts *counts);
uint32_t cdk_counts_total(const cdk_counts *counts);

int32_t cdk_report_new(const cdk_env *env, const cdk_evaluation *evaluation, const cdk_facts *facts,
                       const cdk_evidence *evidence, cdk_report **out); /* borrows all three */
void cdk_report_free(cdk_report *report);

typedef struct cdk_writer {
    const char *format;      /* "json", "table", ... */
    const char *description;
    int32_t (*write)(const cdk_env *env, const cdk_report *report, const cisdock_sink *sink);
} cdk_writer;
uint32_t cdk_writer_count(void);
const cdk_writer *cdk_writer_at(uint32_t index);
const cdk_writer *cdk_writer_find(cdk_str format);

/* The facts document that `cisdock facts` prints and `--facts` reads: opens, format, and one element of `images` for
 * each of the facts, which are of images of one source. `parts`: CISDOCK_FACTS_*. */
int32_t cdk_facts_write_json(const cdk_env *env, const cdk_facts *const *facts, size_t count, uint32_t parts,
                             const cisdock_sink *sink);
/* The squashed tree, one line a path. */
int32_t cdk_facts_write_tree(const cdk_env *env, const cdk_facts *facts, const cisdock_sink *sink);

#endif
