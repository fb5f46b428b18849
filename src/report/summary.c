/* SPDX-License-Identifier: Apache-2.0 */
#include "report/report.h"

uint32_t cdk_counts_open(const cdk_counts *counts)
{
    return counts->v[CDK_INSUFFICIENT] + counts->v[CDK_MANUAL] + counts->v[CDK_VERDICT_ERROR];
}

uint32_t cdk_counts_total(const cdk_counts *counts)
{
    uint32_t total = 0;
    for (int i = 0; i < CDK_VERDICT_COUNT; i++) total += counts->v[i];
    return total;
}

/* 100 * part / whole in tenths, half up; -1 for 0/0. */
static int32_t percent(uint64_t part, uint64_t whole)
{
    return whole ? (int32_t)((2000 * part + whole) / (2 * whole)) : -1;
}

static void finish(cdk_score *score)
{
    const uint32_t *v = score->counts.v;
    uint64_t passed = v[CDK_PASS], assessed = passed + v[CDK_FAIL] + v[CDK_WARN];
    uint64_t counted = assessed + cdk_counts_open(&score->counts);
    score->score_tenths = percent(passed, counted);
    score->assessed_tenths = percent(assessed, counted);
    score->assessed_score_tenths = percent(passed, assessed);
}

/* The flavour "scored": items whose mark is not known count as not scored. */
static bool is_scored(const cdk_benchmark *benchmark, const cdk_recommendation *item)
{
    return benchmark->has_scored_marks ? item->scored == CDK_YES : item->assessment == CDK_ASSESS_AUTOMATED;
}

static cdk_part_score *part_of(cdk_part_score *parts, uint32_t *count, const char *section, uint8_t level)
{
    for (uint32_t i = 0; i < *count; i++)
        if (section ? strcmp(parts[i].section, section) == 0 : parts[i].level == level) return &parts[i];
    parts[*count] = (cdk_part_score){.section = section, .level = level};
    return &parts[(*count)++];
}

static void finish_parts(cdk_part_score *parts, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        finish(&parts[i].scored);
        finish(&parts[i].all);
    }
}

static void order_levels(cdk_summary *summary)
{
    for (uint32_t i = 1; i < summary->level_count; i++)
        for (uint32_t n = i; n && summary->levels[n - 1].level > summary->levels[n].level; n--) {
            cdk_part_score higher = summary->levels[n - 1];
            summary->levels[n - 1] = summary->levels[n];
            summary->levels[n] = higher;
        }
}

cdk_summary *cdk_summary_new(cdk_arena *arena, const cdk_evaluation *evaluation)
{
    const cdk_benchmark *benchmark = evaluation->benchmark;
    uint32_t most = evaluation->finding_count ? evaluation->finding_count : 1;
    cdk_summary *summary = cdk_arena_calloc(arena, 1, sizeof *summary);
    if (!summary) return NULL;
    summary->sections = cdk_arena_calloc(arena, most, sizeof *summary->sections);
    summary->levels = cdk_arena_calloc(arena, most, sizeof *summary->levels);
    if (!summary->sections || !summary->levels) return NULL;
    for (uint32_t i = 0; i < evaluation->finding_count; i++) {
        const cdk_finding *finding = &evaluation->findings[i];
        cdk_part_score *section = part_of(summary->sections, &summary->section_count, finding->recommendation->section, 0);
        cdk_part_score *level = part_of(summary->levels, &summary->level_count, NULL, finding->level);
        cdk_score *scores[] = {&summary->all, &section->all, &level->all, &summary->scored, &section->scored, &level->scored};
        int n = is_scored(benchmark, finding->recommendation) ? 6 : 3;
        for (int k = 0; k < n; k++) scores[k]->counts.v[finding->verdict]++;
    }
    finish(&summary->scored);
    finish(&summary->all);
    finish_parts(summary->sections, summary->section_count);
    finish_parts(summary->levels, summary->level_count);
    order_levels(summary);
    summary->headline_scored = benchmark->has_scored_marks;
    summary->docker_bench_score =
        (int32_t)summary->scored.counts.v[CDK_PASS] - (int32_t)summary->scored.counts.v[CDK_FAIL];
    return summary;
}
