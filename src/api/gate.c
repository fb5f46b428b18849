/* SPDX-License-Identifier: Apache-2.0 */
/* The table of gates, as it is. */
#include "checks/trigger.h"

#include <cisdock/gate.h>

static const cdk_gate *gate_in(const cisdock_gate *gate)
{
    return (const cdk_gate *)gate;
}

static const cdk_trigger *trigger_in(const cisdock_trigger *trigger)
{
    return (const cdk_trigger *)trigger;
}

static const cdk_param_spec *parameter(const cisdock_trigger *trigger, uint32_t index)
{
    return trigger && index < trigger_in(trigger)->param_count ? &trigger_in(trigger)->params[index] : NULL;
}

uint32_t cisdock_gate_count(void)
{
    return cdk_gate_count();
}

const cisdock_gate *cisdock_gate_at(uint32_t index)
{
    return index < cdk_gate_count() ? (const cisdock_gate *)cdk_gate_at(index) : NULL;
}

const char *cisdock_gate_name(const cisdock_gate *gate)
{
    return gate ? gate_in(gate)->name : NULL;
}

const char *cisdock_gate_description(const cisdock_gate *gate)
{
    return gate ? gate_in(gate)->description : NULL;
}

int32_t cisdock_gate_is_anchore(const cisdock_gate *gate)
{
    return gate && gate_in(gate)->anchore;
}

uint32_t cisdock_gate_trigger_count(const cisdock_gate *gate)
{
    return gate ? gate_in(gate)->count : 0;
}

const cisdock_trigger *cisdock_gate_trigger_at(const cisdock_gate *gate, uint32_t index)
{
    return index < cisdock_gate_trigger_count(gate) ? (const cisdock_trigger *)&gate_in(gate)->triggers[index] : NULL;
}

const char *cisdock_trigger_name(const cisdock_trigger *trigger)
{
    return trigger ? trigger_in(trigger)->name : NULL;
}

const char *cisdock_trigger_description(const cisdock_trigger *trigger)
{
    return trigger ? trigger_in(trigger)->description : NULL;
}

uint32_t cisdock_trigger_parameter_count(const cisdock_trigger *trigger)
{
    return trigger ? trigger_in(trigger)->param_count : 0;
}

const char *cisdock_trigger_parameter_name(const cisdock_trigger *trigger, uint32_t index)
{
    const cdk_param_spec *spec = parameter(trigger, index);
    return spec ? spec->name : NULL;
}

const char *cisdock_trigger_parameter_type(const cisdock_trigger *trigger, uint32_t index)
{
    static const char *const words[] = {
        [CDK_P_STRING] = "string", [CDK_P_LIST] = "list",     [CDK_P_PIPE_LIST] = "pipe-list", [CDK_P_BOOL] = "boolean",
        [CDK_P_INT] = "integer",   [CDK_P_NUMBER] = "number", [CDK_P_ENUM] = "choice",         [CDK_P_REGEX] = "pattern",
        [CDK_P_INT_LIST] = "integer-list", [CDK_P_LINKED] = "string",
    };
    const cdk_param_spec *spec = parameter(trigger, index);
    return spec ? words[spec->type] : NULL;
}

const char *cisdock_trigger_parameter_choices(const cisdock_trigger *trigger, uint32_t index)
{
    const cdk_param_spec *spec = parameter(trigger, index);
    return spec ? spec->choices : NULL;
}

const char *cisdock_trigger_parameter_description(const cisdock_trigger *trigger, uint32_t index)
{
    const cdk_param_spec *spec = parameter(trigger, index);
    return spec ? spec->description : NULL;
}

int32_t cisdock_trigger_parameter_required(const cisdock_trigger *trigger, uint32_t index)
{
    const cdk_param_spec *spec = parameter(trigger, index);
    return spec && spec->required;
}
