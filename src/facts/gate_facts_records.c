/* SPDX-License-Identifier: Apache-2.0 */
/* What package databases say of files, as objects or an array of them: {path: [{"package", "digest", "digestalgo", "mode", "size", "conffile", "path_read",
 * "flags"}]}. */
#include "facts/gate_facts.h"

#include "base/sort.h"
#include "layer/record.h"

static const struct {
    uint16_t flag;
    const char *word;
} flag_words[] = {{CDK_RECORD_GHOST, "ghost"}, {CDK_RECORD_MISSING_FINE, "missing_fine"}, {CDK_RECORD_NOT_INSTALLED, "not_installed"},
                  {CDK_RECORD_ANY_DIGEST, "any_digest"}, {CDK_RECORD_ANY_SIZE, "any_size"}, {CDK_RECORD_ANY_MODE, "any_mode"},
                  {CDK_RECORD_PROTECTED, "protected"}, {CDK_RECORD_MODE_IMPLIED, "mode_implied"}, {CDK_GATE_RECORD_UNSEEN, "unseen"},
                  {CDK_GATE_RECORD_DIGEST_UNSEEN, "digest_unseen"}};

const char *cdk_gate_record_flag_word(unsigned bit)
{
    for (size_t i = 0; i < sizeof flag_words / sizeof *flag_words; i++)
        if (flag_words[i].flag == bit) return flag_words[i].word;
    return NULL;
}

static uint16_t flags_of(const cdk_json *record, bool config)
{
    unsigned flags = config ? CDK_RECORD_CONFIG : 0;
    const cdk_json *words = cdk_json_get(record, "flags");
    CDK_JSON_EACH(word, cdk_json_is(words, CDK_JSON_ARRAY) ? words : NULL)
        for (size_t i = 0; i < sizeof flag_words / sizeof *flag_words; i++)
            if (cdk_str_is(cdk_json_str(word), flag_words[i].word)) flags |= flag_words[i].flag;
    return (uint16_t)flags;
}

/* Records of one package. */
typedef struct bucket {
    cdk_gate_record *items;
    uint32_t count, cap;
} bucket;

static cdk_str text_of(const cdk_json *record, const char *name, const char *other)
{
    cdk_str text = cdk_json_get_str(record, name);
    return text.p ? text : cdk_json_get_str(record, other);
}

/* A number, or its digits as text in `base`. */
static uint64_t number_of(const cdk_json *value, unsigned base)
{
    uint64_t digits;
    int64_t number;
    cdk_str text = cdk_json_str(value);
    if (base == 8 && cdk_str_starts(text, CDK_STR("0o"))) text = cdk_str_from(text, 2);
    if (text.p) return cdk_str_u64(text, base, &digits) ? digits : 0;
    return cdk_json_i64(value, &number) && number > 0 ? (uint64_t)number : 0;
}

static cdk_gate_record read_record(cdk_str path, const cdk_json *record)
{
    bool flag = false;
    const cdk_json *config = cdk_json_get(record, "conffile");
    if (!config) config = cdk_json_get(record, "is_config_file");
    if (cdk_json_is(config, CDK_JSON_STRING))
        flag = config->text.n > 0;
    else if (!cdk_json_bool(config, &flag))
        flag = number_of(config, 10) != 0;
    return (cdk_gate_record){.path = path,
                             .path_read = cdk_json_get_str(record, "path_read"),
                             .digest = cdk_json_get_str(record, "digest"),
                             .algorithm = text_of(record, "digestalgo", "digest_algorithm"),
                             .mode = (uint32_t)(number_of(cdk_json_get(record, "mode"), 8) & 0xffffffff),
                             .size = number_of(cdk_json_get(record, "size"), 10),
                             .flags = flags_of(record, flag)};
}

static int by_path(const void *context, const void *a, const void *b)
{
    (void)context;
    const cdk_gate_record *x = a, *y = b;
    int order = cdk_str_cmp(x->path, y->path);
    return order ? order : (x->order > y->order) - (x->order < y->order);
}

size_t cdk_gate_records_settle(cdk_gate_record *items, size_t count)
{
    size_t kept = 0;
    if (count) cdk_sort(items, count, sizeof *items, by_path, NULL);
    for (size_t i = 0; i < count; i++)
        if (i + 1 == count || !cdk_str_eq(items[i].path, items[i + 1].path)) items[kept++] = items[i];
    return kept;
}

static bool put(cdk_gate_facts *facts, cdk_map *buckets, cdk_str path, const cdk_json *record)
{
    cdk_str package = text_of(record, "package", "pkg_name");
    if (!package.n) return true;
    bucket *to = cdk_map_get(buckets, package);
    if (!to) {
        to = cdk_arena_calloc(&facts->arena, 1, sizeof *to);
        if (!to || !cdk_map_put(buckets, package, to)) return false;
    }
    if (to->count == to->cap) {
        uint32_t cap = to->cap ? to->cap * 2 : 8;
        cdk_gate_record *bigger = cdk_arena_alloc(&facts->arena, (size_t)cap * sizeof *bigger);
        if (!bigger) return false;
        if (to->count) memcpy(bigger, to->items, to->count * sizeof *bigger);
        to->items = bigger;
        to->cap = cap;
    }
    to->items[to->count] = read_record(path, record);
    to->items[to->count].order = to->count;
    to->count++;
    return true;
}

static bool fill(cdk_gate_facts *facts, cdk_map *buckets, const cdk_json *paths)
{
    CDK_JSON_EACH(path, paths) {
        if (cdk_json_is(path, CDK_JSON_OBJECT) && !put(facts, buckets, path->key, path)) return false;
        if (!cdk_json_is(path, CDK_JSON_ARRAY)) continue;
        CDK_JSON_EACH(record, path) {
            if (cdk_json_is(record, CDK_JSON_OBJECT) && !put(facts, buckets, path->key, record)) return false;
        }
    }
    return true;
}

int32_t cdk_gate_facts_read_records(const cdk_env *env, const cdk_json *paths, cdk_gate_facts *facts)
{
    if (!cdk_json_is(paths, CDK_JSON_OBJECT) && !cdk_json_is(paths, CDK_JSON_ARRAY)) return 0;
    cdk_map buckets;
    cdk_map_init(&buckets, env->mem);
    bool whole = !cdk_json_is(paths, CDK_JSON_OBJECT) || fill(facts, &buckets, paths);
    CDK_JSON_EACH(one, cdk_json_is(paths, CDK_JSON_ARRAY) ? paths : NULL)
        if (whole && cdk_json_is(one, CDK_JSON_OBJECT)) whole = fill(facts, &buckets, one);
    cdk_gate_package *packages = cdk_arena_calloc(&facts->arena, facts->package_count ? facts->package_count : 1, sizeof *packages);
    for (uint32_t i = 0; whole && packages && i < facts->package_count; i++) {
        packages[i] = facts->packages[i];
        bucket *from = cdk_map_get(&buckets, packages[i].name);
        if (!from) continue;
        from->count = (uint32_t)cdk_gate_records_settle(from->items, from->count);
        packages[i].records = from->items;
        packages[i].record_count = from->count;
    }
    cdk_map_free(&buckets);
    if (!whole || !packages) return cdk_fail_memory(env);
    facts->packages = packages;
    facts->records_state = CDK_HAVE;
    return 0;
}
