/* SPDX-License-Identifier: Apache-2.0 */
/* What an image alone lets one expect of containers that are made from it. A forecast is told and never counted: its
 * outcome is "not applicable", which no roll-up shows beside a container that was looked at. */
#include "checks/forecast_writable.h"
#include "checks/gates.h"
#include "checks/show.h"

static void say_forecast(cdk_eval *eval, const char *pointer, cdk_str value, const char *format, const char *what)
{
    cdk_outcome *outcome = cdk_of_image(eval, cdk_say(eval, CDK_NOT_APPLICABLE, format, what));
    if (!outcome) return;
    outcome->basis = CDK_FORECAST;
    if (pointer) cdk_show_config(eval, outcome, pointer, value);
}

/* "80/tcp" */
static bool is_low_port(cdk_str exposed)
{
    cdk_str number, protocol;
    uint64_t port;
    cdk_str_cut(exposed, '/', &number, &protocol);
    return cdk_str_u64(number, 10, &port) && port > 0 && port < 1024;
}

static int32_t forecast_ports(cdk_eval *eval)
{
    const cdk_image_config *config = eval->facts ? cdk_facts_config(eval->facts) : NULL;
    for (uint32_t i = 0; config && i < config->exposed_ports.count; i++) {
        cdk_str port = config->exposed_ports.items[i];
        if (is_low_port(port))
            say_forecast(eval, "/config/ExposedPorts", port, "forecast: the image exposes %s; mapped to the same port of the host it would fail",
                         cdk_arena_dup(eval->arena, port.p, port.n));
    }
    return cdk_eval_status(eval);
}

static int32_t needs_files(const cdk_env *env, const cdk_params *params, cdk_plan *plan)
{
    (void)params;
    return cdk_plan_add(env, plan, &(cdk_need){.kind = CDK_NEED_FILES});
}

static int32_t forecast_sshd(cdk_eval *eval)
{
    static const char *const paths[] = {"usr/sbin/sshd", "usr/bin/sshd", "usr/local/sbin/sshd", "usr/sbin/dropbear", "usr/local/sbin/dropbear"};
    for (size_t i = 0; eval->facts && i < sizeof paths / sizeof *paths; i++) {
        cdk_file file;
        if (!cdk_facts_find(eval->facts, cdk_str_of(paths[i]), eval->arena, &file)) continue;
        say_forecast(eval, NULL, CDK_STR_NONE, "forecast: the image holds /%s; a container that starts it would fail", paths[i]);
        cdk_show_file(eval, eval->last, &file);
    }
    return cdk_eval_status(eval);
}

static const cdk_trigger triggers[] = {
    {.name = "privileged_ports", .description = "ports below 1024 that the image exposes", .evaluate = forecast_ports},
    {.name = "sshd", .description = "SSH servers among the image's files", .needs = needs_files, .evaluate = forecast_sshd},
    {.name = "writable_paths", .description = "folders outside of its volumes that the image's user can write to", .needs = needs_files,
     .evaluate = cdk_forecast_writable},
};

const cdk_gate cdk_gate_forecast = {
    .name = "forecast",
    .description = "what the image lets one expect of its containers: told, never counted",
    .triggers = triggers,
    .count = sizeof triggers / sizeof *triggers,
    .scopes = CDK_SCOPE_IMAGE,
};
