/* SPDX-License-Identifier: Apache-2.0 */
/* An index update that stands alone in its build step is cached with its layer, and a later install then works on the
 * stale index. Judged by what the step's commands do, not by the words in its text. */
#include "checks/gate_image.h"

#include "image/shell.h"

typedef struct cdk_updates {
    cdk_eval *eval;
    const cdk_build *build;
    uint32_t found;     /* steps that fail or warn */
    const cdk_instruction *puzzle;
    const cdk_instruction *installs[16]; /* steps that were looked at and are fine */
    uint32_t install_count;
} cdk_updates;

/* `step`: the one to show, a RUN or the ONBUILD that it stands in. */
static void say_lone(cdk_updates *updates, const cdk_instruction *step, const cdk_lone_update *lone)
{
    cdk_eval *eval = updates->eval;
    bool weaker = lone->role == CDK_PM_UPDATE_UPGRADE || lone->conditional;
    const char *whose = step->origin == CDK_ORIGIN_BASE ? ", in the base image" : "";
    cdk_outcome *outcome;
    if (lone->role == CDK_PM_UPDATE_UPGRADE)
        outcome = cdk_say(eval, CDK_WARN, "%s update upgrades everything in a build step of its own%s", lone->manager, whose);
    else
        outcome = cdk_say(eval, weaker ? CDK_WARN : CDK_FAIL,
                          "%s refreshes the package index%s, and nothing is installed in the same build step%s", lone->manager,
                          lone->conditional ? " under a condition" : "", whose);
    outcome = cdk_of_image(eval, outcome);
    if (!outcome) return;
    outcome->place = lone->manager;
    if (!eval->facts) outcome->basis = CDK_FORECAST;
    if (step->sure == CDK_SURE_LOW) outcome->confidence = CDK_MEDIUM;
    cdk_show_step(eval, outcome, step);
    updates->found++;
}

/* Is some word of the text a package manager's name, with "update" or the like somewhere? */
static bool mentions_update(cdk_str text)
{
    static const char *const managers[] = {"apt", "apk", "yum", "dnf", "zypper", "pacman", "opkg"};
    size_t at;
    if (!cdk_str_find(text, CDK_STR("update"), &at) && !cdk_str_find(text, CDK_STR("refresh"), &at)) return false;
    for (size_t i = 0; i < sizeof managers / sizeof *managers; i++)
        if (cdk_str_find(text, cdk_str_of(managers[i]), &at)) return true;
    return false;
}

static bool manages_packages(const cdk_commands *commands)
{
    cdk_pm_role role;
    for (uint32_t i = 0; i < commands->count; i++)
        if (cdk_package_manager(&commands->items[i], &role)) return true;
    return false;
}

static int32_t judge_step(cdk_updates *updates, const cdk_instruction *step)
{
    cdk_commands commands;
    cdk_lone_update lone;
    const cdk_instruction *shown = step;
    if (step->keyword == CDK_KW_ONBUILD && step->trigger) step = step->trigger;
    if (step->keyword != CDK_KW_RUN) return CISDOCK_OK;
    int32_t status = cdk_shell_of_instruction(updates->eval->env, updates->eval->arena, step, &commands);
    if (status) return status;
    if (cdk_find_lone_update(&commands, &lone))
        say_lone(updates, shown, &lone);
    else if (!commands.understood && mentions_update(step->raw))
        updates->puzzle = shown;
    else if (manages_packages(&commands) && updates->install_count < sizeof updates->installs / sizeof *updates->installs)
        updates->installs[updates->install_count++] = shown;
    return CISDOCK_OK;
}

static void say_rest(cdk_updates *updates)
{
    cdk_eval *eval = updates->eval;
    const cdk_build *build = updates->build;
    cdk_outcome *outcome;
    if (updates->puzzle) {
        outcome = cdk_of_image(eval, cdk_say_unknown(eval, CDK_WHY_UNSUPPORTED, "a build step that may update a package index is in no shell that is understood"));
        cdk_show_step(eval, outcome, updates->puzzle);
    } else if (!build->complete) {
        cdk_of_image(eval, cdk_say_unknown(eval, build->reason, "%s", build->why));
    } else if (!updates->found) {
        outcome = cdk_of_image(eval, cdk_say(eval, CDK_PASS, "no build step refreshes a package index alone"));
        if (outcome && !eval->facts) outcome->basis = CDK_FORECAST;
        for (uint32_t i = 0; i < updates->install_count; i++) cdk_show_step(eval, outcome, updates->installs[i]);
    }
}

int32_t cdk_image_lone_update(cdk_eval *eval)
{
    cdk_updates updates = {.eval = eval};
    int32_t status = cdk_build_of(eval, &updates.build);
    for (uint32_t i = 0; !status && i < updates.build->count; i++)
        status = judge_step(&updates, cdk_step_instruction(&updates.build->steps[i]));
    if (status) return status;
    say_rest(&updates);
    return cdk_eval_status(eval);
}
