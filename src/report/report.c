/* SPDX-License-Identifier: Apache-2.0 */
#include "report/report.h"

int32_t cdk_report_new(const cdk_env *env, const cdk_evaluation *evaluation, const cdk_facts *facts,
                       const cdk_evidence *evidence, cdk_report **out)
{
    *out = NULL;
    cdk_report *report = cdk_calloc(env->mem, 1, sizeof *report);
    if (!report) return cdk_fail_memory(env);
    cdk_arena_init(&report->arena, env->mem);
    report->evaluation = evaluation;
    report->facts = facts;
    report->evidence = evidence;
    if (evaluation->benchmark) {
        report->summary = cdk_summary_new(&report->arena, evaluation);
        if (!report->summary) {
            cdk_report_free(report);
            return cdk_fail_memory(env);
        }
    }
    *out = report;
    return CISDOCK_OK;
}

void cdk_report_free(cdk_report *report)
{
    if (!report) return;
    cdk_mem *mem = report->arena.mem;
    cdk_arena_free(&report->arena);
    cdk_free(mem, report);
}
