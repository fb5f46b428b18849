/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gates.h"

static const cdk_gate *const gates[] = {
#define CDK_GATE(id) &cdk_gate_##id,
#include "checks/gates.def"
#undef CDK_GATE
};

uint32_t cdk_gate_count(void)
{
    return sizeof gates / sizeof *gates;
}

const cdk_gate *cdk_gate_at(uint32_t index)
{
    return index < cdk_gate_count() ? gates[index] : NULL;
}

const cdk_gate *cdk_gate_find(cdk_str name)
{
    for (uint32_t i = 0; i < cdk_gate_count(); i++)
        if (cdk_str_is(name, gates[i]->name)) return gates[i];
    return NULL;
}

const cdk_trigger *cdk_trigger_find(const cdk_gate *gate, cdk_str name)
{
    for (uint32_t i = 0; gate && i < gate->count; i++)
        if (cdk_str_is(name, gate->triggers[i].name)) return &gate->triggers[i];
    return NULL;
}
