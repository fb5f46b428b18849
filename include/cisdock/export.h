/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file export.h
 * Visibility of the public symbols.
 */
#ifndef CISDOCK_EXPORT_H
#define CISDOCK_EXPORT_H

#if defined(__GNUC__) || defined(__clang__)
#define CISDOCK_API __attribute__((visibility("default")))
#else
#define CISDOCK_API
#endif

#endif
