/* SPDX-License-Identifier: Apache-2.0 */
/* A benchmark that a bundle carries. Texts that it leaves out for a slug that is known are those of the catalogue. */
#include "bundle/benchmark.h"

#include "base/map.h"

typedef struct cdk_reading {
    const cdk_env *env;
    cdk_arena *arena;
    const char *document;
    cdk_problems *problems;
    cdk_map ids;
    bool failed; /* no memory */
} cdk_reading;

static void complain(cdk_reading *reading, const cdk_json *at, const char *what)
{
    cdk_where where = CDK_NOWHERE;
    where.document = reading->document;
    where.offset = (int64_t)at->offset;
    where.pointer = cdk_json_pointer(reading->arena, at);
    if (!where.pointer ||
        !cdk_problem_add(reading->env, reading->arena, reading->problems, CDK_CLASS_BAD_BUNDLE, CDK_WARNING, &where, "%s: %s", where.pointer, what))
        reading->failed = true;
}

/* NULL where the member is missing. */
static const char *text(cdk_reading *reading, const cdk_json *object, const char *name)
{
    cdk_str given = cdk_json_get_str(object, name);
    if (!given.p) return NULL;
    const char *copy = cdk_arena_dup(reading->arena, given.p, given.n);
    if (!copy) reading->failed = true;
    return copy;
}

static const char *text_or(cdk_reading *reading, const cdk_json *object, const char *name, const char *otherwise)
{
    const char *given = text(reading, object, name);
    return given ? given : otherwise;
}

static bool read_target(cdk_str word, cdk_target *out)
{
    static const struct {
        const char *word;
        cdk_target target;
    } targets[] = {{"docker", CDK_TARGET_DOCKER}, {"linux-host", CDK_TARGET_LINUX_HOST}, {"swarm", CDK_TARGET_SWARM},
                   {"enterprise", CDK_TARGET_ENTERPRISE}};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        if (cdk_str_is(word, targets[i].word)) {
            *out = targets[i].target;
            return true;
        }
    return false;
}

/* Without levels: level 1 of "docker". */
static void read_levels(cdk_reading *reading, const cdk_json *json, cdk_recommendation *item)
{
    static const cdk_level usual[] = {{CDK_TARGET_DOCKER, 1}};
    const cdk_json *list = cdk_json_get(json, "levels");
    cdk_level *levels = list && list->count ? cdk_arena_calloc(reading->arena, list->count, sizeof *levels) : NULL;
    if (list && list->count && !levels) reading->failed = true;
    for (const cdk_json *level = levels ? list->first : NULL; level; level = level->next) {
        int64_t number;
        cdk_level one;
        if (!read_target(cdk_json_get_str(level, "target"), &one.target) || !cdk_json_i64(cdk_json_get(level, "level"), &number) ||
            number < 1 || number > 2) {
            complain(reading, level, "a level has a target (docker, linux-host, swarm, enterprise) and the number 1 or 2");
            continue;
        }
        one.level = (uint8_t)number;
        levels[item->level_count++] = one;
    }
    item->levels = item->level_count ? levels : usual;
    if (!item->level_count) item->level_count = 1;
}

static void read_marks(cdk_reading *reading, const cdk_json *json, cdk_recommendation *item)
{
    bool scored;
    cdk_str assessment = cdk_json_get_str(json, "assessment");
    item->scored = cdk_json_bool(cdk_json_get(json, "scored"), &scored) ? (scored ? CDK_YES : CDK_NO) : CDK_UNKNOWN;
    if (cdk_str_is(assessment, "automated")) item->assessment = CDK_ASSESS_AUTOMATED;
    if (cdk_str_is(assessment, "manual")) item->assessment = CDK_ASSESS_MANUAL;
    if (assessment.p && item->assessment == CDK_ASSESS_NONE)
        complain(reading, cdk_json_get(json, "assessment"), "an assessment is \"automated\" or \"manual\"");
}

/* "4" of "4.8"; the whole where it has no dot. */
static const char *section_of(cdk_reading *reading, const char *id)
{
    size_t n = strcspn(id, ".");
    const char *section = cdk_arena_dup(reading->arena, id, n);
    if (!section) reading->failed = true;
    return section;
}

static void read_slug(cdk_reading *reading, const cdk_json *json, cdk_recommendation *item)
{
    static const cdk_slug nothing = {0};
    cdk_slug *slug = cdk_arena_calloc(reading->arena, 1, sizeof *slug);
    const cdk_slug *known = cdk_slug_find(cdk_json_get_str(json, "slug"));
    if (!slug) {
        reading->failed = true;
        return;
    }
    if (!known) known = &nothing;
    slug->slug = text_or(reading, json, "slug", item->id);
    slug->title = text_or(reading, json, "title", known->title ? known->title : item->id);
    slug->rationale = text_or(reading, json, "rationale", known->rationale);
    slug->remediation = text_or(reading, json, "remediation", known->remediation);
    slug->evidence = text_or(reading, json, "evidence", known->evidence);
    slug->manual = text_or(reading, json, "manual", NULL);
    slug->nist = known->nist;
    item->slug = slug;
    item->title = slug->title;
}

static bool stands_twice(cdk_reading *reading, const char *id)
{
    if (cdk_map_get(&reading->ids, cdk_str_of(id))) return true;
    if (!cdk_map_put(&reading->ids, cdk_str_of(id), (void *)(uintptr_t)id)) reading->failed = true;
    return false;
}

static void read_item(cdk_reading *reading, const cdk_json *json, cdk_recommendation *items, uint32_t *count)
{
    cdk_recommendation item = {.policy = true, .confidence = "high"};
    item.id = text(reading, json, "id");
    if (!item.id || !item.id[0] || stands_twice(reading, item.id)) {
        if (!reading->failed) complain(reading, json, "a recommendation has an id of its own");
        return;
    }
    item.section = text_or(reading, json, "section", NULL);
    if (!item.section) item.section = section_of(reading, item.id);
    read_levels(reading, json, &item);
    read_marks(reading, json, &item);
    read_slug(reading, json, &item);
    items[(*count)++] = item;
}

int32_t cdk_benchmark_parse(const cdk_env *env, cdk_arena *arena, const cdk_json *json, const char *document,
                            cdk_problems *problems, const cdk_benchmark **out)
{
    cdk_reading reading = {.env = env, .arena = arena, .document = document, .problems = problems};
    const cdk_json *list = cdk_json_get(json, "recommendations");
    *out = NULL;
    if (!cdk_json_is(list, CDK_JSON_ARRAY)) {
        complain(&reading, json, "a benchmark has a list of recommendations");
        return reading.failed ? cdk_fail_memory(env) : CISDOCK_OK;
    }
    cdk_benchmark *benchmark = cdk_arena_calloc(arena, 1, sizeof *benchmark);
    cdk_recommendation *items = cdk_arena_calloc(arena, list->count ? list->count : 1, sizeof *items);
    if (!benchmark || !items) return cdk_fail_memory(env);
    benchmark->id = text_or(&reading, json, "id", "");
    benchmark->version = text_or(&reading, json, "version", "");
    benchmark->title = text_or(&reading, json, "title", benchmark->id);
    benchmark->confidence = "high";
    benchmark->has_scored_marks = true;
    benchmark->items = items;
    cdk_map_init(&reading.ids, env->mem);
    for (const cdk_json *item = list->first; item && !reading.failed; item = item->next)
        read_item(&reading, item, items, &benchmark->count);
    cdk_map_free(&reading.ids);
    for (uint32_t i = 0; i < benchmark->count; i++)
        if (items[i].assessment != CDK_ASSESS_NONE) benchmark->has_scored_marks = false;
    if (reading.failed) return cdk_fail_memory(env);
    *out = benchmark;
    return CISDOCK_OK;
}
