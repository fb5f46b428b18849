/* SPDX-License-Identifier: Apache-2.0 */
/* Findings, objects and numbers of a report, as they are. */
#include "api/handles.h"

static const cdk_finding *in(const cisdock_finding *finding)
{
    return (const cdk_finding *)finding;
}

static const cdk_outcome *object_in(const cisdock_object *object)
{
    return (const cdk_outcome *)object;
}

uint32_t cisdock_report_count(const cisdock_report *report)
{
    return report ? report->evaluation->finding_count : 0;
}

const cisdock_finding *cisdock_report_at(const cisdock_report *report, uint32_t index)
{
    return index < cisdock_report_count(report) ? (const cisdock_finding *)&report->evaluation->findings[index] : NULL;
}

const cisdock_recommendation *cisdock_finding_recommendation(const cisdock_finding *finding)
{
    return finding ? (const cisdock_recommendation *)in(finding)->recommendation : NULL;
}

const char *cisdock_finding_id(const cisdock_finding *finding)
{
    return cisdock_recommendation_id(cisdock_finding_recommendation(finding));
}

const char *cisdock_finding_slug(const cisdock_finding *finding)
{
    return cisdock_recommendation_slug(cisdock_finding_recommendation(finding));
}

int32_t cisdock_finding_verdict(const cisdock_finding *finding)
{
    return finding ? (int32_t)in(finding)->verdict : CISDOCK_VERDICT_ERROR;
}

const char *cisdock_finding_reason(const cisdock_finding *finding)
{
    return finding ? cdk_reason_word(in(finding)->reason) : NULL;
}

const char *cisdock_finding_basis(const cisdock_finding *finding)
{
    return finding ? cdk_basis_word(in(finding)->basis) : NULL;
}

const char *cisdock_finding_confidence(const cisdock_finding *finding)
{
    return finding ? cdk_confidence_word(in(finding)->confidence) : NULL;
}

const char *cisdock_finding_message(const cisdock_finding *finding)
{
    return finding ? in(finding)->message : NULL;
}

const char *cisdock_finding_fingerprint(const cisdock_finding *finding)
{
    return finding ? in(finding)->fingerprint : NULL;
}

/* The outcome itself, or the next one that is of an object: others speak of the recommendation as a whole. */
static const cisdock_object *of_object(const cdk_outcome *outcome)
{
    while (outcome && !outcome->object_kind) outcome = outcome->next;
    return (const cisdock_object *)outcome;
}

uint32_t cisdock_finding_object_count(const cisdock_finding *finding)
{
    uint32_t count = 0;
    for (const cisdock_object *object = cisdock_finding_objects(finding); object; object = cisdock_object_next(object)) count++;
    return count;
}

const cisdock_object *cisdock_finding_objects(const cisdock_finding *finding)
{
    return finding ? of_object(in(finding)->objects) : NULL;
}

const cisdock_object *cisdock_object_next(const cisdock_object *object)
{
    return object ? of_object(object_in(object)->next) : NULL;
}

const char *cisdock_object_kind(const cisdock_object *object)
{
    return object ? object_in(object)->object_kind : NULL;
}

const char *cisdock_object_id(const cisdock_object *object)
{
    return object ? object_in(object)->object_id : NULL;
}

const char *cisdock_object_name(const cisdock_object *object)
{
    return object ? object_in(object)->object_name : NULL;
}

int32_t cisdock_object_verdict(const cisdock_object *object)
{
    return object ? (int32_t)object_in(object)->verdict : CISDOCK_VERDICT_ERROR;
}

const char *cisdock_object_reason(const cisdock_object *object)
{
    return object ? cdk_reason_word(object_in(object)->reason) : NULL;
}

const char *cisdock_object_message(const cisdock_object *object)
{
    return object ? object_in(object)->message : NULL;
}

/* The public numbers of verdicts are the order of the internal ones; this holds them together. */
_Static_assert((int)CDK_PASS == CISDOCK_VERDICT_PASS && (int)CDK_FAIL == CISDOCK_VERDICT_FAIL && (int)CDK_WARN == CISDOCK_VERDICT_WARN &&
                   (int)CDK_NOT_APPLICABLE == CISDOCK_VERDICT_NOT_APPLICABLE &&
                   (int)CDK_INSUFFICIENT == CISDOCK_VERDICT_INSUFFICIENT_EVIDENCE && (int)CDK_MANUAL == CISDOCK_VERDICT_MANUAL &&
                   (int)CDK_VERDICT_ERROR == CISDOCK_VERDICT_ERROR && (int)CDK_VERDICT_COUNT == CISDOCK_VERDICT_COUNT,
               "verdicts");

const char *cisdock_verdict_word(int32_t verdict)
{
    return verdict >= 0 && verdict < CDK_VERDICT_COUNT ? cdk_verdict_word((cdk_verdict)verdict) : NULL;
}

static const cdk_score *score(const cisdock_report *report, int32_t flavour)
{
    const cdk_summary *summary = report ? report->report->summary : NULL;
    if (!summary || (flavour != CISDOCK_FLAVOUR_ALL && flavour != CISDOCK_FLAVOUR_SCORED)) return NULL;
    return flavour == CISDOCK_FLAVOUR_ALL ? &summary->all : &summary->scored;
}

uint32_t cisdock_report_verdict_count(const cisdock_report *report, int32_t flavour, int32_t verdict)
{
    const cdk_score *found = score(report, flavour);
    return found && verdict >= 0 && verdict < CDK_VERDICT_COUNT ? found->counts.v[verdict] : 0;
}

int32_t cisdock_report_number(const cisdock_report *report, int32_t flavour, int32_t number)
{
    const cdk_score *found = score(report, flavour);
    if (!found) return -1;
    switch (number) {
    case CISDOCK_NUMBER_SCORE: return found->score_tenths;
    case CISDOCK_NUMBER_ASSESSED: return found->assessed_tenths;
    case CISDOCK_NUMBER_ASSESSED_SCORE: return found->assessed_score_tenths;
    default: return -1;
    }
}

int32_t cisdock_report_headline(const cisdock_report *report)
{
    const cdk_summary *summary = report ? report->report->summary : NULL;
    return summary && summary->headline_scored ? CISDOCK_FLAVOUR_SCORED : CISDOCK_FLAVOUR_ALL;
}

static bool any_error(const cdk_problems *problems)
{
    for (const cdk_problem *problem = problems ? problems->first : NULL; problem; problem = problem->next)
        if (problem->severity == CDK_ERROR) return true;
    return false;
}

const cisdock_problem *cisdock_report_problems(const cisdock_report *report)
{
    return cdk_problem_public(report ? &report->evaluation->problems : NULL);
}

int32_t cisdock_report_has_errors(const cisdock_report *report)
{
    if (!report) return 0;
    return any_error(&report->evaluation->problems) ||
           (report->analysis && any_error(cdk_facts_problems(report->analysis->facts))) ||
           (report->evidence && any_error(cdk_evidence_problems(report->evidence->evidence)));
}
