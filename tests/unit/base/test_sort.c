/* SPDX-License-Identifier: Apache-2.0 */
/* Orders of every shape, against the C library's qsort; and an opponent that chooses the order as it is asked, to make quicksort
 * quadratic (McIlroy, "A Killer Adversary for Quicksort"). */
#include "base/sort.h"
#include "unit.h"

enum { MOST = 3000 };

typedef struct item {
    uint32_t key;
    char rest[20]; /* a size that is no machine word's */
} item;

static uint64_t asked;

static int by_key(const void *context, const void *a, const void *b)
{
    const item *x = a, *y = b;
    (void)context;
    asked++;
    return (x->key > y->key) - (x->key < y->key);
}

static int by_key_of_c(const void *a, const void *b)
{
    return by_key(NULL, a, b);
}

static uint32_t shaped(unsigned shape, uint32_t i, uint32_t count, uint32_t *seed)
{
    *seed = *seed * 1664525 + 1013904223;
    switch (shape) {
    case 0: return i;                               /* in order */
    case 1: return count - i;                       /* backwards */
    case 2: return 7;                               /* all alike */
    case 3: return *seed;                           /* random */
    case 4: return *seed % 4;                       /* few values */
    case 5: return i < count / 2 ? i : count - i;   /* up and down */
    default: return i + (*seed % 97 == 0 ? 50 : 0); /* nearly in order */
    }
}

static void test_shapes(void **state)
{
    (void)state;
    static item mine[MOST], theirs[MOST];
    static const uint32_t counts[] = {0, 1, 2, 3, 12, 13, 14, 100, 1000, MOST};
    uint32_t seed = 1;
    for (unsigned shape = 0; shape < 7; shape++)
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
            for (uint32_t i = 0; i < counts[c]; i++) {
                memset(&mine[i], (int)i, sizeof mine[i]);
                mine[i].key = shaped(shape, i, counts[c], &seed);
                memcpy(mine[i].rest, &mine[i].key, sizeof mine[i].key);
            }
            memcpy(theirs, mine, sizeof theirs);
            cdk_sort(mine, counts[c], sizeof *mine, by_key, NULL);
            qsort(theirs, counts[c], sizeof *theirs, by_key_of_c);
            for (uint32_t i = 0; i < counts[c]; i++) {
                assert_int_equal(mine[i].key, theirs[i].key);
                assert_memory_equal(mine[i].rest, &mine[i].key, sizeof mine[i].key); /* items are moved whole */
            }
        }
}

/* Values are decided only when two undecided ones meet: always so that the pivot is the least of what is left. */
static uint32_t decided[MOST], solid, candidate;

static int opponent(const void *context, const void *a, const void *b)
{
    uint32_t x, y;
    (void)context;
    memcpy(&x, a, sizeof x);
    memcpy(&y, b, sizeof y);
    asked++;
    if (decided[x] == MOST && decided[y] == MOST) decided[x == candidate ? x : y] = solid++;
    candidate = decided[x] == MOST ? x : decided[y] == MOST ? y : candidate;
    return (decided[x] > decided[y]) - (decided[x] < decided[y]);
}

static void test_hostile_order(void **state)
{
    (void)state;
    static uint32_t items[MOST];
    solid = candidate = 0;
    for (uint32_t i = 0; i < MOST; i++) {
        items[i] = i;
        decided[i] = MOST;
    }
    decided[1] = solid++; /* so that the first two are out of order, and there is something to sort */
    asked = 0;
    cdk_sort(items, MOST, sizeof *items, opponent, NULL);
    for (uint32_t i = 1; i < MOST; i++) assert_true(decided[items[i - 1]] <= decided[items[i]]);
    assert_true(asked < (uint64_t)MOST * 12 * 6); /* some n log2 n; a quadratic one asks 4,500,000 times */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_shapes), cmocka_unit_test(test_hostile_order)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
