/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/host_lists.h"

#define MAX_COLUMNS 24

/* Which word of a line is what; -1: not there. The arguments are the rest of the line. */
typedef struct columns {
    int pid, user, args;
} columns;

static bool is_one_of(cdk_str word, const char *const *names)
{
    for (; *names; names++)
        if (cdk_str_is(word, *names)) return true;
    return false;
}

static bool read_heading(cdk_str line, columns *out)
{
    static const char *const users[] = {"USER", "UID", "EUSER", "RUSER", NULL};
    static const char *const args[] = {"CMD", "COMMAND", "ARGS", NULL};
    columns c = {-1, -1, -1};
    cdk_str rest = line, word;
    for (int n = 0; n < MAX_COLUMNS && cdk_str_word(&rest, &word); n++) {
        if (cdk_str_is(word, "PID")) c.pid = n;
        if (is_one_of(word, users)) c.user = n;
        if (is_one_of(word, args)) c.args = n;
    }
    if (c.pid < 0 || c.args < 0) return false;
    *out = c;
    return true;
}

static bool read_process(cdk_str line, const columns *c, cdk_process *out)
{
    cdk_str rest = line, word;
    bool has_pid = false;
    for (int n = 0; n < c->args; n++) {
        if (!cdk_str_word(&rest, &word)) return false;
        if (n == c->pid) has_pid = cdk_str_u64(word, 10, &out->pid);
        if (n == c->user) out->user = word;
    }
    out->args = cdk_str_trim(rest);
    return has_pid && out->args.n > 0;
}

int32_t cdk_processes_parse(const cdk_env *env, cdk_arena *arena, cdk_str text, cdk_processes *processes)
{
    columns c = {.pid = 0, .user = 2, .args = 3};
    cdk_str rest = text, line;
    for (uint32_t number = 1; cdk_str_line(&rest, &line); number++) {
        cdk_process found = {.line = number};
        if (read_heading(line, &c) || !read_process(line, &c, &found)) continue;
        cdk_process *process = cdk_arena_alloc(arena, sizeof *process);
        if (!process) return cdk_fail_memory(env);
        *process = found;
        process->user = cdk_str_dup(arena, found.user);
        process->args = cdk_str_dup(arena, found.args);
        if (!process->user.p || !process->args.p) return cdk_fail_memory(env);
        if (processes->last)
            processes->last->next = process;
        else
            processes->first = process;
        processes->last = process;
    }
    return CISDOCK_OK;
}

cdk_str cdk_program_name(cdk_str args)
{
    cdk_str rest = args, word = CDK_STR_NONE;
    size_t slash;
    if (!cdk_str_word(&rest, &word)) return CDK_STR_NONE;
    if (cdk_str_ends(word, CDK_STR(":"))) word.n--; /* "sshd: /usr/sbin/sshd [listener]" */
    return cdk_str_rfind_char(word, '/', &slash) ? cdk_str_from(word, slash + 1) : word;
}

const cdk_process *cdk_process_find(const cdk_processes *processes, const char *program)
{
    for (const cdk_process *process = processes->first; process; process = process->next)
        if (cdk_str_is(cdk_program_name(process->args), program)) return process;
    return NULL;
}
