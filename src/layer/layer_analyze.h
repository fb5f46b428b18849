/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_LAYER_LAYER_ANALYZE_H
#define CDK_LAYER_LAYER_ANALYZE_H

#include "io/stream.h"
#include "layer/layer_facts.h"

/* Read one layer's stored bytes, packed or not, in one pass to their end. Damage is no failure: what was read stands, and
 * the state of the layer says why it is not all. Failures: memory, cancelled, host, io, internal. Takes `stored` over. */
int32_t cdk_layer_analyze(const cdk_env *env, cdk_stream *stored, const cdk_plan *plan, cdk_layer_facts **out);
/* The value of a layer that could not even be opened: the env's last failure is its problem. */
int32_t cdk_layer_unread(const cdk_env *env, const cdk_plan *plan, cdk_layer_facts **out);
/* Is the env's last failure one that ends everything, or damage that one layer can survive? */
bool cdk_failure_is_damage(const cdk_env *env);

#endif
