/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_CHECKS_GATE_SWARM_H
#define CDK_CHECKS_GATE_SWARM_H

#include "checks/daemon_view.h"

/* False: swarm mode is off or not in order here, or the node is none that knows, which was said. */
bool cdk_swarm_is_active(cdk_eval *eval, bool managers_only);

/* The cluster's own settings: in info of a manager, or the answer about the swarm. False: neither is given, which was said. */
bool cdk_cluster_known(cdk_eval *eval);
const cdk_json *cdk_cluster_setting(const cdk_eval *eval, const char *inside, cdk_evidence_kind *kind);

/* swarm_certificates.c */
int32_t cdk_swarm_node_certificates(cdk_eval *eval);
int32_t cdk_swarm_root_certificate(cdk_eval *eval);

/* swarm_by_hand.c */
int32_t cdk_swarm_by_hand(cdk_eval *eval);

#endif
