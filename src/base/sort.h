/* SPDX-License-Identifier: Apache-2.0 */
/* Sorting without memory of its own (the C library's qsort may allocate behind our back). */
#ifndef CDK_BASE_SORT_H
#define CDK_BASE_SORT_H

#include <stddef.h>

typedef int (*cdk_compare)(const void *context, const void *a, const void *b);

/* Not stable: `compare` must tell all items apart whose order matters. What is in order already costs one pass. */
void cdk_sort(void *items, size_t count, size_t size, cdk_compare compare, const void *context);

#endif
