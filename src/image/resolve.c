/* SPDX-License-Identifier: Apache-2.0 */
/* What an archive is, once its members are known. The order is that of docker load: manifest.json, index.json,
 * repositories; what has none of them is a root file system. */
#include "image/model.h"

static int32_t as_rootfs(cdk_images *images, const cdk_env *env)
{
    cdk_layer_draft layer = {.name = CDK_STR(""), .size = -1};
    const cdk_image_draft draft = {.layers = &layer, .layer_count = 1};
    images->format = CDK_FORMAT_ROOTFS;
    images->problems = (cdk_problems){0}; /* the layer's own reading tells of its members */
    return cdk_images_add(images, env, &draft, NULL);
}

static int32_t choose_reader(cdk_images *images, const cdk_env *env)
{
    const cdk_marks *marks = &images->store.members.marks;
    bool served = false;
    int32_t status = marks->manifest ? cdk_docker_archive_read(images, env, &served) : CISDOCK_OK;
    if (status || served) return status;
    if (marks->index) return cdk_oci_layout_read(images, env);
    if (marks->repositories || marks->image_json) return cdk_repositories_read(images, env);
    if (marks->layout) return cdk_fail(env, CDK_CLASS_NO_IMAGE, NULL, "an OCI layout without its index.json");
    if (images->damage.status && marks->likely) {
        *env->error = images->damage;
        return env->error->status;
    }
    return as_rootfs(images, env);
}

/* Does a failure say that something is not there? In a damaged archive the damage is why. */
static bool lacks_something(cdk_class cls)
{
    return cls == CDK_CLASS_BLOB_MISSING || cls == CDK_CLASS_NO_IMAGE || cls == CDK_CLASS_NOT_AN_IMAGE ||
           cls == CDK_CLASS_TRUNCATED;
}

int32_t cdk_images_resolve(cdk_images *images, const cdk_env *env)
{
    int32_t status = choose_reader(images, env);
    if (!images->damage.status) return status;
    if (status && !lacks_something(env->error->cls)) return status;
    *env->error = images->damage;
    if (status) return env->error->status;
    if (images->format != CDK_FORMAT_ROOTFS &&
        !cdk_problem_from_error(env, &images->arena, &images->problems, CDK_ERROR))
        return env->error->status;
    cdk_error_clear(env);
    return CISDOCK_OK;
}
