/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_LAYER_READ_ENTRY_H
#define CDK_LAYER_READ_ENTRY_H

#include "layer/reading.h"

/* `env`, `plan` and `facts` are set, all else is cleared. */
int32_t cdk_reading_init(cdk_reading *reading);
void cdk_reading_end(cdk_reading *reading);
/* Take one entry of the archive into the tree, with what readers want of it. */
int32_t cdk_read_entry(cdk_reading *reading, const cdk_tar_entry *entry);

#endif
