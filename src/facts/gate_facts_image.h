/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_FACTS_GATE_FACTS_IMAGE_H
#define CDK_FACTS_GATE_FACTS_IMAGE_H

#include "facts/facts_impl.h"
#include "facts/gate_facts.h"

/* Which nodes of each input the engine's own squashing shows: not quite those of the image specifications. A folder's entry
 * goes where a later layer has something below it and does not list it; a folder that a file replaces keeps its contents. */
typedef struct cdk_gate_squash {
    bool **shown; /* [input][node] */
    uint32_t inputs;
} cdk_gate_squash;
int32_t cdk_gate_squash_run(const cdk_env *env, const cdk_facts *facts, cdk_arena *arena, cdk_gate_squash *out);

/* The node in the same layer that a hard link leads to; 0: none. */
uint32_t cdk_gate_hard_target(const cdk_layer_facts *facts, uint32_t node);

int32_t cdk_gate_facts_read_tree(const cdk_env *env, const cdk_facts *facts, const cdk_gate_squash *squash, cdk_gate_facts *out);
int32_t cdk_gate_facts_read_hits(const cdk_env *env, const cdk_facts *facts, const cdk_gate_squash *squash, cdk_gate_facts *out);
/* `packages` are those of `out`. */
int32_t cdk_gate_facts_read_image_records(const cdk_env *env, const cdk_facts *facts, cdk_gate_package *packages, cdk_gate_facts *out);
int32_t cdk_gate_facts_read_image_packages(const cdk_env *env, const cdk_facts *facts, cdk_gate_facts *out);
int32_t cdk_gate_facts_read_distro(const cdk_env *env, const cdk_facts *facts, cdk_gate_facts *out);
int32_t cdk_gate_facts_guess_dockerfile(const cdk_env *env, const cdk_image_config *config, cdk_gate_facts *out);
/* What the host knows of malware and vulnerabilities. `facts` may be NULL. */
int32_t cdk_gate_facts_read_evidence(const cdk_env *env, const cdk_facts *facts, const cdk_evidence *evidence, cdk_gate_facts *out);
/* The engine's file table keeps names in a text file: runs of white space become one blank, as "____" does. "/" in front. */
cdk_str cdk_gate_facts_path(cdk_arena *arena, cdk_str clean);

#endif
