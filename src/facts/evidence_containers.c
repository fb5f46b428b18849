/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/evidence_impl.h"

static cdk_str without_slash(cdk_str name)
{
    return cdk_str_starts(name, CDK_STR("/")) ? cdk_str_from(name, 1) : name;
}

static bool word_is(cdk_str word, const char *const *words)
{
    for (; *words; words++)
        if (cdk_str_is(word, *words)) return true;
    return false;
}

static void read_state(cdk_container_view *view)
{
    static const char *const alive[] = {"running", "paused", "restarting", NULL};
    static const char *const fresh[] = {"created", "configured", "initialized", NULL};
    bool running = false;
    view->status = cdk_json_get(view->state, "Status");
    cdk_str status = cdk_json_str(view->status);
    cdk_json_bool(cdk_json_get(view->state, "Running"), &running);
    view->running = status.n ? word_is(status, alive) : running;
    /* Before there was a status: a container that never started has the zero time of Go. */
    view->never_started = status.n ? word_is(status, fresh)
                                   : !running && cdk_str_starts(cdk_json_get_str(view->state, "StartedAt"), CDK_STR("0001-"));
}

static const cdk_str member_names[] = {
#define CDK_HOST_CONFIG(name) [CDK_HC_##name] = {#name, sizeof #name - 1},
#include "facts/host_config.def"
#undef CDK_HOST_CONFIG
};

static int member_index(cdk_str name)
{
    for (int i = 0; i < CDK_HC_COUNT; i++)
        if (cdk_str_eq(member_names[i], name)) return i;
    return -1;
}

const cdk_json *cdk_host_config_get(const cdk_container_view *view, const char *name)
{
    int index = member_index(cdk_str_of(name));
    return index < 0 ? NULL : view->members[index];
}

static void read_members(cdk_container_view *view)
{
    CDK_JSON_EACH(member, view->host_config) {
        int index = member_index(member->key);
        if (index >= 0) view->members[index] = member;
    }
}

static void read_view(const cdk_json *value, cdk_container_view *view)
{
    *view = (cdk_container_view){.host_config = cdk_json_get(value, "HostConfig"), .config = cdk_json_get(value, "Config"),
                                 .state = cdk_json_get(value, "State"), .id = cdk_json_get_str(value, "Id"),
                                 .name = without_slash(cdk_json_get_str(value, "Name"))};
    if (!view->name.n) view->name = without_slash(cdk_json_str(cdk_json_at(cdk_json_get(value, "Names"), 0)));
    view->windows = cdk_str_is(cdk_json_get_str(value, "Platform"), "windows");
    view->swarm_task = cdk_json_get(cdk_json_get(view->config, "Labels"), "com.docker.swarm.task.id") != NULL;
    read_state(view);
    if (cdk_json_is(view->host_config, CDK_JSON_OBJECT)) read_members(view);
}

int32_t cdk_evidence_view_container(const cdk_env *env, cdk_evidence *evidence, const cdk_json *value)
{
    if (!cdk_grow(env->mem, (void **)&evidence->containers, &evidence->container_cap, evidence->container_count + 1,
                  sizeof *evidence->containers))
        return cdk_fail_memory(env);
    read_view(value, &evidence->containers[evidence->container_count++]);
    return CISDOCK_OK;
}

const cdk_container_view *cdk_evidence_container(const cdk_evidence *evidence, uint32_t index)
{
    return evidence && index < evidence->container_count ? &evidence->containers[index] : NULL;
}

const cdk_element *cdk_evidence_container_by_ref(const cdk_evidence *evidence, cdk_str ref)
{
    enum { SHORT_ID = 12 };
    for (uint32_t i = 0; ref.n && i < cdk_evidence_count(evidence, CDK_EV_CONTAINERS); i++) {
        const cdk_container_view *view = &evidence->containers[i];
        if (cdk_str_eq(view->id, ref) || (ref.n >= SHORT_ID && cdk_str_starts(view->id, ref)) || cdk_str_eq(view->name, without_slash(ref)))
            return cdk_evidence_element(evidence, CDK_EV_CONTAINERS, i);
    }
    return NULL;
}
