/* SPDX-License-Identifier: Apache-2.0 */
/* The policy of the site: what is allowed here, what is needed, which exceptions are agreed. A JSON object:
 *
 *   {"schema": "cisdock.site/1",
 *    "trusted_users": ["alice"], "allowed_capabilities": ["NET_ADMIN"], "needed_ports": ["443/tcp"],
 *    "allowed_privileged_ports": [443], "allowed_listeners": ["22/tcp"], "cgroup_parents": ["/kube.slice"],
 *    "minimum_versions": {"docker": "24.0.7", "kernel": "5.10"}, "sensitive_paths": ["/home"], "ssh_servers": ["dropbear"],
 *    "trusted_registries": ["registry.example"], "image_tags": {"web:1": "sha256:..."},
 *    "trusted_bases": ["sha256:<diff id of a lowest layer>"], "allowed_setid": ["/usr/bin/su"], "strict_add": true,
 *    "unwanted_packages": ["gcc"], "refused_severities": ["Critical", "High"], "scan_max_days": 30,
 *    "swarm_needed": true, "swarm_managers": {"min": 3, "max": 5}, "node_cert_max_days": 30, "root_ca_max_days": 365,
 *    "attestations": [{"recommendation": "host-hardened", "answer": "yes", "by": "...", "date": "2026-01-31", "note": "..."}],
 *    "exceptions": [{"recommendation": "rt-memory-limit", "object": "web", "path": "...", "layer": "...", "package": "...",
 *                    "reason": "...", "owner": "...", "expires": "2026-12-31"}]}
 *
 * A member that is not there says nothing; one of another type is a problem, and says nothing. */
#ifndef CDK_FACTS_SITE_H
#define CDK_FACTS_SITE_H

#include "facts/evidence.h"

const cdk_json *cdk_site_get(const cdk_evidence *evidence, const char *member); /* NULL: the site says nothing */
/* Does the list stand there, and does it hold this text? */
bool cdk_site_has_list(const cdk_evidence *evidence, const char *member);
bool cdk_site_lists(const cdk_evidence *evidence, const char *member, cdk_str text);
bool cdk_site_lists_number(const cdk_evidence *evidence, const char *member, int64_t number);
bool cdk_site_number(const cdk_evidence *evidence, const char *dotted, int64_t *out);
bool cdk_site_true(const cdk_evidence *evidence, const char *member);
cdk_str cdk_site_text(const cdk_evidence *evidence, const char *dotted); /* none: not told */

/* Say of each member that has no known name or not the type that it must have. Failure: memory. */
int32_t cdk_site_check(const cdk_env *env, cdk_arena *arena, const cdk_json *root, cdk_problems *problems);

#endif
