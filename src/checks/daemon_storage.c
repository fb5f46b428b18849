/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_daemon.h"

/* The release that no longer has a driver; none: it is there still. */
static cdk_str gone_with(cdk_str driver)
{
    if (cdk_str_is(driver, "aufs")) return CDK_STR("24.0");
    return cdk_str_is(driver, "devicemapper") ? CDK_STR("25.0") : CDK_STR_NONE;
}

/* Where nobody names a driver the engine chooses by what it finds on the disk: old ones took these before others. */
static void say_engines_choice(cdk_eval *eval, const cdk_effective *driver, cdk_str unwanted)
{
    cdk_evidence_kind kind;
    const cdk_json *where = NULL;
    cdk_str version = cdk_engine_version(eval, &kind, &where), gone = gone_with(unwanted);
    if (version.n && gone.n && cdk_version_order(version, gone) >= 0) {
        cdk_outcome *outcome = cdk_say_effective(eval, driver, CDK_PASS, "engine %s has no driver %s any more", cdk_shown(eval, version), cdk_shown(eval, unwanted));
        cdk_cite(eval, outcome, kind, NULL, where);
    } else {
        cdk_say_unknown(eval, CDK_WHY_NOT_GIVEN, "no storage driver is configured; which one the engine chose was not given");
    }
}

int32_t cdk_daemon_storage_driver(cdk_eval *eval)
{
    cdk_str unwanted = cdk_params_get(eval->params, "driver");
    cdk_effective driver;
    if (!cdk_effective_text(eval, CDK_DO_STORAGE_DRIVER, cdk_info(eval, "Driver"), &driver)) return cdk_eval_status(eval);
    bool same = cdk_str_eq(driver.text, unwanted);
    if (driver.text.n)
        cdk_say_effective(eval, &driver, same ? CDK_FAIL : CDK_PASS, "the storage driver is %s", cdk_shown(eval, driver.text));
    else
        say_engines_choice(eval, &driver, unwanted);
    return cdk_eval_status(eval);
}

static const cdk_setting_item *changed_size(const cdk_setting *options)
{
    for (uint32_t i = 0; i < options->count; i++)
        if (cdk_str_starts(options->items[i].value, CDK_STR("dm.basesize="))) return &options->items[i];
    return NULL;
}

/* Another driver has no base device: whatever is configured, nothing was enlarged. */
static bool has_other_driver(cdk_eval *eval, cdk_effective *driver)
{
    const cdk_json *running = cdk_info(eval, "Driver");
    if (!cdk_json_is(running, CDK_JSON_STRING) || cdk_str_is(running->text, "devicemapper")) return false;
    *driver = (cdk_effective){.from = CDK_FROM_RUNNING, .text = running->text, .running = running};
    return true;
}

int32_t cdk_daemon_base_device_size(cdk_eval *eval)
{
    cdk_effective driver, options;
    cdk_setting setting;
    int32_t status = cdk_daemon_setting(eval->env, eval->arena, eval->evidence, CDK_DO_STORAGE_OPTS, &setting);
    if (status) return status;
    bool settled = setting.state == CDK_SETTING_DEFAULT || setting.state == CDK_SETTING_SET;
    if (has_other_driver(eval, &driver) && (!settled || changed_size(&setting))) {
        cdk_say_effective(eval, &driver, CDK_NOT_APPLICABLE, "the storage driver is %s, which has no base device", cdk_shown(eval, driver.text));
        return cdk_eval_status(eval);
    }
    if (!cdk_effective_list(eval, CDK_DO_STORAGE_OPTS, &options)) return cdk_eval_status(eval);
    const cdk_setting_item *changed = changed_size(&options.setting);
    if (changed)
        cdk_say_effective(eval, &options, CDK_FAIL, "the base device size was changed: %s", cdk_shown(eval, changed->value));
    else
        cdk_say_effective(eval, &options, CDK_PASS, "the base device size was left as it is");
    return cdk_eval_status(eval);
}
