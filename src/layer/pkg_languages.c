/* SPDX-License-Identifier: Apache-2.0 */
/* Metadata of installed packages of Python, npm and RubyGems: one file a package. */
#include "archive/path.h"
#include "base/json.h"
#include "layer/reading.h"

/* A package counts where both are told. */
static int32_t add(cdk_reading *reading, cdk_str name, cdk_str version, cdk_str license, cdk_taken *taken)
{
    const cdk_str texts[CDK_PKG_TEXTS] = {[CDK_PKG_NAME] = name, [CDK_PKG_VERSION] = version, [CDK_PKG_LICENSE] = license};
    if (!name.n || !version.n) return CISDOCK_OK;
    return cdk_package_add(reading, texts, 0, taken) ? CISDOCK_OK : reading->env->error->status;
}

bool cdk_fits_python(cdk_str path)
{
    cdk_str name = cdk_path_base(path), folder = cdk_path_parent(path);
    if (cdk_str_is(name, "METADATA")) return cdk_str_ends(folder, CDK_STR(".dist-info"));
    if (cdk_str_is(name, "PKG-INFO")) return cdk_str_ends(folder, CDK_STR(".egg-info"));
    return true;
}

/* Headers of a mail message, up to the first blank line; the first of a name counts. */
int32_t cdk_take_python(cdk_reading *reading, const cdk_found *found, cdk_taken *taken)
{
    static const char *const keys[] = {"Name", "Version", "License"};
    cdk_str rest = found->bytes, line, key, value, values[3] = {CDK_STR_NONE, CDK_STR_NONE, CDK_STR_NONE};
    while (cdk_str_line(&rest, &line) && cdk_str_trim(line).n) {
        if (line.p[0] == ' ' || line.p[0] == '\t' || !cdk_str_cut(line, ':', &key, &value)) continue;
        for (size_t i = 0; i < 3; i++)
            if (!values[i].p && cdk_str_eq_nocase(key, cdk_str_of(keys[i]))) values[i] = cdk_str_trim(value);
    }
    return add(reading, values[0], values[1], values[2], taken);
}

/* .../node_modules/NAME/package.json or .../node_modules/@SCOPE/NAME/package.json */
bool cdk_fits_npm(cdk_str path)
{
    cdk_str folder = cdk_path_parent(cdk_path_parent(path));
    if (cdk_str_starts(cdk_path_base(folder), CDK_STR("@"))) folder = cdk_path_parent(folder);
    return cdk_str_is(cdk_path_base(folder), "node_modules");
}

int32_t cdk_take_npm(cdk_reading *reading, const cdk_found *found, cdk_taken *taken)
{
    cdk_json *document;
    int32_t status = cdk_json_parse(reading->env, &reading->scratch, found->bytes, "package.json", &document);
    /* Packages ship broken ones as test data: what is no JSON is no package. */
    if (status == CISDOCK_E_PARSE || status == CISDOCK_E_LIMIT) return CISDOCK_OK;
    if (status) return status;
    cdk_str license = cdk_json_get_str(document, "license");
    if (!license.p) license = cdk_json_get_str(cdk_json_get(document, "license"), "type");
    return add(reading, cdk_json_get_str(document, "name"), cdk_json_get_str(document, "version"), license, taken);
}

bool cdk_fits_gem(cdk_str path)
{
    cdk_str folder = cdk_path_parent(path);
    while (folder.n && !cdk_str_is(cdk_path_base(folder), "specifications")) folder = cdk_path_parent(folder);
    return folder.n != 0;
}

/* The first quoted text behind ".key =", with `before` in between where it stands. */
static cdk_str gem_value(cdk_str text, cdk_str key, cdk_str before)
{
    size_t at;
    while (cdk_str_find(text, key, &at)) {
        cdk_str value = text = cdk_str_from(text, at + key.n);
        while (value.n && strchr(" \t\r\n", value.p[0])) value = cdk_str_from(value, 1);
        if (!value.n || value.p[0] != '=') continue;
        value = cdk_str_trim(cdk_str_from(value, 1));
        if (before.n && cdk_str_starts(value, before)) value = cdk_str_from(value, before.n);
        if (!value.n || (value.p[0] != '"' && value.p[0] != '\'')) continue;
        value = cdk_str_from(value, 1);
        size_t n = 0;
        while (n < value.n && value.p[n] != '"' && value.p[n] != '\'') n++;
        if (n) return (cdk_str){value.p, n};
    }
    return CDK_STR_NONE;
}

int32_t cdk_take_gem(cdk_reading *reading, const cdk_found *found, cdk_taken *taken)
{
    cdk_str name = gem_value(found->bytes, CDK_STR(".name"), CDK_STR_NONE);
    cdk_str version = gem_value(found->bytes, CDK_STR(".version"), CDK_STR("Gem::Version.new("));
    cdk_str license = gem_value(found->bytes, CDK_STR(".license"), CDK_STR_NONE);
    return add(reading, name, version, license, taken);
}
