/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/listed_images.h"

#include "checks/gates.h"
#include "image/shell.h"

/* --- health check --- */

static int32_t judge_healthcheck(const cdk_listed_image *image)
{
    cdk_eval *eval = image->eval;
    const cdk_json *check = cdk_json_get(image->config, "Healthcheck"), *test, *how;
    if (cdk_json_missing(check) && !cdk_json_missing(cdk_json_get(image->value, "Healthcheck")))
        check = cdk_json_get(image->value, "Healthcheck"); /* podman's own inspection has it there */
    how = cdk_json_at(test = cdk_json_get(check, "Test"), 0);
    cdk_outcome *outcome;
    if (!image->element)
        outcome = cdk_say_no_evidence(eval, CDK_EV_IMAGES);
    else if (!cdk_json_is(image->config, CDK_JSON_OBJECT))
        outcome = cdk_say_unknown(eval, CDK_WHY_NOT_GIVEN, "the image does not tell its configuration");
    else if (!cdk_json_missing(check) && check->type != CDK_JSON_OBJECT)
        outcome = cdk_say(eval, CDK_VERDICT_ERROR, "Healthcheck is a %s", cdk_json_type_name(check));
    else if ((!cdk_json_missing(test) && test->type != CDK_JSON_ARRAY) || (how && how->type != CDK_JSON_STRING))
        outcome = cdk_say(eval, CDK_VERDICT_ERROR, "the test of its health check is no list of texts");
    else if (cdk_str_is(cdk_json_str(how), "NONE"))
        outcome = cdk_say(eval, CDK_FAIL, "its health check is switched off");
    else if (cdk_str_is(cdk_json_str(how), "CMD") || cdk_str_is(cdk_json_str(how), "CMD-SHELL"))
        outcome = cdk_say(eval, CDK_PASS, "it defines a health check");
    else
        outcome = cdk_say(eval, CDK_FAIL, "it defines no health check");
    if (!check && image->element) cdk_cite_absent(eval, outcome, CDK_EV_IMAGES, image->element, image->config ? image->config : image->value, "Healthcheck");
    cdk_image_says(image, outcome, check);
    return CISDOCK_OK;
}

static int32_t evaluate_healthcheck(cdk_eval *eval)
{
    return cdk_each_image(eval, judge_healthcheck);
}

/* --- index updates --- */

static void say_clean(const cdk_listed_image *image, const char *message)
{
    bool whole = true;
    CDK_JSON_EACH(entry, image->history) whole &= cdk_history_tells_step(entry);
    cdk_outcome *outcome = whole ? cdk_say(image->eval, CDK_PASS, "%s", message)
                                 : cdk_say_unknown(image->eval, CDK_WHY_DAMAGED, "an entry of its history does not tell its step");
    cdk_image_cite_history(image, outcome);
    cdk_image_says(image, outcome, NULL);
}

static int32_t find_lone(const cdk_listed_image *image, const cdk_instructions *steps, uint32_t *found)
{
    cdk_eval *eval = image->eval;
    for (uint32_t i = 0; i < steps->count; i++) {
        cdk_commands commands;
        cdk_lone_update lone;
        const cdk_instruction *step = &steps->items[i];
        if (step->keyword != CDK_KW_RUN) continue;
        int32_t status = cdk_shell_of_instruction(eval->env, eval->arena, step, &commands);
        if (status) return status;
        if (!cdk_find_lone_update(&commands, &lone)) continue;
        cdk_outcome *outcome = cdk_say(eval, CDK_WARN, "%s refreshes the package index in a build step of its own: see whose step it is", lone.manager);
        cdk_show_step(eval, outcome, step);
        cdk_image_says(image, outcome, NULL);
        ++*found;
    }
    return CISDOCK_OK;
}

/* An engine's history does not tell the base's steps from the author's: a person must see whose they are. */
static int32_t judge_lone_update(const cdk_listed_image *image)
{
    const cdk_instructions *steps;
    uint32_t found = 0;
    int32_t status = cdk_image_steps(image, &steps);
    if (!status && steps) status = find_lone(image, steps, &found);
    if (!status && steps && !found) say_clean(image, "no build step refreshes a package index alone");
    return status;
}

static int32_t evaluate_lone_update(cdk_eval *eval)
{
    return cdk_each_image(eval, judge_lone_update);
}

/* --- ADD --- */

static int32_t judge_add(const cdk_listed_image *image)
{
    cdk_eval *eval = image->eval;
    const cdk_instructions *steps;
    uint32_t found = 0;
    int32_t status = cdk_image_steps(image, &steps);
    if (status || !steps) return status;
    for (uint32_t i = 0; i < steps->count; i++) {
        if (!cdk_instruction_is_add(steps, i)) continue;
        cdk_outcome *outcome = cdk_say(eval, CDK_WARN, "a build step uses ADD: see whether COPY would do");
        cdk_show_step(eval, outcome, &steps->items[i]);
        cdk_image_says(image, outcome, NULL);
        found++;
    }
    if (!found) say_clean(image, "no build step but the base's first uses ADD");
    return CISDOCK_OK;
}

static int32_t evaluate_add(cdk_eval *eval)
{
    return cdk_each_image(eval, judge_add);
}

/* --- secrets --- */

static int32_t scan(const cdk_listed_image *image, cdk_secret_place place, cdk_str name, cdk_str text, const cdk_json *where, uint32_t *found)
{
    cdk_eval *eval = image->eval;
    cdk_secret_spans spans;
    int32_t status = cdk_secret_scan(eval->env, eval->arena, place, name, text, &spans);
    if (status || spans.count == 0) return status;
    cdk_outcome *outcome = cdk_say(eval, CDK_FAIL, "%s holds what looks like %s (%zu bytes)", cdk_shown(eval, name),
                                   cdk_secret_kind_text(spans.items[0].kind), spans.items[0].length);
    if (outcome) outcome->basis = CDK_HEURISTIC;
    cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, outcome, "document");
    char *pointer = cdk_evidence_pointer(eval->evidence, CDK_EV_IMAGES, eval->arena, image->element, where);
    if (!pointer) return cdk_fail_memory(eval->env);
    cdk_member_str(eval->arena, item, "document", CDK_STR("images"));
    cdk_member_str(eval->arena, item, "pointer", cdk_str_of(pointer));
    cdk_image_says(image, outcome, NULL);
    ++*found;
    return CISDOCK_OK;
}

static int32_t scan_config(const cdk_listed_image *image, uint32_t *found)
{
    int32_t status = CISDOCK_OK;
    CDK_JSON_EACH(variable, cdk_json_get(image->config, "Env")) {
        cdk_str name, value;
        if (!status && cdk_str_cut(cdk_json_str(variable), '=', &name, &value)) status = scan(image, CDK_SECRET_IN_ENV, name, value, variable, found);
    }
    CDK_JSON_EACH(label, cdk_json_get(image->config, "Labels"))
        if (!status) status = scan(image, CDK_SECRET_IN_LABEL, label->key, cdk_json_str(label), label, found);
    return status;
}

static int32_t scan_steps(const cdk_listed_image *image, uint32_t *found)
{
    cdk_eval *eval = image->eval;
    const cdk_instructions *steps = NULL;
    cdk_secret_spans spans;
    int32_t status = image->history ? cdk_image_steps(image, &steps) : CISDOCK_OK;
    for (uint32_t i = 0; !status && steps && i < steps->count; i++) {
        status = cdk_secret_scan_instruction(eval->env, eval->arena, &steps->items[i], &spans);
        if (status || spans.count == 0) continue;
        cdk_outcome *outcome = cdk_say(eval, CDK_FAIL, "a build step holds what looks like %s", cdk_secret_kind_text(spans.items[0].kind));
        if (outcome) outcome->basis = CDK_HEURISTIC;
        cdk_show_step(eval, outcome, &steps->items[i]);
        cdk_image_says(image, outcome, NULL);
        ++*found;
    }
    return status;
}

static int32_t judge_secrets(const cdk_listed_image *image)
{
    uint32_t found = 0;
    int32_t status = scan_config(image, &found);
    if (!status) status = scan_steps(image, &found);
    if (!status && !found)
        cdk_image_says(image, cdk_say_unknown(image->eval, CDK_WHY_NOT_GIVEN, "no secret in its configuration and history; its files are not among the evidence: scan the image itself"),
                       NULL);
    return status;
}

static int32_t evaluate_secrets(cdk_eval *eval)
{
    return cdk_each_image(eval, judge_secrets);
}

static const cdk_trigger triggers[] = {
    {.name = "healthcheck", .description = "each image defines a health check", .evaluate = evaluate_healthcheck},
    {.name = "lone_update", .description = "no build step refreshes a package index alone", .evaluate = evaluate_lone_update},
    {.name = "add", .description = "no build step uses ADD", .evaluate = evaluate_add},
    {.name = "secrets", .description = "no secret in configurations and histories", .evaluate = evaluate_secrets},
};

const cdk_gate cdk_gate_images = {
    .name = "images",
    .description = "the images of an engine, from their inspection and history",
    .triggers = triggers,
    .count = sizeof triggers / sizeof *triggers,
};
