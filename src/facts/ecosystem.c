/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/ecosystem.h"

static const struct {
    const char *word;
    cdk_db db;
} words[] = {{"dpkg", CDK_DB_DPKG}, {"dpkg-status.d", CDK_DB_DPKG}, {"apk", CDK_DB_APK}, {"APKG", CDK_DB_APK}, {"rpm", CDK_DB_RPM},
             {"python", CDK_DB_PYTHON}, {"npm", CDK_DB_NPM}, {"gem", CDK_DB_GEM}};

static const struct {
    const char *ecosystem;
    cdk_db db;
} languages[] = {
#define CDK_LANGUAGE(ecosystem, db) {ecosystem, db},
#include "facts/ecosystems.def"
#undef CDK_LANGUAGE
};

static const struct distro {
    const char *id, *ecosystem, *front;
    cdk_ecosystem_names names;
} distros[] = {
#define CDK_DISTRO(id, ecosystem, front, names) {id, ecosystem, front, CDK_NAMES_##names},
#include "facts/ecosystems.def"
#undef CDK_DISTRO
};

static const char *const foreign[] = {
#define CDK_FOREIGN(ecosystem) ecosystem,
#include "facts/ecosystems.def"
#undef CDK_FOREIGN
};
#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

cdk_db cdk_db_of(cdk_str word)
{
    for (size_t i = 0; i < COUNT(words); i++)
        if (cdk_str_eq_nocase(word, cdk_str_of(words[i].word))) return words[i].db;
    return CDK_DB_OTHER;
}

bool cdk_db_is_language(cdk_db db)
{
    return cdk_db_language(db) != NULL;
}

const char *cdk_db_language(cdk_db db)
{
    for (size_t i = 0; i < COUNT(languages); i++)
        if (languages[i].db == db) return languages[i].ecosystem;
    return NULL;
}

cdk_version_order cdk_db_order(cdk_db db)
{
    static const char *const schemes[CDK_DB_COUNT] = {[CDK_DB_OTHER] = "", [CDK_DB_DPKG] = "dpkg", [CDK_DB_APK] = "apk", [CDK_DB_RPM] = "rpm",
                                                      [CDK_DB_PYTHON] = "pep440", [CDK_DB_GEM] = "gem", [CDK_DB_NPM] = ""};
    return db == CDK_DB_NPM ? cdk_version_semver_loose : cdk_version_scheme(cdk_str_of(schemes[db]));
}

void cdk_ecosystem_read(cdk_str text, cdk_ecosystem *out)
{
    *out = (cdk_ecosystem){.text = text, .kind = CDK_ECO_DISTRO};
    if (!cdk_str_cut(text, ':', &out->name, &out->release)) out->release = CDK_STR_NONE;
    if (!out->release.n) out->release = CDK_STR_NONE;
    for (size_t i = 0; i < COUNT(languages); i++)
        if (cdk_str_eq_nocase(out->name, cdk_str_of(languages[i].ecosystem))) {
            out->kind = CDK_ECO_LANGUAGE;
            out->db = languages[i].db;
        }
    for (size_t i = 0; i < COUNT(foreign); i++)
        if (cdk_str_eq_nocase(out->name, cdk_str_of(foreign[i]))) out->kind = CDK_ECO_FOREIGN;
}

/* "3.18.4" -> "3.18" of two parts, "3" of one. */
static cdk_str parts_of(cdk_str version, int parts)
{
    for (size_t i = 0; i < version.n; i++)
        if (version.p[i] == '.' && --parts == 0) return (cdk_str){version.p, i};
    return version;
}

/* The release is the version of the image, or that without its last parts. */
static bool release_fits(cdk_str release, cdk_str version)
{
    cdk_str rest;
    size_t at;
    cdk_str_cut(release, ':', &release, &rest);
    if (release.n > 1 && release.p[0] == 'v') release = cdk_str_from(release, 1);
    if (cdk_str_is(release, "edge")) return cdk_str_find(version, CDK_STR("_alpha"), &at);
    if (cdk_str_find(version, CDK_STR("_alpha"), &at)) return false; /* Alpine's edge counts towards the release to come */
    return version.n && (cdk_str_eq(release, version) || cdk_str_eq(release, parts_of(version, 2)) || cdk_str_eq(release, parts_of(version, 1)));
}

/* "Linux Enterprise Module for Basesystem 15 SP3" is of 15.3. */
static bool service_pack_fits(cdk_str release, cdk_str version)
{
    cdk_str major, pack, word, last = CDK_STR_NONE, before = CDK_STR_NONE;
    if (!cdk_str_cut(version, '.', &major, &pack)) pack = CDK_STR_NONE;
    while (cdk_str_word(&release, &word)) {
        before = last;
        last = word;
    }
    if (!pack.n || cdk_str_is(pack, "0")) return cdk_str_eq(last, major);
    return cdk_str_eq(before, major) && cdk_str_starts(last, CDK_STR("SP")) && cdk_str_eq(cdk_str_from(last, 2), pack);
}

static bool row_fits(const struct distro *row, cdk_str release, cdk_str version)
{
    cdk_str front = cdk_str_of(row->front);
    if (!release.p) return true;
    if (cdk_str_is(front, "*")) return service_pack_fits(release, version);
    if (cdk_str_is(front, "Tumbleweed")) return cdk_str_eq(release, front);
    return cdk_str_starts(release, front) && release_fits(cdk_str_from(release, front.n), version);
}

cdk_ecosystem_names cdk_ecosystem_fits(const cdk_ecosystem *ecosystem, cdk_db db, cdk_str distro, cdk_str version)
{
    bool known = false;
    if (ecosystem->kind == CDK_ECO_LANGUAGE) return ecosystem->db == db ? CDK_NAMES_BINARY : CDK_NAMES_NONE;
    if (ecosystem->kind == CDK_ECO_FOREIGN || cdk_db_is_language(db) || db == CDK_DB_OTHER || !distro.n) return CDK_NAMES_NONE;
    for (size_t i = 0; i < COUNT(distros); i++) {
        if (!cdk_str_is(distro, distros[i].id)) continue;
        known = true;
        if (cdk_str_eq_nocase(ecosystem->name, cdk_str_of(distros[i].ecosystem)) && row_fits(&distros[i], ecosystem->release, version)) return distros[i].names;
    }
    if (known || !cdk_str_eq_nocase(ecosystem->name, distro)) return CDK_NAMES_NONE;
    return !ecosystem->release.p || release_fits(ecosystem->release, version) ? CDK_NAMES_EITHER : CDK_NAMES_NONE;
}
