/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_API_LAYER_H
#define CDK_API_LAYER_H

#include "api/handles.h"
#include "layer/layer_facts.h"

struct cisdock_layer_facts {
    cdk_handle handle;
    cdk_layer_facts *facts;
    char digest[CDK_DIGEST_TEXT_MAX], diff_id[CDK_DIGEST_TEXT_MAX]; /* empty: folded, or not known */
};

/* The handle of facts, which it takes over, also on failure. */
int32_t cdk_layer_wrap(const cdk_env *env, cisdock_context *context, cdk_layer_facts *inner, cisdock_layer_facts **out);

#endif
