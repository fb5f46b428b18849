/* SPDX-License-Identifier: Apache-2.0 */
/* Members of the document of facts that need no walk over files: layers, accounts, packages. */
#include "report/facts_json.h"

#include <stdio.h>

void cdk_facts_json_layers(cdk_jsonw *w, const cdk_facts *facts)
{
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < cdk_facts_layer_count(facts); i++) {
        const cdk_layer_info *layer = cdk_facts_layer(facts, i);
        cdk_jsonw_object(w);
        cdk_jsonw_key(w, "name");
        cdk_jsonw_str(w, layer->name.p ? layer->name : CDK_STR(""));
        cdk_jsonw_key(w, "stored");
        cdk_jsonw_text(w, layer->stored);
        cdk_jsonw_key(w, "stored_size");
        cdk_jsonw_u64(w, layer->stored_size);
        cdk_jsonw_key(w, "stored_sha256");
        cdk_jsonw_str(w, layer->digest.n ? cdk_str_from(layer->digest, sizeof "sha256:" - 1) : CDK_STR_NONE);
        cdk_jsonw_key(w, "diff_id");
        cdk_jsonw_str(w, layer->diff_id.n ? layer->diff_id : CDK_STR_NONE);
        cdk_jsonw_key(w, "size");
        cdk_jsonw_u64(w, layer->size);
        cdk_jsonw_key(w, "entries");
        cdk_jsonw_u64(w, layer->entries);
        cdk_jsonw_key(w, "whiteouts");
        cdk_jsonw_u64(w, layer->whiteouts);
        cdk_jsonw_key(w, "opaques");
        cdk_jsonw_u64(w, layer->opaques);
        cdk_jsonw_object_end(w);
    }
    cdk_jsonw_array_end(w);
}

static bool is_root(const cdk_user *user)
{
    return cdk_str_is(user->uid_text, "0");
}

static bool has_no_password(const cdk_user *user)
{
    return user->password.n == 0;
}

static bool may_log_in(const cdk_user *user)
{
    static const char *const none[] = {"nologin", "false", "sync", "shutdown", "halt"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (cdk_str_ends(user->shell, cdk_str_of(none[i]))) return false;
    return user->shell.n != 0;
}

void cdk_facts_json_passwd(cdk_jsonw *w, const cdk_user *users, uint32_t count)
{
    static const struct { const char *name; bool (*holds)(const cdk_user *user); } lists[] = {
        {"uid0", is_root}, {"empty_password", has_no_password}, {"login_shell", may_log_in}};
    cdk_jsonw_object(w);
    cdk_jsonw_key(w, "users");
    cdk_jsonw_u64(w, count);
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
        cdk_jsonw_key(w, lists[l].name);
        cdk_jsonw_array(w);
        for (uint32_t i = 0; i < count; i++)
            if (lists[l].holds(&users[i])) cdk_jsonw_str(w, users[i].name);
        cdk_jsonw_array_end(w);
    }
    cdk_jsonw_object_end(w);
}

static bool is_locked(const cdk_shadow *row)
{
    return row->hash.n && (row->hash.p[0] == '!' || row->hash.p[0] == '*');
}

static bool is_empty(const cdk_shadow *row)
{
    return row->hash.n == 0;
}

static bool is_hashed(const cdk_shadow *row)
{
    return row->hash.n && !is_locked(row) && row->hash.p[0] != 'x';
}

static void write_shadow_names(cdk_jsonw *w, const char *name, const cdk_shadow *rows, uint32_t count,
                               bool (*holds)(const cdk_shadow *row))
{
    cdk_jsonw_key(w, name);
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < count; i++)
        if (holds(&rows[i])) cdk_jsonw_str(w, rows[i].name);
    cdk_jsonw_array_end(w);
}

void cdk_facts_json_shadow(cdk_jsonw *w, const cdk_shadow *rows, uint32_t count)
{
    uint64_t locked = 0;
    for (uint32_t i = 0; i < count; i++) locked += is_locked(&rows[i]);
    cdk_jsonw_object(w);
    cdk_jsonw_key(w, "users");
    cdk_jsonw_u64(w, count);
    cdk_jsonw_key(w, "locked");
    cdk_jsonw_u64(w, locked);
    write_shadow_names(w, "empty_password", rows, count, is_empty);
    write_shadow_names(w, "hashed", rows, count, is_hashed);
    cdk_jsonw_object_end(w);
}

static void write_text(cdk_jsonw *w, const char *name, cdk_str text)
{
    cdk_jsonw_key(w, name);
    cdk_jsonw_str(w, text.p ? text : CDK_STR(""));
}

/* Of RPM's packages with the release behind it. */
static void write_version(cdk_jsonw *w, const cdk_package *package)
{
    char text[512];
    int n = package->release.p ? snprintf(text, sizeof text, "%.*s-%.*s", (int)package->version.n, package->version.p,
                                          (int)package->release.n, package->release.p)
                               : -1;
    cdk_jsonw_str(w, n >= 0 && (size_t)n < sizeof text ? (cdk_str){text, (size_t)n} : package->version);
}

void cdk_facts_json_packages(cdk_jsonw *w, const cdk_package *packages, uint32_t count)
{
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < count; i++) {
        const cdk_package *package = &packages[i];
        cdk_jsonw_object(w);
        cdk_jsonw_key(w, "db");
        cdk_jsonw_text(w, package->db);
        write_text(w, "name", package->name);
        cdk_jsonw_key(w, "version");
        write_version(w, package);
        if (package->path.p) {
            write_text(w, "path", package->path);
        } else {
            write_text(w, "arch", package->arch);
            write_text(w, "source", package->source);
        }
        if (!strcmp(package->db, "rpm")) write_text(w, "epoch", package->epoch);
        cdk_jsonw_object_end(w);
    }
    cdk_jsonw_array_end(w);
}
