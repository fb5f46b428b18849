/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/build_steps.h"

static int32_t read_history(cdk_eval *eval, cdk_build *build, cdk_instructions **list)
{
    const cdk_image_config *config = eval->facts ? cdk_facts_config(eval->facts) : NULL;
    *list = NULL;
    if (!config) return CISDOCK_OK;
    int32_t status = cdk_history_of_config(eval->env, eval->arena, config, list);
    build->history = *list;
    return status;
}

static int32_t read_dockerfile(cdk_eval *eval, cdk_build *build, cdk_instructions **list)
{
    cdk_str text = cdk_evidence_text(eval->evidence, CDK_EV_DOCKERFILE);
    cdk_dockerfile *file;
    *list = NULL;
    if (!text.p) return CISDOCK_OK;
    int32_t status = cdk_dockerfile_parse(eval->env, eval->arena, text, NULL, &file);
    if (!status) status = cdk_dockerfile_effective(eval->env, eval->arena, file, NULL, list);
    build->dockerfile = *list;
    if (!status) build->dockerfile_problems = &file->problems;
    return status;
}

/* Where the Dockerfile fits, it tells the own steps better than history does. */
static bool from_history(const cdk_build *build, const cdk_instruction *step)
{
    return !build->dockerfile_fits || step->origin == CDK_ORIGIN_BASE;
}

static int32_t gather(cdk_eval *eval, cdk_build *build)
{
    uint32_t past = build->history ? build->history->count : 0;
    bool own = build->dockerfile && (build->dockerfile_fits || !build->history);
    uint32_t most = past + (own ? build->dockerfile->count : 0);
    cdk_step *steps = cdk_arena_calloc(eval->arena, most ? most : 1, sizeof *steps);
    if (!steps) return cdk_fail_memory(eval->env);
    for (uint32_t i = 0; i < past; i++)
        if (from_history(build, &build->history->items[i])) steps[build->count++] = (cdk_step){build->history, i};
    for (uint32_t i = 0; own && i < build->dockerfile->count; i++)
        steps[build->count++] = (cdk_step){build->dockerfile, i};
    build->steps = steps;
    return CISDOCK_OK;
}

/* What evidence on files asks for again and again. */
static int32_t index_history(cdk_eval *eval, cdk_build *build)
{
    const cdk_instructions *history = build->history;
    if (!history) return CISDOCK_OK;
    build->layer_count = cdk_facts_layer_count(eval->facts);
    build->shown = cdk_arena_calloc(eval->arena, history->count ? history->count : 1, sizeof *build->shown);
    build->by_layer = cdk_arena_calloc(eval->arena, build->layer_count ? build->layer_count : 1, sizeof *build->by_layer);
    if (!build->shown || !build->by_layer) return cdk_fail_memory(eval->env);
    for (uint32_t i = 0; i < history->count; i++) {
        int32_t layer = history->items[i].layer;
        if (layer >= 0 && (uint32_t)layer < build->layer_count) build->by_layer[layer] = &history->items[i];
    }
    return CISDOCK_OK;
}

static bool has_damaged_entry(const cdk_image_config *config)
{
    for (uint32_t i = 0; config && i < config->history_count; i++)
        if (config->history[i].damaged) return true;
    return false;
}

static void set_complete(const cdk_eval *eval, cdk_build *build)
{
    const cdk_instructions *list = build->history ? build->history : build->dockerfile;
    if (!list) {
        build->reason = CDK_WHY_NOT_GIVEN;
        build->why = eval->facts ? "a root file system has no history: a Dockerfile would tell how it was built"
                                 : "neither an image nor a Dockerfile was given";
        return;
    }
    const cdk_image_config *config = eval->facts ? cdk_facts_config(eval->facts) : NULL;
    build->damaged = has_damaged_entry(config);
    build->complete = list->complete;
    if (build->complete) return;
    bool fits = !config || !config->history_present || config->history_layers_match;
    build->reason = build->damaged || !fits ? CDK_WHY_DAMAGED : CDK_WHY_NOT_GIVEN;
    build->why = list->why ? list->why : "the history does not tell each step";
}

int32_t cdk_build_of(cdk_eval *eval, const cdk_build **out)
{
    if (!eval->build) {
        cdk_instructions *history, *dockerfile;
        cdk_build *build = cdk_arena_calloc(eval->arena, 1, sizeof *build);
        if (!build) return cdk_fail_memory(eval->env);
        int32_t status = read_history(eval, build, &history);
        if (!status) status = read_dockerfile(eval, build, &dockerfile);
        if (!status && history && dockerfile) {
            cdk_sure fit;
            status = cdk_dockerfile_join(eval->env, dockerfile, history, &fit);
            build->dockerfile_fits = fit != CDK_SURE_LOW;
        }
        if (!status) status = gather(eval, build);
        if (!status) status = index_history(eval, build);
        if (status) return status;
        set_complete(eval, build);
        eval->build = build;
    }
    *out = eval->build;
    return CISDOCK_OK;
}

const cdk_instruction *cdk_build_last(const cdk_build *build, cdk_keyword keyword)
{
    for (uint32_t i = build->count; i > 0; i--)
        if (cdk_step_instruction(&build->steps[i - 1])->keyword == keyword) return cdk_step_instruction(&build->steps[i - 1]);
    return NULL;
}
