/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of the document of facts. Each writes the value of one member. */
#ifndef CDK_REPORT_FACTS_JSON_H
#define CDK_REPORT_FACTS_JSON_H

#include "facts/facts.h"

/* `redact`: secrets in it are hidden. Failures: memory, cancelled. */
int32_t cdk_facts_json_config(const cdk_env *env, cdk_jsonw *w, const cdk_image_config *config, bool redact);
void cdk_facts_json_layers(cdk_jsonw *w, const cdk_facts *facts);
void cdk_facts_json_passwd(cdk_jsonw *w, const cdk_user *users, uint32_t count);
void cdk_facts_json_shadow(cdk_jsonw *w, const cdk_shadow *rows, uint32_t count);
void cdk_facts_json_packages(cdk_jsonw *w, const cdk_package *packages, uint32_t count);
/* What the built-in benchmarks rest on beyond the other members. */
int32_t cdk_facts_json_evidence(const cdk_env *env, cdk_jsonw *w, const cdk_facts *facts, bool redact);
/* Members of its own, since one walk gives several: counts of files, the digest of the tree, lists of paths. */
int32_t cdk_facts_json_tree(const cdk_env *env, cdk_jsonw *w, const cdk_facts *facts);

#endif
