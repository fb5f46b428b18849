/* SPDX-License-Identifier: Apache-2.0 */
/* Reading records of a feed. What is kept of one stands in the arena; the record itself goes. */
#include "facts/feed_impl.h"

#include "base/date.h"

#include <inttypes.h>

/* --- the advisory --- */

static bool is_cve(cdk_str text)
{
    return cdk_str_starts(text, CDK_STR("CVE-"));
}

/* "DEBIAN-CVE-2024-1" is what Debian says of CVE-2024-1. */
static cdk_str own_id(cdk_str id)
{
    size_t at;
    return cdk_str_find(id, CDK_STR("-CVE-"), &at) ? cdk_str_from(id, at + 1) : id;
}

static uint32_t count_texts(const cdk_json *array)
{
    uint32_t count = 0;
    CDK_JSON_EACH(item, cdk_json_is(array, CDK_JSON_ARRAY) ? array : NULL) count += cdk_json_str(item).n > 0;
    return count;
}

static int32_t keep_aliases(cdk_feed_record *r, cdk_str id)
{
    static const char *const members[] = {"aliases", "upstream", "related"};
    uint32_t count = 1;
    for (size_t i = 0; i < 3; i++) count += count_texts(cdk_json_get(r->value, members[i]));
    cdk_str *list = cdk_arena_calloc(r->arena, count, sizeof *list);
    if (!list) return cdk_fail_memory(r->env);
    r->advisory->aliases = list;
    if (!cdk_str_eq(id, r->advisory->id) && !cdk_feed_keep_text(r, id, &list[r->advisory->alias_count++])) return cdk_fail_memory(r->env);
    for (size_t i = 0; i < 3; i++) {
        const cdk_json *array = cdk_json_get(r->value, members[i]);
        CDK_JSON_EACH(item, cdk_json_is(array, CDK_JSON_ARRAY) ? array : NULL) {
            cdk_str text = cdk_json_str(item);
            if (!text.n || (i == 2 && !(r->distro && is_cve(text)))) continue;
            if (!cdk_feed_keep_text(r, text, &list[r->advisory->alias_count++])) return cdk_fail_memory(r->env);
        }
    }
    return CISDOCK_OK;
}

static int32_t keep_scores(cdk_feed_record *r, const cdk_json *severity)
{
    if (!cdk_json_is(severity, CDK_JSON_ARRAY) || r->advisory->score_count) return CISDOCK_OK;
    cdk_cvss *list = cdk_arena_calloc(r->arena, severity->count + (size_t)1, sizeof *list);
    if (!list) return cdk_fail_memory(r->env);
    CDK_JSON_EACH(item, severity) r->advisory->score_count += cdk_cvss_read(cdk_json_get_str(item, "score"), &list[r->advisory->score_count]);
    r->advisory->scores = list;
    return CISDOCK_OK;
}

static cdk_str link_of(const cdk_json *record_value)
{
    cdk_str first = CDK_STR_NONE;
    CDK_JSON_EACH(item, cdk_json_get(record_value, "references")) {
        cdk_str url = cdk_json_get_str(item, "url");
        if (cdk_str_is(cdk_json_get_str(item, "type"), "ADVISORY") && url.n) return url;
        if (!first.n) first = url;
    }
    return first.n ? first : CDK_STR_NONE;
}

static int32_t make_advisory(cdk_feed_record *r)
{
    cdk_str id = cdk_json_get_str(r->value, "id");
    if (r->advisory) return CISDOCK_OK;
    r->advisory = cdk_arena_calloc(r->arena, 1, sizeof *r->advisory);
    if (r->advisory) {
        r->advisory->number = ++r->feed->advisories;
        r->advisory->dated = cdk_date_parse(cdk_json_get_str(r->value, "published"), &r->advisory->published) ||
                             cdk_date_parse(cdk_json_get_str(r->value, "modified"), &r->advisory->published);
    }
    if (!r->advisory || !cdk_feed_keep_text(r, own_id(id), &r->advisory->id) || !cdk_feed_keep_text(r, link_of(r->value), &r->advisory->link)) return cdk_fail_memory(r->env);
    int32_t status = keep_aliases(r, id);
    return status ? status : keep_scores(r, cdk_json_get(r->value, "severity"));
}

/* What the vendor says that it will not mend. */
static bool will_not_fix(const cdk_json *affected)
{
    static const char *const places[] = {"ecosystem_specific", "database_specific"};
    static const char *const words[] = {"wont-fix", "wont_fix", "will_not_fix", "Will not fix", "end-of-life"};
    for (size_t i = 0; i < 2; i++) {
        const cdk_json *object = cdk_json_get(affected, places[i]);
        if (cdk_json_is(cdk_json_get(object, "will_not_fix"), CDK_JSON_TRUE)) return true;
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            if (cdk_str_is(cdk_json_get_str(object, "fix_state"), words[k]) || cdk_str_is(cdk_json_get_str(object, "urgency"), words[k])) return true;
    }
    return false;
}

static int32_t enlist(cdk_feed_record *r, cdk_affected *affected, cdk_str name)
{
    cdk_named *named = cdk_map_get(&r->feed->names, name);
    if (named) {
        named->last->next = affected;
        named->last = affected;
        return CISDOCK_OK;
    }
    cdk_str kept;
    named = cdk_arena_alloc(r->arena, sizeof *named);
    if (!named || !cdk_feed_keep_text(r, name, &kept) || !cdk_map_put(&r->feed->names, kept, named)) return cdk_fail_memory(r->env);
    *named = (cdk_named){affected, affected};
    return CISDOCK_OK;
}

static int32_t keep_affected(cdk_feed_record *r, const cdk_json *value, const cdk_ecosystem *ecosystem, cdk_str name)
{
    r->distro = r->distro || ecosystem->kind == CDK_ECO_DISTRO;
    cdk_affected *affected = cdk_arena_calloc(r->arena, 1, sizeof *affected);
    int32_t status = affected ? make_advisory(r) : cdk_fail_memory(r->env);
    if (status) return status;
    affected->advisory = r->advisory;
    affected->ecosystem = ecosystem;
    affected->will_not_fix = will_not_fix(value);
    status = cdk_feed_keep_ranges(r, cdk_json_get(value, "ranges"), affected);
    if (!status && !r->fault) status = cdk_feed_keep_versions(r, cdk_json_get(value, "versions"), affected);
    if (!status) status = keep_scores(r, cdk_json_get(value, "severity"));
    if (status || r->fault || (!affected->range_count && !affected->version_count)) return status;
    affected->severity = cdk_severity_of(r->value, value, r->advisory->scores, r->advisory->score_count);
    if (ecosystem->db == CDK_DB_PYTHON && !(name = cdk_feed_python_name(r->arena, name)).p) return cdk_fail_memory(r->env);
    return enlist(r, affected, name);
}

static int32_t take_affected(cdk_feed_record *r, const cdk_json *value, bool withdrawn)
{
    const cdk_json *package = cdk_json_get(value, "package");
    cdk_str ecosystem = cdk_json_get_str(package, "ecosystem"), name = cdk_json_get_str(package, "name");
    cdk_ecosystem *known;
    if (cdk_json_missing(package)) return CISDOCK_OK; /* of a repository alone */
    if (!ecosystem.n || !name.n) {
        r->fault = "a package without ecosystem or name";
        return CISDOCK_OK;
    }
    int32_t status = cdk_feed_intern(r, ecosystem, &known);
    if (!status) status = cdk_feed_note_seen(r, known);
    return status || withdrawn || known->kind == CDK_ECO_FOREIGN ? status : keep_affected(r, value, known, name);
}

static bool is_withdrawn(const cdk_env *env, const cdk_json *value)
{
    int64_t when;
    cdk_str text = cdk_json_get_str(value, "withdrawn");
    if (!text.n) return false;
    return !cdk_date_parse(text, &when) || !env->hooks->now || when <= env->hooks->now(env->hooks->user);
}

static int32_t complain(cdk_feed_record *r)
{
    cdk_where where = CDK_NOWHERE;
    cdk_str id = cdk_json_get_str(r->value, "id");
    where.document = "feed";
    r->feed->unreadable++;
    return cdk_problem_add(r->env, r->arena, r->problems, CDK_CLASS_BAD_DOCUMENT, CDK_ERROR, &where, "feed: record %" PRIu64 " (%.*s) has %s", r->index,
                           (int)(id.n < 80 ? id.n : 80), id.n ? id.p : "", r->fault)
               ? CISDOCK_OK : r->env->error->status;
}

static int32_t take_record(cdk_feed_record *r)
{
    int64_t when;
    const cdk_json *affected = cdk_json_get(r->value, "affected");
    bool withdrawn = is_withdrawn(r->env, r->value);
    int32_t status = CISDOCK_OK;
    r->feed->records++;
    r->feed->told_records = true;
    if (cdk_date_parse(cdk_json_get_str(r->value, "modified"), &when)) {
        if (!r->feed->modified_known || when > r->feed->modified) r->feed->modified = when;
        r->feed->modified_known = true;
    }
    r->feed->withdrawn += withdrawn;
    if (!cdk_json_get_str(r->value, "id").n) r->fault = "no id";
    if (!cdk_json_missing(affected) && affected->type != CDK_JSON_ARRAY) r->fault = "an affected that is no list";
    CDK_JSON_EACH(item, r->fault ? NULL : affected)
        if (!status && !r->fault) status = take_affected(r, item, withdrawn);
    return status;
}

int32_t cdk_feed_take(const cdk_env *env, cdk_arena *arena, cdk_feed *feed, uint64_t index, const cdk_json *value, cdk_problems *problems, bool *envelope)
{
    static const char *const around[] = {"advisories", "generated_at", "covers", "last_sync_days_ago", "distro_data", "npm", "gem"};
    cdk_feed_record r = {.env = env, .arena = arena, .feed = feed, .value = value, .index = index, .problems = problems};
    *envelope = false;
    for (size_t i = 0; i < sizeof around / sizeof *around; i++) *envelope = *envelope || cdk_json_get(value, around[i]);
    *envelope = *envelope && !cdk_json_get(value, "affected");
    if (!cdk_json_is(value, CDK_JSON_OBJECT)) r.fault = "no object in its place";
    int32_t status = *envelope ? cdk_feed_take_envelope(&r) : r.fault ? CISDOCK_OK : take_record(&r);
    return status || !r.fault ? status : complain(&r);
}
