/* SPDX-License-Identifier: Apache-2.0 */
/* One inspected container at a time, and what a judge of one has to say where its parts are missing or malformed. */
#ifndef CDK_CHECKS_CONTAINER_VIEW_H
#define CDK_CHECKS_CONTAINER_VIEW_H

#include "checks/daemon_view.h"

typedef struct cdk_container {
    cdk_eval *eval;
    const cdk_element *element;
    const cdk_json *value, *host_config, *config;
    cdk_str id, name;      /* the rest is that of the evidence's view */
    bool running, never_started, windows, swarm_task;
    bool state_told;       /* whether it runs is known */
    const cdk_container_view *view;
    uint32_t order;        /* by name and id, from 1 */
    const void *shared;    /* what a trigger prepared for all containers, or NULL */
} cdk_container;

/* Says one outcome about a container; what it says of object and state is added for it. NULL: memory ran out. */
typedef cdk_outcome *(*cdk_container_judge)(const cdk_container *container);

/* Call `judge` for each container of the evidence. Elements that are no inspected containers, lists that are not whole
 * and no evidence at all are said here. */
int32_t cdk_each_container(cdk_eval *eval, cdk_container_judge judge, const void *shared);
/* A member of the container or of an object in it; NULL: not there. */
static inline const cdk_json *cdk_container_at(const cdk_container *container, cdk_container_member member)
{
    return container->view->members[member];
}

/* Members by name. All take the outcome's place: */
void cdk_container_cite(const cdk_container *c, cdk_outcome *outcome, const cdk_json *value);
void cdk_container_cite_absent(const cdk_container *c, cdk_outcome *outcome, const cdk_json *parent, const char *member);
/* "HostConfig does not tell Memory": insufficient_evidence. */
cdk_outcome *cdk_container_lacks(const cdk_container *c, const cdk_json *parent, const char *member);
/* "Memory is a string, not a number": error. */
cdk_outcome *cdk_container_wrong(const cdk_container *c, const cdk_json *value, const char *wanted);
cdk_outcome *cdk_container_says(const cdk_container *c, cdk_verdict verdict, const cdk_json *cited, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* The same for a message that outlives the report. */
cdk_outcome *cdk_container_finds(const cdk_container *c, cdk_verdict verdict, const cdk_json *cited, const char *message);

/* Does a list stand at this member of HostConfig (null counts as an empty one)? Else the outcome that says so is in
 * `*outcome`. */
bool cdk_container_list(const cdk_container *c, cdk_container_member member, const cdk_json **list, cdk_outcome **outcome);
/* The same for a list of objects. */
bool cdk_container_objects(const cdk_container *c, cdk_container_member member, const cdk_json **list, cdk_outcome **outcome);

#endif
