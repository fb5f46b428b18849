/* SPDX-License-Identifier: Apache-2.0 */
/* Members of the document of facts that need no walk over files. */
#include "report/facts_json.h"

#include <stdio.h>

static void write_names(cdk_jsonw *w, const cdk_str_list *list)
{
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < list->count; i++) cdk_jsonw_str(w, list->items[i]);
    cdk_jsonw_array_end(w);
}

/* Null, false, zero and what is empty count as not told. */
static bool says_something(const cdk_json *value)
{
    double number;
    if (cdk_json_missing(value) || cdk_json_is(value, CDK_JSON_FALSE)) return false;
    if (cdk_json_is(value, CDK_JSON_STRING)) return value->text.n != 0;
    if (cdk_json_is(value, CDK_JSON_NUMBER)) return !cdk_json_double(value, &number) || number != 0;
    return cdk_json_is(value, CDK_JSON_TRUE) || value->count != 0;
}

/* What a member without a value is written as. */
typedef enum otherwise { AS_NULL, AS_TEXT, AS_ARRAY, AS_OBJECT } otherwise;

static void write_missing(cdk_jsonw *w, otherwise how)
{
    switch (how) {
    case AS_TEXT: cdk_jsonw_text(w, ""); break;
    case AS_ARRAY:
        cdk_jsonw_array(w);
        cdk_jsonw_array_end(w);
        break;
    case AS_OBJECT:
        cdk_jsonw_object(w);
        cdk_jsonw_object_end(w);
        break;
    default: cdk_jsonw_null(w);
    }
}

typedef struct raw_member {
    const char *name, *key;
    otherwise how;
} raw_member;

static void write_raw(cdk_jsonw *w, const cdk_json *object, const raw_member *members, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const cdk_json *value = cdk_json_get(object, members[i].key);
        bool container = members[i].how == AS_ARRAY || members[i].how == AS_OBJECT;
        cdk_jsonw_key(w, members[i].name);
        if (!value || (container && !says_something(value)))
            write_missing(w, members[i].how);
        else
            cdk_jsonw_value(w, value);
    }
}

static void write_history(cdk_jsonw *w, const cdk_image_config *config)
{
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < config->history_count; i++) {
        const cdk_history_entry *entry = &config->history[i];
        cdk_jsonw_object(w);
        cdk_jsonw_key(w, "created_by");
        cdk_jsonw_str(w, entry->created_by.p ? entry->created_by : CDK_STR(""));
        cdk_jsonw_key(w, "empty_layer");
        cdk_jsonw_bool(w, entry->empty_layer);
        cdk_jsonw_key(w, "comment");
        cdk_jsonw_str(w, entry->comment.p ? entry->comment : CDK_STR(""));
        cdk_jsonw_object_end(w);
    }
    cdk_jsonw_array_end(w);
}

void cdk_facts_json_config(cdk_jsonw *w, const cdk_image_config *config)
{
    static const raw_member outer[] = {
        {"architecture", "architecture", AS_NULL}, {"os", "os", AS_NULL},
        {"variant", "variant", AS_NULL},           {"created", "created", AS_NULL},
    };
    static const raw_member inner[] = {
        {"user", "User", AS_TEXT},
        {"env", "Env", AS_ARRAY},
        {"cmd", "Cmd", AS_NULL},
        {"entrypoint", "Entrypoint", AS_NULL},
        {"workdir", "WorkingDir", AS_TEXT},
        {"labels", "Labels", AS_OBJECT},
        {"healthcheck", "Healthcheck", AS_NULL},
        {"stop_signal", "StopSignal", AS_NULL},
        {"onbuild", "OnBuild", AS_NULL},
        {"shell", "Shell", AS_NULL},
    };
    cdk_jsonw_object(w);
    write_raw(w, config->raw, outer, sizeof outer / sizeof *outer);
    write_raw(w, cdk_json_get(config->raw, "config"), inner, sizeof inner / sizeof *inner);
    cdk_jsonw_key(w, "exposed_ports");
    write_names(w, &config->exposed_ports);
    cdk_jsonw_key(w, "volumes");
    write_names(w, &config->volumes);
    cdk_jsonw_key(w, "history");
    write_history(w, config);
    cdk_jsonw_key(w, "diff_ids");
    cdk_jsonw_value(w, cdk_json_get(cdk_json_get(config->raw, "rootfs"), "diff_ids"));
    cdk_jsonw_object_end(w);
}

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
