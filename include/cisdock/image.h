/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file image.h
 * Images found in a source: docker-archive, OCI layout (tar, or folder through blobs), root file system tar.
 *
 * An image handle is one opened source with all images in it, and a choice among them. What a source is, is found from
 * its content. Opening reads documents only. From a source that is forward only, or compressed as a whole, opening
 * reads the first bytes only: then everything is neutral, and cisdock_image_ready() says 0, until cisdock_analyze() has
 * streamed it.
 *
 * Functions that take an `index` mean the image of that index, chosen or not.
 */
#ifndef CISDOCK_IMAGE_H
#define CISDOCK_IMAGE_H

#include <cisdock/export.h>
#include <cisdock/io.h>
#include <cisdock/problem.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Images of one source. */
typedef struct cisdock_image cisdock_image;

/**
 * Open the images of one source and read their documents.
 *
 * Layers are not touched until cisdock_analyze(). Where exactly one image fits, it is chosen; where several fit, none
 * is, and cisdock_image_select() chooses.
 *
 * @param[in]  context   Context; not NULL. Receives the details of a failure.
 * @param[in]  source    The bytes; not NULL. Table copied; closed exactly once: on failure, or with the image.
 * @param[in]  ref       Name with or without tag, or digest ("sha256:..."), UTF-8; NULL takes any.
 * @param[in]  platform  "os/architecture[/variant]", UTF-8; NULL takes any.
 * @param[out] out       New image, or NULL on failure; not NULL. Owned by the caller: cisdock_image_close().
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_NOT_FOUND    Nothing fits `ref` and `platform`, or there is no image at all (class no-image), or a
 *                                blob is missing (blob-missing).
 * @retval CISDOCK_E_UNSUPPORTED  It is no image (not-an-image), or a codec is not built in.
 * @retval CISDOCK_E_CORRUPT
 * @retval CISDOCK_E_TRUNCATED
 * @retval CISDOCK_E_PARSE        A document is no JSON (bad-json).
 * @retval CISDOCK_E_HOST         A callback failed; its number is kept.
 * @retval CISDOCK_E_CANCELLED
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The caller owns the image, which keeps the source open and the context's memory alive.
 * @par Threads    The thread that uses the context.
 * @par Hooks      allocator, cancel, progress "open", log, source.
 * @par Cost       Linear in the number of members of the archive and the size of the documents.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_image_open(cisdock_context *context, const cisdock_source *source, const char *ref,
                                       const char *platform, cisdock_image **out);

/**
 * Open the images of a store of blobs: an OCI layout folder, a registry.
 *
 * The store's document "index.json" names the images. Choice as in cisdock_image_open().
 *
 * @param[in]  context   Context; not NULL. Receives the details of a failure.
 * @param[in]  blobs     The store; not NULL. Table copied; closed exactly once: on failure, or with the image.
 * @param[in]  ref       Name with or without tag, or digest ("sha256:..."), UTF-8; NULL takes any.
 * @param[in]  platform  "os/architecture[/variant]", UTF-8; NULL takes any.
 * @param[out] out       New image, or NULL on failure; not NULL. Owned by the caller: cisdock_image_close().
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_NOT_FOUND    Nothing fits `ref` and `platform`, or there is no image at all (class no-image), or a
 *                                blob is missing (blob-missing).
 * @retval CISDOCK_E_UNSUPPORTED  It is no image (not-an-image), or a codec is not built in.
 * @retval CISDOCK_E_CORRUPT
 * @retval CISDOCK_E_TRUNCATED
 * @retval CISDOCK_E_PARSE        A document is no JSON (bad-json).
 * @retval CISDOCK_E_HOST         A callback failed; its number is kept.
 * @retval CISDOCK_E_CANCELLED
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The caller owns the image, which keeps the store open and the context's memory alive.
 * @par Threads    The thread that uses the context.
 * @par Hooks      allocator, cancel, progress "open", log, blobs.
 * @par Cost       Linear in the size of the documents.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_image_open_blobs(cisdock_context *context, const cisdock_blobs *blobs, const char *ref,
                                             const char *platform, cisdock_image **out);

/**
 * Close an image and its source.
 *
 * @param[in] image  Image; may be NULL.
 *
 * @par Ownership  The handle is gone; an analysis made from it stays usable.
 * @par Threads    The thread that uses the context; no call may be using the image.
 * @par Hooks      allocator, close of the source.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API void cisdock_image_close(cisdock_image *image);

/**
 * Choose the image that cisdock_analyze() takes.
 *
 * @param[in] context  Context; not NULL. Receives the details of a failure.
 * @param[in] image    Image; not NULL.
 * @param[in] index    From 0 to cisdock_image_count() - 1.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  `image` is NULL, or there is no such index.
 * @retval CISDOCK_E_NOT_READY    A forward-only source was not analyzed yet.
 *
 * @par Ownership  None.
 * @par Threads    The thread that uses the context.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_image_select(cisdock_context *context, cisdock_image *image, uint32_t index);

/**
 * Say what the source is called, such as the name of its file.
 *
 * The one layer of a root file system has no name of its own: documents of facts call it so. Nothing else depends on it.
 *
 * @param[in] context  Context; not NULL. Receives the details of a failure.
 * @param[in] image    Image; not NULL.
 * @param[in] name     The name, UTF-8, copied; NULL: none.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  `image` is NULL.
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  None.
 * @par Threads    The thread that uses the context.
 * @par Hooks      allocator.
 * @par Cost       Linear in the name.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_image_set_source_name(cisdock_context *context, cisdock_image *image, const char *name);

/**
 * Say whether the documents are known.
 *
 * @param[in] image  Image; may be NULL.
 * @return 1: known. 0: a forward-only source that was not analyzed yet, or NULL.
 *
 * @par Ownership  None.
 * @par Threads    Any thread, while no cisdock_analyze() or cisdock_image_select() uses the image.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_image_ready(const cisdock_image *image);

/**
 * Say which image is chosen.
 *
 * @param[in] image  Image; may be NULL.
 * @return Its index, or -1 where none is.
 *
 * @par Ownership  None.
 * @par Threads    Any thread, while no cisdock_analyze() or cisdock_image_select() uses the image.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_image_selected(const cisdock_image *image);

/**
 * Name the form of the source.
 *
 * @param[in] image  Image; may be NULL.
 * @return "docker-archive", "docker-archive-repositories", "oci-layout", "rootfs" or, before it is known, "unknown";
 *         never NULL.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread, while no cisdock_analyze() or cisdock_image_select() uses the image.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_image_format(const cisdock_image *image);

/**
 * Name how the source is compressed as a whole.
 *
 * @param[in] image  Image; may be NULL.
 * @return "none", "gzip", "zstd", "xz", "bzip2"; never NULL.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread, while no cisdock_analyze() or cisdock_image_select() uses the image.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_image_codec(const cisdock_image *image);

/**
 * Count the images of the source, each platform on its own.
 *
 * @param[in] image  Image; may be NULL.
 * @return Their number; 0 before it is known, and for NULL.
 *
 * @par Ownership  None.
 * @par Threads    Any thread, while no cisdock_analyze() or cisdock_image_select() uses the image.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_image_count(const cisdock_image *image);

/**
 * Say whether an image bears a name or digest and fits a platform.
 *
 * @param[in] image     Image; may be NULL.
 * @param[in] index     From 0; beyond the last the answer is neutral.
 * @param[in] ref       Name with or without tag, or digest ("sha256:..."), UTF-8; NULL takes any.
 * @param[in] platform  "os/architecture[/variant]", UTF-8; NULL takes any.
 * @return 1 or 0.
 *
 * @par Ownership  None.
 * @par Threads    Any thread, while no cisdock_analyze() or cisdock_image_select() uses the image.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_image_matches(const cisdock_image *image, uint32_t index, const char *ref,
                                          const char *platform);

/**
 * Count the names of an image.
 *
 * @param[in] image  Image; may be NULL.
 * @param[in] index  From 0; beyond the last the answer is neutral.
 * @return Their number.
 *
 * @par Ownership  None.
 * @par Threads    Any thread, while no cisdock_analyze() or cisdock_image_select() uses the image.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_image_name_count(const cisdock_image *image, uint32_t index);

/**
 * Give a name of an image ("alpine:3.20").
 *
 * @param[in] image     Image; may be NULL.
 * @param[in] index     From 0; beyond the last the answer is neutral.
 * @param[in] position  From 0 to cisdock_image_name_count() - 1.
 * @return UTF-8 text, or NULL.
 *
 * @par Ownership  Of the image; valid until it is closed.
 * @par Threads    Any thread, while no cisdock_analyze() or cisdock_image_select() uses the image.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_image_name_at(const cisdock_image *image, uint32_t index, uint32_t position);

/**
 * Give the id of an image: the digest of its configuration.
 *
 * @param[in] image  Image; may be NULL.
 * @param[in] index  From 0; beyond the last the answer is neutral.
 * @return "sha256:...", or NULL (root file system).
 *
 * @par Ownership  Of the image; valid until it is closed.
 * @par Threads    Any thread, while no cisdock_analyze() or cisdock_image_select() uses the image.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_image_id(const cisdock_image *image, uint32_t index);

/**
 * Give the digest of the manifest of an image.
 *
 * @param[in] image  Image; may be NULL.
 * @param[in] index  From 0; beyond the last the answer is neutral.
 * @return "sha256:...", or NULL where the form has none.
 *
 * @par Ownership  Of the image; valid until it is closed.
 * @par Threads    Any thread, while no cisdock_analyze() or cisdock_image_select() uses the image.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_image_manifest_digest(const cisdock_image *image, uint32_t index);

/**
 * Give the operating system that an image is for.
 *
 * @param[in] image  Image; may be NULL.
 * @param[in] index  From 0; beyond the last the answer is neutral.
 * @return UTF-8 text ("linux"), or NULL where it is not told.
 *
 * @par Ownership  Of the image; valid until it is closed.
 * @par Threads    Any thread, while no cisdock_analyze() or cisdock_image_select() uses the image.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_image_os(const cisdock_image *image, uint32_t index);

/**
 * Give the architecture that an image is for, in Go's words.
 *
 * @param[in] image  Image; may be NULL.
 * @param[in] index  From 0; beyond the last the answer is neutral.
 * @return UTF-8 text ("amd64"), or NULL where it is not told.
 *
 * @par Ownership  Of the image; valid until it is closed.
 * @par Threads    Any thread, while no cisdock_analyze() or cisdock_image_select() uses the image.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_image_architecture(const cisdock_image *image, uint32_t index);

/**
 * Give the variant of the architecture that an image is for.
 *
 * @param[in] image  Image; may be NULL.
 * @param[in] index  From 0; beyond the last the answer is neutral.
 * @return UTF-8 text ("v7"), or NULL where it is not told.
 *
 * @par Ownership  Of the image; valid until it is closed.
 * @par Threads    Any thread, while no cisdock_analyze() or cisdock_image_select() uses the image.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_image_variant(const cisdock_image *image, uint32_t index);

/**
 * Give the configuration of an image, the bytes of its JSON document.
 *
 * @param[in]  image  Image; may be NULL.
 * @param[in]  index  From 0; beyond the last the answer is neutral.
 * @param[out] size   Number of bytes; not NULL.
 * @return The bytes; NULL where it has none.
 *
 * @par Ownership  Of the image; valid until it is closed.
 * @par Threads    Any thread, while no cisdock_analyze() or cisdock_image_select() uses the image.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const uint8_t *cisdock_image_config(const cisdock_image *image, uint32_t index, size_t *size);

/**
 * Count the layers of an image.
 *
 * @param[in] image  Image; may be NULL.
 * @param[in] index  From 0; beyond the last the answer is neutral.
 * @return Their number.
 *
 * @par Ownership  None.
 * @par Threads    Any thread, while no cisdock_analyze() or cisdock_image_select() uses the image.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_image_layer_count(const cisdock_image *image, uint32_t index);

/**
 * Give the digest of a layer as it is stored.
 *
 * @param[in] image  Image; may be NULL.
 * @param[in] index  From 0; beyond the last the answer is neutral.
 * @param[in] layer  From 0, the lowest.
 * @return "sha256:..." as the descriptor tells, or NULL where there is none.
 *
 * @par Ownership  Of the image; valid until it is closed.
 * @par Threads    Any thread, while no cisdock_analyze() or cisdock_image_select() uses the image.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_image_layer_digest(const cisdock_image *image, uint32_t index, uint32_t layer);

/**
 * Give the digest of an unpacked layer.
 *
 * @param[in] image  Image; may be NULL.
 * @param[in] index  From 0; beyond the last the answer is neutral.
 * @param[in] layer  From 0, the lowest.
 * @return "sha256:..." as the configuration tells, or NULL where it does not.
 *
 * @par Ownership  Of the image; valid until it is closed.
 * @par Threads    Any thread, while no cisdock_analyze() or cisdock_image_select() uses the image.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_image_layer_diff_id(const cisdock_image *image, uint32_t index, uint32_t layer);

/**
 * Give the media type of a layer.
 *
 * @param[in] image  Image; may be NULL.
 * @param[in] index  From 0; beyond the last the answer is neutral.
 * @param[in] layer  From 0, the lowest.
 * @return UTF-8 text as the descriptor tells, or NULL where there is none.
 *
 * @par Ownership  Of the image; valid until it is closed.
 * @par Threads    Any thread, while no cisdock_analyze() or cisdock_image_select() uses the image.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_image_layer_media_type(const cisdock_image *image, uint32_t index, uint32_t layer);

/**
 * Give the size of a layer as it is stored.
 *
 * @param[in] image  Image; may be NULL.
 * @param[in] index  From 0; beyond the last the answer is neutral.
 * @param[in] layer  From 0, the lowest.
 * @return Bytes as the descriptor tells, or -1.
 *
 * @par Ownership  None.
 * @par Threads    Any thread, while no cisdock_analyze() or cisdock_image_select() uses the image.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int64_t cisdock_image_layer_size(const cisdock_image *image, uint32_t index, uint32_t layer);

/**
 * Count the manifests that are no images or are not there: artifacts, attestations, other platforms of a partial copy.
 *
 * @param[in] image  Image; may be NULL.
 * @return Their number.
 *
 * @par Ownership  None.
 * @par Threads    Any thread, while no cisdock_analyze() or cisdock_image_select() uses the image.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_image_skipped_count(const cisdock_image *image);

/**
 * Give the digest of a manifest that was passed over.
 *
 * @param[in] image  Image; may be NULL.
 * @param[in] index  From 0; beyond the last the answer is neutral.
 * @return "sha256:...", or NULL.
 *
 * @par Ownership  Of the image; valid until it is closed.
 * @par Threads    Any thread, while no cisdock_analyze() or cisdock_image_select() uses the image.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_image_skipped_digest(const cisdock_image *image, uint32_t index);

/**
 * Say why a manifest was passed over.
 *
 * @param[in] image  Image; may be NULL.
 * @param[in] index  From 0; beyond the last the answer is neutral.
 * @return UTF-8 text, or NULL.
 *
 * @par Ownership  Of the image; valid until it is closed.
 * @par Threads    Any thread, while no cisdock_analyze() or cisdock_image_select() uses the image.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_image_skipped_reason(const cisdock_image *image, uint32_t index);

/**
 * Give the problems of the source itself: what all its images share.
 *
 * @param[in] image  Image; may be NULL.
 * @return The first of a list, or NULL where there are none.
 *
 * @par Ownership  Of the image; valid until it is closed.
 * @par Threads    Any thread, while no cisdock_analyze() or cisdock_image_select() uses the image.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const cisdock_problem *cisdock_image_problems(const cisdock_image *image);

#ifdef __cplusplus
}
#endif
#endif
