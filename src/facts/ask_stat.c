/* SPDX-License-Identifier: Apache-2.0 */
/* stat(2) of every path that some check asks for, links followed as far as they lead. */
#include "facts/host_ask.h"

#include "facts/host_paths.h"

#include <inttypes.h>
#include <stdio.h>

enum { MAX_LINKS = 16, MAX_FOLDER = 4096 };

typedef struct stats {
    cdk_asker *asker;
    cdk_jsonw *w;
    cdk_map asked; /* paths */
    bool failed;
} stats;

static void put_found(cdk_jsonw *w, const cisdock_host_stat *s)
{
    static const struct {
        char type;
        const char *word;
    } types[] = {{'f', "file"}, {'d', "dir"}, {'l', "symlink"}, {'s', "socket"}, {'c', "char"}, {'b', "block"}, {'p', "fifo"}};
    char mode[8];
    snprintf(mode, sizeof mode, "%04o", s->mode & 07777u);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (types[i].type == s->type) {
            cdk_jsonw_key(w, "type");
            cdk_jsonw_text(w, types[i].word);
        }
    cdk_jsonw_key(w, "uid");
    cdk_jsonw_u64(w, s->uid);
    cdk_jsonw_key(w, "gid");
    cdk_jsonw_u64(w, s->gid);
    const struct {
        const char *key, *text;
    } texts[] = {{"user", s->owner}, {"group", s->group}, {"mode", mode}, {"target", s->target}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (*texts[i].text) {
            cdk_jsonw_key(w, texts[i].key);
            cdk_jsonw_text(w, texts[i].text);
        }
    if (s->mtime >= 0) {
        cdk_jsonw_key(w, "mtime");
        cdk_jsonw_i64(w, s->mtime);
    }
}

/* False: memory ran out or the host failed. `*type` of what was found, else 0. */
static bool ask_one(stats *all, const char *path, char *type, const char **target)
{
    cdk_answer answer;
    cisdock_host_stat found;
    *type = 0;
    *target = NULL;
    if (cdk_map_get(&all->asked, cdk_str_of(path))) return true;
    if (!cdk_map_put(&all->asked, cdk_str_of(path), all)) return cdk_fail_memory(all->asker->env), false;
    if (!cdk_ask_stat(all->asker, path, &answer, &found)) return false;
    if (answer == CDK_NO_CALLBACK) return true;
    cdk_jsonw_object(all->w);
    cdk_jsonw_key(all->w, "path");
    cdk_jsonw_text(all->w, path);
    cdk_jsonw_key(all->w, answer == CDK_NOT_ALLOWED ? "denied" : "exists");
    cdk_jsonw_bool(all->w, answer != CDK_NOT_THERE);
    if (answer == CDK_ANSWERED) {
        put_found(all->w, &found);
        *type = (char)found.type;
        if (found.target[0] && !(*target = cdk_arena_dup(&all->asker->arena, found.target, strlen(found.target))))
            return cdk_fail_memory(all->asker->env), false;
    }
    cdk_jsonw_object_end(all->w);
    return true;
}

/* A path and, where it is a link, all that it leads through. */
static bool ask_path(stats *all, const char *path, char *type)
{
    const char *target;
    for (int links = 0; links < MAX_LINKS; links++) {
        if (!ask_one(all, path, type, &target)) return false;
        if (*type != 'l' || !target) return true;
        const char *slash = strrchr(path, '/');
        const char *joined = target[0] == '/' ? target : cdk_arena_printf(&all->asker->arena, "%.*s/%s", (int)(slash - path), path, target);
        cdk_str clean = joined ? cdk_host_path(&all->asker->arena, cdk_str_of(joined)) : CDK_STR_NONE;
        if (!clean.p) return cdk_fail_memory(all->asker->env), false;
        path = cdk_arena_dup(&all->asker->arena, clean.p, clean.n);
        if (!path) return cdk_fail_memory(all->asker->env), false;
    }
    return true;
}

/* A folder and what lies in it, `depth` levels down. */
static bool ask_folder(stats *all, const char *path, int depth)
{
    cdk_answer answer;
    cdk_str names = CDK_STR_NONE, name;
    char type;
    if (!ask_path(all, path, &type)) return false;
    if (type != 'd' || depth == 0) return true;
    if (!cdk_ask_list(all->asker, path, &answer, &names)) return false;
    for (int n = 0; answer == CDK_ANSWERED && names.n && n < MAX_FOLDER; n++) {
        cdk_str_cut(names, '\0', &name, &names);
        if (name.n == 0 || cdk_str_is(name, ".") || cdk_str_is(name, "..")) continue;
        const char *below = cdk_arena_printf(&all->asker->arena, "%s/%.*s", path, (int)name.n, name.p);
        if (!below) return cdk_fail_memory(all->asker->env), false;
        if (!ask_folder(all, below, depth - 1)) return false;
    }
    return true;
}

static bool ask_object(stats *all, cdk_host_object object)
{
    cdk_host_paths paths;
    cdk_asker *asker = all->asker;
    if (cdk_host_paths_of(asker->env, &asker->arena, asker->evidence, object, &paths)) return false;
    bool unit = object == CDK_HO_DOCKER_SERVICE || object == CDK_HO_DOCKER_SOCKET;
    for (uint32_t i = 0; i < paths.count; i++) {
        char type;
        const char *path = cdk_arena_dup(&asker->arena, paths.items[i].p, paths.items[i].n);
        const char *drop_ins = path ? cdk_arena_printf(&asker->arena, "%s.d", path) : NULL;
        if (!drop_ins) return cdk_fail_memory(asker->env), false;
        if (!ask_path(all, path, &type) || (unit && !ask_folder(all, drop_ins, 1))) return false;
    }
    return true;
}

static bool ask_all(stats *all)
{
    static const char *const paths[] = {
#define CDK_HOST_PATH(path) path,
#include "facts/host_path.def"
#undef CDK_HOST_PATH
    };
    char type;
    for (int object = 0; object < CDK_HO_COUNT; object++)
        if (object != CDK_HO_REGISTRY_CERTS && !ask_object(all, (cdk_host_object)object)) return false;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (!ask_path(all, paths[i], &type)) return false;
    return ask_folder(all, "/etc/docker/certs.d", 3);
}

int32_t cdk_ask_stats(cdk_asker *asker)
{
    stats all = {.asker = asker};
    cdk_buf text;
    if (!asker->answers->stat || cdk_evidence_state(asker->evidence, CDK_EV_STAT) != CDK_NOT_ASKED) return CISDOCK_OK;
    cdk_buf_init(&text, asker->env->mem);
    cdk_map_init(&all.asked, asker->env->mem);
    cisdock_sink sink = {.struct_size = sizeof sink, .user = &text, .write = cdk_buf_collect};
    int32_t status = cdk_jsonw_new(asker->env, &sink, &(cdk_jsonw_options){.indent = 1}, &all.w);
    if (!status) {
        cdk_jsonw_array(all.w);
        bool good = ask_all(&all);
        cdk_jsonw_array_end(all.w);
        int32_t failure = good ? CISDOCK_OK : asker->env->error->status;
        status = cdk_jsonw_end(all.w);
        if (failure) status = failure;
    }
    if (!status) status = cdk_evidence_take_text(asker->env, asker->evidence, CDK_EV_STAT, cdk_buf_view(&text));
    if (!status) cdk_evidence_set_complete(asker->evidence, CDK_EV_STAT, true);
    cdk_map_free(&all.asked);
    cdk_buf_free(&text);
    return status;
}
