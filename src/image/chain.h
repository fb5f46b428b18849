/* SPDX-License-Identifier: Apache-2.0 */
/* Images of the time before manifests: a chain of layers, each in a folder with its JSON, which names its parent. */
#ifndef CDK_IMAGE_CHAIN_H
#define CDK_IMAGE_CHAIN_H

#include "image/model.h"

typedef struct cdk_chains {
    cdk_images *images;
    const cdk_env *env;
    cdk_arena *scratch;
} cdk_chains;

/* Adds the image whose top layer is `top`. Failures: blob-missing, bad-json, limit, ... */
int32_t cdk_chain_read(const cdk_chains *chains, cdk_str top, const cdk_str_list *names);

#endif
