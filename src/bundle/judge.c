/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/judge.h"
#include "bundle/site_word.h"

#include <stdlib.h>

static int compare_text(const char *a, const char *b)
{
    if (!a || !b) return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

typedef struct cdk_ranked {
    cdk_outcome *outcome;
    uint32_t said; /* in which order the trigger said them: keeps the sort stable */
} cdk_ranked;

static int by_object(const void *left, const void *right)
{
    const cdk_ranked *a = left, *b = right;
    int order = compare_text(a->outcome->object_kind, b->outcome->object_kind);
    if (!order) order = compare_text(a->outcome->object_name, b->outcome->object_name);
    if (!order) order = compare_text(a->outcome->object_id, b->outcome->object_id);
    if (order) return order;
    return (a->said > b->said) - (a->said < b->said);
}

static int32_t sort_objects(cdk_eval *eval)
{
    if (eval->count < 2) return CISDOCK_OK;
    cdk_ranked *ranked = cdk_calloc(eval->env->mem, eval->count, sizeof *ranked);
    if (!ranked) return cdk_fail_memory(eval->env);
    uint32_t n = 0;
    for (cdk_outcome *outcome = eval->first; outcome && n < eval->count; outcome = outcome->next, n++)
        ranked[n] = (cdk_ranked){outcome, n};
    qsort(ranked, n, sizeof *ranked, by_object);
    for (uint32_t i = 0; i < n; i++) ranked[i].outcome->next = i + 1 < n ? ranked[i + 1].outcome : NULL;
    eval->first = ranked[0].outcome;
    eval->last = ranked[n - 1].outcome;
    cdk_free(eval->env->mem, ranked);
    return CISDOCK_OK;
}

/* The outcome that speaks for the finding: the surest one of a failure, the least sure one of anything else. */
static const cdk_outcome *speaker(const cdk_finding *finding)
{
    const cdk_outcome *best = NULL;
    for (const cdk_outcome *object = finding->objects; object; object = object->next) {
        if (object->verdict != finding->verdict) continue;
        if (!best || (finding->verdict == CDK_FAIL ? object->confidence < best->confidence
                                                   : object->confidence > best->confidence))
            best = object;
    }
    return best;
}

static int32_t roll_up(cdk_eval *eval, cdk_finding *finding)
{
    finding->verdict = CDK_NOT_APPLICABLE;
    for (const cdk_outcome *object = finding->objects; object; object = object->next)
        finding->verdict = cdk_verdict_worse(finding->verdict, object->verdict);
    finding->deciding = 0;
    for (const cdk_outcome *object = finding->objects; object; object = object->next)
        finding->deciding += object->verdict == finding->verdict;
    const cdk_outcome *lead = speaker(finding);
    finding->reason = lead->reason;
    finding->basis = lead->basis;
    finding->confidence = lead->confidence;
    finding->message = lead->message;
    if (finding->deciding > 1) {
        finding->message = cdk_arena_printf(eval->arena, "%s (and %u more)", lead->message, finding->deciding - 1);
        if (!finding->message) return cdk_fail_memory(eval->env);
    }
    return CISDOCK_OK;
}

int32_t cdk_judge_outcomes(cdk_eval *eval, const cdk_recommendation *item, cdk_finding *finding)
{
    const cdk_slug *slug = item->slug;
    int32_t status = cdk_site_word_except(eval->state, eval, item);
    if (!status) status = cdk_site_word_attest(eval->state, eval, item);
    if (status) return status;
    if (!eval->first && slug && slug->manual)
        cdk_say(eval, CDK_MANUAL, "%s", slug->manual);
    else if (!eval->first)
        cdk_say_unknown(eval, CDK_WHY_NOT_GIVEN, "nothing that was given decides this: it needs %s",
                        slug && slug->evidence && slug->evidence[0] ? slug->evidence : "a person's judgement");
    status = cdk_eval_status(eval);
    if (!status) status = sort_objects(eval);
    if (status) return status;
    finding->recommendation = item;
    finding->objects = eval->first;
    finding->object_count = eval->count;
    status = roll_up(eval, finding);
    return status ? status : cdk_fingerprint(eval->env, finding);
}

static int32_t run_rule(cdk_eval *eval, cdk_scope scope, const cdk_bench_rule *rule)
{
    const cdk_gate *gate = cdk_gate_find(cdk_str_of(rule->gate));
    const cdk_trigger *trigger = cdk_bench_rule_trigger(rule);
    if (!trigger) return CISDOCK_OK;
    uint8_t scopes = gate && gate->scopes ? gate->scopes : gate && gate->anchore ? CDK_SCOPE_IMAGE : CDK_SCOPE_HOST;
    if (!(scopes & scope)) return CISDOCK_OK;
    bool something = eval->facts || cdk_evidence_state(eval->evidence, CDK_EV_DOCKERFILE) == CDK_GIVEN;
    if (scopes == CDK_SCOPE_IMAGE && !something) return CISDOCK_OK;
    eval->params = &rule->params;
    int32_t status = trigger->evaluate(eval);
    eval->params = NULL;
    return status;
}

int32_t cdk_judge(cdk_eval *eval, cdk_scope scope, const cdk_recommendation *item, cdk_finding *finding)
{
    eval->first = eval->last = NULL;
    eval->count = 0;
    for (uint32_t i = 0; i < item->rule_count; i++) {
        int32_t status = run_rule(eval, scope, &item->rules[i]);
        if (status) return status;
    }
    return cdk_judge_outcomes(eval, item, finding);
}
