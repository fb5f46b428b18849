/* SPDX-License-Identifier: Apache-2.0 */
/* What a document tells of accounts, os-release, sudo and packages, as a layer's reader would have taken it. */
#include "facts/told.h"

#include "archive/path.h"

int32_t cdk_told_at(told_layer *layer, cdk_str path, cdk_hanging *on)
{
    static const cdk_node plain = {.type = 'f', .mode = 0644};
    cdk_link_target where;
    uint32_t at = 0;
    int32_t status = cdk_tree_target(&layer->tree, path, &where, &at);
    if (!status && (where != CDK_TARGET_HERE || layer->facts->nodes[at].type != 'f')) {
        layer->tree.entry++;
        status = cdk_tree_put(&layer->tree, path, &plain, false, &at);
    }
    *on = (cdk_hanging){at, ++layer->tree.entry};
    return status;
}

/* The layer whose file of this path containers see, of those told already; else the topmost. */
static int32_t shown_layer(told *t, cdk_str path, told_layer **out)
{
    *out = &t->layers[t->count - 1];
    for (uint32_t i = t->count; i-- > 0;) {
        cdk_link_target where;
        uint32_t at = 0;
        int32_t status = cdk_tree_target(&t->layers[i].tree, path, &where, &at);
        if (status) return status;
        if (where == CDK_TARGET_HERE) *out = &t->layers[i];
        if (where == CDK_TARGET_HERE || (at && t->layers[i].facts->nodes[at].marks & CDK_NODE_WHITEOUT)) break;
    }
    return CISDOCK_OK;
}

static int32_t add_taken(told *t, told_layer *layer, const cdk_taken *taken)
{
    cdk_layer_facts *facts = layer->facts;
    if (!cdk_grow(facts->mem, (void **)&facts->taken, &facts->taken_cap, facts->taken_count + 1, sizeof *taken)) return cdk_fail_memory(t->env);
    facts->taken[facts->taken_count++] = *taken;
    return CISDOCK_OK;
}

/* A content, or that it is not known; what is absent is no file. */
static int32_t put_content(told *t, cdk_str path, cdk_known known, const cdk_buf *text)
{
    cdk_taken taken = {.reader = CDK_READ_CONTENT, .state = (uint8_t)known};
    told_layer *layer;
    cdk_str clean;
    if (known == CDK_ABSENT) return CISDOCK_OK;
    if (!t->count) return known == CDK_NOT_COLLECTED ? CISDOCK_OK : cdk_told_bad(t, t->evidence, "contents and no layer");
    int32_t status = cdk_told_clean(t, path, &clean);
    if (!status) status = shown_layer(t, clean, &layer);
    if (!status) status = cdk_told_at(layer, clean, &taken.on);
    if (!status && known == CDK_HAVE && !(taken.bytes = cdk_str_dup(&layer->facts->arena, cdk_buf_view(text))).p) status = cdk_fail_memory(t->env);
    return status ? status : add_taken(t, layer, &taken);
}

/* Rows of fields, joined by colons. */
static int32_t read_rows(told *t, const char *member, const char *path)
{
    const cdk_json *file = cdk_json_get(t->evidence, member), *rows = cdk_json_get(file, "rows");
    cdk_known known = CDK_NOT_COLLECTED;
    cdk_buf text;
    cdk_known_of_word(cdk_json_get_str(file, "known"), &known);
    cdk_buf_init(&text, t->env->mem);
    CDK_JSON_EACH(row, cdk_json_is(rows, CDK_JSON_ARRAY) ? rows : NULL) {
        CDK_JSON_EACH(field, cdk_json_is(row, CDK_JSON_ARRAY) ? row : NULL) {
            if (field != row->first) cdk_buf_char(&text, ':');
            cdk_buf_str(&text, cdk_json_str(field));
        }
        cdk_buf_char(&text, '\n');
    }
    int32_t status = text.failed ? cdk_fail_memory(t->env) : put_content(t, cdk_str_of(path), known, &text);
    cdk_buf_free(&text);
    return status;
}

static int32_t read_os_release(told *t, const cdk_json *image)
{
    const cdk_json *release = cdk_json_get(image, "os_release");
    cdk_known known = CDK_NOT_COLLECTED;
    cdk_buf text;
    cdk_known_of_word(cdk_json_get_str(t->evidence, "os_release"), &known);
    cdk_buf_init(&text, t->env->mem);
    CDK_JSON_EACH(pair, cdk_json_is(release, CDK_JSON_OBJECT) ? release : NULL) {
        cdk_buf_str(&text, pair->key);
        cdk_buf_char(&text, '=');
        cdk_buf_str(&text, cdk_json_str(pair));
        cdk_buf_char(&text, '\n');
    }
    int32_t status = text.failed ? cdk_fail_memory(t->env) : put_content(t, CDK_STR("etc/os-release"), known, &text);
    cdk_buf_free(&text);
    return status;
}

/* Lines at their numbers; others are not told, and empty. */
static int32_t read_sudoers(told *t, const cdk_json *file)
{
    enum { MOST_LINES = 100000 };
    const cdk_json *lines = cdk_json_get(file, "lines");
    cdk_str path = cdk_json_get_str(file, "path");
    int64_t at = 1, number;
    cdk_buf text;
    if (!cdk_str_is(path, "etc/sudoers") && !cdk_str_starts(path, CDK_STR("etc/sudoers.d/"))) return CISDOCK_OK;
    cdk_buf_init(&text, t->env->mem);
    CDK_JSON_EACH(line, cdk_json_is(lines, CDK_JSON_ARRAY) ? lines : NULL) {
        if (!cdk_json_i64(cdk_json_get(line, "line"), &number) || number < at || number > MOST_LINES) continue;
        for (; at < number; at++) cdk_buf_char(&text, '\n');
        cdk_buf_str(&text, cdk_json_get_str(line, "text"));
    }
    cdk_buf_char(&text, '\n');
    int32_t status = text.failed ? cdk_fail_memory(t->env) : put_content(t, path, CDK_HAVE, &text);
    cdk_buf_free(&text);
    return status;
}

int32_t cdk_told_contents(told *t, const cdk_json *image)
{
    static const char *const files[][2] = {{"passwd", "etc/passwd"}, {"group", "etc/group"}, {"shadow", "etc/shadow"}};
    const cdk_json *sudo = cdk_json_get(t->evidence, "sudo");
    int32_t status = CISDOCK_OK;
    for (size_t i = 0; i < 3 && !status; i++) status = read_rows(t, files[i][0], files[i][1]);
    if (!status) status = read_os_release(t, image);
    CDK_JSON_EACH(file, cdk_json_is(sudo, CDK_JSON_ARRAY) ? sudo : NULL) {
        if (!status) status = read_sudoers(t, file);
    }
    return status;
}

/* --- packages --- */

/* A file below a folder stands for all of that database. */
#define FILE ""
#define BELOW "/told"
static const struct database {
    const char *name, *path;
    uint8_t reader;
} databases[] = {
#define CDK_DATABASE(name, reader, how, path) {name, path how, CDK_READ_##reader},
#include "facts/databases.def"
#undef CDK_DATABASE
    {"python", NULL, CDK_READ_PYTHON}, {"npm", NULL, CDK_READ_NPM}, {"gem", NULL, CDK_READ_GEM}};
#undef FILE
#undef BELOW
enum { DATABASES = sizeof databases / sizeof *databases };

static const struct database *database_of(cdk_str name)
{
    for (size_t i = 0; i < DATABASES; i++)
        if (cdk_str_is(name, databases[i].name)) return &databases[i];
    return NULL;
}

/* Neighbours of one database and path belong to one taken file. */
typedef struct run {
    told_layer *layer;
    cdk_str path; /* clean */
    cdk_taken taken;
} run;

static int32_t add_row(told *t, const cdk_json *package, run *r)
{
    cdk_layer_facts *facts = r->layer->facts;
    cdk_str texts[CDK_PKG_TEXTS] = {[CDK_PKG_NAME] = cdk_json_get_str(package, "name"), [CDK_PKG_VERSION] = cdk_json_get_str(package, "version"),
                                    [CDK_PKG_ARCH] = cdk_json_get_str(package, "arch"), [CDK_PKG_SOURCE] = cdk_json_get_str(package, "source"),
                                    [CDK_PKG_EPOCH] = cdk_json_get_str(package, "epoch")};
    cdk_package_row row = {.installed_size = 0};
    size_t at;
    if (!texts[CDK_PKG_NAME].n) return CISDOCK_OK;
    if (r->taken.reader == CDK_READ_RPM && cdk_str_rfind_char(texts[CDK_PKG_VERSION], '-', &at)) {
        texts[CDK_PKG_RELEASE] = cdk_str_from(texts[CDK_PKG_VERSION], at + 1);
        texts[CDK_PKG_VERSION].n = at;
    }
    for (size_t i = 0; i < CDK_PKG_TEXTS; i++)
        if (!cdk_layer_str_add(t->env, facts, texts[i], &row.text[i])) return t->env->error->status;
    if (!cdk_grow(facts->mem, (void **)&facts->packages, &facts->package_cap, facts->package_count + 1, sizeof row)) return cdk_fail_memory(t->env);
    if (!r->taken.count) r->taken.first = (uint32_t)facts->package_count;
    r->taken.count++;
    facts->packages[facts->package_count++] = row;
    return CISDOCK_OK;
}

static int32_t end_run(told *t, run *r)
{
    int32_t status = r->layer && r->taken.count ? add_taken(t, r->layer, &r->taken) : CISDOCK_OK;
    *r = (run){.layer = NULL};
    return status;
}

static int32_t add_package(told *t, const cdk_json *package, cdk_known known, run *r)
{
    const struct database *database = database_of(cdk_json_get_str(package, "db"));
    cdk_str path = database && database->path ? cdk_str_of(database->path) : cdk_json_get_str(package, "path"), clean;
    if (!database || !path.n) return CISDOCK_OK;
    if (!t->count) return cdk_told_bad(t, package, "packages and no layer");
    int32_t status = cdk_told_clean(t, path, &clean);
    if (!status && r->layer && r->taken.reader == database->reader && cdk_str_eq(r->path, clean)) return add_row(t, package, r);
    if (!status) status = end_run(t, r);
    *r = (run){.path = clean, .taken = {.reader = database->reader, .state = (uint8_t)known}};
    if (!status) status = shown_layer(t, clean, &r->layer);
    if (!status) status = cdk_told_at(r->layer, clean, &r->taken.on);
    return status ? status : add_row(t, package, r);
}

int32_t cdk_told_packages(told *t, const cdk_json *image, const char *member, cdk_known known)
{
    const cdk_json *packages = cdk_json_get(image, member);
    run r = {.layer = NULL};
    int32_t status = CISDOCK_OK;
    CDK_JSON_EACH(package, cdk_json_is(packages, CDK_JSON_ARRAY) ? packages : NULL) {
        if (!status) status = add_package(t, package, known == CDK_ABSENT ? CDK_HAVE : known, &r);
    }
    return status ? status : end_run(t, &r);
}
