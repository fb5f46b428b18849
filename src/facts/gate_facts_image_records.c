/* SPDX-License-Identifier: Apache-2.0 */
/* What an image's package databases say of files, in the engine's words, each record at its package. */
#include "facts/gate_facts_image.h"

#include "archive/path.h"
#include "base/digest.h"
#include "layer/record.h"

typedef struct counted {
    const char *name;
    uint32_t packages, records;
} counted;

typedef struct reader {
    const cdk_env *env;
    cdk_gate_facts *out;
    cdk_map by_name;      /* -> bucket */
    cdk_arena buckets, scratch;
    uint32_t order;
    cdk_str family;       /* of the distribution: the engine reads its database alone */
    bool has_info;        /* a folder of dpkg's lists is there */
    counted databases[8];
    size_t database_count;
} reader;

/* Records of one package's name. */
typedef struct bucket {
    cdk_gate_record *items;
    size_t count, cap;
} bucket;

/* The engine's analyzers have a table of their own, shorter than that of its policies. */
static const char *family_of(cdk_str distro, bool alone)
{
    static const struct {
        const char *distro, *database;
        bool alone;
    } rows[] = {{"centos", "rpm", false}, {"rhel", "rpm", false}, {"fedora", "rpm", false}, {"ol", "rpm", false}, {"redhat", "rpm", true},
                {"debian", "dpkg", false}, {"ubuntu", "dpkg", false}, {"alpine", "apk", false}, {"busybox", "", false}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cdk_str_is(distro, rows[i].distro) && (alone || !rows[i].alone)) return rows[i].database;
    return NULL;
}

static cdk_str find_family(const cdk_gate_facts *facts)
{
    const char *family = family_of(facts->distro, true);
    cdk_str rest = facts->like_distro, name;
    while (!family && rest.n) {
        cdk_str_cut(rest, ',', &name, &rest);
        family = family_of(name, false);
    }
    return cdk_str_of(family ? family : "");
}

static const char *const algorithms[CDK_RECORD_ALGORITHMS] = {
    [1] = "md5", [2] = "sha1", [3] = "ripemd160", [5] = "md2", [6] = "tiger192", [7] = "haval5160", [8] = "sha256", [9] = "sha384",
    [10] = "sha512", [11] = "sha224"};

/* RPM's own rule: what is not told is MD5. */
static cdk_str algorithm_of(const cdk_package_record *from)
{
    unsigned number = from->row->algorithm ? from->row->algorithm : CDK_RECORD_MD5;
    return cdk_str_of(algorithms[number] ? algorithms[number] : "unknown");
}

static bool has_blank(cdk_str text)
{
    size_t at;
    return cdk_str_find_char(text, ' ', &at) || cdk_str_find_char(text, '\t', &at);
}

/* What the engine does not make of a record. */
static uint16_t unseen(const reader *r, const cdk_package_record *from)
{
    bool apk = cdk_str_is(r->family, "apk"), dpkg = cdk_str_is(r->family, "dpkg");
    bool seen = from->seen && cdk_str_is(r->family, from->database);
    if (dpkg && (!r->has_info || has_blank(from->folder) || has_blank(from->name))) seen = false;
    if (apk && !from->row->algorithm) seen = false;
    bool digest = seen && !apk && from->row->algorithm;
    return (uint16_t)((seen ? 0 : CDK_GATE_RECORD_UNSEEN) | (digest ? 0 : CDK_GATE_RECORD_DIGEST_UNSEEN));
}

/* The path as the engine puts it together: "/" in front of a list's line with "//" as "\/", "/" and the folder and "/" and the name. */
static bool read_path(reader *r, const cdk_package_record *from, bool slash, cdk_str raw, cdk_gate_record *to)
{
    bool dpkg = cdk_str_starts(cdk_str_of(from->database), CDK_STR("dpkg")), apk = cdk_str_is(cdk_str_of(from->database), "apk");
    bool list = dpkg && !(from->row->flags & CDK_RECORD_CONFIG);
    const char *made = cdk_arena_printf(&r->scratch, "%s%.*s", list || apk ? "/" : "", (int)raw.n, raw.n ? raw.p : "");
    cdk_buf text;
    if (!made) return false;
    cdk_str path = cdk_str_of(made);
    if (apk && !slash) { /* a file at the top: its folder is empty */
        made = cdk_arena_printf(&r->scratch, "/%s", made);
        if (!made) return false;
        path = cdk_str_of(made);
    }
    if (cdk_str_eq(path, to->path)) return true;
    cdk_buf_init(&text, r->env->mem);
    for (size_t i = 0; i < path.n; i++) {
        bool doubled = list && cdk_str_starts(cdk_str_from(path, i), CDK_STR("//"));
        cdk_buf_text(&text, doubled ? "\\/" : "");
        if (!doubled) cdk_buf_char(&text, path.p[i]);
        i += doubled;
    }
    to->path_read = cdk_str_dup(&r->out->arena, cdk_buf_view(&text));
    bool whole = !text.failed && to->path_read.p;
    cdk_buf_free(&text);
    return whole;
}

/* Copies a record; *given false: its path is none that a file can have. */
static bool make_record(reader *r, const cdk_package_record *from, cdk_gate_record *to, bool *given)
{
    char hex[2 * CDK_RECORD_DIGEST_MAX + 1];
    bool slash = from->folder.n != 0, joint = slash && from->folder.p[from->folder.n - 1] != '/';
    const char *raw = cdk_arena_printf(&r->scratch, "%.*s%s%.*s", (int)from->folder.n, slash ? from->folder.p : "", joint ? "/" : "",
                                       (int)from->name.n, from->name.n ? from->name.p : "");
    char *room = raw ? cdk_arena_bytes(&r->scratch, strlen(raw) + 1) : NULL;
    cdk_str clean;
    if (!room) return false;
    *given = cdk_path_clean(cdk_str_of(raw), room, strlen(raw) + 1, &clean) == CDK_PATH_OK;
    if (!*given) return true;
    *to = (cdk_gate_record){.order = r->order++, .path = cdk_gate_facts_path(&r->out->arena, clean), .mode = from->row->mode, .size = from->row->size};
    to->flags = (uint16_t)(from->row->flags | unseen(r, from));
    if (from->digest.n) {
        cdk_hex((const uint8_t *)from->digest.p, from->digest.n, hex);
        to->digest = cdk_str_dup(&r->out->arena, (cdk_str){hex, 2 * from->digest.n});
        to->algorithm = algorithm_of(from);
        if (!to->digest.p) return false;
    }
    return to->path.p && read_path(r, from, slash, cdk_str_of(raw), to);
}

static counted *database_of(reader *r, const char *name)
{
    enum { MOST = sizeof r->databases / sizeof *r->databases };
    for (size_t i = 0; i < r->database_count; i++)
        if (strcmp(r->databases[i].name, name) == 0) return &r->databases[i];
    if (r->database_count == MOST) return NULL;
    r->databases[r->database_count] = (counted){.name = name};
    return &r->databases[r->database_count++];
}

static int32_t take(void *user, const cdk_package_record *from)
{
    reader *r = user;
    cdk_gate_record record;
    bool given = false;
    bucket *to = cdk_map_get(&r->by_name, from->package);
    counted *database = database_of(r, from->database);
    if (database) database->records++;
    if (!to) return CISDOCK_OK; /* of a package that is not installed */
    bool whole = make_record(r, from, &record, &given) && (!given || cdk_grow(r->env->mem, (void **)&to->items, &to->cap, to->count + 1, sizeof record));
    if (whole && given) to->items[to->count++] = record;
    cdk_arena_reset(&r->scratch);
    return whole ? CISDOCK_OK : cdk_fail_memory(r->env);
}

static int32_t hand_over(reader *r, cdk_gate_package *package, bucket *from)
{
    size_t kept = cdk_gate_records_settle(from->items, from->count);
    cdk_gate_record *items = cdk_arena_alloc(&r->out->arena, (kept + 1) * sizeof *items);
    if (!items) return cdk_fail_memory(r->env);
    if (kept) memcpy(items, from->items, kept * sizeof *items);
    package->records = items;
    package->record_count = (uint32_t)kept;
    return CISDOCK_OK;
}

/* Packages whose database says nothing of any file are not verified by it. */
static cdk_known known_of(const reader *r, cdk_known known)
{
    if (r->out->packages_state == CDK_ABSENT && known != CDK_DAMAGED) return CDK_HAVE; /* there is nothing to be said */
    if (known != CDK_HAVE && known != CDK_ABSENT) return known;
    for (size_t i = 0; i < r->database_count; i++)
        if (r->databases[i].packages && !r->databases[i].records)
            return strcmp(r->databases[i].name, "opkg") == 0 ? CDK_UNSUPPORTED : CDK_NOT_GIVEN;
    return CDK_HAVE;
}

static int32_t begin(reader *r, const cdk_facts *facts, cdk_gate_package *packages)
{
    const cdk_package *all;
    uint32_t count, index;
    cdk_facts_packages(facts, &all, &count);
    for (uint32_t i = 0; i < count; i++) {
        counted *database = database_of(r, all[i].db);
        if (database) database->packages++;
    }
    r->family = find_family(r->out);
    r->has_info = cdk_fold_find(facts->fold, CDK_STR("var/lib/dpkg/info"), &index);
    for (uint32_t i = 0; i < r->out->package_count; i++) {
        if (!packages[i].system) continue;
        bucket *made = cdk_arena_calloc(&r->buckets, 1, sizeof *made);
        if (!made || !cdk_map_put(&r->by_name, packages[i].name, made)) return cdk_fail_memory(r->env);
    }
    return CISDOCK_OK;
}

static bool has_entry(const cdk_layer_facts *layer, cdk_str path)
{
    cdk_str rest = path, part;
    uint32_t at = 0;
    while (rest.n) {
        cdk_str_cut(rest, '/', &part, &rest);
        if (!(at = cdk_layer_child(layer, at, part))) return false;
    }
    return layer->nodes[at].marks & CDK_NODE_ENTRY;
}

static bool is_shown(const cdk_fold *fold, cdk_str path)
{
    uint32_t index;
    return cdk_fold_find(fold, path, &index) && fold->nodes[index].marks & CDK_NODE_ENTRY;
}

/* Packages without files have no list of digests in any layer. One that some layer has and the image does not was taken away. */
static int32_t find_removed(reader *r, const cdk_facts *facts, cdk_known *known)
{
    const cdk_package *all;
    uint32_t count;
    cdk_facts_packages(facts, &all, &count);
    for (uint32_t i = 0; i < count && *known == CDK_HAVE; i++) {
        const bucket *has = cdk_map_get(&r->by_name, all[i].name);
        if (strcmp(all[i].db, "dpkg") != 0 || !has || has->count) continue;
        const char *plain = cdk_arena_printf(&r->scratch, "var/lib/dpkg/info/%.*s.md5sums", (int)all[i].name.n, all[i].name.p);
        const char *named = cdk_arena_printf(&r->scratch, "var/lib/dpkg/info/%.*s:%.*s.md5sums", (int)all[i].name.n, all[i].name.p,
                                             (int)all[i].arch.n, all[i].arch.n ? all[i].arch.p : "");
        if (!plain || !named) return cdk_fail_memory(r->env);
        bool shown = is_shown(facts->fold, cdk_str_of(plain)) || is_shown(facts->fold, cdk_str_of(named)); /* an empty list */
        for (uint32_t k = 0; k < facts->fold->input_count && !shown; k++)
            if (has_entry(facts->fold->inputs[k], cdk_str_of(plain)) || has_entry(facts->fold->inputs[k], cdk_str_of(named))) *known = CDK_NOT_GIVEN;
        cdk_arena_reset(&r->scratch);
    }
    return CISDOCK_OK;
}

int32_t cdk_gate_facts_read_image_records(const cdk_env *env, const cdk_facts *facts, cdk_gate_package *packages, cdk_gate_facts *out)
{
    reader r = {.env = env, .out = out};
    cdk_known known = CDK_NOT_COLLECTED;
    cdk_map_init(&r.by_name, env->mem);
    cdk_arena_init(&r.buckets, env->mem);
    cdk_arena_init(&r.scratch, env->mem);
    int32_t status = begin(&r, facts, packages);
    if (!status) status = cdk_facts_each_record(facts, env, take, &r, &known);
    out->records_state = known_of(&r, known);
    if (!status) status = find_removed(&r, facts, &out->records_state);
    for (uint32_t i = 0; i < out->package_count; i++) {
        bucket *from = packages[i].system ? cdk_map_get(&r.by_name, packages[i].name) : NULL;
        if (!from) continue;
        if (!status) status = hand_over(&r, &packages[i], from);
        cdk_free(env->mem, from->items);
    }
    cdk_map_free(&r.by_name);
    cdk_arena_free(&r.buckets);
    cdk_arena_free(&r.scratch);
    return status;
}
