/* SPDX-License-Identifier: Apache-2.0 */
/* The daemon's triggers, by subject. */
#ifndef CDK_CHECKS_GATE_DAEMON_H
#define CDK_CHECKS_GATE_DAEMON_H

#include "checks/daemon_view.h"

/* daemon_isolation.c */
int32_t cdk_daemon_rootless(cdk_eval *eval);
int32_t cdk_daemon_userns(cdk_eval *eval);
int32_t cdk_daemon_no_new_privileges(cdk_eval *eval);
int32_t cdk_daemon_seccomp(cdk_eval *eval);
int32_t cdk_daemon_cgroup_parent(cdk_eval *eval);
int32_t cdk_daemon_default_ulimits(cdk_eval *eval);
/* daemon_network.c */
int32_t cdk_daemon_icc(cdk_eval *eval);
int32_t cdk_daemon_iptables(cdk_eval *eval);
int32_t cdk_daemon_userland_proxy(cdk_eval *eval);
int32_t cdk_daemon_tls(cdk_eval *eval);
/* daemon_registry.c */
int32_t cdk_daemon_insecure_registries(cdk_eval *eval);
int32_t cdk_daemon_legacy_registry(cdk_eval *eval);
/* daemon_storage.c */
int32_t cdk_daemon_storage_driver(cdk_eval *eval);
int32_t cdk_daemon_base_device_size(cdk_eval *eval);
/* daemon_operation.c */
int32_t cdk_daemon_log_level(cdk_eval *eval);
int32_t cdk_daemon_live_restore(cdk_eval *eval);
int32_t cdk_daemon_experimental(cdk_eval *eval);
int32_t cdk_daemon_authorization(cdk_eval *eval);
/* daemon_logging.c */
int32_t cdk_daemon_remote_logging(cdk_eval *eval);

#endif
