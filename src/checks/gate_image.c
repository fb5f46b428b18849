/* SPDX-License-Identifier: Apache-2.0 */
/* What an image alone tells: the gate of the benchmark's section on images. One file per trigger. */
#include "checks/gate_image.h"
#include "checks/gates.h"

static int32_t need(const cdk_env *env, cdk_plan *plan, cdk_need_kind kind)
{
    return cdk_plan_add(env, plan, &(cdk_need){.kind = kind});
}

static int32_t needs_accounts(const cdk_env *env, const cdk_params *params, cdk_plan *plan)
{
    (void)params;
    return need(env, plan, CDK_NEED_KNOWN_FILES);
}

static int32_t needs_files(const cdk_env *env, const cdk_params *params, cdk_plan *plan)
{
    (void)params;
    int32_t status = need(env, plan, CDK_NEED_FILES);
    if (!status) status = need(env, plan, CDK_NEED_PACKAGES);
    return status ? status : need(env, plan, CDK_NEED_KNOWN_FILES);
}

static int32_t needs_secrets(const cdk_env *env, const cdk_params *params, cdk_plan *plan)
{
    (void)params;
    return need(env, plan, CDK_NEED_SECRETS);
}

static const cdk_trigger triggers[] = {
    {"user", "the user that containers of the image run as, resolved through the image's own accounts", NULL, 0,
     needs_accounts, cdk_image_user},
    {"healthcheck", "a health check that the image defines or inherits", NULL, 0, NULL, cdk_image_healthcheck},
    {"lone_update", "build steps that refresh a package index and install nothing", NULL, 0, NULL, cdk_image_lone_update},
    {"setid", "files with the setuid or setgid bit in the file system that containers see", NULL, 0, needs_files,
     cdk_image_setid},
    {"add", "ADD where COPY would do, told apart by what is added", NULL, 0, NULL, cdk_image_add},
    {"secrets", "secrets in build steps, environment, labels and files of all layers", NULL, 0, needs_secrets,
     cdk_image_secrets},
    {"unverified", "build steps that switch the checking of signatures or certificates off", NULL, 0, NULL,
     cdk_image_unverified},
};

const cdk_gate cdk_gate_image = {
    .name = "image",
    .description = "what the image itself shows: its user, health check, build steps, files and secrets",
    .triggers = triggers,
    .count = sizeof triggers / sizeof *triggers,
    .scopes = CDK_SCOPE_IMAGE,
};
