/* SPDX-License-Identifier: Apache-2.0 */
/* Manifests that are not taken as images, and damage that is outlived. */
#include "image/model.h"

static int32_t remember(cdk_images *images, const cdk_env *env, cdk_str digest, cdk_class cls, const char *why)
{
    if (!cdk_grow(images->mem, (void **)&images->skipped, &images->skipped_cap, images->skipped_count + 1,
                  sizeof *images->skipped))
        return cdk_fail_memory(env);
    cdk_str copy = cdk_str_dup(&images->arena, digest);
    if (!copy.p) return cdk_fail_memory(env);
    images->skipped[images->skipped_count++] = (cdk_image_skipped){copy, cls, why};
    return CISDOCK_OK;
}

/* Failures that are of the machine or of the host, not of one document. */
static bool ends_all(cdk_class cls)
{
    return cls == CDK_CLASS_MEMORY || cls == CDK_CLASS_CANCELLED || cls == CDK_CLASS_HOST || cls == CDK_CLASS_IO ||
           cls == CDK_CLASS_INTERNAL || cls == CDK_CLASS_ARGUMENT;
}

int32_t cdk_images_skip(cdk_images *images, const cdk_env *env, cdk_str digest, const char *why)
{
    cdk_class cls = env->error->cls;
    if (ends_all(cls)) return env->error->status;
    if (!images->first_skip.status) images->first_skip = *env->error;
    /* Few keep every platform of an index; what is there but damaged is another matter. */
    cdk_severity severity = cls == CDK_CLASS_BLOB_MISSING ? CDK_WARNING : CDK_ERROR;
    if (!cdk_problem_from_error(env, &images->arena, &images->problems, severity)) return env->error->status;
    return remember(images, env, digest, cls, why);
}

int32_t cdk_images_skip_artifact(cdk_images *images, const cdk_env *env, cdk_str digest, const char *why)
{
    return remember(images, env, digest, CDK_CLASS_NOT_AN_IMAGE, why);
}

bool cdk_images_take_damage(cdk_images *images, const cdk_env *env, int32_t status)
{
    if (!status || ends_all(env->error->cls) || env->error->cls == CDK_CLASS_LIMIT) return false;
    images->damage = *env->error;
    cdk_error_clear(env);
    return true;
}
