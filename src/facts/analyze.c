/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/analyze.h"

#include "facts/assemble.h"
#include "facts/layer_cache.h"
#include "facts/late_image.h"
#include "facts/layer_store.h"
#include "facts/lent_stream.h"
#include "facts/parallel.h"
#include "layer/layer_analyze.h"

typedef struct analysis {
    const cdk_env *env;
    cdk_images *images;
    const cdk_plan *plan;
    const cdk_analyze_options *options;
    uint32_t index;
} analysis;

/* Facts that the cache has of a layer, if they are all that the plan asks for; else what must be read: `*plan` is then the
 * plan together with what the cache had, so that values only grow. Free it unless it is the analysis's. */
static int32_t ask_cache(const analysis *a, const cdk_layer_key *key, cdk_layer_facts **facts, cdk_plan **plan)
{
    cdk_layer_facts *cached;
    *facts = NULL;
    *plan = NULL;
    int32_t status = cdk_layer_cache_get(a->env, a->options->cache, key, &cached);
    if (status || !cached) return status;
    if (cdk_plan_covers(cached->collected, a->plan)) {
        *facts = cached;
        return CISDOCK_OK;
    }
    status = cdk_plan_new(a->env, plan);
    if (!status) status = cdk_plan_add_all(a->env, *plan, a->plan);
    if (!status) status = cdk_plan_add_all(a->env, *plan, cached->collected);
    cdk_layer_facts_unref(cached);
    return status;
}

/* The digest that a member of an OCI layout bears as its name; none elsewhere. */
static int32_t name_key(const analysis *a, cdk_str name, cdk_arena *arena, cdk_layer_key *key)
{
    static const cdk_str folder = {"blobs/sha256/", 13};
    *key = (cdk_layer_key){.digest = CDK_STR_NONE};
    if (!cdk_str_starts(name, folder)) return CISDOCK_OK;
    char *text = cdk_arena_printf(arena, "sha256:%.*s", (int)(name.n - folder.n > 64 ? 64 : name.n - folder.n), name.p + folder.n);
    key->digest = cdk_str_of(text);
    return text ? CISDOCK_OK : cdk_fail_memory(a->env);
}

static int32_t visit_layer(void *user, cdk_str name, cdk_stream *stored)
{
    analysis *a = user;
    cdk_layer_facts *facts = NULL;
    cdk_plan *wider = NULL;
    cdk_stream *lent;
    cdk_layer_key key;
    cdk_arena scratch;
    if (!a->plan->count) return CISDOCK_OK;
    cdk_arena_init(&scratch, a->env->mem);
    int32_t status = name_key(a, name, &scratch, &key);
    if (!status) status = ask_cache(a, &key, &facts, &wider);
    if (!status && !facts) {
        status = cdk_stream_lend(a->env, stored, &lent);
        if (!status) status = cdk_layer_analyze(a->env, lent, wider ? wider : a->plan, &facts);
        a->options->store->reads++;
    }
    cdk_plan_free(wider);
    cdk_arena_free(&scratch);
    return status ? status : cdk_layer_store_put(a->env, a->options->store, name, facts);
}

static bool is_some_layer(void *user, cdk_str name)
{
    const cdk_images *images = user;
    for (uint32_t i = 0; i < cdk_images_count(images); i++)
        for (uint32_t k = 0; k < cdk_images_at(images, i)->layer_count; k++)
            if (cdk_str_eq(cdk_images_layer_member(images, i, k), name)) return true;
    return false;
}

static cdk_layer_key ref_key(const cdk_layer_ref *ref)
{
    return (cdk_layer_key){ref->digest, ref->diff_id};
}

/* What was read while nothing but the layers' bytes was known has a name now. */
static int32_t offer_streamed(const analysis *a)
{
    for (uint32_t i = 0; i < cdk_images_count(a->images); i++) {
        const cdk_image_doc *image = cdk_images_at(a->images, i);
        for (uint32_t k = 0; k < image->layer_count; k++) {
            cdk_layer_key key = ref_key(&image->layers[k]);
            const cdk_layer_facts *facts = cdk_layer_store_get(a->options->store, cdk_images_layer_member(a->images, i, k));
            int32_t status = facts ? cdk_layer_cache_put(a->env, a->options->cache, &key, facts) : CISDOCK_OK;
            if (status) return status;
        }
    }
    return CISDOCK_OK;
}

static int32_t stream_source(analysis *a)
{
    cdk_layer_visitor visitor = {a, visit_layer};
    a->options->store->streamed = true;
    int32_t status = cdk_images_stream(a->images, a->env, &visitor);
    if (!status && cdk_images_format(a->images) == CDK_FORMAT_ROOTFS)
        status = cdk_refuse_late_image(a->env, cdk_layer_store_get(a->options->store, CDK_STR("")));
    if (status) return status;
    cdk_layer_store_prune(a->options->store, is_some_layer, a->images);
    return offer_streamed(a);
}

/* The member that the layer is in; in a store of blobs its digest. */
static cdk_str key_of(const analysis *a, uint32_t layer)
{
    cdk_str member = cdk_images_layer_member(a->images, a->index, layer);
    return member.n ? member : cdk_images_at(a->images, a->index)->layers[layer].name;
}

/* Layers that must be read, each once. */
typedef struct job {
    uint32_t layer;
    cdk_plan *wider; /* what is to be collected; NULL: the analysis's plan */
    cdk_layer_facts *facts;
    cdk_error error;
} job;

typedef struct jobs {
    analysis *a;
    job *items;
    size_t count;
    _Atomic size_t done;
} jobs;

static int32_t read_one(const cdk_env *env, const analysis *a, job *j)
{
    cdk_stream *stored;
    const cdk_plan *plan = j->wider ? j->wider : a->plan;
    int32_t status = cdk_images_open_layer(a->images, env, a->index, j->layer, &stored);
    if (!status) return cdk_layer_analyze(env, stored, plan, &j->facts);
    return cdk_failure_is_damage(env) ? cdk_layer_unread(env, plan, &j->facts) : status;
}

static void work(void *argument, size_t index)
{
    jobs *all = argument;
    job *j = &all->items[index];
    cdk_env env = *all->a->env;
    env.error = &j->error;
    read_one(&env, all->a, j);
    size_t done = atomic_fetch_add(&all->done, 1) + 1;
    cdk_progress(&env, "layer", done, all->count);
}

/* Of a stream, bytes of a layer that cannot be read were looked at before its media type was known. */
static bool is_readable(const analysis *a, uint32_t layer)
{
    if (!cdk_images_check_layer(a->images, a->env, a->index, layer)) return true;
    cdk_error_clear(a->env);
    return false;
}

/* One layer: known already, in the cache, or a job. */
static int32_t find_job(analysis *a, const cdk_layer_ref *ref, uint32_t layer, cdk_map *seen, jobs *all)
{
    cdk_str name = key_of(a, layer);
    cdk_layer_facts *known = cdk_layer_store_get(a->options->store, name), *cached;
    cdk_layer_key key = ref_key(ref);
    job *j = &all->items[all->count];
    if (cdk_map_get(seen, name)) return CISDOCK_OK;
    /* What went by is not read again: what was collected is all there is. */
    bool enough = known && (a->options->store->streamed || cdk_plan_covers(known->collected, a->plan));
    if (enough && is_readable(a, layer)) return CISDOCK_OK;
    if (!cdk_map_put(seen, name, all)) return cdk_fail_memory(a->env);
    *j = (job){.layer = layer};
    int32_t status = ask_cache(a, &key, &cached, &j->wider);
    if (!status && cached) return cdk_layer_store_put(a->env, a->options->store, name, cached);
    all->count++;
    return status;
}

static int32_t find_jobs(analysis *a, const cdk_image_doc *image, jobs *all)
{
    cdk_map seen;
    cdk_map_init(&seen, a->env->mem);
    int32_t status = CISDOCK_OK;
    for (uint32_t i = 0; i < image->layer_count && !status; i++) status = find_job(a, &image->layers[i], i, &seen, all);
    cdk_map_free(&seen);
    return status;
}

/* Put the results into the store; of several failures the lowest layer's counts, whatever the schedule. */
static int32_t take_results(analysis *a, const cdk_image_doc *image, jobs *all)
{
    int32_t status = CISDOCK_OK;
    for (size_t i = 0; i < all->count; i++) {
        job *j = &all->items[i];
        if (!j->facts && !status) {
            *a->env->error = j->error;
            status = j->error.status;
        }
        if (!j->facts) continue;
        a->options->store->reads++;
        cdk_layer_key key = ref_key(&image->layers[j->layer]);
        if (!status) status = cdk_layer_cache_put(a->env, a->options->cache, &key, j->facts);
        int32_t put = cdk_layer_store_put(a->env, a->options->store, key_of(a, j->layer), j->facts);
        if (!status) status = put;
    }
    return status;
}

static int32_t read_layers(analysis *a, const cdk_image_doc *image)
{
    jobs all = {.a = a, .items = cdk_calloc(a->env->mem, image->layer_count + (size_t)1, sizeof *all.items)};
    atomic_init(&all.done, 0);
    if (!all.items) return cdk_fail_memory(a->env);
    int32_t status = find_jobs(a, image, &all);
    if (!status) {
        cdk_parallel_for(a->env, a->options->executor, all.count, work, &all);
        status = take_results(a, image, &all);
    }
    for (size_t i = 0; i < all.count; i++) cdk_plan_free(all.items[i].wider);
    cdk_free(a->env->mem, all.items);
    return status;
}

static int32_t assemble(analysis *a, const cdk_image_doc *image, cdk_facts **out)
{
    uint32_t count = a->plan->count ? image->layer_count : 0;
    cdk_assembly assembly = {.image = image, .format = cdk_images_format(a->images), .count = count, .plan = a->plan,
                             .source_name = a->options->source_name};
    cdk_layer_facts **layers = cdk_calloc(a->env->mem, count + (size_t)1, sizeof *layers);
    if (!layers) return cdk_fail_memory(a->env);
    int32_t status = CISDOCK_OK;
    for (uint32_t i = 0; i < count && !status; i++) {
        layers[i] = cdk_layer_store_get(a->options->store, key_of(a, i));
        if (!layers[i]) status = cdk_fail(a->env, CDK_CLASS_BLOB_MISSING, NULL, "layer %u was not in the stream", i);
    }
    assembly.layers = layers;
    if (!status) status = cdk_facts_assemble(a->env, &assembly, out);
    cdk_free(a->env->mem, layers);
    return status;
}

static int32_t analyze(analysis *a, const cdk_choice *choice, cdk_facts **out)
{
    int32_t status = cdk_images_ready(a->images) ? CISDOCK_OK : stream_source(a);
    a->index = choice->index;
    if (!status && choice->choose) status = choice->choose(choice->user, a->images, &a->index);
    if (status) return status;
    const cdk_image_doc *image = cdk_images_at(a->images, a->index);
    if (!image) return cdk_fail(a->env, CDK_CLASS_NOT_FOUND, NULL, "there is no image %u", a->index);
    if (a->plan->count && (status = read_layers(a, image))) return status;
    return assemble(a, image, out);
}

int32_t cdk_analyze(const cdk_env *env, cdk_images *images, const cdk_choice *choice, const cdk_plan *plan,
                    const cdk_analyze_options *options, cdk_facts **out)
{
    cdk_plan *base = NULL;
    int32_t status = CISDOCK_OK;
    *out = NULL;
    if (!plan) {
        status = cdk_plan_new(env, &base);
        if (!status) status = cdk_plan_add_base(env, base);
    }
    analysis a = {.env = env, .images = images, .plan = plan ? plan : base, .options = options};
    if (!status) status = analyze(&a, choice, out);
    cdk_plan_free(base);
    return status;
}
