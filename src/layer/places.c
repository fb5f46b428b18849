/* SPDX-License-Identifier: Apache-2.0 */
/* Which readers want a path: places.def, and the paths of the plan. */
#include "layer/reading.h"

#include "cdk_config.h"

#include "archive/path.h"
#include "layer/secret.h"

typedef enum how { EXACT, BELOW, NAME, END } how;

#define CDK_DB UINT64_MAX

typedef struct place {
    cdk_reader_id reader;
    how how;
    cdk_str text;
    uint64_t limit;
} place;

static const place places[] = {
#define CDK_PLACE(reader, how, text, limit) {CDK_READ_##reader, how, {text, sizeof(text) - 1}, limit},
#include "layer/places.def"
#undef CDK_PLACE
};
enum { PLACE_COUNT = sizeof places / sizeof *places };

static const struct {
    cdk_need_kind need;
    uint32_t version;
    bool (*fits)(cdk_str path);
    bool built;
} readers[] = {
#define CDK_READER(id, need, version, take, fits, built) {CDK_NEED_##need, version, fits, built},
#include "layer/readers.def"
#undef CDK_READER
};

uint32_t cdk_reader_version(uint32_t reader)
{
    return readers[reader].built ? readers[reader].version : 0;
}

cdk_need_kind cdk_reader_need(uint32_t reader)
{
    return readers[reader].need;
}

static uint64_t limit_of(const cdk_reading *reading, uint64_t limit)
{
    if (limit == CDK_DB) return CDK_LIMIT(reading->env, MAX_PKGDB);
    return limit ? limit : CDK_LIMIT(reading->env, MAX_KEPT_FILE);
}

static void want(cdk_wanted *wanted, cdk_str path, cdk_reader_id reader, uint64_t limit)
{
    if (readers[reader].fits && !readers[reader].fits(path)) return;
    /* That a database of the system cannot be read must be told; of the others the facts know. */
    bool system = readers[reader].need == CDK_NEED_PACKAGES || readers[reader].need == CDK_NEED_RECORDS;
    if (!readers[reader].built && !system) return;
    if (wanted->limit[reader] < limit) wanted->limit[reader] = limit;
    if (wanted->most < limit) wanted->most = limit;
}

static int32_t put_asked(cdk_reading *reading)
{
    for (size_t i = 0; i < reading->plan->count; i++) {
        cdk_need *need = &reading->plan->items[i];
        if (need->kind != CDK_NEED_CONTENT) continue;
        if (!cdk_map_put(&reading->asked, need->pattern, need)) return cdk_fail_memory(reading->env);
    }
    return CISDOCK_OK;
}

int32_t cdk_places_init(cdk_reading *reading)
{
    cdk_map_init(&reading->exact, reading->env->mem);
    cdk_map_init(&reading->names, reading->env->mem);
    cdk_map_init(&reading->asked, reading->env->mem);
    for (size_t i = 0; i < PLACE_COUNT; i++) {
        if (!cdk_reading_needs(reading, readers[places[i].reader].need)) continue;
        cdk_map *map = places[i].how == EXACT ? &reading->exact : &reading->names;
        if (places[i].how == BELOW || places[i].how == END || cdk_map_get(map, places[i].text)) continue;
        if (!cdk_map_put(map, places[i].text, (void *)(uintptr_t)&places[i])) return cdk_fail_memory(reading->env);
    }
    return put_asked(reading);
}

void cdk_places_free(cdk_reading *reading)
{
    if (reading->exact.mem) cdk_map_free(&reading->exact);
    if (reading->names.mem) cdk_map_free(&reading->names);
    if (reading->asked.mem) cdk_map_free(&reading->asked);
}

static bool lies_below(cdk_str path, cdk_str folder)
{
    return path.n > folder.n + 1 && path.p[folder.n] == '/' && cdk_str_starts(path, folder);
}

/* All rows of the place, which stand side by side. */
static void want_rows(const cdk_reading *reading, const place *row, cdk_str path, cdk_wanted *out)
{
    for (const place *first = row; row < places + PLACE_COUNT && cdk_str_eq(row->text, first->text); row++)
        if (cdk_reading_needs(reading, readers[row->reader].need)) want(out, path, row->reader, limit_of(reading, row->limit));
}

void cdk_places_find(const cdk_reading *reading, cdk_str path, cdk_wanted *out)
{
    *out = (cdk_wanted){.most = 0};
    const place *found[] = {cdk_map_get(&reading->exact, path), cdk_map_get(&reading->names, cdk_path_base(path))};
    for (size_t i = 0; i < 2; i++)
        if (found[i]) want_rows(reading, found[i], path, out);
    const cdk_need *asked = cdk_map_get(&reading->asked, path);
    if (asked) want(out, path, CDK_READ_CONTENT, limit_of(reading, asked->max_size));
    if (cdk_reading_needs(reading, CDK_NEED_SECRETS) && cdk_secret_file_of(path).search)
        want(out, path, CDK_READ_SECRETS, CDK_LIMIT(reading->env, SECRET_FILE_MAX));
    for (size_t i = 0; i < PLACE_COUNT; i++) {
        const place *row = &places[i];
        if (row->how != BELOW && row->how != END) continue;
        if (!cdk_reading_needs(reading, readers[row->reader].need)) continue;
        if (row->how == BELOW ? lies_below(path, row->text) : cdk_str_ends(path, row->text))
            want(out, path, row->reader, limit_of(reading, row->limit));
    }
}
