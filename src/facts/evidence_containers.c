/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/evidence_impl.h"

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
    cdk_str status = cdk_json_str(view->members[CDK_CS_Status]);
    cdk_json_bool(view->members[CDK_CS_Running], &running);
    view->running = status.n ? word_is(status, alive) : running;
    /* Before there was a status: a container that never started has the zero time of Go. */
    view->never_started = status.n ? word_is(status, fresh)
                                   : !running && cdk_str_starts(cdk_json_str(view->members[CDK_CS_StartedAt]), CDK_STR("0001-"));
}

const char *cdk_container_member_name(cdk_container_member member)
{
    static const char *const names[] = {
        [CDK_C_NONE] = "",
#define CDK_CONTAINER(name, keep) [CDK_C_##name] = #name,
#define CDK_CONFIG(name, keep) [CDK_CC_##name] = #name,
#define CDK_STATE(name, keep) [CDK_CS_##name] = #name,
#define CDK_NETWORK_SETTINGS(name, keep) [CDK_CN_##name] = #name,
#define CDK_HOST_CONFIG(name, keep) [CDK_HC_##name] = #name,
#include "facts/container_member.def"
    };
    return names[member];
}

/* Members of the container and of the objects in it: the tables that they were kept by have numbered them. */
static void read_members(cdk_container_view *view, const cdk_json *value)
{
    CDK_JSON_EACH(member, value) {
        view->members[member->slot] = member;
        if (member->type != CDK_JSON_OBJECT) continue;
        CDK_JSON_EACH(inner, member) view->members[inner->slot] = inner;
    }
    view->members[CDK_C_NONE] = NULL;
}

static void read_view(const cdk_json *value, cdk_container_view *view)
{
    const cdk_json *const *members = view->members;
    *view = (cdk_container_view){.running = false};
    if (cdk_json_is(value, CDK_JSON_OBJECT)) read_members(view, value);
    view->id = cdk_json_str(members[CDK_C_Id]);
    view->name = cdk_container_name(cdk_json_str(members[CDK_C_Name]));
    if (!view->name.n) view->name = cdk_container_name(cdk_json_str(cdk_json_at(members[CDK_C_Names], 0)));
    view->windows = cdk_str_is(cdk_json_str(members[CDK_C_Platform]), "windows");
    view->swarm_task = cdk_json_get(members[CDK_CC_Labels], "com.docker.swarm.task.id") != NULL;
    read_state(view);
    view->inspected = cdk_json_is(members[CDK_C_HostConfig], CDK_JSON_OBJECT) && (members[CDK_C_Config] || !members[CDK_C_Names]);
    view->names_state = cdk_json_is(members[CDK_CS_Status], CDK_JSON_STRING);
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
