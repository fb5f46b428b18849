/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CDK_CHECKS_IMAGE_SECRETS_H
#define CDK_CHECKS_IMAGE_SECRETS_H

#include "checks/show.h"

enum { CDK_SECRET_ENVS = 64 };

/* A variable with a secret, to which its ENV steps are evidence. */
typedef struct cdk_secret_env {
    cdk_str key;
    cdk_outcome *outcome;
} cdk_secret_env;

typedef struct cdk_secrets {
    cdk_eval *eval;
    cdk_secret_env envs[CDK_SECRET_ENVS];
    uint32_t env_count;
    uint32_t found;
    cdk_known files;
} cdk_secrets;

#endif
