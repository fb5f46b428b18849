/* SPDX-License-Identifier: Apache-2.0 */
/* One regular file of a layer: handed to the readers that want it. */
#include "layer/read_whole.h"

#include <stdio.h>

typedef int32_t take(cdk_reading *reading, const cdk_found *found, cdk_taken *taken);

static take *const takers[] = {
#define CDK_READER(id, need, version, take, fits, built) take,
#include "layer/readers.def"
#undef CDK_READER
};

static int32_t add_taken(cdk_reading *reading, cdk_taken *taken)
{
    cdk_layer_facts *facts = reading->facts;
    if (!cdk_grow(facts->mem, (void **)&facts->taken, &facts->taken_cap, facts->taken_count + 1, sizeof *facts->taken))
        return cdk_fail_memory(reading->env);
    taken->on.entry = ++reading->tree.entry;
    facts->taken[facts->taken_count++] = *taken;
    return CISDOCK_OK;
}

int32_t cdk_taken_damaged(cdk_reading *reading, const cdk_found *found, cdk_taken *taken, cdk_known state, cdk_class cls,
                          const char *why)
{
    cdk_where where = CDK_NOWHERE;
    where.path = found->path;
    taken->state = state;
    if (found->told) return CISDOCK_OK;
    bool kept = cdk_problem_add(reading->env, &reading->facts->arena, &reading->facts->problems, cls, CDK_ERROR, &where,
                                "%s", why);
    return kept ? CISDOCK_OK : reading->env->error->status;
}

/* A file that is larger than its reader takes. */
static int32_t too_large(cdk_reading *reading, const cdk_found *found, uint64_t limit, cdk_taken *taken)
{
    char why[128];
    snprintf(why, sizeof why, "the file is not read: it is larger than %llu bytes", (unsigned long long)limit);
    return cdk_taken_damaged(reading, found, taken, CDK_LIMITED, CDK_CLASS_LIMIT, why);
}

/* The option pkgdb left the reader out: said once a layer. */
static int32_t not_built(cdk_reading *reading, const cdk_found *found, uint32_t reader, cdk_taken *taken)
{
    taken->state = CDK_UNSUPPORTED;
    bool told = reading->unbuilt >> reader & 1;
    reading->unbuilt |= 1u << reader;
    if (told) return CISDOCK_OK;
    return cdk_taken_damaged(reading, found, taken, CDK_UNSUPPORTED, CDK_CLASS_UNSUPPORTED,
                             "the package database is not read: its reader is left out of this build (option pkgdb)");
}

static int32_t take_for(cdk_reading *reading, const cdk_found *found, uint32_t reader, uint64_t size, uint64_t limit)
{
    /* Larger files are not chosen for the search, and are no BusyBox: no evidence is lost that was promised. */
    if ((reader == CDK_READ_SECRETS || reader == CDK_READ_BUSYBOX) && size > limit) return CISDOCK_OK;
    cdk_taken taken = {.on.node = found->node, .reader = (uint8_t)reader, .state = CDK_HAVE};
    int32_t status = !cdk_reader_version(reader) ? not_built(reading, found, reader, &taken)
                     : size > limit              ? too_large(reading, found, limit, &taken)
                                                 : takers[reader](reading, found, &taken);
    /* That a database or a known file was there counts even where nothing is in it; of others it says nothing. */
    cdk_need_kind need = cdk_reader_need(reader);
    bool says = taken.count || taken.bytes.p || taken.state != CDK_HAVE || need == CDK_NEED_PACKAGES || need == CDK_NEED_RECORDS;
    return status || !says ? status : add_taken(reading, &taken);
}

int32_t cdk_take_content(cdk_reading *reading, const cdk_found *found, cdk_taken *taken)
{
    uint64_t room = CDK_LIMIT(reading->env, MAX_KEPT_TOTAL) - reading->kept_total;
    if (found->bytes.n > room)
        return cdk_taken_damaged(reading, found, taken, CDK_LIMITED, CDK_CLASS_LIMIT,
                                 "the file is not kept: the contents of this layer reach MAX_KEPT_TOTAL");
    reading->kept_total += found->bytes.n;
    taken->bytes = cdk_str_dup(&reading->facts->arena, found->bytes);
    return taken->bytes.p ? CISDOCK_OK : cdk_fail_memory(reading->env);
}

static bool wants(const cdk_wanted *wanted, cdk_need_kind need)
{
    for (uint32_t r = 0; r < CDK_READER_COUNT; r++)
        if (wanted->limit[r] && cdk_reader_need(r) == need) return true;
    return false;
}

int32_t cdk_read_file(cdk_reading *reading, const cdk_tar_entry *entry, uint32_t node, cdk_str path)
{
    cdk_wanted wanted;
    cdk_places_find(reading, path, &wanted);
    if (!wanted.most && !reading->whole) return CISDOCK_OK;
    cdk_found found = {.node = node, .path = path};
    uint64_t whole = cdk_whole_most(reading->whole), most = wanted.most > whole ? wanted.most : whole;
    bool have = most && entry->size <= most;
    int32_t status = have ? cdk_tar_read(reading->tar, &reading->scratch, most, &found.bytes) : CISDOCK_OK;
    bool told = wants(&wanted, CDK_NEED_PACKAGES);
    for (uint32_t r = 0; r < CDK_READER_COUNT && !status; r++) {
        found.told = told && cdk_reads_records(r) && r != CDK_READ_DPKG_SUMS;
        if (wanted.limit[r]) status = take_for(reading, &found, r, entry->size, wanted.limit[r]);
    }
    if (!status && reading->whole) status = cdk_whole_read(reading, reading->whole, entry, &found, have);
    cdk_arena_free(&reading->scratch);
    return status;
}

int32_t cdk_share_file(cdk_reading *reading, uint32_t from, uint32_t node, cdk_str path)
{
    enum { LOOK_BACK = 256 };
    cdk_layer_facts *facts = reading->facts;
    cdk_wanted wanted;
    cdk_places_find(reading, path, &wanted);
    if (!wanted.most) return CISDOCK_OK;
    size_t end = facts->taken_count, stop = end > LOOK_BACK ? end - LOOK_BACK : 0;
    for (size_t i = end; i > stop; i--) {
        cdk_taken copy = facts->taken[i - 1];
        if (copy.on.node != from || !wanted.limit[copy.reader]) continue;
        copy.on.node = node;
        /* Records bear the name of their file, and would be as many as there are links to it. */
        if (cdk_reads_records(copy.reader)) copy.count = 0, copy.state = CDK_UNSUPPORTED;
        int32_t status = add_taken(reading, &copy);
        if (status) return status;
    }
    return CISDOCK_OK;
}
