/* SPDX-License-Identifier: Apache-2.0 */
/* The container's triggers, by subject. */
#ifndef CDK_CHECKS_GATE_CONTAINER_H
#define CDK_CHECKS_GATE_CONTAINER_H

#include "checks/container_view.h"

/* container_confinement.c */
int32_t cdk_container_apparmor(cdk_eval *eval);
int32_t cdk_container_selinux(cdk_eval *eval);
int32_t cdk_container_seccomp(cdk_eval *eval);
int32_t cdk_container_no_new_privileges(cdk_eval *eval);
/* container_powers.c */
int32_t cdk_container_capabilities(cdk_eval *eval);
int32_t cdk_container_privileged(cdk_eval *eval);
int32_t cdk_container_devices(cdk_eval *eval);
/* container_namespaces.c */
int32_t cdk_container_namespace(cdk_eval *eval);
int32_t cdk_container_default_bridge(cdk_eval *eval);
/* container_mounts.c */
int32_t cdk_container_sensitive_mounts(cdk_eval *eval);
int32_t cdk_container_engine_socket(cdk_eval *eval);
int32_t cdk_container_propagation(cdk_eval *eval);
/* container_ports.c */
int32_t cdk_container_privileged_ports(cdk_eval *eval);
int32_t cdk_container_needed_ports(cdk_eval *eval);
int32_t cdk_container_bind_interface(cdk_eval *eval);
/* container_limits.c */
int32_t cdk_container_memory(cdk_eval *eval);
int32_t cdk_container_cpu(cdk_eval *eval);
int32_t cdk_container_pids(cdk_eval *eval);
int32_t cdk_container_ulimits(cdk_eval *eval);
int32_t cdk_container_cgroup(cdk_eval *eval);
/* container_life.c */
int32_t cdk_container_readonly_rootfs(cdk_eval *eval);
int32_t cdk_container_restart_policy(cdk_eval *eval);
int32_t cdk_container_health(cdk_eval *eval);
int32_t cdk_container_latest_image(cdk_eval *eval);
/* container_processes.c */
int32_t cdk_container_sshd(cdk_eval *eval);
int32_t cdk_container_user(cdk_eval *eval);
/* exec_log.c */
int32_t cdk_container_exec(cdk_eval *eval);

#endif
