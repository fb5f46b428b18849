/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/container_sources.h"
#include "checks/gate_container.h"
#include "facts/host_paths.h"
#include "facts/site.h"
#include "facts/stat_table.h"

/* What was found worst among the sources of one container. */
typedef struct search {
    const cdk_container *c;
    cdk_verdict verdict;
    cdk_mount_source worst;
    const char *what;
} search;

static int weight(cdk_verdict verdict)
{
    return verdict == CDK_FAIL ? 2 : verdict == CDK_WARN ? 1 : 0;
}

static void note(search *s, cdk_verdict verdict, const cdk_mount_source *source, const char *what)
{
    if (s->what && weight(verdict) <= weight(s->verdict)) return;
    s->verdict = verdict;
    s->worst = *source;
    s->what = what;
}

static cdk_outcome *conclude(search *s, const char *none)
{
    const cdk_container *c = s->c;
    cdk_outcome *lacking = s->what && s->verdict != CDK_PASS ? NULL : cdk_container_lacks_sources(c);
    if (lacking) return lacking;
    if (!s->what) {
        const cdk_json *mounts = cdk_container_at(c, CDK_C_Mounts), *binds = cdk_container_at(c, CDK_HC_Binds);
        return cdk_container_says(c, CDK_PASS, mounts ? mounts : binds, "%s", none);
    }
    cdk_outcome *outcome = cdk_container_says(c, s->verdict, s->worst.where, "%s %s", cdk_shown(c->eval, s->worst.source), s->what);
    if (s->worst.volume) cdk_cite(c->eval, outcome, CDK_EV_VOLUMES, s->worst.volume, cdk_json_get(s->worst.volume->value, "Options"));
    return outcome;
}

static bool is_below(cdk_str path, cdk_str folder)
{
    return path.n > folder.n && cdk_str_starts(path, folder) && path.p[folder.n] == '/';
}

/* --- folders that make up the host --- */

static const char *const sensitive[] = {"/boot", "/dev", "/etc", "/lib", "/proc", "/sys", "/usr", NULL};

static bool is_harmless(const cdk_mount_source *source)
{
    return source->read_only && (cdk_str_is(source->source, "/etc/localtime") || cdk_str_is(source->source, "/etc/timezone"));
}

static void look_at_folder(search *s, const cdk_mount_source *source, cdk_str folder)
{
    if (cdk_str_eq(source->source, folder))
        note(s, source->read_only ? CDK_WARN : CDK_FAIL, source, source->read_only ? "of the host is mounted, read-only" : "of the host is mounted, to be written");
    else if (is_harmless(source))
        note(s, CDK_PASS, source, "is mounted read-only, which tells the time zone only");
    else if (is_below(source->source, folder))
        note(s, CDK_WARN, source, "is mounted, which lies in a folder that makes up the host");
}

static bool look_at_source(void *user, const cdk_mount_source *source)
{
    search *s = user;
    if (source->source.n == 0 || source->source.p[0] != '/') return true;
    if (cdk_str_is(source->source, "/")) look_at_folder(s, source, CDK_STR("/"));
    for (const char *const *folder = sensitive; *folder; folder++) look_at_folder(s, source, cdk_str_of(*folder));
    CDK_JSON_EACH(item, cdk_site_get(s->c->eval->evidence, "sensitive_paths"))
        if (item->type == CDK_JSON_STRING) look_at_folder(s, source, item->text);
    return true;
}

static cdk_outcome *judge_sensitive(const cdk_container *c)
{
    search s = {.c = c};
    cdk_outcome *outcome = NULL;
    if (c->windows) return cdk_container_says(c, CDK_NOT_APPLICABLE, NULL, "Windows has none of these folders");
    if (!cdk_container_each_source(c, false, look_at_source, &s, &outcome)) return outcome;
    return conclude(&s, "no folder that makes up the host is mounted");
}

int32_t cdk_container_sensitive_mounts(cdk_eval *eval)
{
    return cdk_each_container(eval, judge_sensitive, NULL);
}

/* --- the engine's socket --- */

static const char *const other_sockets[] = {"/run/containerd/containerd.sock", "/run/crio/crio.sock", "/run/podman/podman.sock", NULL};
static const char pipe_name[] = "\\\\.\\pipe\\docker_engine";

static bool holds(const cdk_mount_source *source, cdk_str socket)
{
    return cdk_str_eq(source->source, socket) || cdk_str_is(source->source, "/") || is_below(socket, source->source);
}

/* A rootless engine has its socket below /run/user; elsewhere the name alone is a hint. */
static void look_at_name(search *s, const cdk_mount_source *source)
{
    size_t slash;
    if (!cdk_str_rfind_char(source->source, '/', &slash) || !cdk_str_is(cdk_str_from(source->source, slash + 1), "docker.sock")) return;
    bool users = cdk_str_starts(source->source, CDK_STR("/run/user/"));
    note(s, users ? CDK_FAIL : CDK_WARN, source, users ? "is mounted, which is a rootless engine's socket" : "is mounted, which has the name of an engine's socket");
}

static bool look_for_socket(void *user, const cdk_mount_source *source)
{
    search *s = user;
    const cdk_host_paths *paths = s->c->shared;
    if (cdk_str_eq_nocase(source->source, CDK_STR(pipe_name)) || cdk_str_is(source->source, "//./pipe/docker_engine"))
        note(s, CDK_FAIL, source, "is the engine's pipe");
    if (source->source.n == 0 || source->source.p[0] != '/') return true;
    if (holds(source, CDK_STR("/run/docker.sock"))) note(s, CDK_FAIL, source, "is mounted, which is or holds the engine's socket");
    for (uint32_t i = 0; i < paths->count; i++)
        if (holds(source, paths->items[i])) note(s, CDK_FAIL, source, "is mounted, which is or holds the engine's socket");
    look_at_name(s, source);
    for (const char *const *other = other_sockets; *other; other++)
        if (holds(source, cdk_str_of(*other))) note(s, CDK_WARN, source, "is mounted, which is or holds the socket of another engine");
    return true;
}

static cdk_outcome *judge_socket(const cdk_container *c)
{
    search s = {.c = c};
    cdk_outcome *outcome = NULL;
    if (!cdk_container_each_source(c, false, look_for_socket, &s, &outcome)) return outcome;
    return conclude(&s, "the engine's socket is not mounted");
}

int32_t cdk_container_engine_socket(cdk_eval *eval)
{
    cdk_host_paths paths;
    int32_t status = cdk_host_paths_of(eval->env, eval->arena, eval->evidence, CDK_HO_DOCKER_SOCK, &paths);
    return status ? status : cdk_each_container(eval, judge_socket, &paths);
}

/* --- propagation --- */

static bool look_at_propagation(void *user, const cdk_mount_source *source)
{
    if (cdk_str_is(source->propagation, "shared") || cdk_str_is(source->propagation, "rshared"))
        note(user, CDK_FAIL, source, "is mounted with shared propagation");
    return true;
}

static cdk_outcome *judge_propagation(const cdk_container *c)
{
    search s = {.c = c};
    cdk_outcome *outcome = NULL;
    if (c->windows) return cdk_container_says(c, CDK_NOT_APPLICABLE, NULL, "Windows has no propagation of mounts");
    if (!cdk_container_each_source(c, true, look_at_propagation, &s, &outcome)) return outcome;
    return conclude(&s, "no mount is shared with the host");
}

int32_t cdk_container_propagation(cdk_eval *eval)
{
    return cdk_each_container(eval, judge_propagation, NULL);
}
