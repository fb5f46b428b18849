/* SPDX-License-Identifier: Apache-2.0 */
/* Gates of old releases of the engine: known by name, accepted, never firing. */
#ifndef CDK_CHECKS_ANCHORE_RETIRED_H
#define CDK_CHECKS_ANCHORE_RETIRED_H

#include "base/str.h"

typedef struct cdk_retired_gate {
    const char *name;
    const char *successor; /* as the engine names it, or NULL */
    const char *triggers;  /* between bars */
} cdk_retired_gate;

const cdk_retired_gate *cdk_retired_gate_find(cdk_str name);      /* lower case; NULL: none */
const cdk_retired_gate *cdk_retired_gate_at(uint32_t index);      /* NULL behind the last */
bool cdk_retired_trigger(const cdk_retired_gate *gate, cdk_str name);

#endif
