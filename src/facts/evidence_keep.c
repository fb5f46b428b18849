/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/evidence_keep.h"

#define WHOLE(name) {name, NULL}
#define END {NULL, NULL}

const cdk_keep cdk_keep_names[] = {END};

static const cdk_keep keep_host_config[] = {
#define CDK_HOST_CONFIG(name) WHOLE(#name),
#include "facts/host_config.def"
#undef CDK_HOST_CONFIG
    END};
static const cdk_keep keep_labels[] = {WHOLE("com.docker.swarm.task.id"), WHOLE("com.docker.swarm.service.name"), END};
static const cdk_keep keep_container_config[] = {WHOLE("Cmd"), WHOLE("CpuShares"), WHOLE("Entrypoint"), WHOLE("ExposedPorts"),
    WHOLE("Healthcheck"), WHOLE("Image"), {"Labels", keep_labels}, WHOLE("Memory"), WHOLE("User"), END};
static const cdk_keep keep_health[] = {WHOLE("Status"), END};
static const cdk_keep keep_state[] = {WHOLE("Status"), WHOLE("Running"), WHOLE("Pid"), WHOLE("StartedAt"),
    {"Health", keep_health}, {"Healthcheck", keep_health}, END};
static const cdk_keep keep_network_settings[] = {WHOLE("Ports"), {"Networks", cdk_keep_names}, WHOLE("Bridge"), END};
static const cdk_keep keep_container[] = {WHOLE("AppArmorProfile"), WHOLE("Args"), {"Config", keep_container_config},
    WHOLE("ExecIDs"), {"HostConfig", keep_host_config}, WHOLE("Id"), WHOLE("Image"), WHOLE("ImageName"), WHOLE("Mounts"),
    WHOLE("Name"), WHOLE("Names"), {"NetworkSettings", keep_network_settings}, WHOLE("Path"), WHOLE("Platform"),
    WHOLE("ProcessLabel"), {"State", keep_state}, END};

static const cdk_keep keep_image_config[] = {WHOLE("Env"), WHOLE("ExposedPorts"), WHOLE("Healthcheck"), WHOLE("Labels"),
    WHOLE("OnBuild"), WHOLE("User"), WHOLE("Volumes"), END};
static const cdk_keep keep_image[] = {{"Config", keep_image_config}, WHOLE("Healthcheck"), WHOLE("History"), WHOLE("Id"),
    WHOLE("ID"), WHOLE("Os"), WHOLE("RepoDigests"), WHOLE("RepoTags"), WHOLE("User"), END};

static const cdk_keep keep_network[] = {WHOLE("Driver"), WHOLE("Id"), WHOLE("Ingress"), WHOLE("Name"), WHOLE("Options"),
    WHOLE("Scope"), END};
static const cdk_keep keep_volume[] = {WHOLE("Driver"), WHOLE("Mountpoint"), WHOLE("Name"), WHOLE("Options"), END};

const cdk_keep *cdk_keep_of(cdk_evidence_kind kind)
{
    switch (kind) {
    case CDK_EV_CONTAINERS: return keep_container;
    case CDK_EV_IMAGES: return keep_image;
    case CDK_EV_NETWORKS: return keep_network;
    case CDK_EV_VOLUMES: return keep_volume;
    default: return NULL;
    }
}

static const cdk_keep *kept_member(const cdk_keep *keep, cdk_str key)
{
    for (; keep->key; keep++)
        if (cdk_str_is(key, keep->key)) return keep;
    return NULL;
}

/* The key of a member that a table names is the table's own text. */
static cdk_json *copy_node(cdk_arena *arena, const cdk_json *value, const char *known_key)
{
    cdk_json *copy = cdk_arena_alloc(arena, sizeof *copy);
    if (!copy) return NULL;
    *copy = *value;
    copy->parent = copy->first = copy->last = copy->next = NULL;
    copy->count = 0;
    if (known_key)
        copy->key.p = known_key;
    else if (value->key.p)
        copy->key = cdk_str_dup(arena, value->key);
    if (value->text.p) copy->text = cdk_str_dup(arena, value->text);
    return (value->key.p && !copy->key.p) || (value->text.p && !copy->text.p) ? NULL : copy;
}

static void append(cdk_json *parent, cdk_json *child)
{
    child->parent = parent;
    if (parent->last)
        parent->last->next = child;
    else
        parent->first = child;
    parent->last = child;
    parent->count++;
}

static bool copy_children(cdk_arena *arena, const cdk_json *value, const cdk_keep *keep, cdk_json *into);

static cdk_json *copy_tree(cdk_arena *arena, const cdk_json *value, const cdk_keep *keep, const char *known_key)
{
    cdk_json *copy = copy_node(arena, value, known_key);
    return copy && (!value->first || copy_children(arena, value, keep, copy)) ? copy : NULL;
}

/* Recursion is bounded by the reader's cap on depth. */
cdk_json *cdk_keep_copy(cdk_arena *arena, const cdk_json *value, const cdk_keep *keep)
{
    return copy_tree(arena, value, keep, NULL);
}

static bool copy_children(cdk_arena *arena, const cdk_json *value, const cdk_keep *keep, cdk_json *into)
{
    bool names = keep == cdk_keep_names, select = keep && !names && value->type == CDK_JSON_OBJECT;
    CDK_JSON_EACH(child, value) {
        const cdk_keep *member = select ? kept_member(keep, child->key) : NULL;
        if (select && !member) continue;
        cdk_json *copy = names ? copy_node(arena, child, NULL) : copy_tree(arena, child, member ? member->members : NULL, member ? member->key : NULL);
        if (!copy) return false;
        append(into, copy);
    }
    return true;
}

#undef WHOLE
#undef END
