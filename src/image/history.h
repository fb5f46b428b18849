/* SPDX-License-Identifier: Apache-2.0 */
/* From an image's history to instructions: one grammar table for the forms that builders write (history.def). */
#ifndef CDK_IMAGE_HISTORY_H
#define CDK_IMAGE_HISTORY_H

#include "image/instruction.h"

/* One instruction for each entry, in order. Never fails on damage: such entries are `unknown`. Failures: memory, limit. */
int32_t cdk_history_read(const cdk_env *env, cdk_arena *arena, const cdk_history_entry *entries, uint32_t count,
                         cdk_instructions **out);
/* The same for the history of a configuration, with `complete` false where its entries and layers do not fit. */
int32_t cdk_history_of_config(const cdk_env *env, cdk_arena *arena, const cdk_image_config *config,
                              cdk_instructions **out);
/* Mark entries of the first `base_layers` layers as the base's (a site named their diff ids), the others as own. */
void cdk_history_set_base(cdk_instructions *list, uint32_t base_layers, const char *why);

#endif
