/* SPDX-License-Identifier: Apache-2.0 */
/* Making reports; report_write.c writes them. What is asked of them stands in report_access.c. */
#include "api/handles.h"

static int32_t evaluate(const cdk_env *env, cisdock_report *report)
{
    const cdk_facts *facts = report->analysis ? report->analysis->facts : NULL;
    const cdk_evidence *evidence = report->evidence ? report->evidence->evidence : NULL;
    cdk_selection defaults;
    cdk_selection_init(&defaults);
    int32_t status = cdk_bundle_evaluate(env, report->bundle->bundle, facts, evidence,
                                         report->selection ? &report->selection->values : &defaults, &report->evaluation);
    return status ? status : cdk_report_new(env, report->evaluation, facts, evidence, &report->report);
}

int32_t cisdock_evaluate_bundle(cisdock_context *context, const cisdock_bundle *bundle, const cisdock_analysis *analysis,
                                const cisdock_evidence *evidence, const cisdock_selection *selection, cisdock_report **out)
{
    if (!out) return cdk_bad_argument(context, "out is NULL");
    *out = NULL;
    if (!bundle) return cdk_bad_argument(context, "the bundle is NULL");
    cdk_env *env;
    int32_t status = cdk_enter(context, &env);
    if (status) return status;
    cisdock_report *report = cdk_handle_new(context, sizeof *report);
    if (!report) return cdk_leave(context, env->error->status);
    const void *parents[] = {report->bundle = bundle, report->analysis = analysis, report->evidence = evidence, report->selection = selection};
    for (size_t i = 0; i < sizeof parents / sizeof *parents; i++) cdk_handle_ref(parents[i]);
    status = evaluate(env, report);
    if (status)
        cisdock_report_free(report);
    else
        *out = report;
    return cdk_leave(context, status);
}

void cisdock_report_free(cisdock_report *report)
{
    if (!cdk_handle_last(report)) return;
    cdk_report_free(report->report);
    cdk_evaluation_free(report->evaluation);
    cisdock_bundle_free((cisdock_bundle *)(uintptr_t)report->bundle);
    cisdock_analysis_free((cisdock_analysis *)(uintptr_t)report->analysis);
    cisdock_evidence_free((cisdock_evidence *)(uintptr_t)report->evidence);
    cisdock_selection_free((cisdock_selection *)(uintptr_t)report->selection);
    cdk_handle_end(report);
}
