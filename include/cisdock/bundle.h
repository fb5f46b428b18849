/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file bundle.h
 * Bundles: policies as Anchore's bundles have them, and built-in benchmarks. Immutable; may be shared between threads.
 *
 * Beside what Anchore's bundles have, one may carry `benchmark`, `recommendation` on a rule, and the section of the engine's
 * analyzer configuration that names the patterns of `files.content_regex_match`, as it stands there:
 *
 *     "content_search": {"regexp_match": ["NAME=regex", ...], "match_params": ["MAXFILESIZE=10000"]}
 *
 * They are Python's `re` on bytes, tried at the beginning of each line of each file of at most MAXFILESIZE bytes (without it:
 * of any size, up to MAX_KEPT_FILE; a larger file leaves the answer open), and only where a rule asks. Without patterns,
 * where one of them is none, or where a rule names another, the answer is insufficient in the mode "intended", and silence
 * in the engine's modes.
 */
#ifndef CISDOCK_BUNDLE_H
#define CISDOCK_BUNDLE_H

#include <cisdock/export.h>
#include <cisdock/benchmark.h>
#include <cisdock/io.h>
#include <cisdock/plan.h>
#include <cisdock/problem.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A parsed and checked policy bundle, or a built-in benchmark. */
typedef struct cisdock_bundle cisdock_bundle;

/**
 * Read a policy bundle and check it.
 *
 * Rules that cannot be evaluated do not fail the call: they are problems of the bundle, and of the reports made with
 * it.
 *
 * @param[in]  context  Context; not NULL. Receives the details of a failure.
 * @param[in]  source   The bytes; not NULL. Table copied, closed exactly once, also on failure.
 * @param[in]  name     What messages call the document, a file name perhaps, UTF-8; may be NULL.
 * @param[out] out      New bundle, or NULL on failure; not NULL. Owned by the caller: cisdock_bundle_free().
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_PARSE      No JSON; cisdock_error_offset() says where.
 * @retval CISDOCK_E_SCHEMA     JSON, but no bundle (bad-bundle); cisdock_error_pointer() says where.
 * @retval CISDOCK_E_LIMIT      Larger than MAX_BUNDLE, or nested deeper than MAX_JSON_DEPTH.
 * @retval CISDOCK_E_HOST       A callback failed; its number is kept.
 * @retval CISDOCK_E_CANCELLED
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The caller owns the bundle.
 * @par Threads    The thread that uses the context.
 * @par Hooks      allocator, cancel, log, source.
 * @par Cost       Linear in the document.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_bundle_parse(cisdock_context *context, const cisdock_source *source, const char *name,
                                         cisdock_bundle **out);

/**
 * Give a built-in benchmark as a bundle.
 *
 * @param[in]  context  Context; not NULL. Receives the details of a failure.
 * @param[in]  id       "cis-docker-1.13.0"; NULL for the newest.
 * @param[out] out      New bundle, or NULL on failure; not NULL. Owned by the caller: cisdock_bundle_free().
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_NOT_FOUND  There is none of that id; the message lists those that are.
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The caller owns the bundle.
 * @par Threads    The thread that uses the context.
 * @par Hooks      allocator.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_bundle_builtin(cisdock_context *context, const char *id, cisdock_bundle **out);

/**
 * Give a bundle back.
 *
 * @param[in] bundle  Bundle; NULL is fine.
 *
 * @par Ownership  The handle is gone; plans and reports made from it stay usable.
 * @par Threads    The last user of the bundle.
 * @par Hooks      allocator.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API void cisdock_bundle_free(cisdock_bundle *bundle);

/**
 * Make the plan that collects what a bundle's rules need, and nothing else.
 *
 * @param[in]  context  Context; not NULL. Receives the details of a failure.
 * @param[in]  bundle   Bundle; not NULL.
 * @param[out] out      New plan, or NULL on failure; not NULL. Owned by the caller: cisdock_plan_free().
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The caller owns the plan.
 * @par Threads    The thread that uses the context; the bundle is only read.
 * @par Hooks      allocator.
 * @par Cost       Linear in the rules.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_bundle_plan(cisdock_context *context, const cisdock_bundle *bundle, cisdock_plan **out);

/**
 * Give the id of a bundle.
 *
 * @param[in] bundle  Bundle; may be NULL.
 * @return UTF-8 text, or NULL.
 *
 * @par Ownership  Of the bundle; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_bundle_id(const cisdock_bundle *bundle);

/**
 * Give the name of a bundle.
 *
 * @param[in] bundle  Bundle; may be NULL.
 * @return UTF-8 text, or NULL.
 *
 * @par Ownership  Of the bundle; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_bundle_name(const cisdock_bundle *bundle);

/**
 * Give the version of a bundle's form.
 *
 * @param[in] bundle  Bundle; may be NULL.
 * @return "1_0", or NULL.
 *
 * @par Ownership  Of the bundle; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_bundle_version(const cisdock_bundle *bundle);

/**
 * Say whose logic holds for a bundle unless a selection says otherwise.
 *
 * @param[in] bundle  Bundle; may be NULL.
 * @return "anchore-1.1", "anchore-0.3" or "intended"; NULL for NULL.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_bundle_compat(const cisdock_bundle *bundle);

/**
 * Give the benchmark that a bundle carries.
 *
 * @param[in] bundle  Bundle; may be NULL.
 * @return The benchmark, or NULL where it carries none.
 *
 * @par Ownership  Of the bundle; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const cisdock_benchmark *cisdock_bundle_benchmark(const cisdock_bundle *bundle);

/**
 * Give what lint says of a bundle, in the order of the document.
 *
 * @param[in] bundle  Bundle; may be NULL.
 * @return The first of a list, or NULL where there is nothing to say.
 *
 * @par Ownership  Of the bundle; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const cisdock_problem *cisdock_bundle_problems(const cisdock_bundle *bundle);

/**
 * Write, as JSON, what a bundle would do with a reference: the parts of the reference, each mapping with the reason why it is or is
 * not chosen, the rules that would run with their parameters and what each needs collected, and the problems that would stop it.
 *
 * @param[in] context  Context; not NULL. Receives the details of a failure.
 * @param[in] bundle   Bundle with policies; not NULL.
 * @param[in] tag      Reference, "docker.io/library/nginx:1.25"; NULL for the one that anchore-engine takes where none is given.
 * @param[in] sink     Where to; not NULL. Table copied.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  The bundle is a built-in benchmark.
 * @retval CISDOCK_E_HOST         The sink failed; its number is kept.
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  None.
 * @par Threads    The thread that uses the context; the bundle is only read.
 * @par Hooks      allocator, sink.
 * @par Cost       Linear in the mappings and the chosen rules.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_bundle_explain(cisdock_context *context, const cisdock_bundle *bundle, const char *tag,
                                           const cisdock_sink *sink);

#ifdef __cplusplus
}
#endif
#endif
