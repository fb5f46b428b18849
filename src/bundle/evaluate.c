/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/judge.h"
#include "facts/evidence_mixed.h"
#include "bundle/policy.h"
#include "bundle/site_word.h"
#include "checks/build_steps.h"

static int32_t begin(const cdk_env *env, const cdk_bundle *bundle, const cdk_selection *selection, cdk_evaluation **out)
{
    cdk_evaluation *evaluation = cdk_calloc(env->mem, 1, sizeof *evaluation);
    if (!evaluation) return cdk_fail_memory(env);
    cdk_arena_init(&evaluation->arena, env->mem);
    evaluation->bundle = bundle;
    evaluation->benchmark = selection->benchmark ? selection->benchmark : bundle->benchmark;
    evaluation->selection = *selection;
    evaluation->compat = selection->has_compat ? selection->compat : bundle->compat;
    *out = evaluation;
    return CISDOCK_OK;
}

static int32_t judge_item(cdk_eval *eval, cdk_evaluation *evaluation, const cdk_recommendation *item)
{
    cdk_finding *finding = &evaluation->findings[evaluation->finding_count];
    int32_t status = cdk_check_cancel(eval->env);
    if (status) return status;
    if (item->policy || cdk_policy_serves(evaluation->policy, item)) return cdk_judge_policy(eval, evaluation->policy, item, finding);
    return cdk_judge(eval, evaluation->selection.scope, item, finding);
}

static int32_t judge_benchmark(cdk_eval *eval, cdk_evaluation *evaluation)
{
    const cdk_benchmark *benchmark = evaluation->benchmark;
    const cdk_selection *selection = &evaluation->selection;
    evaluation->findings = cdk_arena_calloc(&evaluation->arena, benchmark->count ? benchmark->count : 1,
                                            sizeof *evaluation->findings);
    if (!evaluation->findings) return cdk_fail_memory(eval->env);
    cdk_site_word *word;
    int32_t status = cdk_site_word_new(eval, &evaluation->problems, &word);
    if (status) return status;
    eval->state = word;
    for (uint32_t i = 0; i < benchmark->count; i++) {
        uint8_t level;
        if (!cdk_selection_has(selection, &benchmark->items[i], &level)) continue;
        status = judge_item(eval, evaluation, &benchmark->items[i]);
        if (status) return status;
        evaluation->findings[evaluation->finding_count++].level = level;
        cdk_progress(eval->env, "evaluate", i + 1, benchmark->count);
    }
    return cdk_site_word_end(word, eval, &evaluation->problems);
}

/* What is odd in the Dockerfile that was judged, or beside the image that it is said to have made. */
static int32_t tell_dockerfile(const cdk_eval *eval, cdk_evaluation *evaluation)
{
    const cdk_build *build = eval->build;
    cdk_where where = CDK_NOWHERE;
    where.document = "Dockerfile";
    if (!build || !build->dockerfile) return CISDOCK_OK;
    bool kept = cdk_problems_append(eval->env, eval->arena, &evaluation->problems, build->dockerfile_problems, -1);
    if (kept && build->history && !build->dockerfile_fits)
        kept = cdk_problem_add(eval->env, eval->arena, &evaluation->problems, CDK_CLASS_BAD_DOCUMENT, CDK_WARNING, &where,
                               "the Dockerfile does not fit the image's history: its build steps were judged by the history");
    return kept ? CISDOCK_OK : cdk_fail_memory(eval->env);
}

int32_t cdk_bundle_evaluate(const cdk_env *env, const cdk_bundle *bundle, const cdk_facts *facts,
                            const cdk_evidence *evidence, const cdk_selection *selection, cdk_evaluation **out)
{
    cdk_evaluation *evaluation = NULL;
    *out = NULL;
    int32_t status = cdk_selection_check(env, selection, selection->benchmark ? selection->benchmark : bundle->benchmark);
    if (!status) status = begin(env, bundle, selection, &evaluation);
    if (status) return status;
    cdk_eval eval = {
        .env = env,
        .arena = &evaluation->arena,
        .facts = facts,
        .evidence = evidence,
        .compat = evaluation->compat,
        .tag = selection->tag,
        .has_now = env->hooks->now != NULL,
    };
    if (eval.has_now) eval.now = env->hooks->now(env->hooks->user);
    status = cdk_policy_evaluate(&eval, bundle, &evaluation->gate_facts, &evaluation->policy);
    if (!status) status = cdk_evidence_cross_check(env, &evaluation->arena, evidence, &evaluation->problems);
    if (!status && evaluation->benchmark) status = judge_benchmark(&eval, evaluation);
    if (!status) status = tell_dockerfile(&eval, evaluation);
    if (status) {
        cdk_evaluation_free(evaluation);
        return status;
    }
    *out = evaluation;
    return CISDOCK_OK;
}

void cdk_evaluation_free(cdk_evaluation *evaluation)
{
    if (!evaluation) return;
    cdk_mem *mem = evaluation->arena.mem;
    cdk_gate_facts_free(evaluation->gate_facts);
    cdk_arena_free(&evaluation->arena);
    cdk_free(mem, evaluation);
}
