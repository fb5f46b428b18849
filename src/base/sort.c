/* SPDX-License-Identifier: Apache-2.0 */
/* Quicksort that becomes a heap sort where its halves turn out too uneven: in place, and never worse than n log n, whatever
 * order hostile input has. */
#include "base/sort.h"

#include <stdbool.h>
#include <string.h>

enum { FEW = 12 }; /* that insertion sorts fastest */

typedef struct sorting {
    size_t size;
    cdk_compare compare;
    const void *context;
} sorting;

static int order(const sorting *s, const char *a, const char *b)
{
    return s->compare(s->context, a, b);
}

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
static void sink(const sorting *s, char *items, size_t root, size_t count)
{
    for (size_t child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && order(s, items + child * s->size, items + (child + 1) * s->size) < 0) child++;
        if (order(s, items + root * s->size, items + child * s->size) >= 0) return;
        swap(items + root * s->size, items + child * s->size, s->size);
    }
}

static void heap_sort(const sorting *s, char *items, size_t count)
{
    for (size_t root = count / 2; root-- > 0;) sink(s, items, root, count);
    for (size_t left = count; left-- > 1;) {
        swap(items, items + left * s->size, s->size);
        sink(s, items, 0, left);
    }
}

static void insertion_sort(const sorting *s, char *items, size_t count)
{
    for (size_t i = 1; i < count; i++)
        for (char *at = items + i * s->size; at > items && order(s, at - s->size, at) > 0; at -= s->size) swap(at - s->size, at, s->size);
}

/* Brings the middle one of three to the front. */
static void choose_pivot(const sorting *s, char *items, size_t count)
{
    char *a = items, *b = items + count / 2 * s->size, *c = items + (count - 1) * s->size;
    if (order(s, a, b) < 0) swap(a, b, s->size);  /* a is the larger of both */
    if (order(s, a, c) <= 0) return;              /* b <= a <= c */
    swap(a, order(s, b, c) < 0 ? c : b, s->size); /* the larger of the others is the middle */
}

/* The first item's place: those before are not larger, those behind not smaller. */
static size_t part(const sorting *s, char *items, size_t count)
{
    size_t low = 0, high = count;
    for (;;) {
        do low++;
        while (low < count && order(s, items + low * s->size, items) < 0);
        do high--;
        while (order(s, items + high * s->size, items) > 0);
        if (low >= high) break;
        swap(items + low * s->size, items + high * s->size, s->size);
    }
    swap(items, items + high * s->size, s->size);
    return high;
}

static void quick_sort(const sorting *s, char *items, size_t count, unsigned depth)
{
    while (count > FEW) {
        if (depth-- == 0) {
            heap_sort(s, items, count);
            return;
        }
        choose_pivot(s, items, count);
        size_t middle = part(s, items, count), behind = count - middle - 1;
        char *rest = items + (middle + 1) * s->size;
        if (middle < behind) {
            quick_sort(s, items, middle, depth);
            items = rest;
            count = behind;
        } else {
            quick_sort(s, rest, behind, depth);
            count = middle;
        }
    }
    insertion_sort(s, items, count);
}

static bool in_order(const sorting *s, const char *items, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (order(s, items + (i - 1) * s->size, items + i * s->size) > 0) return false;
    return true;
}

void cdk_sort(void *items, size_t count, size_t size, cdk_compare compare, const void *context)
{
    const sorting s = {size, compare, context};
    unsigned depth = 0;
    if (in_order(&s, items, count)) return;
    for (size_t n = count; n; n /= 2) depth += 2;
    quick_sort(&s, items, count, depth);
}
