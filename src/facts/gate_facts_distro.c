/* SPDX-License-Identifier: Apache-2.0 */
/* Distribution and packages of an image, in the engine's words. */
#include "facts/gate_facts_image.h"

/* A file at `clean`; a link is followed only where its target is relative, as the engine's tar reader does. */
static cdk_known content_of(const cdk_facts *facts, cdk_arena *arena, const char *clean, cdk_str *bytes)
{
    cdk_file file;
    int32_t layer;
    *bytes = CDK_STR_NONE;
    if (!cdk_facts_find(facts, cdk_str_of(clean), arena, &file)) return CDK_ABSENT;
    if (file.type == 'l' && file.link.n && file.link.p[0] == '/') return CDK_ABSENT;
    return cdk_facts_content(facts, cdk_str_of(clean), bytes, &layer);
}

static cdk_str without_quotes(const cdk_env *env, cdk_arena *arena, cdk_str value, char blank)
{
    cdk_buf text;
    cdk_buf_init(&text, env->mem);
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] != '"') cdk_buf_char(&text, value.p[i] == ' ' ? blank : value.p[i]);
    cdk_str copy = cdk_str_dup(arena, cdk_buf_view(&text));
    if (text.failed) copy = CDK_STR_NONE;
    cdk_buf_free(&text);
    return copy;
}

/* Lines with exactly one "=". */
static bool read_os_release(const cdk_env *env, cdk_str text, cdk_gate_facts *out)
{
    cdk_str line, key, value;
    size_t at;
    while (cdk_str_line(&text, &line)) {
        line = cdk_str_trim(line);
        if (!cdk_str_cut(line, '=', &key, &value) || cdk_str_find_char(value, '=', &at)) continue;
        bool like = cdk_str_is(key, "ID_LIKE"), id = cdk_str_is(key, "ID"), version = cdk_str_is(key, "VERSION_ID");
        if (!like && !id && !version) continue;
        cdk_str plain = without_quotes(env, &out->arena, value, like ? ',' : ' ');
        if (!plain.p) return false;
        *(like ? &out->like_distro : id ? &out->distro : &out->distro_version) = plain;
    }
    return true;
}

/* cpe:/o:vendor:distro:version */
static void read_cpe(cdk_str text, cdk_gate_facts *out)
{
    cdk_str fields[5] = {CDK_STR_NONE}, rest = cdk_str_trim(text);
    for (int i = 0; i < 5; i++) cdk_str_cut(rest, ':', &fields[i], &rest);
    static const char *const vendors[][2] = {{"fedora", "fedora"}, {"redhat", "rhel"}, {"centos", "centos"}};
    size_t at;
    out->distro = fields[3];
    for (size_t i = 0; i < 3; i++)
        if (cdk_str_find(fields[2], cdk_str_of(vendors[i][0]), &at)) out->distro = cdk_str_of(vendors[i][1]);
    out->distro_version = fields[4];
}

/* The last "d.d", and what goes on behind it; else the last digit. */
static cdk_str release_number(cdk_str text)
{
    for (size_t i = text.n; i-- > 1;) {
        if (text.p[i] != '.' || !cdk_is_digit(text.p[i - 1]) || i + 1 >= text.n || !cdk_is_digit(text.p[i + 1])) continue;
        size_t end = i + 2;
        while (end < text.n && cdk_is_digit(text.p[end])) end++;
        return (cdk_str){text.p + i - 1, end - i + 1};
    }
    for (size_t i = text.n; i-- > 0;)
        if (cdk_is_digit(text.p[i])) return (cdk_str){text.p + i, 1};
    return CDK_STR_NONE;
}

static void read_redhat(cdk_str text, cdk_gate_facts *out)
{
    static const char *const names[][2] = {{"centos", "centos"}, {"redhat", "rhel"}, {"fedora", "fedora"}};
    for (size_t i = 0; i < 3 && !out->distro.p; i++)
        for (size_t k = 0; k + strlen(names[i][0]) <= text.n && !out->distro.p; k++)
            if (cdk_str_eq_nocase((cdk_str){text.p + k, strlen(names[i][0])}, cdk_str_of(names[i][0]))) out->distro = cdk_str_of(names[i][1]);
    out->distro_version = release_number(text);
}

static void read_debian_version(cdk_str text, cdk_gate_facts *out)
{
    size_t n = 0, at;
    text = cdk_str_trim(text);
    while (n < text.n && cdk_is_digit(text.p[n])) n++;
    if (n && n < text.n && text.p[n] == '.') out->distro_version = (cdk_str){text.p, n};
    if (cdk_str_find(text, CDK_STR("sid"), &at)) out->distro_version = CDK_STR("unstable");
}

/* The program itself; behind a link with an absolute target the engine does not find it, but has seen it. */
static bool read_busybox(const cdk_facts *facts, cdk_gate_facts *out)
{
    static const char path[] = "bin/busybox";
    cdk_file file;
    cdk_took took;
    if (!cdk_facts_find(facts, CDK_STR(path), &out->arena, &file)) return true;
    out->distro = CDK_STR("busybox");
    if (file.type == 'l' && file.link.n && file.link.p[0] == '/') return true;
    if (!cdk_facts_took(facts, CDK_STR(path), CDK_READ_BUSYBOX, &took)) return false;
    if (took.known == CDK_HAVE && took.taken->bytes.n) out->distro_version = took.taken->bytes;
    return true;
}

int32_t cdk_gate_facts_read_distro(const cdk_env *env, const cdk_facts *facts, cdk_gate_facts *out)
{
    cdk_str text;
    if (content_of(facts, &out->arena, "etc/os-release", &text) == CDK_HAVE) {
        if (!read_os_release(env, text, out)) return cdk_fail_memory(env);
    } else if (content_of(facts, &out->arena, "etc/system-release-cpe", &text) == CDK_HAVE) {
        read_cpe(text, out);
    } else if (content_of(facts, &out->arena, "etc/redhat-release", &text) == CDK_HAVE) {
        read_redhat(text, out);
    } else if (!read_busybox(facts, out)) {
        return cdk_fail_memory(env);
    }
    bool debian = cdk_str_is(out->distro, "debian") && !out->distro_version.n;
    if (debian && content_of(facts, &out->arena, "etc/debian_version", &text) == CDK_HAVE) read_debian_version(text, out);
    if (!out->distro.n) out->distro = CDK_STR("Unknown");
    if (!out->distro_version.n) out->distro_version = CDK_STR("0");
    if (!out->like_distro.n) out->like_distro = out->distro;
    return CISDOCK_OK;
}

/* --- packages --- */

static const struct {
    const char *db, *type;
    bool system, split; /* split: the release is not part of the version */
} kinds[] = {{"dpkg", "dpkg", true, false}, {"dpkg-status.d", "dpkg", true, false}, {"rpm", "rpm", true, true}, {"apk", "APKG", true, true},
             {"npm", "npm", false, false}, {"gem", "gem", false, false}, {"python", "python", false, false}};

static bool take_package(cdk_gate_facts *out, const cdk_package *from, cdk_gate_package *to)
{
    size_t k = 0, at;
    while (k < sizeof kinds / sizeof *kinds && strcmp(kinds[k].db, from->db) != 0) k++;
    bool known = k < sizeof kinds / sizeof *kinds, split = known && kinds[k].split;
    *to = (cdk_gate_package){.name = from->name, .version = from->version, .release = CDK_STR("N/A"), .fullversion = from->version,
                             .type = cdk_str_of(known ? kinds[k].type : from->db), .license = from->license.n ? from->license : CDK_STR("Unknown"),
                             .source = from->source, .epoch = from->epoch, .system = !known || kinds[k].system};
    if (from->path.n) to->path = cdk_gate_facts_path(&out->arena, from->path);
    if (!split) return !from->path.n || to->path.p;
    if (cdk_str_rfind_char(from->version, '-', &at)) {
        to->version = (cdk_str){from->version.p, at};
        to->release = cdk_str_from(from->version, at + 1);
    } else if (from->release.n) {
        const char *full = cdk_arena_printf(&out->arena, "%.*s-%.*s", (int)from->version.n, from->version.n ? from->version.p : "", (int)from->release.n, from->release.p);
        to->release = from->release;
        to->fullversion = cdk_str_of(full);
    }
    return to->fullversion.p != NULL;
}

/* One record a name for the distribution's packages, the later taking the place of the earlier. */
static bool take_all(const cdk_env *env, cdk_gate_facts *out, const cdk_package *items, uint32_t count, cdk_gate_package *list, bool system)
{
    cdk_map names;
    bool whole = true;
    cdk_map_init(&names, env->mem);
    for (uint32_t i = 0; i < count && whole; i++) {
        cdk_gate_package made, *old;
        whole = take_package(out, &items[i], &made);
        old = system ? cdk_map_get(&names, made.name) : NULL;
        cdk_gate_package *at = old ? old : &list[out->package_count++];
        *at = made;
        if (whole && system && !old) whole = cdk_map_put(&names, made.name, at);
    }
    cdk_map_free(&names);
    return whole;
}

int32_t cdk_gate_facts_read_image_packages(const cdk_env *env, const cdk_facts *facts, cdk_gate_facts *out)
{
    const cdk_package *system, *languages;
    uint32_t system_count, language_count;
    cdk_known known = cdk_facts_packages(facts, &system, &system_count);
    out->languages_state = cdk_facts_language_packages(facts, &languages, &language_count);
    cdk_gate_package *list = cdk_arena_calloc(&out->arena, (size_t)system_count + language_count + 1, sizeof *list);
    if (!list) return cdk_fail_memory(env);
    bool whole = take_all(env, out, system, system_count, list, true) && take_all(env, out, languages, language_count, list, false);
    out->packages = list;
    out->packages_state = known;
    out->licenses_state = facts->partial ? CDK_NOT_COLLECTED : known;
    return whole ? cdk_gate_facts_read_image_records(env, facts, list, out) : cdk_fail_memory(env);
}
