/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/policy.h"

/* One number of strptime: one digit up to `most`. */
static bool number(cdk_str *s, size_t most, int64_t *out)
{
    size_t n = 0;
    *out = 0;
    while (n < most && n < s->n && s->p[n] >= '0' && s->p[n] <= '9') *out = *out * 10 + (s->p[n++] - '0');
    *s = cdk_str_from(*s, n);
    return n > 0;
}

/* A day may have a blank in place of its first digit. */
static bool day_number(cdk_str *s, int64_t *out)
{
    bool blank = s->n > 1 && s->p[0] == ' ' && s->p[1] != '0';
    if (blank) *s = cdk_str_from(*s, 1);
    return number(s, blank ? 1 : 2, out);
}

/* strptime compares without regard to case. */
static bool sign(cdk_str *s, char c)
{
    if (!cdk_str_eq_nocase((cdk_str){s->p, s->n ? 1 : 0}, (cdk_str){&c, 1})) return false;
    *s = cdk_str_from(*s, 1);
    return true;
}

static int64_t days_of(int64_t year, int64_t month, int64_t day)
{
    int64_t y = month <= 2 ? year - 1 : year, era = (y >= 0 ? y : y - 399) / 400, yoe = y - era * 400;
    int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static bool valid_date(int64_t year, int64_t month, int64_t day)
{
    static const int64_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || month < 1 || month > 12 || day < 1) return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= lengths[month - 1] + (month == 2 && leap);
}

/* %Y-%m-%dT%H:%M:%S, then Z, .%fZ or :%fZ */
bool cdk_policy_expiry(cdk_str s, int64_t *microseconds)
{
    int64_t year, month, day, hour, minute, second, fraction = 0;
    size_t start = s.n;
    if (!number(&s, 4, &year) || start - s.n != 4) return false;
    if (!sign(&s, '-') || !number(&s, 2, &month) || !sign(&s, '-') || !day_number(&s, &day) || !sign(&s, 'T')) return false;
    if (!number(&s, 2, &hour) || !sign(&s, ':') || !number(&s, 2, &minute) || !sign(&s, ':') || !number(&s, 2, &second)) return false;
    if (sign(&s, '.') || sign(&s, ':')) {
        size_t before = s.n;
        if (!number(&s, 6, &fraction)) return false;
        for (size_t n = before - s.n; n < 6; n++) fraction *= 10;
    }
    if (!cdk_str_eq_nocase(s, CDK_STR("Z"))) return false;
    /* strptime takes the seconds 60 and 61, the date behind it does not. */
    if (!valid_date(year, month, day) || hour > 23 || minute > 59 || second > 59) return false;
    *microseconds = ((days_of(year, month, day) * 24 + hour) * 60 + minute) * 60000000 + second * 1000000 + fraction;
    return true;
}

static int32_t build_item(cdk_policy_run *run, const cdk_json *json, cdk_allow_item *out)
{
    const cdk_json *gate = cdk_json_get(json, "gate"), *expires = cdk_json_get(json, "expires_on");
    if (!cdk_json_is(gate, CDK_JSON_STRING))
        return cdk_policy_raise(run, "AttributeError", gate ? gate : json, "an item of an allowlist names no gate");
    *out = (cdk_allow_item){.json = json, .id = cdk_json_get_str(json, "id"), .trigger_id = cdk_json_get_str(json, "trigger_id")};
    out->gate = cdk_py_lower(run->arena, gate->text);
    if (!out->gate.p) return cdk_fail_memory(run->env);
    bool absent = cdk_json_missing(expires) || cdk_json_is(expires, CDK_JSON_FALSE) ||
                  (cdk_json_is(expires, CDK_JSON_STRING) && expires->text.n == 0);
    if (!absent) {
        out->expires = true;
        if (!cdk_policy_expiry(cdk_json_str(expires), &out->expires_at))
            return cdk_policy_raise(run, "Exception", expires, "the expiry of an item of an allowlist cannot be read");
    }
    if (!out->trigger_id.p && cdk_str_is(out->gate, "anchoresec"))
        return cdk_policy_raise(run, "TypeError", json, "an item of an allowlist has no trigger_id");
    return 0;
}

static bool index_item(cdk_allowlist *list, cdk_allow_item *item)
{
    if (!item->trigger_id.p || !cdk_wildcard_plain(item->trigger_id)) {
        list->patterns[list->pattern_count++] = item;
        return true;
    }
    cdk_allow_item *first = cdk_map_get(&list->exact, item->trigger_id);
    if (!first) return cdk_map_put(&list->exact, item->trigger_id, item);
    (first->last_same ? first->last_same : first)->next_same = item;
    first->last_same = item;
    return true;
}

int32_t cdk_allowlist_build(cdk_policy_run *run, const cdk_json *json, cdk_allowlist *out)
{
    const cdk_json *version = cdk_json_get(json, "version"), *items = cdk_json_get(json, "items");
    *out = (cdk_allowlist){.json = json, .id = cdk_json_get_str(json, "id"), .name = cdk_json_get_str(json, "name")};
    cdk_map_init(&out->exact, run->env->mem);
    if (!cdk_str_is(cdk_json_str(version), "1_0"))
        return cdk_policy_raise(run, "UnsupportedVersionError", version ? version : json, "the version of an allowlist is not 1_0");
    if (!cdk_json_is(items, CDK_JSON_ARRAY))
        return cdk_policy_raise(run, "TypeError", items ? items : json, "an allowlist has no list \"items\"");
    uint32_t count = items->count ? items->count : 1;
    out->items = cdk_arena_calloc(run->arena, count, sizeof *out->items);
    out->patterns = cdk_arena_calloc(run->arena, count, sizeof *out->patterns);
    if (!out->items || !out->patterns) return cdk_fail_memory(run->env);
    CDK_JSON_EACH(item, items) {
        cdk_allow_item *made = &out->items[out->item_count];
        int32_t status = build_item(run, item, made);
        if (status) return status;
        out->item_count++;
        if (!index_item(out, made)) return cdk_fail_memory(run->env);
    }
    return 0;
}

void cdk_allowlist_free(cdk_allowlist *list)
{
    for (uint32_t i = 0; i < list->item_count; i++) cdk_wildcard_free(&list->items[i].wildcard);
    cdk_map_free(&list->exact);
}

static bool counts(const cdk_policy_run *run, const cdk_allow_item *item, const char *gate)
{
    return cdk_str_is(item->gate, gate) && !(item->expires && run->now * 1000000 >= item->expires_at);
}

static int32_t try_pattern(cdk_policy_run *run, cdk_allow_item *item, cdk_str trigger_id, bool *hit)
{
    *hit = false;
    if (!item->trigger_id.p) return cdk_policy_break(run, "an item of an allowlist has no trigger_id");
    if (cdk_str_eq(item->trigger_id, trigger_id)) {
        *hit = true;
        return 0;
    }
    int32_t status = item->ready ? 0 : cdk_wildcard_new(run->env, item->trigger_id, &item->wildcard);
    item->ready = !status;
    if (!status) status = cdk_wildcard_try(&item->wildcard, trigger_id, hit);
    if (!status) return 0;
    cdk_class cls = run->env->error->cls;
    if (cls != CDK_CLASS_BAD_PATTERN && cls != CDK_CLASS_LIMIT) return status;
    status = cdk_policy_break(run, "the pattern of an item of an allowlist: %s", run->env->error->message);
    cdk_error_clear(run->env);
    return status;
}

/* The first in order, be it an exact one or a pattern. Patterns behind an exact hit are not looked at. */
static int32_t find_in(cdk_policy_run *run, cdk_allowlist *list, const char *gate, cdk_str id, const cdk_allow_item **out)
{
    cdk_str plain = id;
    const cdk_allow_item *exact = NULL;
    if (cdk_str_ends(id, CDK_STR("\n"))) plain.n--;
    for (int pass = 0; pass < (plain.n == id.n ? 1 : 2); pass++)
        for (const cdk_allow_item *item = cdk_map_get(&list->exact, pass ? plain : id); item; item = item->next_same)
            if (counts(run, item, gate) && (!exact || item < exact)) {
                exact = item;
                break;
            }
    for (uint32_t i = 0; i < list->pattern_count && (!exact || list->patterns[i] < exact); i++) {
        bool hit;
        if (!counts(run, list->patterns[i], gate)) continue;
        int32_t status = try_pattern(run, list->patterns[i], id, &hit);
        if (status < 0 || (status && run->broken)) return status;
        if (!hit) continue;
        *out = list->patterns[i];
        return 0;
    }
    *out = exact;
    return 0;
}

int32_t cdk_allowlist_find(cdk_policy_run *run, const char *gate, cdk_str trigger_id, const cdk_allowlist **list,
                           const cdk_allow_item **item)
{
    *item = NULL;
    for (uint32_t i = 0; i < run->allowlist_count; i++) {
        int32_t status = find_in(run, &run->allowlists[i], gate, trigger_id, item);
        if (status) return status;
        if (!*item) continue;
        *list = &run->allowlists[i];
        return 0;
    }
    return 0;
}
