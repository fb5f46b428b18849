/* SPDX-License-Identifier: Apache-2.0 */
/* The host's triggers, by subject. */
#ifndef CDK_CHECKS_GATE_HOST_H
#define CDK_CHECKS_GATE_HOST_H

#include "checks/daemon_view.h"

int32_t cdk_host_audit(cdk_eval *eval);            /* host_audit.c */
int32_t cdk_host_partition(cdk_eval *eval);        /* host_partition.c */
int32_t cdk_host_trusted_users(cdk_eval *eval);    /* host_users.c */
int32_t cdk_host_engine_current(cdk_eval *eval);   /* host_versions.c */
int32_t cdk_host_kernel(cdk_eval *eval);
int32_t cdk_host_listeners(cdk_eval *eval);        /* host_listeners.c */

#endif
