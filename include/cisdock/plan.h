/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file plan.h
 * Plans: what an analysis collects. Immutable once made.
 *
 * The base plan serves all built-in benchmarks; a bundle adds what its rules need (cisdock_bundle_plan()). A plan that
 * needs no layer reads none.
 */
#ifndef CISDOCK_PLAN_H
#define CISDOCK_PLAN_H

#include <cisdock/export.h>
#include <cisdock/io.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A set of needs. */
typedef struct cisdock_plan cisdock_plan;

/**
 * Make the base plan: metadata of all files, packages, the known files and accounts, and the search for secrets.
 *
 * @param[in]  context  Context; not NULL. Receives the details of a failure.
 * @param[out] out      New plan, or NULL on failure; not NULL. Owned by the caller: cisdock_plan_free().
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The caller owns the plan.
 * @par Threads    The thread that uses the context.
 * @par Hooks      allocator.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_plan_base(cisdock_context *context, cisdock_plan **out);

/**
 * Make the plan of all that can be collected without patterns: the base plan, language packages, and digests of all
 * files.
 *
 * @param[in]  context  Context; not NULL. Receives the details of a failure.
 * @param[out] out      New plan, or NULL on failure; not NULL. Owned by the caller: cisdock_plan_free().
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The caller owns the plan.
 * @par Threads    The thread that uses the context.
 * @par Hooks      allocator.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_plan_all(cisdock_context *context, cisdock_plan **out);

/**
 * Make the empty plan, which reads the documents of an image and none of its layers.
 *
 * @param[in]  context  Context; not NULL. Receives the details of a failure.
 * @param[out] out      New plan, or NULL on failure; not NULL. Owned by the caller: cisdock_plan_free().
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The caller owns the plan.
 * @par Threads    The thread that uses the context.
 * @par Hooks      allocator.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_plan_documents(cisdock_context *context, cisdock_plan **out);

/**
 * Make the plan that collects what either of two collects.
 *
 * @param[in]  context  Context; not NULL. Receives the details of a failure.
 * @param[in]  first    Plan; not NULL.
 * @param[in]  second   Plan; not NULL.
 * @param[out] out      New plan, or NULL on failure; not NULL. Owned by the caller: cisdock_plan_free().
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The caller owns the new plan; the two stay theirs.
 * @par Threads    The thread that uses the context.
 * @par Hooks      allocator.
 * @par Cost       Linear in the needs.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_plan_merge(cisdock_context *context, const cisdock_plan *first, const cisdock_plan *second,
                                       cisdock_plan **out);

/**
 * Say whether an analysis by this plan reads layers.
 *
 * @param[in] plan  Plan; may be NULL, which means the base plan.
 * @return 1 or 0.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_plan_reads_layers(const cisdock_plan *plan);

/**
 * Give a plan back.
 *
 * @param[in] plan  Plan; NULL is fine.
 *
 * @par Ownership  The handle is gone; what was made with it stays usable.
 * @par Threads    The last user of the plan.
 * @par Hooks      allocator.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API void cisdock_plan_free(cisdock_plan *plan);

#ifdef __cplusplus
}
#endif
#endif
