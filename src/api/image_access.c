/* SPDX-License-Identifier: Apache-2.0 */
/* What is asked of images: neutral before they are known. */
#include "api/handles.h"

static bool ready(const cisdock_image *image)
{
    return image && cdk_images_ready(image->images);
}

static const cdk_image_doc *doc(const cisdock_image *image, uint32_t index)
{
    return ready(image) && index < cdk_images_count(image->images) ? cdk_images_at(image->images, index) : NULL;
}

static const cdk_layer_ref *layer_of(const cisdock_image *image, uint32_t index, uint32_t layer)
{
    const cdk_image_doc *found = doc(image, index);
    return found && layer < found->layer_count ? &found->layers[layer] : NULL;
}

static const cdk_image_skipped *skipped(const cisdock_image *image, uint32_t index)
{
    return ready(image) && index < cdk_images_skipped_count(image->images) ? cdk_images_skipped_at(image->images, index) : NULL;
}

int32_t cisdock_image_ready(const cisdock_image *image)
{
    return ready(image);
}

int32_t cisdock_image_selected(const cisdock_image *image)
{
    return image ? image->selected : -1;
}

const char *cisdock_image_format(const cisdock_image *image)
{
    return ready(image) ? cdk_image_format_name(cdk_images_format(image->images)) : "unknown";
}

const char *cisdock_image_codec(const cisdock_image *image)
{
    return image ? cdk_images_outer(image->images) : "none";
}

uint32_t cisdock_image_count(const cisdock_image *image)
{
    return ready(image) ? cdk_images_count(image->images) : 0;
}

uint32_t cisdock_image_name_count(const cisdock_image *image, uint32_t index)
{
    const cdk_image_doc *found = doc(image, index);
    return found ? found->names.count : 0;
}

const char *cisdock_image_name_at(const cisdock_image *image, uint32_t index, uint32_t position)
{
    const cdk_image_doc *found = doc(image, index);
    return found && position < found->names.count ? found->names.items[position].p : NULL;
}

const char *cisdock_image_id(const cisdock_image *image, uint32_t index)
{
    const cdk_image_doc *found = doc(image, index);
    return found ? cdk_text_public(found->image_id) : NULL;
}

const char *cisdock_image_manifest_digest(const cisdock_image *image, uint32_t index)
{
    const cdk_image_doc *found = doc(image, index);
    return found ? cdk_text_public(found->manifest_digest) : NULL;
}

const char *cisdock_image_os(const cisdock_image *image, uint32_t index)
{
    const cdk_image_doc *found = doc(image, index);
    return found ? cdk_text_public(found->platform.os) : NULL;
}

const char *cisdock_image_architecture(const cisdock_image *image, uint32_t index)
{
    const cdk_image_doc *found = doc(image, index);
    return found ? cdk_text_public(found->platform.architecture) : NULL;
}

const char *cisdock_image_variant(const cisdock_image *image, uint32_t index)
{
    const cdk_image_doc *found = doc(image, index);
    return found ? cdk_text_public(found->platform.variant) : NULL;
}

const uint8_t *cisdock_image_config(const cisdock_image *image, uint32_t index, size_t *size)
{
    const cdk_image_doc *found = doc(image, index);
    return cdk_bytes_public(found && found->config ? found->config->text : CDK_STR_NONE, size);
}

uint32_t cisdock_image_layer_count(const cisdock_image *image, uint32_t index)
{
    const cdk_image_doc *found = doc(image, index);
    return found ? found->layer_count : 0;
}

const char *cisdock_image_layer_digest(const cisdock_image *image, uint32_t index, uint32_t layer)
{
    const cdk_layer_ref *found = layer_of(image, index, layer);
    return found ? cdk_text_public(found->digest) : NULL;
}

const char *cisdock_image_layer_diff_id(const cisdock_image *image, uint32_t index, uint32_t layer)
{
    const cdk_layer_ref *found = layer_of(image, index, layer);
    return found ? cdk_text_public(found->diff_id) : NULL;
}

const char *cisdock_image_layer_media_type(const cisdock_image *image, uint32_t index, uint32_t layer)
{
    const cdk_layer_ref *found = layer_of(image, index, layer);
    return found ? cdk_text_public(found->media_type) : NULL;
}

int64_t cisdock_image_layer_size(const cisdock_image *image, uint32_t index, uint32_t layer)
{
    const cdk_layer_ref *found = layer_of(image, index, layer);
    return found ? found->size : -1;
}

uint32_t cisdock_image_skipped_count(const cisdock_image *image)
{
    return ready(image) ? cdk_images_skipped_count(image->images) : 0;
}

const char *cisdock_image_skipped_digest(const cisdock_image *image, uint32_t index)
{
    const cdk_image_skipped *found = skipped(image, index);
    return found ? cdk_text_public(found->digest) : NULL;
}

const char *cisdock_image_skipped_reason(const cisdock_image *image, uint32_t index)
{
    const cdk_image_skipped *found = skipped(image, index);
    return found ? found->why : NULL;
}

const cisdock_problem *cisdock_image_problems(const cisdock_image *image)
{
    return cdk_problem_public(ready(image) ? cdk_images_problems(image->images) : NULL);
}
