/* SPDX-License-Identifier: Apache-2.0 */
/* The image configuration (OCI image-spec config.md; Docker image specification v1.2), read tolerantly: a member of the
 * wrong type is as if absent, and is noted as a problem of class bad-json with its pointer. */
#ifndef CDK_IMAGE_CONFIG_H
#define CDK_IMAGE_CONFIG_H

#include "base/json.h"

typedef struct cdk_str_list {
    const cdk_str *items;
    uint32_t count;
    bool present; /* the member stood there and was no null */
} cdk_str_list;

typedef struct cdk_pair {
    cdk_str key, value;
} cdk_pair;

typedef struct cdk_pair_list {
    const cdk_pair *items; /* in document order */
    uint32_t count;
    bool present;
} cdk_pair_list;

typedef struct cdk_healthcheck {
    bool present;
    cdk_str_list test;
    const cdk_json *raw;
} cdk_healthcheck;

typedef struct cdk_history_entry {
    cdk_str created, created_by, author, comment;
    bool empty_layer;
    int32_t layer; /* index of the layer that it made, or -1 */
    bool damaged;  /* not an object, or created_by no string */
} cdk_history_entry;

typedef struct cdk_image_config {
    cdk_str architecture, os, variant, os_version, created, author, docker_version; /* p NULL: absent */
    cdk_str user;
    bool has_config; /* the member "config" is an object */
    cdk_str_list env, cmd, entrypoint, onbuild, shell;
    cdk_str_list exposed_ports, volumes; /* names, sorted by bytes */
    cdk_pair_list labels;
    cdk_str workdir, stop_signal;
    cdk_healthcheck healthcheck;
    const cdk_history_entry *history;
    uint32_t history_count;
    bool history_present;
    bool history_layers_match; /* as many entries with a layer as there are layers */
    cdk_str_list diff_ids;
    const cdk_json *raw; /* the whole document */
    cdk_str text;        /* its bytes */
} cdk_image_config;

/* Parse into the arena. `layer_count` ties history to layers. Failure: bad-json (not an object, not JSON), limit, memory. */
int32_t cdk_image_config_parse(const cdk_env *env, cdk_arena *arena, cdk_str text, uint32_t layer_count,
                               cdk_problems *problems, cdk_image_config **out);
/* Engines of the docker kind write members that OCI does not have: there a missing health check is none. */
bool cdk_config_by_docker(const cdk_image_config *config);

#endif
