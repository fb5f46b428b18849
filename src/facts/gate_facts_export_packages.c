/* SPDX-License-Identifier: Apache-2.0 */
/* The packages of an analysis export: one map a kind, with members of its own. */
#include "facts/gate_facts.h"

typedef struct reader {
    const cdk_env *env;
    cdk_gate_facts *facts;
    cdk_gate_package *list;
    size_t cap;
} reader;

static cdk_gate_package *add(reader *r)
{
    cdk_gate_facts *facts = r->facts;
    if (facts->package_count == r->cap) {
        size_t cap = r->cap ? r->cap * 2 : 64;
        cdk_gate_package *bigger = cdk_arena_alloc(&facts->arena, cap * sizeof *bigger);
        if (!bigger) return NULL;
        if (facts->package_count) memcpy(bigger, r->list, facts->package_count * sizeof *bigger);
        r->list = bigger;
        r->cap = cap;
        facts->packages = bigger;
    }
    cdk_gate_package *package = &r->list[facts->package_count++];
    *package = (cdk_gate_package){.release = CDK_STR_NONE};
    return package;
}

static cdk_str text_or(const cdk_json *object, const char *key, cdk_str otherwise)
{
    const cdk_json *value = cdk_json_get(object, key);
    return value ? cdk_json_str(value) : otherwise;
}

/* A list joined by blanks. */
static cdk_str joined(reader *r, const cdk_json *array)
{
    cdk_buf buf;
    cdk_buf_init(&buf, r->env->mem);
    cdk_str text = {"", 0};
    CDK_JSON_EACH(item, array) {
        if (buf.n) cdk_buf_char(&buf, ' ');
        cdk_buf_str(&buf, cdk_json_str(item));
    }
    if (buf.n) text = cdk_str_dup(&r->facts->arena, cdk_buf_view(&buf));
    cdk_buf_free(&buf);
    return text;
}

static bool system_package(reader *r, cdk_str name, const cdk_json *item, cdk_gate_package *package)
{
    cdk_str license = cdk_json_get_str(item, "license");
    package->name = name;
    package->version = package->fullversion = cdk_json_get_str(item, "version");
    package->release = text_or(item, "release", CDK_STR("N/A"));
    package->type = cdk_json_get_str(item, "type");
    package->license = license.n ? license : cdk_json_get_str(item, "lics");
    package->system = true;
    if (!package->release.p || cdk_str_is(package->release, "N/A")) return true;
    const char *full = cdk_arena_printf(&r->facts->arena, "%.*s-%.*s", (int)package->version.n, package->version.p ? package->version.p : "",
                                        (int)package->release.n, package->release.p);
    package->fullversion = cdk_str_of(full);
    return full != NULL;
}

static bool listed_package(reader *r, cdk_str path, const cdk_json *item, cdk_gate_package *package, const char *type)
{
    cdk_str version = cdk_json_str(cdk_json_at(cdk_json_get(item, "versions"), 0));
    package->name = cdk_json_get_str(item, "name");
    package->version = package->fullversion = version.p ? version : CDK_STR("N/A");
    package->type = cdk_str_of(type);
    package->license = joined(r, cdk_json_get(item, "lics"));
    package->path = path;
    return package->license.p != NULL;
}

static bool npm_package(reader *r, cdk_str path, const cdk_json *item, cdk_gate_package *package)
{
    return listed_package(r, path, item, package, "npm");
}

static bool gem_package(reader *r, cdk_str path, const cdk_json *item, cdk_gate_package *package)
{
    return listed_package(r, path, item, package, "gem");
}

static bool python_package(reader *r, cdk_str path, const cdk_json *item, cdk_gate_package *package)
{
    (void)r;
    package->name = cdk_json_get_str(item, "name");
    package->version = package->fullversion = cdk_json_get_str(item, "version");
    package->type = CDK_STR("python");
    package->license = cdk_json_get_str(item, "license");
    package->path = path;
    return true;
}

static bool java_package(reader *r, cdk_str path, const cdk_json *item, cdk_gate_package *package)
{
    static const char *const keys[] = {"maven-version", "implementation-version", "specification-version"};
    (void)r;
    package->name = cdk_json_get_str(item, "name");
    package->version = CDK_STR("N/A");
    for (size_t i = 0; i < 3 && cdk_str_is(package->version, "N/A"); i++)
        package->version = text_or(item, keys[i], CDK_STR("N/A"));
    package->fullversion = package->version;
    package->type = CDK_STR("java");
    package->path = path;
    return true;
}

static bool other_package(reader *r, cdk_str path, const cdk_json *item, cdk_gate_package *package)
{
    (void)r;
    package->name = cdk_json_get_str(item, "name");
    package->version = package->fullversion = cdk_json_get_str(item, "version");
    package->type = text_or(item, "type", CDK_STR("N/A"));
    package->license = text_or(item, "license", CDK_STR("N/A"));
    package->path = path;
    return true;
}

static const struct {
    const char *artifact;
    bool (*read)(reader *r, cdk_str key, const cdk_json *item, cdk_gate_package *package);
} kinds[] = {{"pkgs.allinfo", system_package}, {"pkgs.npms", npm_package}, {"pkgs.gems", gem_package},
             {"pkgs.python", python_package}, {"pkgs.java", java_package}};

static int32_t read_kind(reader *r, const cdk_json *artifact, bool (*read)(reader *, cdk_str, const cdk_json *, cdk_gate_package *))
{
    const cdk_json *items = cdk_json_get(artifact, "base");
    if (!cdk_json_is(items, CDK_JSON_OBJECT)) return 0;
    CDK_JSON_EACH(item, items) {
        const cdk_json *value = item;
        if (cdk_json_is(item, CDK_JSON_STRING)) {
            cdk_json *parsed = NULL;
            int32_t status = cdk_json_parse(r->env, &r->facts->arena, item->text, "analysis export", &parsed);
            if (status) return status;
            value = parsed;
        }
        cdk_gate_package *package = add(r);
        if (!package || !read(r, item->key, value, package)) return cdk_fail_memory(r->env);
    }
    return 0;
}

static bool known_kind(cdk_str artifact)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (cdk_str_is(artifact, kinds[i].artifact)) return true;
    return cdk_str_is(artifact, "pkgs.all");
}

int32_t cdk_gate_facts_read_export_packages(const cdk_env *env, const cdk_json *report, cdk_gate_facts *facts)
{
    reader r = {.env = env, .facts = facts};
    const cdk_json *list = cdk_json_get(report, "package_list");
    int32_t status = 0;
    for (size_t i = 0; !status && i < sizeof kinds / sizeof *kinds; i++)
        status = read_kind(&r, cdk_json_get(list, kinds[i].artifact), kinds[i].read);
    CDK_JSON_EACH(artifact, list) {
        if (!status && cdk_str_starts(artifact->key, CDK_STR("pkgs.")) && !known_kind(artifact->key))
            status = read_kind(&r, artifact, other_package);
    }
    return status;
}
