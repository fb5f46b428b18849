/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file version.h
 * The one source of the version and ABI numbers: meson reads them here.
 */
#ifndef CISDOCK_VERSION_H
#define CISDOCK_VERSION_H

#include <cisdock/export.h>
#include <stdint.h>

#define CISDOCK_VERSION_MAJOR 0
#define CISDOCK_VERSION_MINOR 1
#define CISDOCK_VERSION_PATCH 0
#define CISDOCK_VERSION_STRING "0.1.0"

/** ABI major number: the N of libcisdock.so.N. */
#define CISDOCK_ABI 0

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Give the version of the library that is running, which may be newer than these headers.
 *
 * @return "MAJOR.MINOR.PATCH", NUL-terminated; never NULL.
 *
 * @par Ownership  Static storage; never freed.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_version(void);

/**
 * Give the version of the library that is running as one number that can be compared.
 *
 * @return MAJOR * 1000000 + MINOR * 1000 + PATCH.
 *
 * @par Ownership  None.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_version_number(void);

/**
 * Compare two versions of packages as their package manager does.
 *
 * @param[in]  scheme  "dpkg", "rpm" or "apk" of distributions, "pep440" (Python), "semver" (npm, Go) or "gem" (Ruby);
 *                     not NULL.
 * @param[in]  first   Version, UTF-8; not NULL.
 * @param[in]  second  Version, UTF-8; not NULL.
 * @param[out] order   -1: the first is older; 0: equal; 1: the first is newer; not NULL.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  There is no such scheme, or an argument is NULL.
 * @retval CISDOCK_E_PARSE        A text is no version of that scheme (rpm and apk order every text).
 *
 * @par Ownership  None.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Linear in the texts.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_compare_versions(const char *scheme, const char *first, const char *second, int32_t *order);

#ifdef __cplusplus
}
#endif
#endif
