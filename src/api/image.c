/* SPDX-License-Identifier: Apache-2.0 */
/* Opening images and choosing one of them. What is asked of them stands in image_access.c. */
#include "api/handles.h"
#include "api/tables.h"
#include "facts/analyze.h"

static bool copy_text(const cdk_env *env, const char *text, char **out)
{
    *out = NULL;
    if (!text) return true;
    size_t size = strlen(text) + 1;
    if (!(*out = cdk_alloc(env->mem, size))) return false;
    memcpy(*out, text, size);
    return true;
}

static bool fits(const cisdock_image *image, uint32_t index, const char *ref, const char *platform)
{
    const cdk_image_doc *doc = cdk_images_at(image->images, index);
    return (!ref || cdk_image_doc_named(doc, cdk_str_of(ref))) && (!platform || cdk_image_doc_platform(doc, cdk_str_of(platform)));
}

static void describe(cdk_buf *text, const cdk_image_doc *doc)
{
    cdk_str name = doc->names.count ? doc->names.items[0] : doc->manifest_digest.n ? doc->manifest_digest : doc->image_id;
    cdk_buf_str(text, name.n ? name : CDK_STR("unnamed"));
    if (!doc->platform.architecture.n) return;
    cdk_buf_printf(text, " (%.*s/%.*s", (int)doc->platform.os.n, doc->platform.os.p, (int)doc->platform.architecture.n,
                   doc->platform.architecture.p);
    if (doc->platform.variant.n) cdk_buf_printf(text, "/%.*s", (int)doc->platform.variant.n, doc->platform.variant.p);
    cdk_buf_char(text, ')');
}

/* A list of the images: those that fit, or all. */
static int32_t fail_with_list(const cdk_env *env, const cisdock_image *image, bool all, cdk_class cls, const char *what)
{
    cdk_buf text;
    cdk_buf_init(&text, env->mem);
    for (uint32_t i = 0; i < cdk_images_count(image->images) && text.n < 400; i++) {
        if (!all && !fits(image, i, image->ref, image->platform)) continue;
        if (text.n) cdk_buf_text(&text, ", ");
        describe(&text, cdk_images_at(image->images, i));
    }
    int32_t status = text.failed ? cdk_fail_memory(env) : cdk_fail(env, cls, NULL, "%s: %.*s", what, (int)text.n, text.p ? text.p : "");
    cdk_buf_free(&text);
    return status;
}

int32_t cdk_image_ambiguous(const cdk_env *env, const cisdock_image *image)
{
    return fail_with_list(env, image, false, CDK_CLASS_AMBIGUOUS, "several images fit, choose by name or platform");
}

int32_t cdk_image_choose(const cdk_env *env, cisdock_image *image)
{
    uint32_t found = 0;
    image->selected = -1;
    for (uint32_t i = 0; i < cdk_images_count(image->images); i++)
        if (fits(image, i, image->ref, image->platform) && found++ == 0) image->selected = (int32_t)i;
    if (found > 1) image->selected = -1;
    return found ? CISDOCK_OK : fail_with_list(env, image, true, CDK_CLASS_NOT_FOUND, "no image fits the name or platform asked for; there are");
}

/* Everything but the source: on failure it is the caller's still. */
static int32_t new_image(const cdk_env *env, cisdock_context *context, const char *ref, const char *platform, cisdock_image **out)
{
    cisdock_image *image = cdk_handle_new(context, sizeof *image);
    *out = image;
    if (!image) return env->error->status;
    image->selected = -1;
    if (!copy_text(env, ref, &image->ref) || !copy_text(env, platform, &image->platform)) return cdk_fail_memory(env);
    return cdk_layer_store_new(env, &image->store);
}

static int32_t finish(const cdk_env *env, cisdock_image *image, int32_t status, cisdock_image **out)
{
    if (!status && cdk_images_ready(image->images)) status = cdk_image_choose(env, image);
    if (status)
        cisdock_image_close(image);
    else
        *out = image;
    return status;
}

int32_t cisdock_image_open(cisdock_context *context, const cisdock_source *source, const char *ref, const char *platform,
                           cisdock_image **out)
{
    if (out) *out = NULL;
    cdk_env *env;
    int32_t status = cdk_enter_with_source(context, source, out, &env);
    if (status) return status;
    cisdock_image *image;
    status = new_image(env, context, ref, platform, &image);
    if (status)
        cdk_refuse_source(source);
    else
        status = cdk_images_open(env, source, &image->images);
    return cdk_leave(context, finish(env, image, status, out));
}

int32_t cisdock_image_open_blobs(cisdock_context *context, const cisdock_blobs *blobs, const char *ref, const char *platform,
                                 cisdock_image **out)
{
    if (out) *out = NULL;
    cdk_env *env;
    int32_t status = out && blobs ? cdk_enter(context, &env) : cdk_bad_argument(context, "blobs or out is NULL");
    if (status) {
        cdk_refuse_blobs(blobs);
        return status;
    }
    cisdock_image *image;
    status = new_image(env, context, ref, platform, &image);
    if (status)
        cdk_refuse_blobs(blobs);
    else
        status = cdk_images_open_blobs(env, blobs, &image->images);
    return cdk_leave(context, finish(env, image, status, out));
}

void cisdock_image_close(cisdock_image *image)
{
    if (!cdk_handle_last(image)) return;
    cdk_layer_store_free(image->store);
    cdk_images_close(image->images);
    cdk_free(&image->handle.context->mem, image->ref);
    cdk_free(&image->handle.context->mem, image->platform);
    cdk_free(&image->handle.context->mem, image->source_name);
    cdk_handle_end(image);
}

int32_t cisdock_image_select(cisdock_context *context, cisdock_image *image, uint32_t index)
{
    if (!image) return cdk_bad_argument(context, "the image is NULL");
    cdk_env *env;
    int32_t status = cdk_enter(context, &env);
    if (status) return status;
    if (!cdk_images_ready(image->images))
        status = cdk_fail(env, CDK_CLASS_NOT_READY, NULL, "what a forward-only source holds is known after cisdock_analyze()");
    else if (index >= cdk_images_count(image->images))
        status = cdk_fail(env, CDK_CLASS_ARGUMENT, NULL, "there is no image %u", (unsigned)index);
    else
        image->selected = (int32_t)index;
    return cdk_leave(context, status);
}

int32_t cisdock_image_set_source_name(cisdock_context *context, cisdock_image *image, const char *name)
{
    if (!image) return cdk_bad_argument(context, "the image is NULL");
    cdk_env *env;
    char *copy;
    int32_t status = cdk_enter(context, &env);
    if (status) return status;
    if (!copy_text(env, name, &copy)) return cdk_leave(context, cdk_fail_memory(env));
    cdk_free(env->mem, image->source_name);
    image->source_name = copy;
    return cdk_leave(context, CISDOCK_OK);
}

int32_t cisdock_image_matches(const cisdock_image *image, uint32_t index, const char *ref, const char *platform)
{
    if (!image || !cdk_images_ready(image->images) || index >= cdk_images_count(image->images)) return 0;
    return fits(image, index, ref, platform);
}
