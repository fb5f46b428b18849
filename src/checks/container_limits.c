/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_container.h"
#include "facts/site.h"

/* A whole number of HostConfig. Null counts as 0, which is how it is not set. False: not told or malformed. */
static bool read_number(const cdk_container *c, cdk_container_member member, int64_t *out, const cdk_json **where, cdk_outcome **outcome)
{
    *where = cdk_container_at(c, member);
    *out = 0;
    if (!*where) return *outcome = cdk_container_lacks(c, c->host_config, cdk_container_member_name(member)), false;
    if ((*where)->type == CDK_JSON_NULL || cdk_json_i64(*where, out)) return true;
    return *outcome = cdk_container_wrong(c, *where, "a whole number"), false;
}

/* Does the kernel enforce it? Then a limit that is set stands for nothing. */
static bool not_enforced(const cdk_eval *eval, const char *member)
{
    return cdk_json_is(cdk_info(eval, member), CDK_JSON_FALSE);
}

static cdk_outcome *say_limit(const cdk_container *c, const cdk_json *where, const char *what, int64_t value, const char *enforced_by)
{
    if (!not_enforced(c->eval, enforced_by)) return cdk_container_says(c, CDK_PASS, where, "%s is limited to %lld", what, (long long)value);
    cdk_outcome *outcome = cdk_container_says(c, CDK_WARN, where, "%s is limited to %lld, which this host does not enforce", what, (long long)value);
    cdk_cite(c->eval, outcome, CDK_EV_INFO, NULL, cdk_info(c->eval, enforced_by));
    return outcome;
}

/* --- memory --- */

static cdk_outcome *judge_memory(const cdk_container *c)
{
    int64_t limit = 0;
    const cdk_json *where, *old = cdk_container_at(c, CDK_CC_Memory);
    cdk_outcome *outcome = NULL;
    /* Before API 1.18 the limit stood in Config. */
    if (!cdk_container_at(c, CDK_HC_Memory) && cdk_json_i64(old, &limit))
        where = old;
    else if (!read_number(c, CDK_HC_Memory, &limit, &where, &outcome))
        return outcome;
    if (limit > 0) return say_limit(c, where, "memory", limit, "MemoryLimit");
    return cdk_container_says(c, CDK_FAIL, where, "memory has no hard limit");
}

int32_t cdk_container_memory(cdk_eval *eval)
{
    return cdk_each_container(eval, judge_memory, NULL);
}

/* --- CPU --- */

static bool optional_number(const cdk_container *c, cdk_container_member member, int64_t *out)
{
    return cdk_json_i64(cdk_container_at(c, member), out) && *out > 0;
}

static cdk_outcome *judge_cpu(const cdk_container *c)
{
    enum { DEFAULT_SHARES = 1024 };
    int64_t shares = 0, other;
    const cdk_json *where, *old = cdk_container_at(c, CDK_CC_CpuShares), *set = cdk_container_at(c, CDK_HC_CpusetCpus);
    cdk_outcome *outcome = NULL;
    if (!cdk_container_at(c, CDK_HC_CpuShares) && cdk_json_i64(old, &shares))
        where = old;
    else if (!read_number(c, CDK_HC_CpuShares, &shares, &where, &outcome))
        return outcome;
    if (shares != 0 && shares != DEFAULT_SHARES && not_enforced(c->eval, "CPUShares"))
        return cdk_container_says(c, CDK_WARN, where, "its CPU shares are %lld, which this host does not enforce", (long long)shares);
    if (shares != 0 && shares != DEFAULT_SHARES) return cdk_container_says(c, CDK_PASS, where, "its CPU shares are %lld", (long long)shares);
    if (optional_number(c, CDK_HC_NanoCpus, &other))
        return cdk_container_says(c, CDK_PASS, cdk_container_at(c, CDK_HC_NanoCpus), "its CPU time is limited, which is taken for a priority");
    if (optional_number(c, CDK_HC_CpuQuota, &other))
        return cdk_container_says(c, CDK_PASS, cdk_container_at(c, CDK_HC_CpuQuota), "its CPU time is limited, which is taken for a priority");
    if (cdk_json_str(set).n)
        return cdk_container_says(c, CDK_WARN, set, "it is bound to CPUs %s, without a share of them", cdk_shown(c->eval, set->text));
    return cdk_container_says(c, CDK_FAIL, where, "its CPU shares are the default");
}

int32_t cdk_container_cpu(cdk_eval *eval)
{
    return cdk_each_container(eval, judge_cpu, NULL);
}

/* --- processes --- */

static cdk_outcome *judge_pids(const cdk_container *c)
{
    int64_t limit = 0;
    const cdk_json *where = cdk_container_at(c, CDK_HC_PidsLimit);
    cdk_outcome *outcome = NULL;
    if (c->windows) return cdk_container_says(c, CDK_NOT_APPLICABLE, NULL, "Windows has no such limit");
    if (where && !read_number(c, CDK_HC_PidsLimit, &limit, &where, &outcome)) return outcome;
    if (limit > 0) return say_limit(c, where, "the number of processes", limit, "PidsLimit");
    outcome = cdk_container_says(c, CDK_FAIL, where, "the number of processes is not limited");
    if (!where) cdk_container_cite_absent(c, outcome, c->host_config, "PidsLimit");
    return outcome;
}

int32_t cdk_container_pids(cdk_eval *eval)
{
    return cdk_each_container(eval, judge_pids, NULL);
}

/* --- ulimits --- */

static cdk_outcome *judge_ulimits(const cdk_container *c)
{
    const cdk_json *list;
    cdk_outcome *outcome = NULL;
    if (c->windows) return cdk_container_says(c, CDK_NOT_APPLICABLE, NULL, "Windows has no ulimits");
    if (!cdk_container_objects(c, CDK_HC_Ulimits, &list, &outcome)) return outcome;
    if (list->count == 0) return cdk_container_says(c, CDK_PASS, list, "the default ulimits are in force");
    return cdk_container_says(c, CDK_WARN, list, "it overrides the ulimit %s (of %u in all): see whether that is needed",
                              cdk_shown(c->eval, cdk_json_get_str(list->first, "Name")), list->count);
}

int32_t cdk_container_ulimits(cdk_eval *eval)
{
    return cdk_each_container(eval, judge_ulimits, NULL);
}

/* --- cgroup --- */

static cdk_outcome *judge_cgroup(const cdk_container *c)
{
    const cdk_setting *daemon = c->shared;
    const cdk_json *where = cdk_container_at(c, CDK_HC_CgroupParent);
    if (c->windows) return cdk_container_says(c, CDK_NOT_APPLICABLE, NULL, "Windows has no cgroups");
    if (!where) return cdk_container_lacks(c, c->host_config, "CgroupParent");
    if (where->type != CDK_JSON_STRING) return cdk_container_wrong(c, where, "the name of a cgroup");
    if (where->text.n == 0) return cdk_container_says(c, CDK_PASS, where, "it stays in the engine's cgroup");
    const char *parent = cdk_shown(c->eval, where->text);
    bool systemd = cdk_str_is(cdk_json_str(cdk_info(c->eval, "CgroupDriver")), "systemd");
    cdk_str own = daemon->text.n ? daemon->text : systemd ? CDK_STR("system.slice") : CDK_STR("/docker");
    bool same = (daemon->state == CDK_SETTING_SET || daemon->state == CDK_SETTING_DEFAULT) && cdk_str_eq(where->text, own);
    if (same) return cdk_container_says(c, CDK_PASS, where, "its cgroup parent is the daemon's own, %s", parent);
    if (cdk_site_lists(c->eval->evidence, "cgroup_parents", where->text))
        return cdk_container_says(c, CDK_PASS, where, "its cgroup parent is %s, which the site's policy allows", parent);
    if (daemon->state == CDK_SETTING_UNKNOWN) {
        cdk_outcome *outcome = cdk_say_unknown(c->eval, CDK_WHY_NOT_GIVEN, "its cgroup parent is %s; the daemon's own was not given", parent);
        cdk_container_cite(c, outcome, where);
        return outcome;
    }
    return cdk_container_says(c, CDK_FAIL, where, "its cgroup parent is %s", parent);
}

int32_t cdk_container_cgroup(cdk_eval *eval)
{
    cdk_setting daemon;
    int32_t status = cdk_daemon_setting(eval->env, eval->arena, eval->evidence, CDK_DO_CGROUP_PARENT, &daemon);
    return status ? status : cdk_each_container(eval, judge_cgroup, &daemon);
}
