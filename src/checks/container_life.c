/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_container.h"
#include "facts/site.h"

/* --- root file system --- */

static cdk_outcome *judge_rootfs(const cdk_container *c)
{
    bool on = false;
    const cdk_json *where = cdk_container_at(c, CDK_HC_ReadonlyRootfs);
    if (c->windows) return cdk_container_says(c, CDK_NOT_APPLICABLE, NULL, "Windows has no read-only root file systems");
    if (!where) return cdk_container_lacks(c, c->host_config, "ReadonlyRootfs");
    if (!cdk_json_bool(where, &on)) return cdk_container_wrong(c, where, "true or false");
    return cdk_container_says(c, on ? CDK_PASS : CDK_FAIL, where, on ? "its root file system is read-only" : "its root file system can be written");
}

int32_t cdk_container_readonly_rootfs(cdk_eval *eval)
{
    return cdk_each_container(eval, judge_rootfs, NULL);
}

/* --- restarts --- */

enum { MAX_RESTARTS = 5 };

static cdk_outcome *judge_task(const cdk_container *c)
{
    const cdk_json *label = cdk_json_get(cdk_container_at(c, CDK_CC_Labels), "com.docker.swarm.task.id");
    if (cdk_evidence_state(c->eval->evidence, CDK_EV_SERVICES) == CDK_GIVEN)
        return cdk_container_says(c, CDK_NOT_APPLICABLE, label, "it is a task of a service, which restarts it");
    cdk_outcome *outcome = cdk_say_unknown(c->eval, CDK_WHY_NOT_GIVEN, "it is a task of a service, and services were not given");
    cdk_container_cite(c, outcome, label);
    return outcome;
}

static cdk_outcome *judge_restart(const cdk_container *c)
{
    const cdk_json *policy = cdk_container_at(c, CDK_HC_RestartPolicy), *name = cdk_json_get(policy, "Name");
    const cdk_json *count = cdk_json_get(policy, "MaximumRetryCount");
    int64_t times = 0;
    if (c->swarm_task) return judge_task(c);
    if (!policy) return cdk_container_lacks(c, c->host_config, "RestartPolicy");
    if (policy->type != CDK_JSON_OBJECT) return cdk_container_wrong(c, policy, "an object");
    if (!name) return cdk_container_lacks(c, policy, "Name");
    if (name->type != CDK_JSON_STRING) return cdk_container_wrong(c, name, "the name of a policy");
    cdk_str word = cdk_json_str(name);
    if (word.n == 0 || cdk_str_is(word, "no")) return cdk_container_says(c, CDK_PASS, policy, "it is not restarted");
    if (!cdk_str_is(word, "on-failure")) return cdk_container_says(c, CDK_FAIL, policy, "its restart policy is %s, without a bound", cdk_shown(c->eval, word));
    if (!cdk_json_missing(count) && !cdk_json_i64(count, &times)) return cdk_container_wrong(c, count, "a whole number");
    if (times <= 0) return cdk_container_says(c, CDK_FAIL, policy, "it is restarted on failure without a bound");
    return cdk_container_says(c, times > MAX_RESTARTS ? CDK_FAIL : CDK_PASS, policy, "it is restarted on failure at most %lld times", (long long)times);
}

/* What a service leaves out is unbounded: any end of a task starts a new one. */
static void judge_service(cdk_eval *eval, const cdk_element *service)
{
    const cdk_json *task = cdk_json_path(service->value, "Spec.TaskTemplate"), *policy = cdk_json_get(task, "RestartPolicy");
    const cdk_json *most = cdk_json_get(policy, "MaxAttempts");
    int64_t times = 0;
    cdk_outcome *outcome;
    if (!cdk_json_is(task, CDK_JSON_OBJECT))
        outcome = cdk_say(eval, CDK_VERDICT_ERROR, "the service has no task template");
    else if (cdk_str_is(cdk_json_get_str(policy, "Condition"), "none"))
        outcome = cdk_say(eval, CDK_PASS, "its tasks are not restarted");
    else if (!cdk_json_missing(most) && !cdk_json_i64(most, &times))
        outcome = cdk_say(eval, CDK_VERDICT_ERROR, "MaxAttempts is no whole number");
    else if (times <= 0)
        outcome = cdk_say(eval, CDK_FAIL, "its tasks are restarted without a bound");
    else
        outcome = cdk_say(eval, times > MAX_RESTARTS ? CDK_FAIL : CDK_PASS, "its tasks are restarted at most %lld times", (long long)times);
    if (policy)
        cdk_cite(eval, outcome, CDK_EV_SERVICES, service, policy);
    else
        cdk_cite_absent(eval, outcome, CDK_EV_SERVICES, service, task ? task : service->value, "RestartPolicy");
    cdk_about(eval, outcome, "service", cdk_json_get_str(service->value, "ID"), cdk_json_str(cdk_json_path(service->value, "Spec.Name")));
}

int32_t cdk_container_restart_policy(cdk_eval *eval)
{
    for (uint32_t i = 0; i < cdk_evidence_count(eval->evidence, CDK_EV_SERVICES); i++)
        judge_service(eval, cdk_evidence_element(eval->evidence, CDK_EV_SERVICES, i));
    return cdk_each_container(eval, judge_restart, NULL);
}

/* --- health --- */

/* The word that says how a test is run; engines start no probe for any but these. */
static bool is_probe(cdk_str word)
{
    return cdk_str_is(word, "CMD") || cdk_str_is(word, "CMD-SHELL");
}

static cdk_outcome *judge_running_health(const cdk_container *c, const cdk_json *health)
{
    const cdk_json *status = cdk_json_get(health, "Status");
    cdk_str word = cdk_json_str(status);
    if (cdk_str_is(word, "unhealthy")) return cdk_container_says(c, CDK_PASS, status, "its health is probed; it is unhealthy now");
    return cdk_container_says(c, CDK_PASS, status, "its health is probed: %s", cdk_shown(c->eval, word));
}

static cdk_outcome *judge_health(const cdk_container *c)
{
    const cdk_json *check = cdk_container_at(c, CDK_CC_Healthcheck), *health = cdk_container_at(c, CDK_CS_Health);
    if (!cdk_json_is(health, CDK_JSON_OBJECT)) health = cdk_container_at(c, CDK_CS_Healthcheck); /* podman's name */
    cdk_str status = cdk_json_get_str(health, "Status");
    if (!c->config) return cdk_container_lacks(c, c->value, "Config");
    if (!cdk_json_missing(check) && check->type != CDK_JSON_OBJECT) return cdk_container_wrong(c, check, "an object");
    const cdk_json *test = cdk_json_get(check, "Test"), *how = cdk_json_at(test, 0);
    if (!cdk_json_missing(test) && test->type != CDK_JSON_ARRAY) return cdk_container_wrong(c, test, "a list");
    if (how && how->type != CDK_JSON_STRING) return cdk_container_wrong(c, how, "a text");
    if (cdk_str_is(cdk_json_str(how), "NONE")) return cdk_container_says(c, CDK_FAIL, check, "its health check is switched off");
    if (c->running && status.n && !cdk_str_is(status, "none")) return judge_running_health(c, health);
    if (is_probe(cdk_json_str(how))) return cdk_container_says(c, CDK_PASS, check, "it has a health check");
    cdk_outcome *outcome = cdk_container_says(c, CDK_FAIL, check, "it has no health check");
    if (!check) cdk_container_cite_absent(c, outcome, c->config, "Healthcheck");
    return outcome;
}

int32_t cdk_container_health(cdk_eval *eval)
{
    return cdk_each_container(eval, judge_health, NULL);
}

/* --- image --- */

static cdk_outcome *judge_latest(const cdk_container *c)
{
    const cdk_json *id = cdk_container_at(c, CDK_C_Image), *tag = cdk_container_at(c, CDK_CC_Image);
    cdk_str wanted = CDK_STR_NONE;
    CDK_JSON_EACH(entry, cdk_site_get(c->eval->evidence, "image_tags"))
        if (cdk_str_eq(entry->key, cdk_json_str(tag))) wanted = cdk_json_str(entry);
    if (wanted.n == 0)
        return cdk_container_says(c, CDK_MANUAL, id, "which image is the newest of its name only the registry can say: list it as image_tags in the site's policy");
    bool same = cdk_str_eq(cdk_json_str(id), wanted);
    return cdk_container_says(c, same ? CDK_PASS : CDK_FAIL, id, same ? "it runs the newest image of its name" : "it runs an older image of its name");
}

int32_t cdk_container_latest_image(cdk_eval *eval)
{
    if (cdk_site_get(eval->evidence, "image_tags")) return cdk_each_container(eval, judge_latest, NULL);
    cdk_say(eval, CDK_MANUAL, "which image is the newest of its name only the registry can say: list them as image_tags in the site's policy");
    return cdk_eval_status(eval);
}
