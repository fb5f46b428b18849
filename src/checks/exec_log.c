/* SPDX-License-Identifier: Apache-2.0 */
/* Commands of "docker exec" in a log: a shell's history, command lines of a process accounting, or EXECVE records of the
 * kernel's audit (a0="docker" a1="exec" ...). */
#include "checks/gate_container.h"
#include "checks/user_spec.h"
#include "facts/host_lists.h"

typedef struct exec_call {
    bool privileged;
    bool has_user;
    cdk_str user;
} exec_call;

/* The value of `aN=` in a record: quoted text, else taken as it is. */
static cdk_str record_value(cdk_str word)
{
    cdk_str name, value;
    if (word.n < 3 || word.p[0] != 'a' || word.p[1] < '0' || word.p[1] > '9' || !cdk_str_cut(word, '=', &name, &value)) return word;
    if (value.n >= 2 && value.p[0] == '"') return (cdk_str){value.p + 1, value.n - 2};
    return value;
}

static bool next_word(cdk_str *rest, cdk_str *word)
{
    if (!cdk_str_word(rest, word)) return false;
    *word = record_value(*word);
    return true;
}

static bool takes_value(cdk_str option)
{
    static const char *const names[] = {"-e", "--env", "--env-file", "-w", "--workdir", "--detach-keys"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (cdk_str_is(option, names[i])) return true;
    return false;
}

/* "-itu root", "-uroot": what stands behind the u is the user. */
static void short_options(cdk_str word, cdk_str *rest, exec_call *call)
{
    size_t at;
    if (!cdk_str_find_char(word, 'u', &at)) return;
    call->has_user = true;
    call->user = cdk_str_from(word, at + 1);
    if (cdk_str_starts(call->user, CDK_STR("="))) call->user = cdk_str_from(call->user, 1);
    if (call->user.n == 0) next_word(rest, &call->user);
}

static void long_option(cdk_str word, cdk_str *rest, exec_call *call)
{
    cdk_str name, value;
    bool has_value = cdk_str_cut(word, '=', &name, &value);
    if (cdk_str_is(name, "--privileged")) call->privileged = !has_value || !cdk_str_is(value, "false");
    if (!cdk_str_is(name, "--user")) return;
    call->has_user = true;
    call->user = value;
    if (!has_value) next_word(rest, &call->user);
}

/* Options end at the container's name; what stands behind it is the command's own. */
static void read_options(cdk_str *rest, exec_call *call)
{
    cdk_str word, ignored;
    while (next_word(rest, &word) && word.n > 1 && word.p[0] == '-') {
        if (takes_value(word)) {
            next_word(rest, &ignored);
        } else if (word.p[1] == '-') {
            long_option(word, rest, call);
        } else {
            short_options(word, rest, call);
        }
    }
}

/* A call of docker's exec, also as "docker container exec" and behind options of docker itself. */
static bool read_call(cdk_str line, exec_call *call)
{
    cdk_str rest = line, word;
    bool docker = false;
    *call = (exec_call){0};
    while (next_word(&rest, &word)) {
        cdk_str name = cdk_program_name(word);
        if (!docker) {
            docker = cdk_str_is(name, "docker") || cdk_str_is(name, "podman");
        } else if (cdk_str_is(word, "exec")) {
            read_options(&rest, call);
            return true;
        } else if (word.n && word.p[0] != '-' && !cdk_str_is(word, "container") && !cdk_str_starts(word, CDK_STR("unix:")) &&
                   !cdk_str_starts(word, CDK_STR("tcp:"))) {
            docker = cdk_str_is(name, "docker");
        }
    }
    return false;
}

static bool offends(const cdk_eval *eval, const exec_call *call)
{
    if (cdk_str_is(cdk_params_get(eval->params, "option"), "privileged")) return call->privileged;
    if (!call->has_user) return false;
    return cdk_str_is(cdk_params_get(eval->params, "users"), "any") || cdk_user_spec_is_root(call->user);
}

int32_t cdk_container_exec(cdk_eval *eval)
{
    cdk_str rest = cdk_evidence_text(eval->evidence, CDK_EV_EXEC_LOG), line;
    cdk_given given = cdk_evidence_state(eval->evidence, CDK_EV_EXEC_LOG);
    if (given != CDK_GIVEN) {
        cdk_say_no_evidence(eval, CDK_EV_EXEC_LOG);
        return cdk_eval_status(eval);
    }
    for (uint32_t number = 1; cdk_str_line(&rest, &line); number++) {
        exec_call call;
        if (!read_call(line, &call) || !offends(eval, &call)) continue;
        cdk_outcome *outcome = cdk_say(eval, CDK_FAIL, call.privileged ? "a privileged command was run in a container" : "a command was run in a container under another user");
        /* The line itself may hold what was typed: its number is enough to find it. */
        cdk_cite_line(eval, outcome, CDK_EV_EXEC_LOG, number, CDK_STR("docker exec"));
        char *name = cdk_arena_printf(eval->arena, "line %u", number);
        cdk_about(eval, outcome, "command", CDK_STR_NONE, cdk_str_of(name));
    }
    if (!cdk_evidence_complete(eval->evidence, CDK_EV_EXEC_LOG))
        cdk_say_unknown(eval, CDK_WHY_INCOMPLETE_LIST, "whether the log holds all commands was not told");
    else if (eval->count == 0)
        cdk_cite_line(eval, cdk_say(eval, CDK_PASS, "the log holds no such command"), CDK_EV_EXEC_LOG, 0, CDK_STR(""));
    return cdk_eval_status(eval);
}
