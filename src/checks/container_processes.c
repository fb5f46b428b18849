/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"
#include "checks/gate_container.h"
#include "checks/user_spec.h"
#include "facts/host_lists.h"
#include "facts/site.h"

/* --- the processes of a container, as docker top tells them --- */

static int column_of(const cdk_json *titles, const char *const *names)
{
    int n = 0;
    CDK_JSON_EACH(title, titles) {
        for (const char *const *name = names; *name; name++)
            if (cdk_str_is(cdk_json_str(title), *name)) return n;
        n++;
    }
    return -1;
}

typedef struct processes {
    cdk_map by_id; /* of the listings */
} processes;

static bool open_processes(cdk_eval *eval, processes *out)
{
    bool good = true;
    cdk_map_init(&out->by_id, eval->env->mem);
    CDK_JSON_EACH(entry, cdk_evidence_json(eval->evidence, CDK_EV_TOP))
        good = good && cdk_map_put(&out->by_id, entry->key, (void *)(uintptr_t)entry);
    if (!good) cdk_fail_memory(eval->env);
    return good;
}

/* By id, name, or short id. */
static const cdk_json *listing_of(const cdk_container *c, const processes *all)
{
    enum { SHORT_ID = 12 };
    const cdk_json *found = cdk_map_get(&all->by_id, c->id);
    if (!found && c->name.n) found = cdk_map_get(&all->by_id, c->name);
    if (!found && c->id.n > SHORT_ID) found = cdk_map_get(&all->by_id, (cdk_str){c->id.p, SHORT_ID});
    return found;
}

static bool readable(const cdk_json *listing)
{
    return cdk_json_is(cdk_json_get(listing, "Titles"), CDK_JSON_ARRAY) && cdk_json_is(cdk_json_get(listing, "Processes"), CDK_JSON_ARRAY);
}

static cdk_outcome *wrong_listing(const cdk_container *c, const cdk_json *listing)
{
    cdk_outcome *outcome = cdk_say(c->eval, CDK_VERDICT_ERROR, "its list of processes does not tell each one's command");
    cdk_cite(c->eval, outcome, CDK_EV_TOP, NULL, listing);
    return outcome;
}

/* --- SSH servers --- */

static bool is_server(const cdk_eval *eval, cdk_str program)
{
    return cdk_str_is(program, "sshd") || cdk_str_is(program, "dropbear") || cdk_site_lists(eval->evidence, "ssh_servers", program);
}

static bool is_interpreter(cdk_str program)
{
    static const char *const names[] = {"sh", "bash", "dash", "ash", "busybox", "env", "exec", "tini", "dumb-init", "python3", "python", "perl",
                                        "nice", "su-exec", "gosu", "s6-supervise", "runsv"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (cdk_str_is(program, names[i])) return true;
    return false;
}

/* The program of a command line: behind interpreters and small wrappers, their options passed over. */
static bool runs_server(const cdk_eval *eval, cdk_str command)
{
    cdk_str rest = command, word;
    while (cdk_str_word(&rest, &word)) {
        cdk_str program = cdk_program_name(word);
        if (cdk_str_starts(program, CDK_STR("-"))) continue;
        if (is_server(eval, program)) return true;
        if (!is_interpreter(program)) return false;
    }
    return false;
}

static bool argument_names_server(const cdk_eval *eval, const cdk_json *value)
{
    if (value && value->type == CDK_JSON_STRING) return runs_server(eval, value->text);
    CDK_JSON_EACH(item, value)
        if (runs_server(eval, cdk_json_str(item))) return true;
    return false;
}

/* What hints at a server where processes are not known. */
static const cdk_json *hint_of(const cdk_container *c)
{
    const cdk_json *places[] = {cdk_container_at(c, CDK_C_Path), cdk_container_at(c, CDK_C_Args), cdk_container_at(c, CDK_CC_Entrypoint),
                                cdk_container_at(c, CDK_CC_Cmd)};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (argument_names_server(c->eval, places[i])) return places[i];
    return cdk_json_get(cdk_container_at(c, CDK_CC_ExposedPorts), "22/tcp");
}

static cdk_outcome *judge_without_listing(const cdk_container *c)
{
    const cdk_json *hint = hint_of(c);
    if (hint) return cdk_container_says(c, CDK_WARN, hint, "it looks as if it ran an SSH server");
    bool told = cdk_json_is(cdk_container_at(c, CDK_C_Path), CDK_JSON_STRING) && cdk_json_is(cdk_container_at(c, CDK_C_Args), CDK_JSON_ARRAY) &&
                cdk_json_is(c->config, CDK_JSON_OBJECT);
    if (!c->running && cdk_container_at(c, CDK_CS_Status) && told)
        return cdk_container_says(c, CDK_PASS, cdk_container_at(c, CDK_CS_Status), "it does not run, and nothing hints at an SSH server");
    return cdk_say_no_evidence(c->eval, CDK_EV_TOP);
}

static cdk_outcome *judge_sshd(const cdk_container *c)
{
    static const char *const names[] = {"CMD", "COMMAND", "ARGS", NULL};
    const cdk_json *listing = listing_of(c, c->shared);
    if (!listing) return judge_without_listing(c);
    int column = column_of(cdk_json_get(listing, "Titles"), names);
    if (!readable(listing) || column < 0 || (c->running && cdk_json_get(listing, "Processes")->count == 0)) return wrong_listing(c, listing);
    CDK_JSON_EACH(process, cdk_json_get(listing, "Processes")) {
        const cdk_json *command = cdk_json_at(process, (uint32_t)column);
        if (!cdk_json_is(command, CDK_JSON_STRING)) return wrong_listing(c, listing);
        if (!runs_server(c->eval, cdk_json_str(command))) continue;
        cdk_outcome *outcome = cdk_say(c->eval, CDK_FAIL, "an SSH server runs inside");
        cdk_cite(c->eval, outcome, CDK_EV_TOP, NULL, command);
        return outcome;
    }
    cdk_outcome *outcome = cdk_say(c->eval, CDK_PASS, "none of its processes is an SSH server");
    cdk_cite(c->eval, outcome, CDK_EV_TOP, NULL, listing);
    return outcome;
}

static int32_t each_with_processes(cdk_eval *eval, cdk_container_judge judge)
{
    processes all;
    int32_t status = open_processes(eval, &all) ? cdk_each_container(eval, judge, &all) : eval->env->error->status;
    cdk_map_free(&all.by_id);
    return status;
}

int32_t cdk_container_sshd(cdk_eval *eval)
{
    return each_with_processes(eval, judge_sshd);
}

/* --- user --- */

/* The user of the first process: the one whose parent is none of them. With user namespaces host and container number
 * users differently, so that the host's list tells nothing of the container's. */
static const cdk_json *first_process_user(const cdk_container *c)
{
    static const char *const users[] = {"UID", "USER", NULL}, *const pids[] = {"PID", NULL}, *const parents[] = {"PPID", NULL};
    const cdk_json *listing = listing_of(c, c->shared), *titles = cdk_json_get(listing, "Titles");
    int user = column_of(titles, users), pid = column_of(titles, pids), parent = column_of(titles, parents);
    if (user < 0 || pid < 0 || parent < 0 || !cdk_security_options_known(c->eval)) return NULL;
    if (cdk_security_option(c->eval, "userns", NULL) || cdk_security_option(c->eval, "rootless", NULL)) return NULL;
    CDK_JSON_EACH(process, cdk_json_get(listing, "Processes")) {
        bool inner = false;
        CDK_JSON_EACH(other, cdk_json_get(listing, "Processes"))
            inner |= cdk_str_eq(cdk_json_str(cdk_json_at(other, (uint32_t)pid)), cdk_json_str(cdk_json_at(process, (uint32_t)parent)));
        if (!inner) return cdk_json_at(process, (uint32_t)user);
    }
    return NULL;
}

static cdk_outcome *judge_windows_user(const cdk_container *c, const cdk_json *user)
{
    cdk_str name = cdk_json_str(user);
    bool admin = name.n == 0 || cdk_str_eq_nocase(name, CDK_STR("ContainerAdministrator"));
    return cdk_container_says(c, admin ? CDK_FAIL : CDK_PASS, user, admin ? "it runs as ContainerAdministrator" : "it runs as an ordinary user");
}

static cdk_outcome *judge_user(const cdk_container *c)
{
    const cdk_json *user = cdk_container_at(c, CDK_CC_User);
    size_t at;
    if (!c->config) return cdk_container_lacks(c, c->value, "Config");
    if (!user) return cdk_container_lacks(c, c->config, "User");
    if (user->type != CDK_JSON_STRING) return cdk_container_wrong(c, user, "the name of a user");
    if (c->windows) return judge_windows_user(c, user);
    bool root = cdk_user_spec_is_root(user->text);
    const cdk_json *process = c->running ? first_process_user(c) : NULL;
    if (process) {
        bool runs_root = cdk_user_spec_is_root(cdk_json_str(process));
        cdk_outcome *outcome = cdk_container_says(c, runs_root ? CDK_FAIL : CDK_PASS, user, "its first process runs as %s%s",
                                                  cdk_shown(c->eval, cdk_json_str(process)), root && !runs_root ? ", though it was started as root" : "");
        cdk_cite(c->eval, outcome, CDK_EV_TOP, NULL, process);
        return outcome;
    }
    if (!root && cdk_str_find_char(user->text, '$', &at))
        return cdk_container_says(c, CDK_WARN, user, "its user is %s, a variable that nobody replaced", cdk_shown(c->eval, user->text));
    return cdk_container_says(c, root ? CDK_FAIL : CDK_PASS, user, root ? "it runs as root" : "it runs as %s", cdk_shown(c->eval, user->text));
}

int32_t cdk_container_user(cdk_eval *eval)
{
    return each_with_processes(eval, judge_user);
}
