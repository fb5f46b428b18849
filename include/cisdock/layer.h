/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file layer.h
 * Layer facts: what one layer holds, as a value that can be stored, sent, and folded.
 *
 * Analyzing a layer is a pure function of its bytes and the plan, so that layers can be analyzed anywhere and kept by
 * digest. Folding is associative. Serialized facts are versioned and checksummed; a damaged or foreign value is
 * refused, never trusted.
 */
#ifndef CISDOCK_LAYER_H
#define CISDOCK_LAYER_H

#include <cisdock/export.h>
#include <cisdock/io.h>
#include <cisdock/plan.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Facts of one layer, or of several folded into one. */
typedef struct cisdock_layer_facts cisdock_layer_facts;

/**
 * Read one layer, packed or not, and collect a plan's needs.
 *
 * @param[in]  context  Context; not NULL. Receives the details of a failure.
 * @param[in]  source   The bytes; not NULL. Table copied, closed exactly once, also on failure.
 * @param[in]  plan     What to collect; NULL for the base plan.
 * @param[out] out      New facts, or NULL on failure; not NULL. Owned by the caller: cisdock_layer_facts_free().
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_UNSUPPORTED  A codec is not built in.
 * @retval CISDOCK_E_CORRUPT
 * @retval CISDOCK_E_TRUNCATED
 * @retval CISDOCK_E_LIMIT
 * @retval CISDOCK_E_HOST         A callback failed; its number is kept.
 * @retval CISDOCK_E_CANCELLED
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The caller owns the facts.
 * @par Threads    The thread that uses the context.
 * @par Hooks      allocator, cancel, progress "layer", log, source.
 * @par Cost       Linear in the layer's bytes; memory linear in its entries.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_layer_analyze(cisdock_context *context, const cisdock_source *source,
                                          const cisdock_plan *plan, cisdock_layer_facts **out);

/**
 * Write facts in their stored form.
 *
 * @param[in] context  Context; not NULL. Receives the details of a failure.
 * @param[in] facts    Facts; not NULL.
 * @param[in] sink     Where the bytes go; not NULL. Used during the call only.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_HOST       The sink failed; its number is kept.
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  None.
 * @par Threads    The thread that uses the context; the facts are only read.
 * @par Hooks      allocator, sink.
 * @par Cost       Linear in the facts.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_layer_facts_serialize(cisdock_context *context, const cisdock_layer_facts *facts,
                                                  const cisdock_sink *sink);

/**
 * Read facts from their stored form.
 *
 * @param[in]  context  Context; not NULL. Receives the details of a failure.
 * @param[in]  data     The bytes; not NULL. Copied as far as needed.
 * @param[in]  size     Their number.
 * @param[out] out      New facts, or NULL on failure; not NULL. Owned by the caller: cisdock_layer_facts_free().
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_SCHEMA       Damaged or cut short: analyze the layer again.
 * @retval CISDOCK_E_UNSUPPORTED  Of another version: analyze the layer again.
 * @retval CISDOCK_E_LIMIT
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The caller owns the facts.
 * @par Threads    The thread that uses the context.
 * @par Hooks      allocator.
 * @par Cost       Linear in the bytes.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_layer_facts_parse(cisdock_context *context, const uint8_t *data, size_t size,
                                              cisdock_layer_facts **out);

/**
 * Fold an upper layer onto a lower one: whiteouts, opaque folders and replaced files take effect.
 *
 * @param[in]  context  Context; not NULL. Receives the details of a failure.
 * @param[in]  lower    Facts of the lower layer or layers; not NULL.
 * @param[in]  upper    Facts of the upper layer or layers; not NULL.
 * @param[out] out      New facts of both, or NULL on failure; not NULL. Owned by the caller:
 *                      cisdock_layer_facts_free().
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The caller owns the new facts; the two stay theirs.
 * @par Threads    The thread that uses the context; both are only read.
 * @par Hooks      allocator.
 * @par Cost       Linear in the entries of both.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_layer_facts_fold(cisdock_context *context, const cisdock_layer_facts *lower,
                                             const cisdock_layer_facts *upper, cisdock_layer_facts **out);

/**
 * Say whether facts hold all that a plan needs.
 *
 * @param[in] facts  Facts; may be NULL.
 * @param[in] plan   Plan; may be NULL, which means the base plan.
 * @return 1 or 0.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Linear in the needs.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_layer_facts_covers(const cisdock_layer_facts *facts, const cisdock_plan *plan);

/**
 * Give the digest of the layer's bytes as they were stored.
 *
 * @param[in] facts  Facts; may be NULL.
 * @return "sha256:...", or NULL for folded facts.
 *
 * @par Ownership  Of the facts.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_layer_facts_digest(const cisdock_layer_facts *facts);

/**
 * Give the digest of the unpacked layer.
 *
 * @param[in] facts  Facts; may be NULL.
 * @return "sha256:...", or NULL for folded facts.
 *
 * @par Ownership  Of the facts.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_layer_facts_diff_id(const cisdock_layer_facts *facts);

/**
 * Count the layers that were folded into these facts.
 *
 * @param[in] facts  Facts; may be NULL.
 * @return Their number; 1 for one layer.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_layer_facts_layers(const cisdock_layer_facts *facts);

/**
 * Count the entries that the layer or layers had.
 *
 * @param[in] facts  Facts; may be NULL.
 * @return Their number.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_layer_facts_entries(const cisdock_layer_facts *facts);

/**
 * Give facts back.
 *
 * @param[in] facts  Facts; NULL is fine.
 *
 * @par Ownership  The handle is gone; what was made with it stays usable.
 * @par Threads    The last user of the facts.
 * @par Hooks      allocator.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API void cisdock_layer_facts_free(cisdock_layer_facts *facts);

#ifdef __cplusplus
}
#endif
#endif
