/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file problem.h
 * Problems: faults and oddities that were survived, with the place where they lie.
 *
 * A list of problems hangs on images, analyses, evidence, bundles and reports, and is walked with
 * cisdock_problem_next(). Severity "error" means that evidence which was given could not be read to its end.
 */
#ifndef CISDOCK_PROBLEM_H
#define CISDOCK_PROBLEM_H

#include <cisdock/export.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** One problem; borrowed from the handle whose list it stands in. */
typedef struct cisdock_problem cisdock_problem;

#define CISDOCK_SEVERITY_WARNING 0 /**< An oddity that was understood. */
#define CISDOCK_SEVERITY_ERROR   1 /**< Something that was given could not be read to its end. */

/**
 * Give the problem behind this one.
 *
 * @param[in] problem  Problem; may be NULL.
 * @return The next one of the list, or NULL at its end.
 *
 * @par Ownership  Of the handle in whose list it stands.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const cisdock_problem *cisdock_problem_next(const cisdock_problem *problem);

/**
 * Give the class of a problem: "truncated", "bad-json", ... as cisdock_error_class() does.
 *
 * @param[in] problem  Problem; may be NULL.
 * @return The class; "none" for NULL; never NULL.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_problem_class(const cisdock_problem *problem);

/**
 * Say how bad a problem is.
 *
 * @param[in] problem  Problem; may be NULL.
 * @return CISDOCK_SEVERITY_WARNING or CISDOCK_SEVERITY_ERROR.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_problem_severity(const cisdock_problem *problem);

/**
 * Give the text of a problem: what was met and what it means. Secrets are redacted.
 *
 * @param[in] problem  Problem; may be NULL.
 * @return UTF-8 text; never NULL.
 *
 * @par Ownership  Of the handle in whose list it stands.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_problem_message(const cisdock_problem *problem);

/**
 * Give the path of the entry in which a problem lies, as it is archived.
 *
 * @param[in]  problem  Problem; may be NULL.
 * @param[out] size     Number of bytes; not NULL.
 * @return Bytes, not always UTF-8, without a NUL; NULL where the problem lies in no entry.
 *
 * @par Ownership  Of the handle in whose list it stands.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const uint8_t *cisdock_problem_path(const cisdock_problem *problem, size_t *size);

/**
 * Give the offset of a problem in its blob or document.
 *
 * @param[in] problem  Problem; may be NULL.
 * @return Bytes from the start, or -1 where it has none.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int64_t cisdock_problem_offset(const cisdock_problem *problem);

/**
 * Give the layer in which a problem lies.
 *
 * @param[in] problem  Problem; may be NULL.
 * @return Index from 0 (lowest), or -1 where it lies in none.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_problem_layer(const cisdock_problem *problem);

/**
 * Give the document in which a problem lies: "manifest.json", "info".
 *
 * @param[in] problem  Problem; may be NULL.
 * @return UTF-8 text, or NULL where it lies in none.
 *
 * @par Ownership  Of the handle in whose list it stands.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_problem_document(const cisdock_problem *problem);

/**
 * Give the JSON pointer (RFC 6901) of the value at fault.
 *
 * @param[in] problem  Problem; may be NULL.
 * @return UTF-8 text, or NULL where there is none.
 *
 * @par Ownership  Of the handle in whose list it stands.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_problem_pointer(const cisdock_problem *problem);

#ifdef __cplusplus
}
#endif
#endif
