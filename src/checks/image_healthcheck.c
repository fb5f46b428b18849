/* SPDX-License-Identifier: Apache-2.0 */
/* A health check in the configuration counts, whoever set it. NONE and an empty test switch it off: engines start no
 * probe for them. The OCI configuration has no such member, so builders that write it drop the check; there the history
 * decides. */
#include "checks/gate_image.h"
#include "image/config.h"

typedef enum cdk_probe { PROBE_NONE, PROBE_OFF, PROBE_BROKEN, PROBE_SET } cdk_probe;

static cdk_probe probe_of(const cdk_healthcheck *check)
{
    if (!check->present) return PROBE_NONE;
    if (!check->test.present || check->test.count == 0) return PROBE_BROKEN;
    if (cdk_str_is(check->test.items[0], "NONE")) return PROBE_OFF;
    if (cdk_str_is(check->test.items[0], "CMD") || cdk_str_is(check->test.items[0], "CMD-SHELL")) return PROBE_SET;
    return PROBE_BROKEN;
}

static cdk_probe probe_of_step(const cdk_instruction *step)
{
    if (!step) return PROBE_NONE;
    if (step->unknown || !step->arg_count) return PROBE_BROKEN;
    return cdk_str_is(step->args[0], "NONE") ? PROBE_OFF : PROBE_SET;
}

static cdk_outcome *judge_config(cdk_eval *eval, cdk_probe probe, const cdk_instruction *step)
{
    switch (probe) {
    case PROBE_OFF: return cdk_say(eval, CDK_FAIL, "HEALTHCHECK NONE switches the health check off");
    case PROBE_BROKEN: return cdk_say(eval, CDK_FAIL, "the health check has no test that an engine would run");
    case PROBE_SET:
        if (step && step->origin == CDK_ORIGIN_BASE)
            return cdk_say(eval, CDK_PASS, "a health check is inherited from the base image");
        return cdk_say(eval, CDK_PASS, "a health check is defined");
    case PROBE_NONE: break;
    }
    return NULL;
}

/* The configuration has no health check: was there one that it cannot hold? */
static cdk_outcome *judge_history(cdk_eval *eval, const cdk_build *build, const cdk_instruction *step)
{
    const cdk_image_config *config = cdk_facts_config(eval->facts);
    bool dropped = cdk_facts_image(eval->facts)->oci_config || !cdk_config_by_docker(config);
    cdk_probe probe = dropped ? probe_of_step(step) : PROBE_NONE;
    if (probe == PROBE_OFF) return judge_config(eval, probe, step);
    if (probe == PROBE_SET) {
        cdk_outcome *outcome = cdk_say(eval, CDK_PASS, "the build defines a health check; the image's OCI configuration cannot hold it");
        if (outcome) {
            outcome->basis = CDK_CONFIGURED;
            outcome->confidence = CDK_MEDIUM;
        }
        return outcome;
    }
    if (cdk_facts_image(eval->facts)->oci_config && !cdk_config_by_docker(config) && !build->complete)
        return cdk_say_unknown(eval, build->reason, "an OCI configuration cannot hold a health check, and %s", build->why);
    return cdk_say(eval, CDK_FAIL, "no health check is defined or inherited");
}

static int32_t forecast(cdk_eval *eval, const cdk_instruction *step)
{
    cdk_outcome *outcome = judge_config(eval, probe_of_step(step), step);
    if (!outcome && !step)
        outcome = cdk_say(eval, CDK_WARN, "no HEALTHCHECK instruction: there is none unless the base image has one");
    outcome = cdk_of_image(eval, outcome);
    if (outcome) outcome->basis = CDK_FORECAST;
    cdk_show_step(eval, outcome, step);
    return cdk_eval_status(eval);
}

int32_t cdk_image_healthcheck(cdk_eval *eval)
{
    const cdk_build *build;
    int32_t status = cdk_build_of(eval, &build);
    if (status) return status;
    const cdk_instruction *step = cdk_build_last(build, CDK_KW_HEALTHCHECK);
    if (!eval->facts) return forecast(eval, step);
    const cdk_image_config *config = cdk_facts_config(eval->facts);
    if (!config) {
        cdk_of_image(eval, cdk_say_unknown(eval, CDK_WHY_NOT_GIVEN, "a root file system has no configuration for a health check"));
        return cdk_eval_status(eval);
    }
    cdk_outcome *outcome = judge_config(eval, probe_of(&config->healthcheck), step);
    if (!outcome) outcome = judge_history(eval, build, step);
    cdk_of_image(eval, outcome);
    if (outcome) cdk_show_config_json(eval, outcome, "/config/Healthcheck", config->healthcheck.raw);
    cdk_show_step(eval, outcome, step);
    return cdk_eval_status(eval);
}
