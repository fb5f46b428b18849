/* SPDX-License-Identifier: Apache-2.0 */
/* Which members of a list's elements are kept. */
#include "facts/evidence_impl.h"

#define WHOLE(name) {name, NULL, false, 0}
#define SOME(name, members) {name, members, false, 0}
#define END {NULL, NULL, false, 0}

static const cdk_json_keep keep_labels[] = {WHOLE("com.docker.swarm.task.id"), END};
static const cdk_json_keep keep_health[] = {WHOLE("Status"), END};
static const cdk_json_keep keep_config[] = {
#define CDK_CONFIG(name, members) {#name, members, false, CDK_CC_##name},
#include "facts/container_member.def"
    END};
static const cdk_json_keep keep_host_config[] = {
#define CDK_HOST_CONFIG(name, members) {#name, members, false, CDK_HC_##name},
#include "facts/container_member.def"
    END};
static const cdk_json_keep keep_network_settings[] = {
#define CDK_NETWORK_SETTINGS(name, members) {#name, members, false, CDK_CN_##name},
#include "facts/container_member.def"
    END};
static const cdk_json_keep keep_state[] = {
#define CDK_STATE(name, members) {#name, members, false, CDK_CS_##name},
#include "facts/container_member.def"
    END};
static const cdk_json_keep keep_container[] = {
#define CDK_CONTAINER(name, members) {#name, members, false, CDK_C_##name},
#include "facts/container_member.def"
    END};

static const cdk_json_keep keep_image_config[] = {WHOLE("Env"), WHOLE("ExposedPorts"), WHOLE("Healthcheck"), WHOLE("Labels"),
    WHOLE("OnBuild"), WHOLE("User"), WHOLE("Volumes"), END};
static const cdk_json_keep keep_image[] = {SOME("Config", keep_image_config), WHOLE("Healthcheck"), WHOLE("History"), WHOLE("Id"),
    WHOLE("ID"), WHOLE("Os"), WHOLE("RepoDigests"), WHOLE("RepoTags"), WHOLE("User"), END};

static const cdk_json_keep keep_network[] = {WHOLE("Driver"), WHOLE("Id"), WHOLE("Ingress"), WHOLE("Name"), WHOLE("Options"),
    WHOLE("Scope"), END};
#define VOLUME WHOLE("Driver"), WHOLE("Mountpoint"), WHOLE("Name"), WHOLE("Options")
static const cdk_json_keep keep_volume[] = {VOLUME, END};
/* Some calls of the API wrap their list: {"Volumes": [...], "Warnings": null}. */
static const cdk_json_keep keep_volumes[] = {VOLUME, {"Volumes", keep_volume, true, 0}, END};
#undef VOLUME

const cdk_json_keep *cdk_evidence_keep(cdk_evidence_kind kind)
{
    switch (kind) {
    case CDK_EV_CONTAINERS: return keep_container;
    case CDK_EV_IMAGES: return keep_image;
    case CDK_EV_NETWORKS: return keep_network;
    case CDK_EV_VOLUMES: return keep_volumes;
    default: return NULL;
    }
}

#undef WHOLE
#undef SOME
#undef END
