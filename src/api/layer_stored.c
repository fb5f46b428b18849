/* SPDX-License-Identifier: Apache-2.0 */
/* Layer facts as bytes. */
#include "api/layer.h"
#include "layer/serial.h"

int32_t cisdock_layer_facts_serialize(cisdock_context *context, const cisdock_layer_facts *facts, const cisdock_sink *sink)
{
    if (!facts || !sink || !sink->write) return cdk_bad_argument(context, "facts or sink is NULL");
    cdk_env *env;
    int32_t status = cdk_enter(context, &env);
    return status ? status : cdk_leave(context, cdk_layer_serialize(env, facts->facts, sink));
}

int32_t cisdock_layer_facts_parse(cisdock_context *context, const uint8_t *data, size_t size, cisdock_layer_facts **out)
{
    if (!out) return cdk_bad_argument(context, "out is NULL");
    *out = NULL;
    if (!data) return cdk_bad_argument(context, "data is NULL");
    cdk_env *env;
    int32_t status = cdk_enter(context, &env);
    if (status) return status;
    cdk_layer_facts *inner = NULL;
    status = cdk_layer_parse(env, data, size, &inner);
    return cdk_leave(context, status ? status : cdk_layer_wrap(env, context, inner, out));
}
