/* SPDX-License-Identifier: Apache-2.0 */
/* The report as JSON: schema cisdock.report/1, whose form cisdock.report.schema.json tells. */
#include "report/out.h"
#include "report/words.h"
#include "report/writers.h"

#include <cisdock/version.h>

static void put_library(cdk_out *out)
{
    cdk_jsonw_key(out->w, "library");
    cdk_jsonw_object(out->w);
    cdk_out_text(out, "name", "libcisdock");
    cdk_out_text(out, "version", CISDOCK_VERSION_STRING);
    cdk_jsonw_object_end(out->w);
}

static void put_bundle(cdk_out *out)
{
    const cdk_evaluation *evaluation = out->report->evaluation;
    cdk_jsonw_key(out->w, "bundle");
    cdk_jsonw_object(out->w);
    cdk_out_str(out, "id", cdk_str_of(evaluation->bundle->id));
    cdk_out_str(out, "name", cdk_str_of(evaluation->bundle->name));
    cdk_out_str(out, "version", cdk_str_of(evaluation->bundle->version));
    cdk_out_text(out, "compat", cdk_compat_word(evaluation->compat));
    cdk_jsonw_object_end(out->w);
}

static void put_benchmark(cdk_out *out)
{
    const cdk_evaluation *evaluation = out->report->evaluation;
    const cdk_benchmark *benchmark = evaluation->benchmark;
    if (!benchmark) {
        cdk_out_null(out, "benchmark");
        return;
    }
    uint32_t targets = cdk_benchmark_targets(benchmark);
    if (evaluation->selection.targets) targets &= evaluation->selection.targets;
    cdk_jsonw_key(out->w, "benchmark");
    cdk_jsonw_object(out->w);
    cdk_out_str(out, "id", cdk_str_of(benchmark->id));
    cdk_out_str(out, "version", cdk_str_of(benchmark->version));
    cdk_out_str(out, "title", cdk_str_of(benchmark->title));
    cdk_out_i64(out, "level", evaluation->selection.level);
    cdk_jsonw_key(out->w, "targets");
    cdk_jsonw_array(out->w);
    for (uint32_t target = 1; target <= CDK_TARGET_ENTERPRISE; target <<= 1)
        if (targets & target) cdk_jsonw_text(out->w, cdk_target_word((cdk_target)target));
    cdk_jsonw_array_end(out->w);
    cdk_out_text(out, "scope", cdk_scope_word(evaluation->selection.scope));
    cdk_jsonw_object_end(out->w);
}

static int32_t write_json(const cdk_env *env, const cdk_report *report, const cisdock_sink *sink, int indent)
{
    cdk_out out;
    cdk_out_init(&out, env, report);
    const cdk_jsonw_options options = {.indent = indent};
    int32_t status = cdk_jsonw_new(env, sink, &options, &out.w);
    if (!status) {
        cdk_jsonw_object(out.w);
        cdk_out_text(&out, "schema", "cisdock.report/1");
        put_library(&out);
        cdk_json_image(&out);
        put_bundle(&out);
        put_benchmark(&out);
        cdk_json_summary(&out);
        cdk_json_recommendations(&out);
        cdk_json_policy(&out);
        cdk_json_problems(&out);
        cdk_jsonw_object_end(out.w);
        cdk_jsonw_newline(out.w);
        status = cdk_jsonw_end(out.w);
        if (out.status) status = out.status;
    }
    cdk_out_free(&out);
    return status;
}

int32_t cdk_write_json(const cdk_env *env, const cdk_report *report, const cisdock_sink *sink)
{
    return write_json(env, report, sink, 0);
}

int32_t cdk_write_json_indented(const cdk_env *env, const cdk_report *report, const cisdock_sink *sink)
{
    return write_json(env, report, sink, 2);
}
