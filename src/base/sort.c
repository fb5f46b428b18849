/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sort.h"

#include <stdbool.h>
#include <string.h>

static void swap(char *a, char *b, size_t size)
{
    char spare[64];
    while (size) {
        size_t n = size < sizeof spare ? size : sizeof spare;
        memcpy(spare, a, n);
        memcpy(a, b, n);
        memcpy(b, spare, n);
        a += n;
        b += n;
        size -= n;
    }
}

/* Let the item at `root` sink until no child is larger. */
static void sink(char *items, size_t root, size_t count, size_t size, cdk_compare compare, const void *context)
{
    for (size_t child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && compare(context, items + child * size, items + (child + 1) * size) < 0) child++;
        if (compare(context, items + root * size, items + child * size) >= 0) return;
        swap(items + root * size, items + child * size, size);
    }
}

static bool in_order(const char *items, size_t count, size_t size, cdk_compare compare, const void *context)
{
    for (size_t i = 1; i < count; i++)
        if (compare(context, items + (i - 1) * size, items + i * size) > 0) return false;
    return true;
}

void cdk_sort(void *items, size_t count, size_t size, cdk_compare compare, const void *context)
{
    char *p = items;
    if (in_order(p, count, size, compare, context)) return;
    for (size_t root = count / 2; root-- > 0;) sink(p, root, count, size, compare, context);
    for (size_t left = count; left-- > 1;) {
        swap(p, p + left * size, size);
        sink(p, 0, left, size, compare, context);
    }
}
