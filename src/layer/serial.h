/* SPDX-License-Identifier: Apache-2.0 */
/* Layer facts as bytes: versioned, checksummed, compact. */
#ifndef CDK_LAYER_SERIAL_H
#define CDK_LAYER_SERIAL_H

#include "layer/layer_facts.h"

/* Goes up when the form changes; values of another one are not read. */
enum { CDK_FACTS_SCHEMA = 2 };

int32_t cdk_layer_serialize(const cdk_env *env, const cdk_layer_facts *facts, const cisdock_sink *sink);
/* Nothing in the bytes is trusted. Failures: bad-document (damaged), unsupported (another schema, or readers of another
 * version), limit, memory. */
int32_t cdk_layer_parse(const cdk_env *env, const uint8_t *bytes, size_t size, cdk_layer_facts **out);

/* What decides, besides the plan, what a layer's facts are: versions of readers, and limits. 16 hex digits and a NUL. */
void cdk_layer_fingerprint(const cdk_env *env, char out[17]);

#endif
