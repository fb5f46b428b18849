/* SPDX-License-Identifier: Apache-2.0 */
/* Facts documents: flat JSON objects with what the gates need. Members that are missing leave what was known before. */
#include "facts/gate_facts.h"

static int32_t bad(const cdk_env *env, cdk_gate_facts *facts, const cdk_json *at, const char *what)
{
    cdk_where where = CDK_NOWHERE;
    where.document = "facts";
    where.pointer = cdk_json_pointer(&facts->arena, at);
    where.offset = (int64_t)at->offset;
    return cdk_fail(env, CDK_CLASS_BAD_DOCUMENT, &where, "the facts document has %s", what);
}

static void take_text(const cdk_json *object, const char *key, cdk_str *out)
{
    const cdk_json *value = cdk_json_get(object, key);
    if (cdk_json_is(value, CDK_JSON_STRING)) *out = value->text;
}

static const struct {
    const char *word;
    cdk_gate_file_type type;
} type_words[] = {{"file", CDK_GF_FILE}, {"hlink", CDK_GF_FILE}, {"f", CDK_GF_FILE}, {"dir", CDK_GF_DIR}, {"directory", CDK_GF_DIR},
                  {"d", CDK_GF_DIR}, {"slink", CDK_GF_SLINK}, {"symlink", CDK_GF_SLINK}, {"l", CDK_GF_SLINK}, {"dev", CDK_GF_DEV},
                  {"fifo", CDK_GF_DEV}, {"char", CDK_GF_DEV}, {"chr", CDK_GF_DEV}, {"block", CDK_GF_DEV}, {"blk", CDK_GF_DEV}};

static cdk_gate_file_type file_type(cdk_str word)
{
    for (size_t i = 0; i < sizeof type_words / sizeof *type_words; i++)
        if (cdk_str_is(word, type_words[i].word)) return type_words[i].type;
    return word.p ? CDK_GF_UNKNOWN : CDK_GF_FILE;
}

/* Octal text with or without "0o", or a number. */
static bool octal_mode(const cdk_json *value, uint32_t *out)
{
    int64_t number;
    uint64_t octal;
    cdk_str text = cdk_json_str(value);
    if (cdk_str_starts(text, CDK_STR("0o"))) text = cdk_str_from(text, 2);
    if (cdk_json_is(value, CDK_JSON_STRING) && cdk_str_u64(text, 8, &octal) && octal <= 07777777)
        *out = (uint32_t)octal;
    else if (cdk_json_is(value, CDK_JSON_NUMBER) && cdk_json_i64(value, &number) && number >= 0 && number <= 07777777)
        *out = (uint32_t)number;
    else
        return false;
    return true;
}

static int32_t read_file(const cdk_env *env, cdk_gate_facts *facts, const cdk_json *item, cdk_gate_file *file)
{
    int64_t size = 0, layer;
    cdk_str type = cdk_json_get_str(item, "type");
    const cdk_json *mode = cdk_json_get(item, "mode");
    *file = (cdk_gate_file){.path = cdk_json_get_str(item, "path"), .type = file_type(type), .layer = -1};
    file->sha256 = file->md5 = CDK_STR(CDK_GATE_NO_DIGEST);
    if (!file->path.p) return bad(env, facts, item, "a file without a path");
    if (!cdk_json_missing(mode) && !octal_mode(mode, &file->mode)) return bad(env, facts, mode, "a mode that is not octal");
    if (!(file->mode & ~UINT32_C(07777))) file->mode |= cdk_gate_type_bits(file->type, type);
    if (cdk_json_i64(cdk_json_get(item, "size"), &size) && size > 0) file->size = (uint64_t)size;
    take_text(item, "sha256", &file->sha256);
    take_text(item, "md5", &file->md5);
    take_text(item, "sha1", &file->sha1);
    take_text(item, "link", &file->link);
    if (cdk_json_i64(cdk_json_get(item, "layer"), &layer) && layer >= 0 && layer <= INT32_MAX) file->layer = (int32_t)layer;
    return 0;
}

/* Folders that the engine's squashing loses have a mark; they stand behind the others. */
static int32_t read_files(const cdk_env *env, cdk_gate_facts *facts, const cdk_json *files)
{
    if (!cdk_json_is(files, CDK_JSON_ARRAY)) return 0;
    cdk_gate_file *list = cdk_arena_calloc(&facts->arena, files->count ? files->count : 1, sizeof *list);
    if (!list) return cdk_fail_memory(env);
    facts->files = list;
    facts->file_count = facts->passed_count = 0;
    for (int marked = 0; marked < 2; marked++) {
        if (marked) facts->passed = list + facts->file_count;
        CDK_JSON_EACH(item, files) {
            bool mark = false;
            cdk_json_bool(cdk_json_get(item, "passed"), &mark);
            if (mark != (marked != 0)) continue;
            int32_t status = read_file(env, facts, item, marked ? &facts->passed[facts->passed_count++] : &list[facts->file_count++]);
            if (status) return status;
        }
    }
    facts->files_state = CDK_HAVE;
    cdk_map_free(&facts->files_by_path);
    cdk_map_free(&facts->passed_by_path);
    return cdk_gate_facts_index(env, facts);
}

static int32_t read_retrieved(const cdk_env *env, cdk_gate_facts *facts, const cdk_json *files)
{
    if (!cdk_json_is(files, CDK_JSON_OBJECT)) return 0;
    cdk_gate_retrieved *list = cdk_arena_calloc(&facts->arena, files->count ? files->count : 1, sizeof *list);
    if (!list) return cdk_fail_memory(env);
    facts->retrieved = list;
    facts->retrieved_count = 0;
    CDK_JSON_EACH(item, files) {
        cdk_gate_retrieved *file = &list[facts->retrieved_count++];
        bool good = true;
        file->path = item->key;
        if (cdk_json_is(item, CDK_JSON_STRING))
            file->bytes = item->text;
        else if (!cdk_gate_facts_base64(env, &facts->arena, cdk_json_get_str(item, "base64"), &file->bytes, &good))
            return cdk_fail_memory(env);
        if (!good) return bad(env, facts, item, "a file content that is not base64");
    }
    facts->retrieved_state = CDK_HAVE;
    return 0;
}

static bool read_lines(cdk_arena *arena, const cdk_json *lines, cdk_gate_hit *hit)
{
    int64_t line;
    uint32_t *list = cdk_json_is(lines, CDK_JSON_ARRAY) && lines->count ? cdk_arena_calloc(arena, lines->count, sizeof *list) : NULL;
    if (cdk_json_is(lines, CDK_JSON_ARRAY) && lines->count && !list) return false;
    CDK_JSON_EACH(item, list ? lines : NULL)
        if (cdk_json_i64(item, &line) && line >= 0 && line <= UINT32_MAX) list[hit->line_count++] = (uint32_t)line;
    hit->lines = list;
    return true;
}

/* {path: {text: [lines]}} */
static int32_t read_hits(const cdk_env *env, cdk_gate_facts *facts, const cdk_json *files, const cdk_gate_hit **out,
                         uint32_t *count, cdk_known *state)
{
    if (!cdk_json_is(files, CDK_JSON_OBJECT)) return 0;
    size_t total = 0;
    CDK_JSON_EACH(file, files) total += file->count;
    cdk_gate_hit *list = cdk_arena_calloc(&facts->arena, total ? total : 1, sizeof *list);
    if (!list) return cdk_fail_memory(env);
    *out = list;
    *count = 0;
    CDK_JSON_EACH(file, files) {
        if (!cdk_json_is(file, CDK_JSON_OBJECT)) continue;
        CDK_JSON_EACH(hit, file) {
            cdk_gate_hit *to = &list[(*count)++];
            *to = (cdk_gate_hit){.path = file->key, .text = hit->key};
            if (!read_lines(&facts->arena, hit, to)) return cdk_fail_memory(env);
        }
    }
    *state = CDK_HAVE;
    return 0;
}

static bool language(cdk_str type)
{
    static const char *const words[] = {"npm", "gem", "python", "java", "go", "maven", "js", "composer", "nuget", "binary"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (cdk_str_eq_nocase(type, cdk_str_of(words[i]))) return true;
    return false;
}

static int32_t read_package(const cdk_env *env, cdk_gate_facts *facts, const cdk_json *item, cdk_gate_package *package)
{
    *package = (cdk_gate_package){.name = cdk_json_get_str(item, "name"), .version = cdk_json_get_str(item, "version")};
    package->release = CDK_STR("N/A");
    take_text(item, "release", &package->release);
    take_text(item, "db", &package->type);
    take_text(item, "type", &package->type);
    take_text(item, "license", &package->license);
    take_text(item, "path", &package->path);
    take_text(item, "location", &package->path);
    take_text(item, "source", &package->source);
    take_text(item, "epoch", &package->epoch);
    if (!package->name.p) return bad(env, facts, item, "a package without a name");
    package->system = !language(package->type);
    package->fullversion = package->version;
    take_text(item, "fullversion", &package->fullversion);
    bool split = package->system && package->release.n && !cdk_str_is(package->release, "N/A") &&
                 !cdk_str_eq_nocase(package->type, CDK_STR("dpkg")) && !cdk_json_get(item, "fullversion");
    if (split) {
        const char *full = cdk_arena_printf(&facts->arena, "%.*s-%.*s", (int)package->version.n, package->version.p,
                                            (int)package->release.n, package->release.p);
        if (!full) return cdk_fail_memory(env);
        package->fullversion = cdk_str_of(full);
    }
    return 0;
}

/* Facts of ours list packages of languages apart, and their places without the leading slash. */
static int32_t read_language_package(const cdk_env *env, cdk_gate_facts *facts, const cdk_json *item, cdk_gate_package *package)
{
    int32_t status = read_package(env, facts, item, package);
    cdk_str path = package->path;
    if (status || !path.n || path.p[0] == '/') return status;
    const char *rooted = cdk_arena_printf(&facts->arena, "/%.*s", (int)path.n, path.p);
    package->path = cdk_str_of(rooted);
    return rooted ? 0 : cdk_fail_memory(env);
}

static int32_t read_packages(const cdk_env *env, cdk_gate_facts *facts, const cdk_json *packages, const cdk_json *languages)
{
    if (!cdk_json_is(packages, CDK_JSON_ARRAY)) return 0;
    if (!cdk_json_is(languages, CDK_JSON_ARRAY)) languages = NULL;
    cdk_gate_package *list = cdk_arena_calloc(&facts->arena, packages->count + (size_t)(languages ? languages->count : 0) + 1, sizeof *list);
    int32_t status = list ? 0 : cdk_fail_memory(env);
    facts->packages = list;
    facts->package_count = 0;
    CDK_JSON_EACH(item, packages)
        if (!status) status = read_package(env, facts, item, &list[facts->package_count++]);
    CDK_JSON_EACH(item, languages)
        if (!status) status = read_language_package(env, facts, item, &list[facts->package_count++]);
    if (!status) facts->packages_state = facts->languages_state = facts->licenses_state = CDK_HAVE;
    return status;
}

static void read_distro(cdk_gate_facts *facts, const cdk_json *document)
{
    const cdk_json *distro = cdk_json_get(document, "distro"), *release = cdk_json_get(document, "os_release");
    cdk_str like = CDK_STR_NONE;
    take_text(release, "ID", &facts->distro);
    take_text(release, "VERSION_ID", &facts->distro_version);
    take_text(release, "ID_LIKE", &like);
    take_text(distro, "id", &facts->distro);
    take_text(distro, "version_id", &facts->distro_version);
    take_text(distro, "name", &facts->distro);
    take_text(distro, "version", &facts->distro_version);
    take_text(distro, "like", &like);
    if (distro || release) facts->like_distro = like.p ? like : facts->distro;
}

static void read_plain(cdk_gate_facts *facts, const cdk_json *document)
{
    int64_t size;
    const cdk_json *layers = cdk_json_get(document, "layers");
    take_text(document, "image_id", &facts->image_id);
    take_text(document, "manifest_digest", &facts->digest);
    take_text(document, "digest", &facts->digest);
    take_text(document, "tag", &facts->tag);
    take_text(document, "architecture", &facts->architecture);
    take_text(document, "os", &facts->os);
    take_text(document, "dockerfile_mode", &facts->dockerfile_mode);
    take_text(document, "dockerfile_contents", &facts->dockerfile);
    take_text(cdk_json_path(document, "config.config"), "User", &facts->config_user);
    take_text(document, "user", &facts->config_user);
    cdk_json_bool(cdk_json_get(document, "of_image"), &facts->of_image);
    if (cdk_json_i64(cdk_json_get(document, "size"), &size) && size >= 0) {
        facts->size = (uint64_t)size;
        facts->has_size = true;
    }
    if (cdk_json_is(layers, CDK_JSON_ARRAY)) facts->layer_count = layers->count;
    read_distro(facts, document);
}

int32_t cdk_gate_facts_read_document(const cdk_env *env, const cdk_json *document, cdk_gate_facts *facts)
{
    read_plain(facts, document);
    int32_t status = read_files(env, facts, cdk_json_get(document, "files"));
    if (!status) status = read_retrieved(env, facts, cdk_json_get(document, "retrieved_files"));
    if (!status)
        status = read_hits(env, facts, cdk_json_get(document, "secret_search"), &facts->secrets, &facts->secret_count,
                           &facts->secrets_state);
    if (!status)
        status = read_hits(env, facts, cdk_json_get(document, "content_search"), &facts->contents, &facts->content_count,
                           &facts->contents_state);
    const cdk_json *searches = cdk_json_get(document, "content_searches");
    if (!status && searches && !cdk_gate_facts_texts(&facts->arena, searches, &facts->content_searches, &facts->content_search_count)) status = cdk_fail_memory(env);
    if (!status) status = read_packages(env, facts, cdk_json_get(document, "packages"), cdk_json_get(document, "language_packages"));
    if (!status) status = cdk_gate_facts_read_records(env, cdk_json_get(document, "package_db"), facts);
    if (!status) status = cdk_gate_facts_read_parts(env, document, facts);
    if (!status) status = cdk_gate_facts_read_malware(env, cdk_json_get(document, "malware"), facts);
    if (!status) status = cdk_gate_facts_read_vulnerabilities(env, cdk_json_get(document, "vulnerabilities"), facts);
    if (!status) status = cdk_gate_facts_read_feed(env, cdk_json_get(document, "feed"), facts);
    return status;
}

/* The forms are told apart by what they hold. */
static int32_t read_any(const cdk_env *env, const cdk_json *document, cdk_gate_facts *facts)
{
    const cdk_json *top = cdk_json_is(document, CDK_JSON_ARRAY) ? document->first : document;
    const cdk_json *export = cdk_json_path(top, "image.imagedata");
    if (!export) export = cdk_json_get(top, "imagedata");
    if (!export && cdk_json_get(top, "analysis_report")) export = top;
    if (export) return cdk_gate_facts_read_export(env, export, facts);
    const cdk_json *images = cdk_json_get(top, "images");
    if (cdk_json_is(images, CDK_JSON_ARRAY)) top = images->first;
    const cdk_json *gates = cdk_json_get(top, "gates");
    if (cdk_json_is(gates, CDK_JSON_OBJECT)) top = gates;
    if (!cdk_json_is(top, CDK_JSON_OBJECT))
        return cdk_fail(env, CDK_CLASS_BAD_DOCUMENT, NULL, "the facts document is no JSON object");
    return cdk_gate_facts_read_document(env, top, facts);
}

int32_t cdk_gate_facts_from_json(const cdk_env *env, const cdk_json *document, const cdk_json *extra, cdk_gate_facts **out)
{
    *out = NULL;
    cdk_gate_facts *facts;
    int32_t status = cdk_gate_facts_new(env, &facts);
    if (status) return status;
    facts->files_state = facts->retrieved_state = facts->secrets_state = facts->contents_state = CDK_NOT_COLLECTED;
    facts->packages_state = facts->languages_state = facts->licenses_state = facts->records_state = CDK_NOT_COLLECTED;
    status = read_any(env, document, facts);
    if (!status && cdk_json_is(extra, CDK_JSON_OBJECT)) status = cdk_gate_facts_read_document(env, extra, facts);
    if (status)
        cdk_gate_facts_free(facts);
    else
        *out = facts;
    return status;
}
