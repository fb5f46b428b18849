/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/host_ask.h"

#include "facts/daemon_settings.h"

/* --- the callbacks --- */

typedef struct gathered {
    cdk_buf buf;
    size_t limit;
} gathered;

static int32_t gather(void *user, const uint8_t *data, size_t size)
{
    gathered *g = user;
    size_t room = g->limit - g->buf.n;
    return cdk_buf_add(&g->buf, data, size < room ? size : room) ? 0 : -1;
}

static bool ask(cdk_asker *asker, int32_t (*call)(void *user, const char *path, const cisdock_sink *into), const char *path,
                cdk_answer *answer, cdk_str *out)
{
    gathered g = {.limit = CDK_LIMIT(asker->env, MAX_KEPT_FILE)};
    cisdock_sink sink = {.struct_size = sizeof sink, .user = &g, .write = gather};
    *answer = CDK_NO_CALLBACK;
    if (!call) return true;
    if (cdk_check_cancel(asker->env)) return false;
    cdk_buf_init(&g.buf, asker->env->mem);
    int32_t said = call(asker->answers->user, path, &sink);
    bool memory = g.buf.failed, good = said >= 0 && said <= 2 && !memory;
    if (good) *answer = (cdk_answer)said;
    if (good && said == 0) {
        *out = cdk_str_dup(&asker->arena, cdk_buf_view(&g.buf));
        memory = out->p == NULL;
    }
    cdk_buf_free(&g.buf);
    if (memory) return cdk_fail_memory(asker->env), false;
    return good || (cdk_fail_host(asker->env, path, said), false);
}

bool cdk_ask_read(cdk_asker *asker, const char *path, cdk_answer *answer, cdk_str *out)
{
    return ask(asker, asker->answers->read, path, answer, out);
}

bool cdk_ask_list(cdk_asker *asker, const char *path, cdk_answer *answer, cdk_str *out)
{
    return ask(asker, asker->answers->list, path, answer, out);
}

bool cdk_ask_stat(cdk_asker *asker, const char *path, cdk_answer *answer, cisdock_host_stat *out)
{
    *out = (cisdock_host_stat){.struct_size = sizeof *out, .mtime = -1};
    *answer = CDK_NO_CALLBACK;
    if (!asker->answers->stat) return true;
    if (cdk_check_cancel(asker->env)) return false;
    int32_t said = asker->answers->stat(asker->answers->user, path, out);
    if (said < 0 || said > 2) return cdk_fail_host(asker->env, path, said), false;
    *answer = (cdk_answer)said;
    out->owner[sizeof out->owner - 1] = out->group[sizeof out->group - 1] = out->target[sizeof out->target - 1] = '\0';
    return true;
}

/* --- documents that are files --- */

static const struct {
    cdk_evidence_kind kind;
    const char *paths[5]; /* the first that exists */
} files[] = {
    {CDK_EV_MOUNTS, {"/proc/self/mountinfo"}},
    {CDK_EV_LSM, {"/sys/kernel/security/lsm"}},
    {CDK_EV_DOCKER_UNIT, {"/etc/systemd/system/docker.service", "/usr/lib/systemd/system/docker.service", "/lib/systemd/system/docker.service"}},
    {CDK_EV_SOCKET_UNIT, {"/etc/systemd/system/docker.socket", "/usr/lib/systemd/system/docker.socket", "/lib/systemd/system/docker.socket"}},
    {CDK_EV_CONTAINERD_CONFIG, {"/etc/containerd/config.toml"}},
};

static bool is_open(const cdk_asker *asker, cdk_evidence_kind kind)
{
    return cdk_evidence_state(asker->evidence, kind) == CDK_NOT_ASKED;
}

static int32_t take_answer(cdk_asker *asker, cdk_evidence_kind kind, cdk_answer answer, cdk_str text)
{
    if (answer == CDK_ANSWERED) return cdk_evidence_take_text(asker->env, asker->evidence, kind, text);
    if (answer == CDK_NOT_THERE) cdk_evidence_set_given(asker->evidence, kind, CDK_GIVEN_ABSENT);
    if (answer == CDK_NOT_ALLOWED) cdk_evidence_set_given(asker->evidence, kind, CDK_GIVEN_DENIED);
    return CISDOCK_OK;
}

static int32_t ask_file(cdk_asker *asker, cdk_evidence_kind kind, const char *const *paths)
{
    cdk_answer answer = CDK_NO_CALLBACK;
    cdk_str text = CDK_STR_NONE;
    for (; *paths && answer != CDK_ANSWERED; paths++) {
        cdk_answer this_one;
        if (!cdk_ask_read(asker, *paths, &this_one, &text)) return asker->env->error->status;
        if (answer != CDK_NOT_ALLOWED || this_one == CDK_ANSWERED) answer = this_one;
    }
    return take_answer(asker, kind, answer, text);
}

static int32_t ask_files(cdk_asker *asker)
{
    int32_t status = CISDOCK_OK;
    for (size_t i = 0; !status && i < sizeof files / sizeof *files; i++)
        if (is_open(asker, files[i].kind)) status = ask_file(asker, files[i].kind, files[i].paths);
    return status;
}

static int32_t ask_daemon_json(cdk_asker *asker)
{
    cdk_setting path;
    if (!is_open(asker, CDK_EV_DAEMON_JSON)) return CISDOCK_OK;
    int32_t status = cdk_daemon_setting(asker->env, &asker->arena, asker->evidence, CDK_DO_CONFIG_FILE, &path);
    if (status) return status;
    const char *paths[] = {cdk_arena_dup(&asker->arena, path.text.p, path.text.n), NULL};
    return paths[0] ? ask_file(asker, CDK_EV_DAEMON_JSON, paths) : cdk_fail_memory(asker->env);
}

/* --- accounts --- */

static int32_t ask_group(cdk_asker *asker)
{
    cdk_answer groups, accounts;
    cdk_str group = CDK_STR_NONE, passwd = CDK_STR_NONE, line;
    if (!is_open(asker, CDK_EV_DOCKER_GROUP)) return CISDOCK_OK;
    if (!cdk_ask_read(asker, "/etc/group", &groups, &group) || !cdk_ask_read(asker, "/etc/passwd", &accounts, &passwd))
        return asker->env->error->status;
    if (groups != CDK_ANSWERED) return take_answer(asker, CDK_EV_DOCKER_GROUP, groups, group);
    cdk_buf text;
    cdk_buf_init(&text, asker->env->mem);
    while (cdk_str_line(&group, &line))
        if (cdk_str_starts(line, CDK_STR("docker:"))) cdk_buf_printf(&text, "%.*s\n", (int)line.n, line.p);
    if (accounts == CDK_ANSWERED) cdk_buf_str(&text, passwd);
    int32_t status = text.failed ? cdk_fail_memory(asker->env) : take_answer(asker, CDK_EV_DOCKER_GROUP, CDK_ANSWERED, cdk_buf_view(&text));
    cdk_buf_free(&text);
    return status;
}

/* --- audit rules as they are configured; the loaded ones only the kernel tells --- */

static bool add_rules(cdk_asker *asker, const char *path, cdk_buf *text, cdk_answer *answer)
{
    cdk_str rules;
    if (!cdk_ask_read(asker, path, answer, &rules)) return false;
    if (*answer != CDK_ANSWERED) return true;
    cdk_buf_str(text, rules);
    cdk_buf_char(text, '\n');
    return true;
}

static bool add_rules_of_folder(cdk_asker *asker, cdk_str names, cdk_buf *text)
{
    cdk_answer answer;
    cdk_str name;
    while (names.n) {
        cdk_str_cut(names, '\0', &name, &names);
        if (!cdk_str_ends(name, CDK_STR(".rules"))) continue;
        const char *path = cdk_arena_printf(&asker->arena, "/etc/audit/rules.d/%.*s", (int)name.n, name.p);
        if (!path) return cdk_fail_memory(asker->env), false;
        if (!add_rules(asker, path, text, &answer)) return false;
    }
    return true;
}

static int32_t ask_audit(cdk_asker *asker)
{
    cdk_answer file = CDK_NO_CALLBACK, folder = CDK_NO_CALLBACK;
    cdk_str names = CDK_STR_NONE;
    cdk_buf text;
    if (!is_open(asker, CDK_EV_AUDIT_RULES) || !is_open(asker, CDK_EV_AUDIT_FILES)) return CISDOCK_OK;
    cdk_buf_init(&text, asker->env->mem);
    bool good = add_rules(asker, "/etc/audit/audit.rules", &text, &file) && cdk_ask_list(asker, "/etc/audit/rules.d", &folder, &names) &&
                (folder != CDK_ANSWERED || add_rules_of_folder(asker, names, &text));
    bool refused = file == CDK_NOT_ALLOWED || folder == CDK_NOT_ALLOWED, any = file == CDK_ANSWERED || folder == CDK_ANSWERED;
    cdk_answer answer = refused && text.n == 0 ? CDK_NOT_ALLOWED : any ? CDK_ANSWERED : folder == CDK_NO_CALLBACK ? file : CDK_NOT_THERE;
    int32_t status = !good ? asker->env->error->status : text.failed ? cdk_fail_memory(asker->env)
                                                                     : take_answer(asker, CDK_EV_AUDIT_FILES, answer, cdk_buf_view(&text));
    cdk_buf_free(&text);
    return status;
}

int32_t cdk_evidence_ask(const cdk_env *env, cdk_evidence *evidence, const cisdock_host_answers *answers)
{
    cdk_asker asker = {.env = env, .evidence = evidence, .answers = answers};
    cdk_arena_init(&asker.arena, env->mem);
    /* Each step rests on what the ones before it have found. */
    int32_t (*const steps[])(cdk_asker *) = {cdk_ask_processes, ask_daemon_json, ask_files, ask_group, ask_audit, cdk_ask_listeners, cdk_ask_stats};
    int32_t status = CISDOCK_OK;
    for (size_t i = 0; !status && i < sizeof steps / sizeof *steps; i++) status = steps[i](&asker);
    cdk_arena_free(&asker.arena);
    if (answers->close) answers->close(answers->user);
    return status;
}
