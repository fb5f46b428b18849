/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/judge.h"
#include "bundle/site_word.h"

static int compare_text(const char *a, const char *b)
{
    if (a == b) return 0;
    if (!a || !b) return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

static int compare_objects(const cdk_outcome *a, const cdk_outcome *b)
{
    if (a->order && b->order) return (a->order > b->order) - (a->order < b->order);
    int order = compare_text(a->object_kind, b->object_kind);
    if (!order) order = compare_text(a->object_name, b->object_name);
    return order ? order : compare_text(a->object_id, b->object_id);
}

/* Cuts what is in order off the front of `*rest`. */
static cdk_outcome *take_run(cdk_outcome **rest)
{
    cdk_outcome *first = *rest, *last = first;
    while (last->next && compare_objects(last, last->next) <= 0) last = last->next;
    *rest = last->next;
    last->next = NULL;
    return first;
}

static cdk_outcome *merge(cdk_outcome *a, cdk_outcome *b)
{
    cdk_outcome *merged = NULL, **end = &merged;
    while (a && b) {
        cdk_outcome **from = compare_objects(a, b) <= 0 ? &a : &b;
        *end = *from;
        end = &(*from)->next;
        *from = *end;
    }
    *end = a ? a : b;
    return merged;
}

/* In canonical order, those of one object as they were said. Merges the runs that are there: containers are judged in
 * order, and cost one pass. */
static cdk_outcome *sort_objects(cdk_outcome *rest)
{
    enum { MOST_RUNS = 33 };
    cdk_outcome *pending[MOST_RUNS] = {NULL}, *all = NULL; /* pending[i]: 2^i runs, later ones first */
    while (rest) {
        cdk_outcome *run = take_run(&rest);
        int i = 0;
        for (; i < MOST_RUNS - 1 && pending[i]; i++) {
            run = merge(pending[i], run);
            pending[i] = NULL;
        }
        pending[i] = run;
    }
    for (int i = 0; i < MOST_RUNS; i++)
        if (pending[i]) all = merge(pending[i], all);
    return all;
}

/* Does `object` speak for a finding rather than `best`? The surest one of a failure, the least sure one of anything else. */
static bool speaks_rather(const cdk_outcome *object, const cdk_outcome *best)
{
    if (!best) return true;
    return object->verdict == CDK_FAIL ? object->confidence < best->confidence : object->confidence > best->confidence;
}

static int32_t roll_up(cdk_eval *eval, cdk_finding *finding)
{
    const cdk_outcome *speakers[CDK_VERDICT_COUNT] = {NULL};
    uint32_t counts[CDK_VERDICT_COUNT] = {0};
    bool failed = false;
    for (const cdk_outcome *object = finding->objects; object; object = object->next) {
        failed |= object->failed;
        counts[object->verdict]++;
        if (speaks_rather(object, speakers[object->verdict])) speakers[object->verdict] = object;
    }
    if (failed) return cdk_fail_memory(eval->env);
    finding->verdict = CDK_NOT_APPLICABLE;
    for (int i = 0; i < CDK_VERDICT_COUNT; i++)
        if (counts[i]) finding->verdict = cdk_verdict_worse(finding->verdict, (cdk_verdict)i);
    finding->deciding = counts[finding->verdict];
    const cdk_outcome *lead = speakers[finding->verdict];
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
    if (eval->failed) return eval->env->error->status;
    finding->recommendation = item;
    finding->objects = sort_objects(eval->first);
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
