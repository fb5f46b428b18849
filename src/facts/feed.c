/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/feed_impl.h"

#include "base/date.h"

void cdk_feed_init(cdk_feed *feed, cdk_mem *mem)
{
    *feed = (cdk_feed){.mem = mem};
    cdk_map_init(&feed->names, mem);
    cdk_map_init(&feed->ecosystems, mem);
}

void cdk_feed_free(cdk_feed *feed)
{
    cdk_map_free(&feed->names);
    cdk_map_free(&feed->ecosystems);
    cdk_free(feed->mem, feed->seen);
    cdk_free(feed->mem, feed->covered);
}

const cdk_affected *cdk_feed_find(const cdk_feed *feed, cdk_str name)
{
    const cdk_named *named = cdk_map_get(&feed->names, name);
    return named ? named->first : NULL;
}

bool cdk_feed_covers(const cdk_feed *feed, cdk_db db, cdk_str distro, cdk_str version)
{
    for (size_t i = 0; i < feed->covered_count; i++)
        if (cdk_ecosystem_fits(feed->covered[i], db, distro, version) != CDK_NAMES_NONE) return true;
    return false;
}

cdk_str cdk_feed_python_name(cdk_arena *arena, cdk_str name)
{
    char *to = cdk_arena_bytes(arena, name.n + 1);
    size_t n = 0;
    for (size_t i = 0; to && i < name.n; i++) {
        char c = name.p[i];
        bool dash = c == '.' || c == '-' || c == '_';
        if (dash && n && to[n - 1] == '-') continue;
        to[n++] = dash ? '-' : c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    return (cdk_str){to, to ? n : 0};
}

bool cdk_feed_keep_text(const cdk_feed_record *r, cdk_str text, cdk_str *out)
{
    *out = text.p ? cdk_str_dup(r->arena, text) : CDK_STR_NONE;
    return !text.p || out->p;
}

int32_t cdk_feed_intern(cdk_feed_record *r, cdk_str text, cdk_ecosystem **out)
{
    cdk_ecosystem *ecosystem = cdk_map_get(&r->feed->ecosystems, text);
    cdk_str kept;
    *out = ecosystem;
    if (ecosystem) return CISDOCK_OK;
    ecosystem = cdk_arena_alloc(r->arena, sizeof *ecosystem);
    if (!ecosystem || !cdk_feed_keep_text(r, text, &kept)) return cdk_fail_memory(r->env);
    cdk_ecosystem_read(kept, ecosystem);
    *out = ecosystem;
    return cdk_map_put(&r->feed->ecosystems, kept, ecosystem) ? CISDOCK_OK : cdk_fail_memory(r->env);
}

static int32_t note(const cdk_env *env, cdk_mem *mem, const cdk_ecosystem ***list, size_t *count, size_t *cap, const cdk_ecosystem *ecosystem)
{
    if (!cdk_grow(mem, (void **)list, cap, *count + 1, sizeof **list)) return cdk_fail_memory(env);
    (*list)[(*count)++] = ecosystem;
    return CISDOCK_OK;
}

static int32_t note_covered(const cdk_env *env, cdk_feed *feed, const cdk_ecosystem *ecosystem)
{
    return note(env, feed->mem, &feed->covered, &feed->covered_count, &feed->covered_cap, ecosystem);
}

int32_t cdk_feed_note_seen(const cdk_feed_record *r, cdk_ecosystem *ecosystem)
{
    if (ecosystem->seen_in == r->feed->documents + 1) return CISDOCK_OK;
    ecosystem->seen_in = r->feed->documents + 1;
    return note(r->env, r->feed->mem, &r->feed->seen, &r->feed->seen_count, &r->feed->seen_cap, ecosystem);
}

/* --- the object around the records --- */

static int32_t take_covers(cdk_feed_record *r, const cdk_json *covers)
{
    if (!cdk_json_is(covers, CDK_JSON_ARRAY)) return CISDOCK_OK;
    r->feed->says_covers = true;
    CDK_JSON_EACH(item, covers) {
        cdk_ecosystem *ecosystem;
        int32_t status = cdk_json_str(item).n ? cdk_feed_intern(r, item->text, &ecosystem) : CISDOCK_OK;
        if (!status && cdk_json_str(item).n) status = note_covered(r->env, r->feed, ecosystem);
        if (status) return status;
    }
    return CISDOCK_OK;
}

int32_t cdk_feed_take_envelope(cdk_feed_record *r)
{
    cdk_str generated = cdk_json_get_str(r->value, "generated_at");
    const cdk_json *list = cdk_json_get(r->value, "advisories");
    if (list && list->type != CDK_JSON_ARRAY) r->fault = "advisories that are no list";
    if (cdk_json_is(list, CDK_JSON_ARRAY)) r->feed->has_advisories = true;
    if (cdk_date_parse(generated, &r->feed->generated))
        r->feed->dated = true;
    else if (generated.n)
        r->fault = "a generated_at that is no time";
    int32_t status = take_covers(r, cdk_json_get(r->value, "covers"));
    return status;
}

void cdk_feed_begin(cdk_feed *feed)
{
    feed->dated = feed->modified_known = feed->told_records = feed->says_covers = false;
    feed->seen_count = 0;
}

int32_t cdk_feed_end(const cdk_env *env, cdk_feed *feed)
{
    bool known = feed->dated || (feed->told_records && feed->modified_known), first = feed->documents == 0;
    int64_t time = feed->dated ? feed->generated : feed->modified;
    feed->has_advisories = feed->has_advisories || feed->told_records;
    if (known && (first || time < feed->time)) feed->time = time;
    feed->has_time = known && (first || feed->has_time);
    feed->documents++;
    for (size_t i = 0; !feed->says_covers && i < feed->seen_count; i++) {
        int32_t status = note_covered(env, feed, feed->seen[i]);
        if (status) return status;
    }
    return CISDOCK_OK;
}
