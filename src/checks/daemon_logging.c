/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_daemon.h"
#include "facts/host_lists.h"

/* Where a driver puts logs. `address`: the option that tells the other host; NULL: the driver knows its own. */
typedef struct log_driver {
    const char *name;
    cdk_verdict without_address;
    const char *address;
} log_driver;

static const log_driver drivers[] = {
    {"", CDK_FAIL, NULL},          {"json-file", CDK_FAIL, NULL}, {"local", CDK_FAIL, NULL},  {"none", CDK_FAIL, NULL},
    {"journald", CDK_WARN, NULL},  {"syslog", CDK_WARN, "syslog-address"},
    {"fluentd", CDK_WARN, "fluentd-address"}, {"gelf", CDK_WARN, "gelf-address"}, {"splunk", CDK_WARN, "splunk-url"},
    {"awslogs", CDK_PASS, NULL},   {"gcplogs", CDK_PASS, NULL},   {"logentries", CDK_PASS, NULL}, {"etwlogs", CDK_PASS, NULL},
};

static const log_driver *driver_named(cdk_str name)
{
    for (size_t i = 0; i < sizeof drivers / sizeof *drivers; i++)
        if (cdk_str_is(name, drivers[i].name)) return &drivers[i];
    return NULL;
}

/* The host of "udp://10.1.2.3:514", "tcp+tls://[::1]:6514", "logs.example:24224"; none for a socket of this host. */
static cdk_str host_of(cdk_str address)
{
    size_t at;
    cdk_str rest = address;
    if (cdk_str_find(rest, CDK_STR("://"), &at)) {
        if (cdk_str_starts(rest, CDK_STR("unix"))) return CDK_STR_NONE;
        rest = cdk_str_from(rest, at + 3);
    }
    if (cdk_str_find_char(rest, '/', &at)) rest.n = at;
    if (cdk_str_rfind_char(rest, '@', &at)) rest = cdk_str_from(rest, at + 1);
    if (cdk_str_starts(rest, CDK_STR("["))) {
        if (cdk_str_find_char(rest, ']', &at)) rest.n = at + 1;
        return rest;
    }
    if (cdk_str_rfind_char(rest, ':', &at)) rest.n = at;
    return rest;
}

static const cdk_setting_item *item_named(const cdk_setting *setting, const char *name)
{
    for (uint32_t i = 0; i < setting->count; i++)
        if (cdk_str_is(setting->items[i].name, name)) return &setting->items[i];
    return NULL;
}

static void say_by_address(cdk_eval *eval, const cdk_effective *driver, const log_driver *row)
{
    cdk_setting options;
    if (cdk_daemon_setting(eval->env, eval->arena, eval->evidence, CDK_DO_LOG_OPTS, &options)) {
        eval->failed = true;
        return;
    }
    const char *name = cdk_shown(eval, driver->text);
    if (options.state == CDK_SETTING_UNKNOWN) {
        cdk_say_effective(eval, driver, CDK_WARN, "logs go to %s; where that is was not given", name);
        return;
    }
    if (options.state == CDK_SETTING_CONFLICT || options.state == CDK_SETTING_BAD) {
        cdk_say_unusable(eval, CDK_DO_LOG_OPTS, &options);
        return;
    }
    const cdk_setting_item *address = item_named(&options, row->address);
    cdk_str host = address ? host_of(address->value) : CDK_STR_NONE;
    cdk_outcome *outcome;
    if (host.n == 0)
        outcome = cdk_say_effective(eval, driver, row->without_address, "logs go to %s on this host: see that it forwards them", name);
    else if (cdk_address_is_loopback(host))
        outcome = cdk_say_effective(eval, driver, CDK_WARN, "logs go to %s at %s, which is this host: see that it forwards them", name,
                                    cdk_shown(eval, host));
    else
        outcome = cdk_say_effective(eval, driver, CDK_PASS, "logs go to %s at %s", name, cdk_shown(eval, host));
    if (address && address->json) cdk_cite(eval, outcome, CDK_EV_DAEMON_JSON, NULL, address->json);
}

int32_t cdk_daemon_remote_logging(cdk_eval *eval)
{
    cdk_effective driver;
    if (!cdk_effective_text(eval, CDK_DO_LOG_DRIVER, cdk_info(eval, "LoggingDriver"), &driver)) return cdk_eval_status(eval);
    const log_driver *row = driver_named(driver.text);
    const char *name = driver.text.n ? cdk_shown(eval, driver.text) : "not set";
    if (!row)
        cdk_say_effective(eval, &driver, CDK_WARN, "the log driver is the plugin %s: see where it puts logs", name);
    else if (row->address)
        say_by_address(eval, &driver, row);
    else if (row->without_address == CDK_FAIL)
        cdk_say_effective(eval, &driver, CDK_FAIL, "the log driver is %s: logs stay on this host", name);
    else
        cdk_say_effective(eval, &driver, row->without_address, "the log driver is %s", name);
    return cdk_eval_status(eval);
}
