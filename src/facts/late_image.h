/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_FACTS_LATE_IMAGE_H
#define CDK_FACTS_LATE_IMAGE_H

#include "layer/layer_facts.h"

/* A stream whose first members were not named as an image's went by as a root file system. Does it hold the document of
 * an image after all? Then it was read as the wrong thing: unsupported. `facts` may be NULL. */
int32_t cdk_refuse_late_image(const cdk_env *env, const cdk_layer_facts *facts);

#endif
