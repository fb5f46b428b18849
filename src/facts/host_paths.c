/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/host_paths.h"

#include "facts/hostdoc.h"
#include "facts/unit_file.h"

typedef enum way { WAY_FIXED, WAY_UNIT, WAY_SETTING, WAY_TLS, WAY_SOCKET, WAY_BELOW, WAY_CONTAINERD, WAY_DATA } way;

static const struct {
    const char *name;
    way way;
    const char *path;
    cdk_daemon_option option;
} objects[] = {
#define CDK_HOST_OBJECT(id, name, way, path, option) [CDK_HO_##id] = {name, WAY_##way, path, CDK_DO_##option},
#include "facts/host_object.def"
#undef CDK_HOST_OBJECT
};

static const char *const unit_folders[] = {"/etc/systemd/system", "/run/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"};

bool cdk_host_object_by_name(cdk_str name, cdk_host_object *out)
{
    for (uint32_t i = 0; i < CDK_HO_COUNT; i++)
        if (cdk_str_is(name, objects[i].name)) {
            *out = (cdk_host_object)i;
            return true;
        }
    return false;
}

typedef struct finder {
    const cdk_env *env;
    cdk_arena *arena;
    const cdk_evidence *evidence;
    cdk_str *items;
    size_t count, cap;
    cdk_host_paths *out;
} finder;

static int32_t add(finder *f, cdk_str path)
{
    cdk_str clean = cdk_host_path(f->arena, path);
    for (size_t i = 0; i < f->count; i++)
        if (cdk_str_eq(f->items[i], clean)) return CISDOCK_OK;
    if (!clean.p || !cdk_grow(f->env->mem, (void **)&f->items, &f->cap, f->count + 1, sizeof *f->items)) return cdk_fail_memory(f->env);
    f->items[f->count++] = clean;
    return CISDOCK_OK;
}

static int32_t add_text(finder *f, const char *path)
{
    return add(f, cdk_str_of(path));
}

/* Does the engine run without root? Then what nobody names lies below its user's folders. */
static bool is_rootless(const cdk_evidence *evidence)
{
    CDK_JSON_EACH(item, cdk_json_get(cdk_evidence_json(evidence, CDK_EV_INFO), "SecurityOptions"))
        if (cdk_str_is(cdk_json_str(item), "name=rootless")) return true;
    return false;
}

/* Which user that is the answers of stat show. */
static int32_t find_below_users(finder *f, const char *prefix, const char *suffix)
{
    int32_t status = CISDOCK_OK;
    const cdk_stat_table *table = &cdk_evidence_hostdoc(f->evidence)->stat;
    for (const cdk_stat *entry = table->first; !status && entry; entry = entry->next)
        if (cdk_str_starts(entry->path, cdk_str_of(prefix)) && cdk_str_ends(entry->path, cdk_str_of(suffix))) status = add(f, entry->path);
    if (f->count) return status;
    f->out->state = CDK_PATHS_UNKNOWN;
    f->out->lacks = CDK_EV_STAT;
    return status;
}

static int32_t setting_of(finder *f, cdk_daemon_option option, cdk_setting *out)
{
    int32_t status = cdk_daemon_setting(f->env, f->arena, f->evidence, option, out);
    if (!status && (out->state == CDK_SETTING_CONFLICT || out->state == CDK_SETTING_BAD)) f->out->state = CDK_PATHS_CONFLICT;
    return status;
}

static int32_t find_units(finder *f, const char *unit)
{
    int32_t status = CISDOCK_OK;
    for (size_t i = 0; !status && i < sizeof unit_folders / sizeof *unit_folders; i++) {
        const char *path = cdk_arena_printf(f->arena, "%s/%s", unit_folders[i], unit);
        status = path ? add_text(f, path) : cdk_fail_memory(f->env);
    }
    return status;
}

static int32_t find_setting(finder *f, cdk_daemon_option option, const char *path)
{
    cdk_setting setting;
    int32_t status = setting_of(f, option, &setting);
    if (status) return status;
    f->out->assumed = setting.state == CDK_SETTING_UNKNOWN;
    if (setting.state != CDK_SETTING_SET && is_rootless(f->evidence)) return find_below_users(f, "/", "/.config/docker/daemon.json");
    return setting.state == CDK_SETTING_SET ? add(f, setting.text) : add_text(f, path);
}

/* A file that is not named lies in the folder that the daemon's environment names, else in one that nothing here tells. */
static int32_t find_unnamed_tls(finder *f, const char *name)
{
    cdk_str folder;
    if (cdk_unit_variable(cdk_evidence_text(f->evidence, CDK_EV_DOCKER_UNIT), "DOCKER_CERT_PATH", &folder) && folder.n) {
        const char *path = cdk_arena_printf(f->arena, "%.*s/%s", (int)folder.n, folder.p, name);
        return path ? add_text(f, path) : cdk_fail_memory(f->env);
    }
    f->out->state = CDK_PATHS_UNKNOWN;
    f->out->lacks = CDK_EV_DOCKER_UNIT;
    return CISDOCK_OK;
}

static bool verifies_by_environment(const cdk_evidence *evidence)
{
    cdk_str value;
    return cdk_unit_variable(cdk_evidence_text(evidence, CDK_EV_DOCKER_UNIT), "DOCKER_TLS_VERIFY", &value) && value.n;
}

/* Without TLS there is no such file. `name`: what dockerd looks for where none is named. */
static int32_t find_tls(finder *f, cdk_daemon_option option, const char *name)
{
    cdk_setting file, verify, tls;
    int32_t status = setting_of(f, option, &file);
    if (!status) status = setting_of(f, CDK_DO_TLSVERIFY, &verify);
    if (!status) status = setting_of(f, CDK_DO_TLS, &tls);
    if (status || f->out->state == CDK_PATHS_CONFLICT) return status;
    if (file.state == CDK_SETTING_SET && file.text.n) return add(f, file.text);
    if (file.state == CDK_SETTING_UNKNOWN) {
        f->out->state = CDK_PATHS_UNKNOWN;
        f->out->lacks = file.lacks;
    } else if ((verify.state == CDK_SETTING_SET && verify.on) || (tls.state == CDK_SETTING_SET && tls.on) || verifies_by_environment(f->evidence)) {
        return find_unnamed_tls(f, name);
    } else {
        f->out->state = CDK_PATHS_NONE;
        f->out->why = "the daemon is not set up for TLS";
    }
    return CISDOCK_OK;
}

static int32_t find_socket(finder *f, const char *path)
{
    cdk_setting hosts;
    int32_t status = setting_of(f, CDK_DO_HOSTS, &hosts);
    if (status || f->out->state == CDK_PATHS_CONFLICT) return status;
    bool by_unit = hosts.count == 0;
    for (uint32_t i = 0; !status && i < hosts.count; i++) {
        cdk_str host = hosts.items[i].value;
        if (cdk_str_starts(host, CDK_STR("fd://"))) by_unit = true;
        if (cdk_str_is(host, "unix://"))
            status = add_text(f, path);
        else if (cdk_str_starts(host, CDK_STR("unix://")))
            status = add(f, cdk_str_from(host, 7));
    }
    if (status) return status;
    if (hosts.count == 0 && is_rootless(f->evidence)) return find_below_users(f, "/run/user/", "/docker.sock");
    cdk_unit_setting activated;
    bool by_name = by_unit && cdk_unit_listens(cdk_evidence_text(f->evidence, CDK_EV_SOCKET_UNIT), true, &activated);
    if (by_unit) status = by_name ? add(f, activated.value) : add_text(f, path);
    f->out->assumed = hosts.state == CDK_SETTING_UNKNOWN && !by_name;
    if (!status && f->count == 0) {
        f->out->state = CDK_PATHS_NONE;
        f->out->why = "the daemon listens on no unix socket";
    }
    return status;
}

/* The answers of stat tell which files there are. */
static int32_t find_below(finder *f, const char *folder)
{
    cdk_str above = cdk_str_of(folder);
    const cdk_stat_table *table = &cdk_evidence_hostdoc(f->evidence)->stat;
    const cdk_stat *root = cdk_stat_find(table, above);
    int32_t status = CISDOCK_OK;
    for (const cdk_stat *entry = table->first; !status && entry; entry = entry->next)
        if (cdk_str_starts(entry->path, above) && entry->path.n > above.n + 1 && entry->path.p[above.n] == '/' && entry->type != 'd')
            status = add(f, entry->path);
    if (status || f->count) return status;
    bool none = root && (root->answer == CDK_STAT_ABSENT || (root->answer == CDK_STAT_FOUND && cdk_evidence_complete(f->evidence, CDK_EV_STAT)));
    f->out->state = none ? CDK_PATHS_NONE : CDK_PATHS_UNKNOWN;
    f->out->why = "there are no registry certificates";
    f->out->lacks = CDK_EV_STAT;
    return CISDOCK_OK;
}

/* `address = "/run/x.sock"` in the part [grpc] of containerd's configuration. */
static cdk_str grpc_address(const cdk_evidence *evidence)
{
    cdk_unit_reader reader = {.rest = cdk_evidence_text(evidence, CDK_EV_CONTAINERD_CONFIG)};
    cdk_unit_setting setting;
    while (cdk_unit_next(&reader, &setting)) {
        size_t end;
        bool address = cdk_str_is(setting.section, "grpc") && cdk_str_is(setting.key, "address");
        if (!address || setting.value.n < 2 || (setting.value.p[0] != '"' && setting.value.p[0] != '\'')) continue;
        cdk_str inner = cdk_str_from(setting.value, 1);
        if (cdk_str_find_char(inner, setting.value.p[0], &end)) return (cdk_str){inner.p, end};
    }
    return CDK_STR_NONE;
}

#define OWN_CONTAINERD "/run/docker/containerd/containerd.sock"

static bool stat_says(const cdk_evidence *evidence, const char *path, cdk_stat_answer answer)
{
    const cdk_stat *found = cdk_stat_find(&cdk_evidence_hostdoc(evidence)->stat, cdk_str_of(path));
    return found && found->answer == answer;
}

static int32_t find_containerd(finder *f, const char *path)
{
    cdk_setting setting;
    cdk_str address = grpc_address(f->evidence);
    int32_t status = setting_of(f, CDK_DO_CONTAINERD, &setting);
    if (status) return status;
    if (setting.state == CDK_SETTING_SET) return add(f, setting.text);
    f->out->assumed = address.n == 0;
    if (is_rootless(f->evidence)) return find_below_users(f, "/run/user/", "/containerd/containerd.sock");
    if (address.n) return add(f, address);
    /* Where none runs by itself, dockerd starts its own. */
    bool own = stat_says(f->evidence, path, CDK_STAT_ABSENT) && stat_says(f->evidence, OWN_CONTAINERD, CDK_STAT_FOUND);
    return add_text(f, own ? OWN_CONTAINERD : path);
}

/* With user namespaces the engine works in a folder "UID.GID" below the one that was asked for. */
static cdk_str without_remap(cdk_str root)
{
    size_t slash, dot;
    uint64_t id;
    if (!cdk_str_rfind_char(root, '/', &slash) || slash == 0) return root;
    cdk_str last = cdk_str_from(root, slash + 1);
    if (!cdk_str_find_char(last, '.', &dot) || !cdk_str_u64((cdk_str){last.p, dot}, 10, &id) || !cdk_str_u64(cdk_str_from(last, dot + 1), 10, &id))
        return root;
    return (cdk_str){root.p, slash};
}

static int32_t find_data(finder *f, const char *path)
{
    cdk_str running = cdk_json_str(cdk_json_get(cdk_evidence_json(f->evidence, CDK_EV_INFO), "DockerRootDir"));
    if (running.n) return add(f, without_remap(running));
    cdk_setting root, graph;
    int32_t status = setting_of(f, CDK_DO_DATA_ROOT, &root);
    if (!status) status = setting_of(f, CDK_DO_GRAPH, &graph);
    if (status) return status;
    if (root.state == CDK_SETTING_SET) return add(f, root.text);
    if (graph.state == CDK_SETTING_SET) return add(f, graph.text);
    f->out->assumed = root.state == CDK_SETTING_UNKNOWN;
    return add_text(f, path);
}

static int32_t find(finder *f, cdk_host_object object)
{
    const char *path = objects[object].path;
    switch (objects[object].way) {
    case WAY_FIXED: return add_text(f, path);
    case WAY_UNIT: return find_units(f, path);
    case WAY_SETTING: return find_setting(f, objects[object].option, path);
    case WAY_TLS: return find_tls(f, objects[object].option, path);
    case WAY_SOCKET: return find_socket(f, path);
    case WAY_BELOW: return find_below(f, path);
    case WAY_CONTAINERD: return find_containerd(f, path);
    case WAY_DATA: return find_data(f, path);
    }
    return CISDOCK_OK;
}

int32_t cdk_host_paths_of(const cdk_env *env, cdk_arena *arena, const cdk_evidence *evidence, cdk_host_object object,
                          cdk_host_paths *out)
{
    finder f = {.env = env, .arena = arena, .evidence = evidence, .out = out};
    *out = (cdk_host_paths){.state = CDK_PATHS_KNOWN};
    int32_t status = find(&f, object);
    cdk_str *kept = !status && f.count ? cdk_arena_alloc(arena, f.count * sizeof *kept) : NULL;
    if (!status && f.count && !kept) status = cdk_fail_memory(env);
    if (kept) memcpy(kept, f.items, f.count * sizeof *kept);
    out->items = kept;
    out->count = (uint32_t)f.count;
    cdk_free(env->mem, f.items);
    return status;
}
