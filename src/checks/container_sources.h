/* SPDX-License-Identifier: Apache-2.0 */
/* What of the host is mounted into a container, from all the places that an inspection tells it in. */
#ifndef CDK_CHECKS_CONTAINER_SOURCES_H
#define CDK_CHECKS_CONTAINER_SOURCES_H

#include "checks/container_view.h"

typedef struct cdk_mount_source {
    cdk_str source;        /* clean path of the host; none: no path of the host */
    cdk_str destination, propagation;
    bool read_only;
    const cdk_json *where; /* in the container */
    const cdk_element *volume; /* a volume that stands for a path of the host, or NULL */
} cdk_mount_source;

/* Visit each; false stops. `propagation`: a mount that does not tell its own is malformed. The result is false where a visit stopped, a part is malformed (`*outcome`), or memory ran out. */
typedef bool (*cdk_source_visitor)(void *user, const cdk_mount_source *source);
bool cdk_container_each_source(const cdk_container *c, bool propagation, cdk_source_visitor visit, void *user, cdk_outcome **outcome);
/* What says that not all sources are told, so that none found means nothing; NULL: they are. */
cdk_outcome *cdk_container_lacks_sources(const cdk_container *c);

#endif
