/* SPDX-License-Identifier: Apache-2.0 */
/* What others have found in the image: malware, vulnerabilities, and how old their knowledge is. */
#include "facts/gate_facts.h"

int32_t cdk_gate_facts_take_malware(const cdk_env *env, const cdk_malware *malware, cdk_gate_facts *facts)
{
    cdk_gate_malware *list = cdk_arena_calloc(&facts->arena, malware->count + 1, sizeof *list);
    if (!list) return cdk_fail_memory(env);
    if (malware->count) memcpy(list, malware->items, malware->count * sizeof *list);
    facts->malware = list;
    facts->malware_count = (uint32_t)malware->count;
    facts->malware_given = malware->scans > 0;
    facts->malware_run = malware->completed > 0;
    facts->malware_open = malware->open;
    return 0;
}

int32_t cdk_gate_facts_read_malware(const cdk_env *env, const cdk_json *malware, cdk_gate_facts *facts)
{
    cdk_malware read = {.items = NULL};
    if (!cdk_json_is(malware, CDK_JSON_OBJECT) && !cdk_json_is(malware, CDK_JSON_ARRAY)) return 0;
    int32_t status = cdk_malware_take_json(env, &facts->arena, malware, &read, NULL);
    if (!status) status = cdk_gate_facts_take_malware(env, &read, facts);
    cdk_malware_free(env->mem, &read);
    return status;
}

static cdk_str number_text(const cdk_json *object, const char *name)
{
    const cdk_json *value = cdk_json_get(object, name);
    return cdk_json_is(value, CDK_JSON_NUMBER) || cdk_json_is(value, CDK_JSON_STRING) ? value->text : CDK_STR_NONE;
}

static bool read_cvss(cdk_gate_facts *facts, const cdk_json *array, const cdk_gate_cvss **out, uint32_t *count)
{
    if (!cdk_json_is(array, CDK_JSON_ARRAY) || !array->count) return true;
    cdk_gate_cvss *list = cdk_arena_calloc(&facts->arena, array->count, sizeof *list);
    if (!list) return false;
    CDK_JSON_EACH(item, array)
        list[(*count)++] = (cdk_gate_cvss){number_text(item, "version"), number_text(item, "base_score"),
                                           number_text(item, "exploitability_score"), number_text(item, "impact_score")};
    *out = list;
    return true;
}

static bool read_vulnerability(cdk_gate_facts *facts, const cdk_json *item, cdk_gate_vulnerability *v)
{
    cdk_str path = cdk_json_get_str(item, "path");
    *v = (cdk_gate_vulnerability){.id = cdk_json_get_str(item, "id"),
                                  .severity = cdk_json_get_str(item, "severity"),
                                  .link = cdk_json_get_str(item, "link"),
                                  .package = cdk_json_get_str(item, "package"),
                                  .version = cdk_json_get_str(item, "version"),
                                  .type = cdk_json_get_str(item, "pkg_type"),
                                  .path = path.p ? path : cdk_json_get_str(item, "location")};
    cdk_json_bool(cdk_json_get(item, "will_not_fix"), &v->will_not_fix);
    cdk_json_double(cdk_json_get(item, "detected_days_ago"), &v->detected_days);
    v->has_fix_observed = cdk_json_double(cdk_json_get(item, "fix_observed_days_ago"), &v->fix_observed_days);
    return cdk_gate_facts_texts(&facts->arena, cdk_json_get(item, "fix_versions"), &v->fixes, &v->fix_count) &&
           read_cvss(facts, cdk_json_get(item, "nvd_cvss"), &v->nvd, &v->nvd_count) &&
           read_cvss(facts, cdk_json_get(item, "vendor_cvss"), &v->vendor, &v->vendor_count);
}

int32_t cdk_gate_facts_read_vulnerabilities(const cdk_env *env, const cdk_json *array, cdk_gate_facts *facts)
{
    if (!cdk_json_is(array, CDK_JSON_ARRAY)) return 0;
    cdk_gate_vulnerability *list = cdk_arena_calloc(&facts->arena, array->count ? array->count : 1, sizeof *list);
    if (!list) return cdk_fail_memory(env);
    facts->vulnerabilities = list;
    facts->vulnerability_count = 0;
    facts->vulnerabilities_given = true;
    CDK_JSON_EACH(item, array) {
        if (!read_vulnerability(facts, item, &list[facts->vulnerability_count++])) return cdk_fail_memory(env);
    }
    return 0;
}

/* {"synced": bool, "packages": {name: {"latest", "versions": []}}} */
static bool read_language(cdk_gate_facts *facts, const cdk_json *feed, bool synced, cdk_gate_language_feed *out)
{
    const cdk_json *packages = cdk_json_get(feed, "packages");
    out->given = cdk_json_is(feed, CDK_JSON_OBJECT);
    out->synced = synced;
    cdk_json_bool(cdk_json_get(feed, "synced"), &out->synced);
    if (!cdk_json_is(packages, CDK_JSON_OBJECT)) return true;
    cdk_gate_feed_package *list = cdk_arena_calloc(&facts->arena, packages->count ? packages->count : 1, sizeof *list);
    if (!list) return false;
    out->items = list;
    out->count = 0;
    CDK_JSON_EACH(item, packages) {
        cdk_gate_feed_package *package = &list[out->count++];
        package->name = item->key;
        package->latest = cdk_json_get_str(item, "latest");
        if (!cdk_gate_facts_texts(&facts->arena, cdk_json_get(item, "versions"), &package->versions, &package->version_count))
            return false;
    }
    return true;
}

/* {"last_sync_days_ago": number, "distro_data": bool, "npm": {...}, "gem": {...}} */
int32_t cdk_gate_facts_read_feed(const cdk_env *env, const cdk_json *feed, cdk_gate_facts *facts)
{
    if (!cdk_json_is(feed, CDK_JSON_OBJECT)) return 0;
    facts->feed_given = true;
    facts->feed_synced = cdk_json_double(cdk_json_get(feed, "last_sync_days_ago"), &facts->feed_age_days);
    facts->feed_covers_distro = false;
    cdk_json_bool(cdk_json_get(feed, "distro_data"), &facts->feed_covers_distro);
    if (read_language(facts, cdk_json_get(feed, "npm"), facts->feed_synced, &facts->npm) &&
        read_language(facts, cdk_json_get(feed, "gem"), facts->feed_synced, &facts->gem))
        return 0;
    return cdk_fail_memory(env);
}
