/* SPDX-License-Identifier: Apache-2.0 */
#include "report/out.h"

#include <stdio.h>

static void put_problem(cdk_out *out, const cdk_problem *problem)
{
    cdk_jsonw_object(out->w);
    cdk_out_text(out, "class", cdk_class_text(problem->cls));
    cdk_out_text(out, "severity", problem->severity == CDK_ERROR ? "error" : "warning");
    cdk_out_str(out, "message", cdk_str_of(problem->message));
    if (problem->layer >= 0)
        cdk_out_i64(out, "layer", problem->layer);
    else
        cdk_out_null(out, "layer");
    cdk_out_path(out, "path", problem->path);
    if (problem->offset >= 0)
        cdk_out_i64(out, "offset", problem->offset);
    else
        cdk_out_null(out, "offset");
    cdk_out_str(out, "document", cdk_str_of(problem->document));
    cdk_out_str(out, "pointer", cdk_str_of(problem->pointer));
    cdk_jsonw_object_end(out->w);
}

static void put_dropped(cdk_out *out, const cdk_problems *list)
{
    char message[80];
    cdk_problem more = {.cls = CDK_CLASS_LIMIT, .severity = CDK_WARNING, .message = message, .offset = -1, .layer = -1};
    if (!list->dropped) return;
    snprintf(message, sizeof message, "%u more problems are not listed", list->dropped);
    put_problem(out, &more);
}

void cdk_json_problems(cdk_out *out)
{
    const cdk_report *report = out->report;
    const cdk_problems *lists[] = {
        report->facts ? cdk_facts_problems(report->facts) : NULL,
        report->evidence ? cdk_evidence_problems(report->evidence) : NULL,
        &report->evaluation->problems,
    };
    cdk_jsonw_key(out->w, "problems");
    cdk_jsonw_array(out->w);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if (!lists[i]) continue;
        for (const cdk_problem *problem = lists[i]->first; problem; problem = problem->next) put_problem(out, problem);
        put_dropped(out, lists[i]);
    }
    cdk_jsonw_array_end(out->w);
}
