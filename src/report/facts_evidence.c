/* SPDX-License-Identifier: Apache-2.0 */
/* The member `evidence` of the document of facts: what the built-in benchmarks rest on and the other members do not tell. */
#include "image/config.h"
#include "layer/secret.h"
#include "report/facts_json.h"

typedef struct writer {
    const cdk_env *env;
    cdk_jsonw *w;
    const cdk_facts *facts;
    cdk_arena arena;
    bool redact, hidden;
    int32_t status;
} writer;

static void put_str(writer *x, const char *key, cdk_str value)
{
    cdk_jsonw_key(x->w, key);
    cdk_jsonw_str(x->w, value.p ? value : CDK_STR(""));
}

static void put_text(writer *x, const char *key, const char *value)
{
    cdk_jsonw_key(x->w, key);
    cdk_jsonw_text(x->w, value);
}

static void put_u64(writer *x, const char *key, uint64_t value)
{
    cdk_jsonw_key(x->w, key);
    cdk_jsonw_u64(x->w, value);
}

static void put_i64(writer *x, const char *key, int64_t value)
{
    cdk_jsonw_key(x->w, key);
    cdk_jsonw_i64(x->w, value);
}

static void put_bool(writer *x, const char *key, bool value)
{
    cdk_jsonw_key(x->w, key);
    cdk_jsonw_bool(x->w, value);
}

static void write_layers(writer *x)
{
    cdk_jsonw_key(x->w, "layers");
    cdk_jsonw_array(x->w);
    for (uint32_t i = 0; i < cdk_facts_layer_count(x->facts); i++) {
        cdk_jsonw_object(x->w);
        put_text(x, "state", cdk_known_word(cdk_facts_layer(x->facts, i)->state));
        cdk_jsonw_object_end(x->w);
    }
    cdk_jsonw_array_end(x->w);
}

/* A set-id file, or one with capabilities. */
static bool is_special(const cdk_file *file)
{
    return file->type == 'f' && (file->mode & 06000 || file->capability.n);
}

static int32_t write_file(writer *x, const cdk_file *file)
{
    const cdk_package *owner = x->hidden ? NULL : cdk_facts_owner(x->facts, file->path);
    const char *mode = cdk_arena_printf(&x->arena, "%04o", (unsigned)file->mode);
    char *hex = file->capability.n ? cdk_arena_bytes(&x->arena, 2 * file->capability.n + 1) : NULL;
    if (!mode || (file->capability.n && !hex)) return cdk_fail_memory(x->env);
    put_str(x, "path", file->path);
    put_text(x, "mode", mode);
    put_u64(x, "uid", file->uid);
    put_u64(x, "gid", file->gid);
    put_u64(x, "size", file->size);
    put_i64(x, "layer", file->layer);
    if (owner) put_str(x, "package", owner->name);
    if (!hex) return CISDOCK_OK;
    cdk_hex((const uint8_t *)file->capability.p, file->capability.n, hex);
    put_text(x, "capability", hex);
    return CISDOCK_OK;
}

static int32_t visit(void *user, const cdk_file *file)
{
    writer *x = user;
    if (!is_special(file)) return CISDOCK_OK;
    cdk_jsonw_object(x->w);
    int32_t status = write_file(x, file);
    cdk_jsonw_object_end(x->w);
    cdk_arena_reset(&x->arena);
    return status;
}

static int32_t visit_hidden(void *user, const cdk_hidden_file *hidden)
{
    writer *x = user;
    if (!is_special(&hidden->file)) return CISDOCK_OK;
    cdk_jsonw_object(x->w);
    int32_t status = write_file(x, &hidden->file);
    cdk_jsonw_key(x->w, "removed_by");
    if (hidden->removed_by >= 0)
        cdk_jsonw_i64(x->w, hidden->removed_by);
    else
        cdk_jsonw_null(x->w);
    cdk_jsonw_object_end(x->w);
    cdk_arena_reset(&x->arena);
    return status;
}

static void write_special(writer *x)
{
    put_text(x, "special_files_known", cdk_known_word(cdk_facts_special_state(x->facts)));
    cdk_jsonw_key(x->w, "special_files");
    cdk_jsonw_array(x->w);
    x->status = cdk_facts_each_file(x->facts, x->env, visit, x);
    cdk_jsonw_array_end(x->w);
    cdk_jsonw_key(x->w, "hidden_files");
    cdk_jsonw_array(x->w);
    x->hidden = true;
    if (!x->status) x->status = cdk_facts_each_hidden(x->facts, x->env, visit_hidden, x);
    cdk_jsonw_array_end(x->w);
}

/* What matters of a password is whether one is asked for, and whether the account is locked. */
static cdk_str without_hash(cdk_str password)
{
    bool plain = !password.n || cdk_str_is(password, "x") || password.p[0] == '!' || password.p[0] == '*';
    return !password.n ? CDK_STR("") : plain ? (cdk_str){password.p, 1} : CDK_STR("$");
}

static void write_row(writer *x, const cdk_str *fields, size_t count)
{
    cdk_jsonw_array(x->w);
    for (size_t i = 0; i < count; i++) cdk_jsonw_str(x->w, fields[i].p ? fields[i] : CDK_STR(""));
    cdk_jsonw_array_end(x->w);
}

static void open_rows(writer *x, const char *key, cdk_known known)
{
    cdk_jsonw_key(x->w, key);
    cdk_jsonw_object(x->w);
    put_text(x, "known", cdk_known_word(known));
    cdk_jsonw_key(x->w, "rows");
    cdk_jsonw_array(x->w);
}

static void close_rows(writer *x)
{
    cdk_jsonw_array_end(x->w);
    cdk_jsonw_object_end(x->w);
}

static void write_accounts(writer *x)
{
    const cdk_user *users;
    const cdk_group *groups;
    const cdk_shadow *hashes;
    uint32_t count;
    open_rows(x, "passwd", cdk_facts_users(x->facts, &users, &count));
    for (uint32_t i = 0; i < count; i++)
        write_row(x, (const cdk_str[]){users[i].name, without_hash(users[i].password), users[i].uid_text, users[i].gid_text, CDK_STR(""), users[i].home, users[i].shell}, 7);
    close_rows(x);
    open_rows(x, "group", cdk_facts_groups(x->facts, &groups, &count));
    for (uint32_t i = 0; i < count; i++) {
        const char *gid = groups[i].has_gid ? cdk_arena_printf(&x->arena, "%llu", (unsigned long long)groups[i].gid) : "-";
        if (!gid) x->status = cdk_fail_memory(x->env);
        write_row(x, (const cdk_str[]){groups[i].name, CDK_STR("x"), cdk_str_of(gid), groups[i].members}, 4);
    }
    close_rows(x);
    open_rows(x, "shadow", cdk_facts_shadow(x->facts, &hashes, &count));
    for (uint32_t i = 0; i < count; i++) write_row(x, (const cdk_str[]){hashes[i].name, without_hash(hashes[i].hash)}, 2);
    close_rows(x);
}

/* Lines that ask no password. */
static void write_sudoers(writer *x, cdk_str path)
{
    cdk_str text, line, shown;
    int32_t layer;
    uint32_t number = 0;
    size_t at;
    if (cdk_facts_content(x->facts, path, &text, &layer) != CDK_HAVE) return;
    cdk_jsonw_object(x->w);
    put_str(x, "path", path);
    cdk_jsonw_key(x->w, "lines");
    cdk_jsonw_array(x->w);
    while (cdk_str_line(&text, &line)) {
        number++;
        if (!cdk_str_find(line, CDK_STR("NOPASSWD"), &at) || cdk_str_starts(cdk_str_trim(line), CDK_STR("#"))) continue;
        shown = line;
        if (x->redact && !x->status) x->status = cdk_secret_redact(x->env, &x->arena, CDK_SECRET_IN_TEXT, CDK_STR_NONE, line, CDK_STR_NONE, &shown);
        cdk_jsonw_object(x->w);
        put_u64(x, "line", number);
        put_str(x, "text", shown);
        cdk_jsonw_object_end(x->w);
    }
    cdk_jsonw_array_end(x->w);
    cdk_jsonw_object_end(x->w);
}

static int32_t visit_sudoers(void *user, const cdk_file *file)
{
    if (file->type == 'f' && cdk_str_starts(file->path, CDK_STR("etc/sudoers.d/"))) write_sudoers(user, file->path);
    return CISDOCK_OK;
}

static void write_sudo(writer *x)
{
    cdk_jsonw_key(x->w, "sudo");
    cdk_jsonw_array(x->w);
    write_sudoers(x, CDK_STR("etc/sudoers"));
    if (!x->status) x->status = cdk_facts_each_file(x->facts, x->env, visit_sudoers, x);
    cdk_jsonw_array_end(x->w);
}

static void write_secrets(writer *x)
{
    const cdk_secret_hit *hits;
    uint32_t count;
    cdk_jsonw_key(x->w, "secrets");
    cdk_jsonw_object(x->w);
    put_text(x, "known", cdk_known_word(cdk_facts_secrets(x->facts, &hits, &count)));
    cdk_jsonw_key(x->w, "hits");
    cdk_jsonw_array(x->w);
    for (uint32_t i = 0; i < count; i++) {
        cdk_jsonw_object(x->w);
        put_text(x, "kind", hits[i].kind);
        put_str(x, "path", hits[i].path);
        put_u64(x, "line", hits[i].line);
        put_u64(x, "length", hits[i].length);
        put_i64(x, "layer", hits[i].layer);
        put_bool(x, "deleted", hits[i].deleted);
        put_u64(x, "confidence", hits[i].confidence);
        cdk_jsonw_object_end(x->w);
    }
    cdk_jsonw_array_end(x->w);
    cdk_jsonw_object_end(x->w);
}

/* What kind of configuration it is: those of OCI cannot hold all. */
static void write_config(writer *x)
{
    const cdk_image_doc *image = cdk_facts_image(x->facts);
    put_bool(x, "oci_config", image->oci_config);
    put_bool(x, "docker_config", image->config && cdk_config_by_docker(image->config));
    put_bool(x, "user_set", image->config && cdk_json_is(cdk_json_path(image->config->raw, "config.User"), CDK_JSON_STRING));
}

static void write_packages(writer *x)
{
    const cdk_package *packages;
    const cdk_pair *pairs;
    uint32_t count;
    put_text(x, "packages", cdk_known_word(cdk_facts_packages(x->facts, &packages, &count)));
    put_text(x, "language_packages", cdk_known_word(cdk_facts_language_packages(x->facts, &packages, &count)));
    put_text(x, "os_release", cdk_known_word(cdk_facts_os_release(x->facts, &pairs, &count)));
}

int32_t cdk_facts_json_evidence(const cdk_env *env, cdk_jsonw *w, const cdk_facts *facts, bool redact)
{
    writer x = {.env = env, .w = w, .facts = facts, .redact = redact};
    cdk_arena_init(&x.arena, env->mem);
    cdk_jsonw_object(w);
    write_config(&x);
    write_layers(&x);
    write_packages(&x);
    write_special(&x);
    if (!x.status) write_accounts(&x);
    if (!x.status) write_sudo(&x);
    if (!x.status) write_secrets(&x);
    cdk_jsonw_object_end(w);
    cdk_arena_free(&x.arena);
    return x.status;
}
