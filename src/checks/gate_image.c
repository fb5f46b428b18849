/* SPDX-License-Identifier: Apache-2.0 */
/* What an image alone tells: the gate of the benchmark's section on images. One file per trigger. */
#include "checks/gates.h"

const cdk_gate cdk_gate_image = {
    .name = "image",
    .description = "what the image itself shows: its user, health check, build steps, files and secrets",
};
