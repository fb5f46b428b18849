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

int32_t cdk_daemon_base_device_size(cdk_eval *eval)
{
    cdk_effective driver, options;
    const cdk_json *running = cdk_info(eval, "Driver");
    if (!cdk_json_missing(running)) {
        if (!cdk_effective_text(eval, CDK_DO_STORAGE_DRIVER, running, &driver)) return cdk_eval_status(eval);
        if (!cdk_str_is(driver.text, "devicemapper")) {
            /* Without that driver the setting is without effect: nothing was enlarged. */
            cdk_say_effective(eval, &driver, CDK_NOT_APPLICABLE, "the storage driver is %s, not devicemapper", cdk_shown(eval, driver.text));
            return cdk_eval_status(eval);
        }
    }
    if (!cdk_effective_list(eval, CDK_DO_STORAGE_OPTS, &options)) return cdk_eval_status(eval);
    for (uint32_t i = 0; i < options.setting.count; i++) {
        cdk_str option = options.setting.items[i].value;
        if (!cdk_str_starts(option, CDK_STR("dm.basesize="))) continue;
        cdk_say_effective(eval, &options, CDK_FAIL, "the base device size was changed: %s", cdk_shown(eval, option));
        return cdk_eval_status(eval);
    }
    cdk_say_effective(eval, &options, CDK_PASS, "the base device size was left as it is");
    return cdk_eval_status(eval);
}
