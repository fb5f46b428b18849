/* SPDX-License-Identifier: Apache-2.0 */
/* The orders of containers and volumes: in which reports show them, and by which they are found by what others call them. Found by search in order: hostile evidence may hold any number of containers
 * that each name another. */
#include "facts/evidence_impl.h"

#include "base/num.h"
#include "base/sort.h"

enum { SHORT_ID = 12 };

typedef cdk_str key_of(const cdk_evidence *evidence, uint32_t index);

typedef struct order {
    const cdk_evidence *evidence;
    key_of *key, *then; /* of two that are alike; NULL: none */
} order;

static cdk_str container_id(const cdk_evidence *evidence, uint32_t index)
{
    return evidence->containers[index].id;
}

static cdk_str container_name(const cdk_evidence *evidence, uint32_t index)
{
    return evidence->containers[index].name;
}

static cdk_str volume_name(const cdk_evidence *evidence, uint32_t index)
{
    return cdk_json_get_str(evidence->docs[CDK_EV_VOLUMES].elements[index].value, "Name");
}

/* None stands before an empty one. */
static int by_text(cdk_str a, cdk_str b)
{
    int compared = cdk_str_cmp(a, b);
    return compared ? compared : (a.p != NULL) - (b.p != NULL);
}

static int by_keys(const void *context, const void *left, const void *right)
{
    const order *by = context;
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    int compared = by_text(by->key(by->evidence, a), by->key(by->evidence, b));
    if (!compared && by->then) compared = by_text(by->then(by->evidence, a), by->then(by->evidence, b));
    return compared ? compared : (a > b) - (a < b);
}

static int32_t sort_by(const cdk_env *env, cdk_evidence *evidence, size_t count, key_of *key, key_of *then, uint32_t **out)
{
    size_t bytes;
    if (!count) return CISDOCK_OK;
    uint32_t *indexes = cdk_mul_size(count, sizeof *indexes, &bytes) ? cdk_arena_alloc(&evidence->arena, bytes) : NULL;
    if (!indexes) return cdk_fail_memory(env);
    for (size_t i = 0; i < count; i++) indexes[i] = (uint32_t)i;
    cdk_sort(indexes, count, sizeof *indexes, by_keys, &(order){evidence, key, then});
    *out = indexes;
    return CISDOCK_OK;
}

/* Names side by side, in the order in which they are asked for: else each is in a page of its own. */
static int32_t gather_names(const cdk_env *env, cdk_evidence *evidence)
{
    size_t bytes = 0;
    for (size_t i = 0; i < evidence->container_count; i++) bytes += evidence->containers[i].name.n + 1;
    char *at = cdk_arena_bytes(&evidence->arena, bytes);
    if (!at) return cdk_fail_memory(env);
    for (size_t i = 0; i < evidence->container_count; i++) {
        cdk_str *name = &evidence->containers[evidence->container_order[i]].name;
        if (!name->p) continue;
        memcpy(at, name->p, name->n);
        at[name->n] = '\0';
        name->p = at;
        at += name->n + 1;
    }
    return CISDOCK_OK;
}

static int32_t sort_containers(const cdk_env *env, cdk_evidence *evidence)
{
    size_t count = evidence->container_count;
    int32_t status = sort_by(env, evidence, count, container_name, container_id, &evidence->container_order);
    if (!status) status = sort_by(env, evidence, count, container_id, NULL, &evidence->container_ids);
    return status || !count ? status : gather_names(env, evidence);
}

void cdk_evidence_drop_orders(cdk_evidence *evidence, cdk_evidence_kind kind)
{
    if (kind == CDK_EV_CONTAINERS) evidence->container_order = evidence->container_ids = NULL;
    if (kind == CDK_EV_VOLUMES) evidence->volume_order = NULL;
}

int32_t cdk_evidence_put_in_order(const cdk_env *env, cdk_evidence *evidence, cdk_evidence_kind kind)
{
    if (kind == CDK_EV_CONTAINERS) return sort_containers(env, evidence);
    if (kind == CDK_EV_VOLUMES) return sort_by(env, evidence, evidence->docs[kind].count, volume_name, NULL, &evidence->volume_order);
    return CISDOCK_OK;
}

uint32_t cdk_evidence_container_at(const cdk_evidence *evidence, uint32_t place)
{
    return evidence->container_order ? evidence->container_order[place] : place;
}

/* Index of the first in order whose key is not before `key`; `count` where there is none. */
static size_t first_from(const cdk_evidence *evidence, const uint32_t *indexes, size_t count, key_of *of, cdk_str key)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (cdk_str_cmp(of(evidence, indexes[middle]), key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const cdk_container_view *first_view(const cdk_evidence *evidence, const uint32_t *indexes, key_of *of, cdk_str key)
{
    size_t at = indexes ? first_from(evidence, indexes, evidence->container_count, of, key) : evidence->container_count;
    return at < evidence->container_count ? &evidence->containers[indexes[at]] : NULL;
}

/* As the engine resolves it: the whole id, then the name, then the beginning of an id. */
const cdk_container_view *cdk_evidence_container_by_ref(const cdk_evidence *evidence, cdk_str ref)
{
    if (!evidence || !ref.n) return NULL;
    cdk_str name = cdk_container_name(ref);
    const cdk_container_view *by_id = first_view(evidence, evidence->container_ids, container_id, ref);
    const cdk_container_view *named = first_view(evidence, evidence->container_order, container_name, name);
    if (by_id && cdk_str_eq(by_id->id, ref)) return by_id;
    if (named && cdk_str_eq(named->name, name)) return named;
    return by_id && ref.n >= SHORT_ID && cdk_str_starts(by_id->id, ref) ? by_id : NULL;
}

const cdk_element *cdk_evidence_volume(const cdk_evidence *evidence, cdk_str name)
{
    const cdk_evidence_doc *doc = evidence ? &evidence->docs[CDK_EV_VOLUMES] : NULL;
    if (!name.n || !doc || !evidence->volume_order) return NULL;
    size_t at = first_from(evidence, evidence->volume_order, doc->count, volume_name, name);
    if (at == doc->count) return NULL;
    const cdk_element *volume = &doc->elements[evidence->volume_order[at]];
    return cdk_str_eq(volume_name(evidence, evidence->volume_order[at]), name) ? volume : NULL;
}
