/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file selection.h
 * Selections: what of a bundle is evaluated, and how.
 */
#ifndef CISDOCK_SELECTION_H
#define CISDOCK_SELECTION_H

#include <cisdock/export.h>
#include <cisdock/io.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What is evaluated. Without one: level 2, all targets, scope "image". */
typedef struct cisdock_selection cisdock_selection;

/* Keys of cisdock_selection_set_str(): pinned, append only. Lists have commas between their items. */
#define CISDOCK_SELECT_TARGETS 1 /**< list of "docker", "linux-host", "swarm", "enterprise"; NULL: all of the version  \
                                  */
#define CISDOCK_SELECT_SCOPE  2  /**< "image", "host" or "all" */
#define CISDOCK_SELECT_ONLY   3  /**< list of ids or slugs of recommendations: these alone */
#define CISDOCK_SELECT_SKIP   4  /**< list of ids or slugs of recommendations: all but these */
#define CISDOCK_SELECT_COMPAT 5  /**< "anchore-1.1", "anchore-0.3", "intended"; NULL: as the bundle says */
#define CISDOCK_SELECT_TAG    6  /**< reference that the image is judged under; NULL: its first name */
#define CISDOCK_SELECT_BENCHMARK 7 /**< id of a built-in benchmark, judged beside a bundle's policies and by those of its rules \
                                        that serve a recommendation; NULL: what the bundle carries */

/* Keys of cisdock_selection_set_u64(). */
#define CISDOCK_SELECT_LEVEL 101 /**< 1 or 2 */

/**
 * Make a selection with the defaults.
 *
 * @param[in]  context  Context; not NULL. Receives the details of a failure.
 * @param[out] out      New selection, or NULL on failure; not NULL. Owned by the caller: cisdock_selection_free().
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The caller owns the selection.
 * @par Threads    The thread that uses the context.
 * @par Hooks      allocator.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_selection_new(cisdock_context *context, cisdock_selection **out);

/**
 * Set a text or a list.
 *
 * @param[in] context    Context; not NULL. Receives the details of a failure.
 * @param[in] selection  Selection; not NULL.
 * @param[in] key        One of CISDOCK_SELECT_*.
 * @param[in] value      UTF-8, copied; NULL takes the setting back.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  The key is not known to this version, or the value is none that it takes (message says
 *                                which).
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The text is copied.
 * @par Threads    The thread that uses the context; no other call may be using the selection.
 * @par Hooks      allocator.
 * @par Cost       Linear in the text.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_selection_set_str(cisdock_context *context, cisdock_selection *selection, int32_t key,
                                              const char *value);

/**
 * Set a number.
 *
 * @param[in] context    Context; not NULL. Receives the details of a failure.
 * @param[in] selection  Selection; not NULL.
 * @param[in] key        CISDOCK_SELECT_LEVEL.
 * @param[in] value      A level, 1 or 2.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  The key is not known to this version, or the value is out of bounds.
 *
 * @par Ownership  None.
 * @par Threads    The thread that uses the context; no other call may be using the selection.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_selection_set_u64(cisdock_context *context, cisdock_selection *selection, int32_t key,
                                              uint64_t value);

/**
 * Give a selection back.
 *
 * @param[in] selection  Selection; NULL is fine.
 *
 * @par Ownership  The handle is gone; reports made with it stay usable.
 * @par Threads    The last user of the selection.
 * @par Hooks      allocator.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API void cisdock_selection_free(cisdock_selection *selection);

#ifdef __cplusplus
}
#endif
#endif
