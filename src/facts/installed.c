/* SPDX-License-Identifier: Apache-2.0 */
/* Packages of an image as advisories name them: sources beside binaries, versions whole. */
#include "facts/findings.h"
#include "facts/gate_facts_image.h"

/* dpkg: "openssl (3.0.9-1)", the version where it is another than the binary's. */
static void read_dpkg_source(cdk_str text, cdk_installed *out)
{
    cdk_str behind;
    if (!cdk_str_cut(text, '(', &text, &behind)) behind = CDK_STR_NONE;
    size_t at;
    if (behind.n && cdk_str_find_char(behind, ')', &at)) behind.n = at;
    out->source = cdk_str_trim(text);
    behind = cdk_str_trim(behind);
    if (behind.n) out->source_version = behind;
}

/* rpm: "openssl-1.1.1k-6.el8.src.rpm", without the epoch, which is that of its packages. */
static bool read_rpm_source(cdk_arena *arena, cdk_str text, cdk_str epoch, cdk_installed *out)
{
    static const cdk_str ends[] = {{".src.rpm", 8}, {".nosrc.rpm", 10}};
    size_t release, version;
    for (size_t i = 0; i < 2; i++)
        if (cdk_str_ends(text, ends[i])) text.n -= ends[i].n;
    if (!cdk_str_rfind_char(text, '-', &release) || !cdk_str_rfind_char((cdk_str){text.p, release}, '-', &version) || !version) return true;
    cdk_str whole = cdk_str_from(text, version + 1);
    out->source = (cdk_str){text.p, version};
    out->source_version = whole;
    if (!epoch.n) return true;
    const char *with = cdk_arena_printf(arena, "%.*s:%.*s", (int)epoch.n, epoch.p, (int)whole.n, whole.p);
    out->source_version = cdk_str_of(with);
    return with != NULL;
}

static bool read_rpm_version(cdk_arena *arena, cdk_str version, cdk_str release, cdk_str epoch, cdk_str *out)
{
    *out = version;
    if (!epoch.n && !release.n) return true;
    const char *whole = cdk_arena_printf(arena, "%.*s%s%.*s%s%.*s", (int)epoch.n, epoch.n ? epoch.p : "", epoch.n ? ":" : "", (int)version.n,
                                         version.n ? version.p : "", release.n ? "-" : "", (int)release.n, release.n ? release.p : "");
    *out = cdk_str_of(whole);
    return whole != NULL;
}

static bool complete(cdk_arena *arena, cdk_str source, cdk_str release, cdk_str epoch, cdk_installed *out)
{
    bool good = true;
    if (out->db == CDK_DB_RPM) good = read_rpm_version(arena, out->version, release, epoch, &out->version);
    out->source_version = out->version;
    if (out->db == CDK_DB_DPKG && source.n) read_dpkg_source(source, out);
    if (out->db == CDK_DB_APK && source.n) out->source = source;
    if (out->db == CDK_DB_RPM && source.n) good = good && read_rpm_source(arena, source, epoch, out);
    if (!out->source.n) out->source = out->name;
    return good;
}

static bool take_packages(const cdk_package *items, uint32_t count, cdk_arena *arena, cdk_installed *to)
{
    static const char *const types[CDK_DB_COUNT] = {[CDK_DB_DPKG] = "dpkg", [CDK_DB_APK] = "APKG", [CDK_DB_RPM] = "rpm", [CDK_DB_PYTHON] = "python",
                                                    [CDK_DB_NPM] = "npm", [CDK_DB_GEM] = "gem"};
    for (uint32_t i = 0; i < count; i++) {
        const cdk_package *from = &items[i];
        cdk_db db = cdk_db_of(cdk_str_of(from->db));
        to[i] = (cdk_installed){.db = db, .name = from->name, .version = from->version, .type = cdk_str_of(types[db] ? types[db] : from->db)};
        if (from->path.p && !(to[i].path = cdk_gate_facts_path(arena, from->path)).p) return false;
        if (!complete(arena, from->source, from->release, from->epoch, &to[i])) return false;
    }
    return true;
}

int32_t cdk_installed_of_facts(const cdk_env *env, const cdk_facts *facts, cdk_arena *arena, cdk_installed_list *out)
{
    const cdk_package *system, *languages;
    uint32_t system_count, language_count;
    cdk_known known = cdk_facts_packages(facts, &system, &system_count), also = cdk_facts_language_packages(facts, &languages, &language_count);
    cdk_installed *list = cdk_arena_calloc(arena, (size_t)system_count + language_count + 1, sizeof *list);
    bool whole = list && take_packages(system, system_count, arena, list) && take_packages(languages, language_count, arena, list + system_count);
    *out = (cdk_installed_list){list, system_count + language_count, cdk_facts_os_release_get(facts, "ID"), cdk_facts_os_release_get(facts, "VERSION_ID"), {known, also}};
    return whole ? CISDOCK_OK : cdk_fail_memory(env);
}

static bool copy(cdk_arena *arena, cdk_str from, cdk_str *to)
{
    *to = from.p ? cdk_str_dup(arena, from) : CDK_STR_NONE;
    return !from.p || to->p;
}

int32_t cdk_installed_of_gate_facts(const cdk_env *env, const cdk_gate_facts *facts, cdk_arena *arena, cdk_installed_list *out)
{
    cdk_installed *list = cdk_arena_calloc(arena, (size_t)facts->package_count + 1, sizeof *list);
    bool whole = list != NULL;
    *out = (cdk_installed_list){list, facts->package_count, CDK_STR_NONE, CDK_STR_NONE, {facts->packages_state, facts->languages_state}};
    for (uint32_t i = 0; whole && i < facts->package_count; i++) {
        const cdk_gate_package *from = &facts->packages[i];
        cdk_str source, epoch;
        list[i].db = cdk_db_of(from->type);
        whole = copy(arena, from->name, &list[i].name) && copy(arena, from->fullversion, &list[i].version) && copy(arena, from->type, &list[i].type) &&
                copy(arena, from->path, &list[i].path) && copy(arena, from->source, &source) && copy(arena, from->epoch, &epoch) &&
                complete(arena, source, CDK_STR_NONE, epoch, &list[i]);
    }
    whole = whole && copy(arena, facts->distro, &out->distro) && copy(arena, facts->distro_version, &out->version);
    return whole ? CISDOCK_OK : cdk_fail_memory(env);
}
