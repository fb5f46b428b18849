/* SPDX-License-Identifier: Apache-2.0 */
#include "report/out.h"

static void put_counts(cdk_out *out, const cdk_counts *counts)
{
    cdk_jsonw_key(out->w, "counts");
    cdk_jsonw_object(out->w);
    for (int i = 0; i < CDK_VERDICT_COUNT; i++) cdk_out_i64(out, cdk_verdict_word((cdk_verdict)i), counts->v[i]);
    cdk_jsonw_object_end(out->w);
}

static void put_percent(cdk_out *out, const char *name, int32_t tenths)
{
    cdk_jsonw_key(out->w, name);
    if (tenths < 0)
        cdk_jsonw_null(out->w);
    else
        cdk_jsonw_fixed1(out->w, tenths);
}

static void put_score(cdk_out *out, const char *name, const cdk_score *score)
{
    cdk_jsonw_key(out->w, name);
    cdk_jsonw_object(out->w);
    put_counts(out, &score->counts);
    cdk_out_i64(out, "total", cdk_counts_total(&score->counts));
    cdk_out_i64(out, "not_assessed", cdk_counts_open(&score->counts));
    put_percent(out, "score_percent", score->score_tenths);
    put_percent(out, "assessed_percent", score->assessed_tenths);
    put_percent(out, "assessed_score_percent", score->assessed_score_tenths);
    cdk_jsonw_object_end(out->w);
}

static void put_parts(cdk_out *out, const char *name, const cdk_part_score *parts, uint32_t count)
{
    cdk_jsonw_key(out->w, name);
    cdk_jsonw_array(out->w);
    for (uint32_t i = 0; i < count; i++) {
        cdk_jsonw_object(out->w);
        if (parts[i].section)
            cdk_out_text(out, "section", parts[i].section);
        else
            cdk_out_i64(out, "level", parts[i].level);
        put_counts(out, &parts[i].all.counts);
        put_score(out, "scored", &parts[i].scored);
        put_score(out, "all", &parts[i].all);
        cdk_jsonw_object_end(out->w);
    }
    cdk_jsonw_array_end(out->w);
}

void cdk_json_summary(cdk_out *out)
{
    const cdk_summary *summary = out->report->summary;
    if (!summary) {
        cdk_out_null(out, "summary");
        return;
    }
    cdk_jsonw_key(out->w, "summary");
    cdk_jsonw_object(out->w);
    put_counts(out, &summary->all.counts);
    cdk_out_text(out, "headline", summary->headline_scored ? "scored" : "all");
    put_score(out, "scored", &summary->scored);
    put_score(out, "all", &summary->all);
    put_parts(out, "by_section", summary->sections, summary->section_count);
    put_parts(out, "by_level", summary->levels, summary->level_count);
    cdk_out_i64(out, "docker_bench_score", summary->docker_bench_score);
    cdk_jsonw_object_end(out->w);
}
