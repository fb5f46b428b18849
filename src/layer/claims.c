/* SPDX-License-Identifier: Apache-2.0 */
/* Which package a privileged file belongs to. Databases name all files; only of those with set-id bits or capabilities it
 * matters, and these are known when the layer has been read: until then a claim is a hash of the path. */
#include "base/sort.h"
#include "layer/reading.h"

/* With a merged /usr a database may name bin/su, where the file is usr/bin/su: both are claimed under the shorter path. */
static cdk_str plain_path(cdk_str path)
{
    static const char *const merged[] = {"usr/bin/", "usr/sbin/", "usr/lib"};
    while (path.n && path.p[0] == '/') path = cdk_str_from(path, 1);
    for (size_t i = 0; i < sizeof merged / sizeof *merged; i++)
        if (cdk_str_starts(path, cdk_str_of(merged[i]))) return cdk_str_from(path, 4);
    return path;
}

bool cdk_claim(cdk_reading *reading, cdk_str path, uint32_t package)
{
    if (!cdk_grow(reading->env->mem, (void **)&reading->claims, &reading->claim_cap, reading->claim_count + 1, sizeof *reading->claims)) {
        cdk_fail_memory(reading->env);
        return false;
    }
    reading->claims[reading->claim_count++] = (cdk_package_claim){cdk_hash(plain_path(path)), package};
    return true;
}

/* A privileged file of the layer, by its path. */
typedef struct held {
    uint64_t hash;
    uint32_t node;
    uint32_t package;
} held;

static int by_hash(const void *context, const void *a, const void *b)
{
    (void)context;
    const held *x = a, *y = b;
    if (x->hash != y->hash) return x->hash < y->hash ? -1 : 1;
    return x->node < y->node ? -1 : x->node > y->node;
}

static int32_t find_held(cdk_reading *reading, held **items, size_t *count)
{
    const cdk_layer_facts *facts = reading->facts;
    size_t cap = 0;
    for (uint32_t i = 1; i < facts->node_count; i++) {
        if (!cdk_layer_privileged(facts, &facts->nodes[i])) continue;
        cdk_str path = cdk_layer_path(facts, i, &reading->scratch);
        if (!path.p || !cdk_grow(reading->env->mem, (void **)items, &cap, *count + 1, sizeof **items))
            return cdk_fail_memory(reading->env);
        (*items)[(*count)++] = (held){cdk_hash(plain_path(path)), i, 0};
        cdk_arena_free(&reading->scratch);
    }
    return CISDOCK_OK;
}

/* All files of this hash: of several claims the first counts. */
static void give(held *items, size_t count, const cdk_package_claim *claim)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (items[middle].hash < claim->hash)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < count && items[low].hash == claim->hash; low++)
        if (!items[low].package) items[low].package = claim->package;
}

static int32_t keep(cdk_reading *reading, const held *item)
{
    cdk_layer_facts *facts = reading->facts;
    if (!item->package) return CISDOCK_OK;
    if (!cdk_grow(facts->mem, (void **)&facts->owned, &facts->owned_cap, facts->owned_count + 1, sizeof *facts->owned))
        return cdk_fail_memory(reading->env);
    facts->owned[facts->owned_count++] = (cdk_package_file){{item->node, ++reading->tree.entry}, item->package};
    return CISDOCK_OK;
}

int32_t cdk_claims_settle(cdk_reading *reading)
{
    held *items = NULL;
    size_t count = 0;
    if (!reading->claim_count) return CISDOCK_OK;
    int32_t status = find_held(reading, &items, &count);
    cdk_sort(items, count, sizeof *items, by_hash, NULL);
    for (size_t i = 0; i < reading->claim_count && count; i++) give(items, count, &reading->claims[i]);
    for (size_t i = 0; i < count && !status; i++) status = keep(reading, &items[i]);
    cdk_free(reading->env->mem, items);
    return status;
}
