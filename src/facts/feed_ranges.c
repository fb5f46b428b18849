/* SPDX-License-Identifier: Apache-2.0 */
/* Ranges and listed versions of an affected package. */
#include "facts/feed_impl.h"

static bool step_of(const cdk_json *event, cdk_feed_event *out)
{
    static const char *const keys[] = {"introduced", "fixed", "last_affected", "limit"};
    for (int i = 0; i < 4; i++) {
        const cdk_json *value = cdk_json_get(event, keys[i]);
        if (cdk_json_missing(value)) continue;
        *out = (cdk_feed_event){(cdk_feed_step)i, cdk_json_str(value)};
        bool whole = (out->step == CDK_STEP_INTRODUCED && cdk_str_is(out->version, "0")) || (out->step == CDK_STEP_LIMIT && cdk_str_is(out->version, "*"));
        bool good = out->version.n > 0;
        if (whole) out->version = CDK_STR_NONE;
        return good;
    }
    return false;
}

static int32_t keep_range(cdk_feed_record *r, const cdk_json *range, cdk_feed_range *out)
{
    const cdk_json *events = cdk_json_get(range, "events");
    if (!cdk_json_is(events, CDK_JSON_ARRAY)) {
        r->fault = "a range without events";
        return CISDOCK_OK;
    }
    cdk_feed_event *list = cdk_arena_calloc(r->arena, events->count + (size_t)1, sizeof *list);
    if (!list) return cdk_fail_memory(r->env);
    CDK_JSON_EACH(event, events) {
        cdk_feed_event *to = &list[out->count];
        if (!step_of(event, to)) {
            r->fault = "an event that is none of introduced, fixed, last_affected and limit";
            return CISDOCK_OK;
        }
        if (!cdk_feed_keep_text(r, to->version, &to->version)) return cdk_fail_memory(r->env);
        out->count++;
    }
    out->events = list;
    out->semver = cdk_str_is(cdk_json_get_str(range, "type"), "SEMVER");
    return CISDOCK_OK;
}

int32_t cdk_feed_keep_ranges(cdk_feed_record *r, const cdk_json *ranges, cdk_affected *out)
{
    if (cdk_json_missing(ranges)) return CISDOCK_OK;
    if (ranges->type != CDK_JSON_ARRAY) {
        r->fault = "ranges that are no list";
        return CISDOCK_OK;
    }
    cdk_feed_range *list = cdk_arena_calloc(r->arena, ranges->count + (size_t)1, sizeof *list);
    if (!list) return cdk_fail_memory(r->env);
    out->ranges = list;
    CDK_JSON_EACH(range, ranges) {
        cdk_str type = cdk_json_get_str(range, "type");
        if (cdk_str_is(type, "GIT")) continue;
        if (!cdk_str_is(type, "ECOSYSTEM") && !cdk_str_is(type, "SEMVER")) r->fault = "a range of no known type";
        int32_t status = r->fault ? CISDOCK_OK : keep_range(r, range, &list[out->range_count++]);
        if (status || r->fault) return status;
    }
    return CISDOCK_OK;
}

/* The order that the ecosystem's versions have, where that is known without an image. */
static cdk_version_order order_of(const cdk_ecosystem *ecosystem)
{
    static const struct {
        const char *name;
        cdk_db db;
    } rows[] = {{"Debian", CDK_DB_DPKG}, {"Ubuntu", CDK_DB_DPKG}, {"Alpine", CDK_DB_APK}, {"AlmaLinux", CDK_DB_RPM}, {"Rocky Linux", CDK_DB_RPM}};
    if (ecosystem->kind == CDK_ECO_LANGUAGE) return cdk_db_order(ecosystem->db);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cdk_str_is(ecosystem->name, rows[i].name)) return cdk_db_order(rows[i].db);
    return NULL;
}

static bool in_ranges(const cdk_affected *affected, cdk_version_order order, cdk_str version)
{
    cdk_str fix;
    for (uint32_t i = 0; order && i < affected->range_count; i++)
        if (cdk_feed_in_range(&affected->ranges[i], order, version, &fix) == CDK_HIT_YES) return true;
    return false;
}

/* Databases list thousands of versions that the ranges hold as well: kept are those that say something new. */
int32_t cdk_feed_keep_versions(cdk_feed_record *r, const cdk_json *versions, cdk_affected *out)
{
    cdk_version_order order = order_of(out->ecosystem);
    uint32_t count = 0, at = 0;
    if (cdk_json_missing(versions)) return CISDOCK_OK;
    if (versions->type != CDK_JSON_ARRAY) {
        r->fault = "versions that are no list";
        return CISDOCK_OK;
    }
    CDK_JSON_EACH(item, versions) {
        if (!cdk_json_str(item).n) r->fault = "a version that is no text";
        count += !in_ranges(out, order, cdk_json_str(item));
    }
    if (r->fault || !count) return CISDOCK_OK;
    cdk_str *list = cdk_arena_calloc(r->arena, count, sizeof *list);
    if (!list) return cdk_fail_memory(r->env);
    CDK_JSON_EACH(item, versions)
        if (!in_ranges(out, order, item->text) && !cdk_feed_keep_text(r, item->text, &list[at++])) return cdk_fail_memory(r->env);
    out->versions = list;
    out->version_count = count;
    return CISDOCK_OK;
}
