/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/anchore.h"

static int32_t always(cdk_eval *eval)
{
    cdk_buf text;
    cdk_buf_init(&text, eval->env->mem);
    cdk_buf_text(&text, "Unconditional trigger match");
    return cdk_anchore_fire(eval, &text, "always");
}

static const cdk_trigger triggers[] = {{.name = "always", .description = "fires for every image", .evaluate = always}};

const cdk_gate cdk_gate_anchore_always = {
    .name = "always", .description = "fires unconditionally", .triggers = triggers, .count = 1, .anchore = true};
