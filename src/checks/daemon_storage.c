/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_daemon.h"

int32_t cdk_daemon_storage_driver(cdk_eval *eval)
{
    cdk_str unwanted = cdk_params_get(eval->params, "driver");
    cdk_effective driver;
    if (!cdk_effective_text(eval, CDK_DO_STORAGE_DRIVER, cdk_info(eval, "Driver"), &driver)) return cdk_eval_status(eval);
    bool same = cdk_str_eq(driver.text, unwanted);
    cdk_say_effective(eval, &driver, same ? CDK_FAIL : CDK_PASS, "the storage driver is %s",
                      driver.text.n ? cdk_shown(eval, driver.text) : "the engine's default choice");
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
