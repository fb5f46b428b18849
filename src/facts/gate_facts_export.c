/* SPDX-License-Identifier: Apache-2.0 */
/* An analysis export of anchore-engine: maps of maps whose leaves are texts, often JSON of their own. */
#include "facts/gate_facts.h"

typedef struct reader {
    const cdk_env *env;
    cdk_gate_facts *facts;
    cdk_json *report;
} reader;

/* "analyzer"."artifact"."base". */
static const cdk_json *base(const reader *r, const char *analyzer, const char *artifact)
{
    const cdk_json *value = cdk_json_get(cdk_json_get(cdk_json_get(r->report, analyzer), artifact), "base");
    return cdk_json_is(value, CDK_JSON_OBJECT) ? value : NULL;
}

/* A leaf, parsed where it is text. */
static int32_t leaf(reader *r, const cdk_json *value, const cdk_json **out)
{
    *out = value;
    if (!cdk_json_is(value, CDK_JSON_STRING)) return 0;
    cdk_json *parsed = NULL;
    int32_t status = cdk_json_parse(r->env, &r->facts->arena, value->text, "analysis export", &parsed);
    *out = parsed;
    return status;
}

static cdk_str text_at(const cdk_json *map, cdk_str key)
{
    CDK_JSON_EACH(item, map) {
        if (cdk_str_eq(item->key, key)) return cdk_json_str(item);
    }
    return CDK_STR_NONE;
}

/* Digests by path; maps have the size of the file table, so they are indexed. */
typedef struct digest_map {
    cdk_map map;
    bool given;
} digest_map;

static bool index_texts(const reader *r, const cdk_json *object, digest_map *out)
{
    cdk_map_init(&out->map, r->env->mem);
    out->given = object && object->count;
    CDK_JSON_EACH(item, object) {
        if (cdk_json_is(item, CDK_JSON_STRING) && !cdk_map_put(&out->map, item->key, (void *)(uintptr_t)item)) return false;
    }
    return true;
}

static cdk_str digest_of(const digest_map *digests, cdk_str path)
{
    const cdk_json *item = cdk_map_get(&digests->map, path);
    return item ? item->text : CDK_STR(CDK_GATE_NO_DIGEST);
}

static cdk_gate_file_type type_of(cdk_str word)
{
    static const struct {
        const char *word;
        cdk_gate_file_type type;
    } rows[] = {{"file", CDK_GF_FILE}, {"dir", CDK_GF_DIR}, {"slink", CDK_GF_SLINK}, {"dev", CDK_GF_DEV}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cdk_str_is(word, rows[i].word)) return rows[i].type;
    return CDK_GF_UNKNOWN;
}

static int32_t read_files(reader *r, const cdk_json *infos, const digest_map digests[3])
{
    cdk_gate_facts *facts = r->facts;
    facts->files = cdk_arena_calloc(&facts->arena, infos->count ? infos->count : 1, sizeof *facts->files);
    if (!facts->files) return cdk_fail_memory(r->env);
    CDK_JSON_EACH(item, infos) {
        const cdk_json *info;
        int64_t mode = 0, size = 0;
        int32_t status = leaf(r, item, &info);
        if (status) return status;
        cdk_json_i64(cdk_json_get(info, "mode"), &mode);
        cdk_json_i64(cdk_json_get(info, "size"), &size);
        facts->files[facts->file_count++] = (cdk_gate_file){.path = item->key,
                                                            .mode = (uint32_t)(mode & 07777777),
                                                            .type = type_of(cdk_json_get_str(info, "type")),
                                                            .size = size > 0 ? (uint64_t)size : 0,
                                                            .sha256 = digest_of(&digests[0], item->key),
                                                            .md5 = digest_of(&digests[1], item->key),
                                                            .sha1 = digests[2].given ? digest_of(&digests[2], item->key) : CDK_STR_NONE,
                                                            .link = cdk_json_get_str(info, "linkdst"),
                                                            .layer = -1};
    }
    return cdk_gate_facts_index(r->env, facts);
}

static int32_t read_file_table(reader *r)
{
    static const char *const names[] = {"files.sha256sums", "files.md5sums", "files.sha1sums"};
    const cdk_json *infos = base(r, "file_list", "files.allinfo");
    digest_map digests[3];
    bool whole = true;
    for (int i = 0; i < 3; i++) whole = index_texts(r, base(r, "file_checksums", names[i]), &digests[i]) && whole;
    int32_t status = !whole ? cdk_fail_memory(r->env) : infos ? read_files(r, infos, digests) : 0;
    for (int i = 0; i < 3; i++) cdk_map_free(&digests[i].map);
    r->facts->files_state = CDK_HAVE;
    return status;
}

static int32_t read_hits(reader *r, const char *analyzer, const cdk_gate_hit **out, uint32_t *count)
{
    const cdk_json *files = base(r, analyzer, "regexp_matches.all");
    size_t cap = 0;
    cdk_gate_hit *list = NULL;
    CDK_JSON_EACH(item, files) {
        const cdk_json *hits;
        int32_t status = leaf(r, item, &hits);
        if (status) return status;
        if (!cdk_json_is(hits, CDK_JSON_OBJECT)) continue;
        CDK_JSON_EACH(hit, hits) {
            bool good;
            cdk_str text;
            if (*count == cap) {
                cap = cap ? cap * 2 : 16;
                cdk_gate_hit *bigger = cdk_arena_alloc(&r->facts->arena, cap * sizeof *bigger);
                if (!bigger) return cdk_fail_memory(r->env);
                if (*count) memcpy(bigger, list, *count * sizeof *bigger);
                list = bigger;
            }
            if (!cdk_gate_facts_base64(r->env, &r->facts->arena, hit->key, &text, &good)) return cdk_fail_memory(r->env);
            list[(*count)++] = (cdk_gate_hit){.path = item->key, .text = text};
        }
    }
    *out = list;
    return 0;
}

static int32_t read_retrieved(reader *r)
{
    const cdk_json *files = base(r, "retrieve_files", "file_content.all");
    cdk_gate_retrieved *list = cdk_arena_calloc(&r->facts->arena, files && files->count ? files->count : 1, sizeof *list);
    if (!list) return cdk_fail_memory(r->env);
    CDK_JSON_EACH(item, files) {
        bool good;
        cdk_gate_retrieved *file = &list[r->facts->retrieved_count++];
        file->path = item->key;
        if (!cdk_gate_facts_base64(r->env, &r->facts->arena, cdk_json_str(item), &file->bytes, &good)) return cdk_fail_memory(r->env);
    }
    r->facts->retrieved = list;
    r->facts->retrieved_state = CDK_HAVE;
    return 0;
}

static int32_t read_malware(reader *r)
{
    const cdk_json *scans = base(r, "malware", "malware");
    r->facts->malware_given = cdk_json_get(r->report, "malware") != NULL;
    CDK_JSON_EACH(item, scans) {
        const cdk_json *scan;
        int32_t status = leaf(r, item, &scan);
        if (status) return status;
        /* The engine keeps one text a scanner; each is a document as it is handed over otherwise, less its name. */
        cdk_json *named = cdk_arena_calloc(&r->facts->arena, 1, sizeof *named), *copy = cdk_arena_alloc(&r->facts->arena, sizeof *copy);
        if (!named || !copy) return cdk_fail_memory(r->env);
        if (!scan) continue;
        *copy = *scan;
        copy->key = item->key;
        copy->next = NULL;
        *named = (cdk_json){.type = CDK_JSON_OBJECT, .count = 1, .first = copy, .last = copy};
        status = cdk_gate_facts_read_malware(r->env, named, r->facts);
        if (status) return status;
    }
    return 0;
}

static void read_image(reader *r, const cdk_json *image)
{
    cdk_gate_facts *facts = r->facts;
    const cdk_json *meta = cdk_json_get(image, "meta"), *data = cdk_json_get(image, "docker_data");
    const cdk_json *layers = cdk_json_get(image, "layers"), *distro = base(r, "analyzer_meta", "analyzer_meta");
    cdk_str head, repo = cdk_json_str(cdk_json_at(cdk_json_get(data, "RepoDigests"), 0));
    facts->image_id = cdk_json_get_str(meta, "imageId");
    facts->has_size = cdk_str_u64(cdk_json_get_str(meta, "sizebytes"), 10, &facts->size);
    if (cdk_str_cut(repo, '@', &head, &repo)) facts->digest = repo;
    facts->architecture = cdk_json_get_str(data, "Architecture");
    facts->os = cdk_json_get_str(data, cdk_json_get(data, "Os") ? "Os" : "os");
    facts->layer_count = cdk_json_is(layers, CDK_JSON_ARRAY) ? layers->count : 0;
    facts->dockerfile_mode = cdk_json_get_str(image, "dockerfile_mode");
    facts->dockerfile = cdk_json_get_str(image, "dockerfile_contents");
    facts->config_user = cdk_json_get_str(cdk_json_get(data, "Config"), "User");
    facts->distro = cdk_json_get_str(distro, "DISTRO");
    facts->distro_version = cdk_json_get_str(distro, "DISTROVERS");
    facts->like_distro = text_at(distro, CDK_STR("LIKEDISTRO"));
    if (!facts->like_distro.p) facts->like_distro = facts->distro;
}

static int32_t read_verification(reader *r)
{
    const cdk_json *files = base(r, "file_package_verify", "distro.pkgfilemeta");
    if (!files) return 0;
    cdk_json *parsed = cdk_arena_calloc(&r->facts->arena, 1, sizeof *parsed);
    if (!parsed) return cdk_fail_memory(r->env);
    parsed->type = CDK_JSON_OBJECT;
    CDK_JSON_EACH(item, files) {
        const cdk_json *records;
        int32_t status = leaf(r, item, &records);
        if (status) return status;
        if (!records) continue;
        cdk_json *copy = cdk_arena_alloc(&r->facts->arena, sizeof *copy);
        if (!copy) return cdk_fail_memory(r->env);
        *copy = *records;
        copy->key = item->key;
        copy->next = NULL;
        if (parsed->last)
            parsed->last->next = copy;
        else
            parsed->first = copy;
        parsed->last = copy;
        parsed->count++;
    }
    return cdk_gate_facts_read_records(r->env, parsed, r->facts);
}

int32_t cdk_gate_facts_read_export(const cdk_env *env, const cdk_json *imagedata, cdk_gate_facts *facts)
{
    reader r = {env, facts, (cdk_json *)(uintptr_t)cdk_json_get(imagedata, "analysis_report")};
    read_image(&r, cdk_json_get(imagedata, "image_report"));
    int32_t status = read_file_table(&r);
    if (!status) status = read_retrieved(&r);
    if (!status) status = read_hits(&r, "secret_search", &facts->secrets, &facts->secret_count);
    if (!status) status = read_hits(&r, "content_search", &facts->contents, &facts->content_count);
    if (!status) status = read_malware(&r);
    if (!status) status = cdk_gate_facts_read_export_packages(env, r.report, facts);
    if (!status) status = read_verification(&r);
    facts->secrets_state = facts->contents_state = facts->packages_state = facts->languages_state = facts->licenses_state = facts->records_state = CDK_HAVE;
    return status;
}
