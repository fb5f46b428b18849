/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_container.h"
#include "facts/site.h"

/* --- privileged --- */

/* False: not told or malformed, and `*outcome` says so. */
static bool read_privileged(const cdk_container *c, bool *on, const cdk_json **where, cdk_outcome **outcome)
{
    *where = cdk_container_at(c, CDK_HC_Privileged);
    if (cdk_json_bool(*where, on)) return true;
    if (*where) return *outcome = cdk_container_wrong(c, *where, "true or false"), false;
    *outcome = cdk_container_says(c, CDK_VERDICT_ERROR, NULL, "HostConfig does not tell Privileged");
    cdk_container_cite_absent(c, *outcome, c->host_config, "Privileged");
    return false;
}

static cdk_outcome *judge_privileged(const cdk_container *c)
{
    bool on = false;
    const cdk_json *where;
    cdk_outcome *outcome;
    if (!read_privileged(c, &on, &where, &outcome)) return outcome;
    return cdk_container_says(c, on ? CDK_FAIL : CDK_PASS, where, on ? "it runs privileged" : "it does not run privileged");
}

int32_t cdk_container_privileged(cdk_eval *eval)
{
    return cdk_each_container(eval, judge_privileged, NULL);
}

/* --- capabilities --- */

static const char *const default_capabilities[] = {"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD",
    "NET_BIND_SERVICE", "NET_RAW", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT", NULL};
static const char *const other_capabilities[] = {"AUDIT_CONTROL", "AUDIT_READ", "BLOCK_SUSPEND", "BPF", "CHECKPOINT_RESTORE",
    "DAC_READ_SEARCH", "IPC_LOCK", "IPC_OWNER", "LEASE", "LINUX_IMMUTABLE", "MAC_ADMIN", "MAC_OVERRIDE", "NET_ADMIN",
    "NET_BROADCAST", "PERFMON", "SYS_ADMIN", "SYS_BOOT", "SYS_MODULE", "SYS_NICE", "SYS_PACCT", "SYS_PTRACE", "SYS_RAWIO",
    "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "SYSLOG", "WAKE_ALARM", NULL};

static bool among(cdk_str name, const char *const *names)
{
    for (; *names; names++)
        if (cdk_str_eq_nocase(name, cdk_str_of(*names))) return true;
    return false;
}

static cdk_str bare_name(cdk_str name)
{
    bool prefixed = name.n > 4 && cdk_str_eq_nocase((cdk_str){name.p, 4}, CDK_STR("CAP_"));
    return prefixed ? cdk_str_from(name, 4) : name;
}

static bool allowed_here(const cdk_container *c, cdk_str name)
{
    CDK_JSON_EACH(item, cdk_site_get(c->eval->evidence, "allowed_capabilities"))
        if (item->type == CDK_JSON_STRING && cdk_str_eq_nocase(bare_name(item->text), name)) return true;
    return false;
}

static bool drops(const cdk_json *list, const char *name)
{
    CDK_JSON_EACH(item, list) {
        cdk_str bare = bare_name(cdk_json_str(item));
        if (cdk_str_eq_nocase(bare, CDK_STR("ALL")) || cdk_str_eq_nocase(bare, cdk_str_of(name))) return true;
    }
    return false;
}

/* The first addition that is no default and not allowed; `*unknown`: the first that no kernel knows; `*bad`: no text. */
static const cdk_json *first_excess(const cdk_container *c, const cdk_json *added, const cdk_json **unknown, const cdk_json **bad)
{
    CDK_JSON_EACH(item, added) {
        if (item->type != CDK_JSON_STRING) {
            *bad = item;
            continue;
        }
        cdk_str name = bare_name(item->text);
        if (among(name, default_capabilities) || allowed_here(c, name)) continue;
        if (cdk_str_eq_nocase(name, CDK_STR("ALL")) || among(name, other_capabilities)) return item;
        if (!*unknown) *unknown = item;
    }
    return NULL;
}

static cdk_outcome *judge_capabilities(const cdk_container *c)
{
    const cdk_json *where, *added, *dropped, *unknown = NULL, *bad = NULL;
    cdk_outcome *outcome;
    bool privileged = false, judges_raw = cdk_str_is(cdk_params_get(c->eval->params, "net_raw"), "true");
    if (c->windows) return cdk_container_says(c, CDK_NOT_APPLICABLE, NULL, "Windows containers have no capabilities");
    if (!read_privileged(c, &privileged, &where, &outcome)) return outcome;
    if (privileged) return cdk_container_says(c, CDK_FAIL, where, "it runs privileged, with all capabilities");
    if (!cdk_container_list(c, CDK_HC_CapAdd, &added, &outcome)) return outcome;
    if (!cdk_container_list(c, CDK_HC_CapDrop, &dropped, &outcome)) return outcome;
    const cdk_json *excess = first_excess(c, added, &unknown, &bad);
    if (excess) return cdk_container_says(c, CDK_FAIL, excess, "capability %s is added", cdk_shown(c->eval, excess->text));
    if (bad) return cdk_container_wrong(c, bad, "the name of a capability");
    if (unknown) return cdk_container_says(c, CDK_WARN, unknown, "capability %s is added, which is not known here", cdk_shown(c->eval, unknown->text));
    if (judges_raw && !drops(dropped, "NET_RAW") && !allowed_here(c, CDK_STR("NET_RAW")))
        return cdk_container_says(c, CDK_WARN, dropped, "NET_RAW is not dropped");
    outcome = cdk_container_says(c, CDK_PASS, added, "no capability beyond the engine's defaults is added");
    cdk_container_cite(c, outcome, dropped);
    return outcome;
}

int32_t cdk_container_capabilities(cdk_eval *eval)
{
    return cdk_each_container(eval, judge_capabilities, NULL);
}

/* --- devices --- */

/* The first of a list that old engines do not have. False: it is no list, which `*outcome` says. */
static bool first_of(const cdk_container *c, cdk_container_member member, const cdk_json **first, cdk_outcome **outcome)
{
    const cdk_json *list = cdk_container_at(c, member);
    *first = cdk_json_is(list, CDK_JSON_ARRAY) ? list->first : NULL;
    if (cdk_json_missing(list) || list->type == CDK_JSON_ARRAY) return true;
    *outcome = cdk_container_wrong(c, list, "a list");
    return false;
}

/* Disks by their usual names; the engine does not tell what a device is. */
static bool looks_like_a_disk(cdk_str path)
{
    static const char *const names[] = {"/dev/sd", "/dev/vd", "/dev/xvd", "/dev/nvme", "/dev/hd", "/dev/dm-", "/dev/mapper/", "/dev/mmcblk",
                                        "/dev/md", "/dev/loop", "/dev/disk/", NULL};
    for (const char *const *name = names; *name; name++)
        if (cdk_str_starts(path, cdk_str_of(*name)) && path.n > strlen(*name)) return true;
    return false;
}

static cdk_outcome *judge_devices(const cdk_container *c)
{
    bool privileged = false;
    const cdk_json *where, *devices;
    cdk_outcome *outcome;
    if (!read_privileged(c, &privileged, &where, &outcome)) return outcome;
    if (privileged) return cdk_container_says(c, CDK_FAIL, where, "it runs privileged, with all devices of the host");
    if (!cdk_container_objects(c, CDK_HC_Devices, &devices, &outcome)) return outcome;
    CDK_JSON_EACH(device, devices) {
        size_t at;
        cdk_str path = cdk_json_get_str(device, "PathOnHost"), may = cdk_json_get_str(device, "CgroupPermissions");
        if (looks_like_a_disk(path) && cdk_str_find_char(may, 'w', &at))
            return cdk_container_says(c, CDK_FAIL, device, "the disk %s is passed in, to be written", cdk_shown(c->eval, path));
    }
    if (devices->first)
        return cdk_container_says(c, CDK_WARN, devices->first, "the device %s is passed in: see whether it is needed",
                                  cdk_shown(c->eval, cdk_json_get_str(devices->first, "PathOnHost")));
    const cdk_json *rule, *request;
    if (!first_of(c, CDK_HC_DeviceCgroupRules, &rule, &outcome) || !first_of(c, CDK_HC_DeviceRequests, &request, &outcome)) return outcome;
    if (rule || request)
        return cdk_container_says(c, CDK_WARN, rule ? rule : request, "devices are %s: see whether they are needed", rule ? "opened by a cgroup rule" : "requested");
    return cdk_container_says(c, CDK_PASS, devices, "no device of the host is passed in");
}

int32_t cdk_container_devices(cdk_eval *eval)
{
    return cdk_each_container(eval, judge_devices, NULL);
}
