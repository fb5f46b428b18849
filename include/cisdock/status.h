/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file status.h
 * Status codes. Zero is success, failures are negative; a value never changes its meaning.
 *
 * The details of the last failure stand on the context: see cisdock_error_* in context.h.
 */
#ifndef CISDOCK_STATUS_H
#define CISDOCK_STATUS_H

#include <cisdock/export.h>
#include <stdint.h>

#define CISDOCK_OK 0                   /**< Success. */
#define CISDOCK_E_INVALID_ARG (-1)     /**< A NULL, a closed handle, a value out of range: mend the call. */
#define CISDOCK_E_NO_MEMORY (-2)       /**< The allocator said no; free something and call again. */
#define CISDOCK_E_IO (-3)              /**< A source of the library's own (file descriptor) failed. */
#define CISDOCK_E_HOST (-4)            /**< A callback failed; its number is kept: cisdock_error_host_code(). */
#define CISDOCK_E_CANCELLED (-5)       /**< The cancel callback asked to stop; call again to start over. */
#define CISDOCK_E_LIMIT (-6)           /**< A limit of the context was reached; raise it to go on. */
#define CISDOCK_E_TRUNCATED (-7)       /**< The input ends too early. */
#define CISDOCK_E_CORRUPT (-8)         /**< The input is damaged. */
#define CISDOCK_E_DIGEST_MISMATCH (-9) /**< Bytes are not those that a digest names. */
#define CISDOCK_E_UNSUPPORTED (-10)    /**< A form or codec that this build does not know. */
#define CISDOCK_E_NOT_FOUND (-11)      /**< An image, blob or item is not there. */
#define CISDOCK_E_AMBIGUOUS (-12)      /**< Several images fit; the message lists them. */
#define CISDOCK_E_PARSE (-13)          /**< A document is not well-formed. */
#define CISDOCK_E_SCHEMA (-14)         /**< A document lacks or misuses a member. */
#define CISDOCK_E_BUSY (-15)           /**< The object is in use by another call. */
#define CISDOCK_E_NOT_READY (-16)      /**< Known only after cisdock_analyze(). */
#define CISDOCK_E_INTERNAL (-17)       /**< A fault of the library; please report it. */

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Name a status code.
 *
 * @param[in] status  Any status code.
 * @return The constant's name without its prefix ("TRUNCATED"), or "UNKNOWN"; never NULL.
 *
 * @par Ownership  Static storage; never freed.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_status_name(int32_t status);

/**
 * Say in one sentence what a status code means.
 *
 * @param[in] status  Any status code.
 * @return A sentence in English; never NULL.
 *
 * @par Ownership  Static storage; never freed.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_status_text(int32_t status);

#ifdef __cplusplus
}
#endif
#endif
