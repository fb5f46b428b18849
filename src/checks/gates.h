/* SPDX-License-Identifier: Apache-2.0 */
/* The gates' rows, declared from the list. */
#ifndef CDK_CHECKS_GATES_H
#define CDK_CHECKS_GATES_H

#include "checks/trigger.h"

#define CDK_GATE(id) extern const cdk_gate cdk_gate_##id;
#include "checks/gates.def"
#undef CDK_GATE

#endif
