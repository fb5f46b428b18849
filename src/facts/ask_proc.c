/* SPDX-License-Identifier: Apache-2.0 */
/* What /proc tells, put into the forms of ps and ss. */
#include "facts/host_ask.h"

#include <inttypes.h>

/* --- processes --- */

static void put_args(cdk_buf *text, cdk_str command)
{
    for (size_t i = 0; i < command.n; i++) {
        char c = command.p[i];
        cdk_buf_char(text, c == '\0' || c == '\n' || c == '\r' ? ' ' : c);
    }
}

/* One argument a line: an argument with a line end in it cannot be told in that form, and is cut there. */
static int32_t take_argv(cdk_asker *asker, cdk_str command)
{
    cdk_buf text;
    cdk_str argument, head, tail, rest = command;
    cdk_buf_init(&text, asker->env->mem);
    while (rest.n) {
        cdk_str_cut(rest, '\0', &argument, &rest);
        cdk_str_cut(argument, '\n', &head, &tail);
        cdk_buf_str(&text, head);
        cdk_buf_char(&text, '\n');
    }
    int32_t status = text.failed ? cdk_fail_memory(asker->env)
                                 : cdk_evidence_take_text(asker->env, asker->evidence, CDK_EV_DOCKERD_ARGV, cdk_buf_view(&text));
    cdk_buf_free(&text);
    return status;
}

static bool is_dockerd(cdk_str command)
{
    cdk_str program, rest;
    cdk_str_cut(command, '\0', &program, &rest);
    return cdk_str_is(cdk_program_name(program), "dockerd");
}

/* Programs that make up an engine. What else runs is nobody's business here, and its arguments may hold secrets. */
static bool is_of_engine(cdk_str command)
{
    static const char *const names[] = {"docker", "containerd", "runc", "crun", "podman", "conmon", "rootlesskit", "vpnkit", "slirp4netns"};
    cdk_str program, rest;
    cdk_str_cut(command, '\0', &program, &rest);
    program = cdk_program_name(program);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (cdk_str_starts(program, cdk_str_of(names[i]))) return true;
    return false;
}

static int32_t take_process(cdk_asker *asker, cdk_str pid, cdk_buf *text, bool *dockerd)
{
    cdk_answer answer, owner;
    cisdock_host_stat stat;
    cdk_str command = CDK_STR_NONE;
    const char *folder = cdk_arena_printf(&asker->arena, "/proc/%.*s", (int)pid.n, pid.p);
    const char *path = folder ? cdk_arena_printf(&asker->arena, "%s/cmdline", folder) : NULL;
    if (!path) return cdk_fail_memory(asker->env);
    if (!cdk_ask_read(asker, path, &answer, &command) || !cdk_ask_stat(asker, folder, &owner, &stat)) return asker->env->error->status;
    if (answer != CDK_ANSWERED || !is_of_engine(command)) return CISDOCK_OK;
    cdk_buf_printf(text, "%.*s 0 ", (int)pid.n, pid.p);
    if (owner == CDK_ANSWERED && stat.owner[0])
        cdk_buf_printf(text, "%s ", stat.owner);
    else
        cdk_buf_printf(text, "%" PRIu64 " ", stat.uid);
    put_args(text, command);
    cdk_buf_char(text, '\n');
    if (*dockerd || !is_dockerd(command)) return CISDOCK_OK;
    *dockerd = true;
    return cdk_evidence_state(asker->evidence, CDK_EV_DOCKERD_ARGV) == CDK_NOT_ASKED ? take_argv(asker, command) : CISDOCK_OK;
}

int32_t cdk_ask_processes(cdk_asker *asker)
{
    cdk_answer answer;
    cdk_str names = CDK_STR_NONE, name;
    uint64_t pid;
    bool dockerd = false;
    cdk_buf text;
    if (cdk_evidence_state(asker->evidence, CDK_EV_PROCESSES) != CDK_NOT_ASKED) return CISDOCK_OK;
    if (!cdk_ask_list(asker, "/proc", &answer, &names)) return asker->env->error->status;
    if (answer != CDK_ANSWERED) return CISDOCK_OK;
    int32_t status = CISDOCK_OK;
    cdk_buf_init(&text, asker->env->mem);
    while (!status && names.n) {
        cdk_str_cut(names, '\0', &name, &names);
        if (cdk_str_u64(name, 10, &pid)) status = take_process(asker, name, &text, &dockerd);
    }
    if (!status) status = text.failed ? cdk_fail_memory(asker->env) : cdk_evidence_take_text(asker->env, asker->evidence, CDK_EV_PROCESSES, cdk_buf_view(&text));
    cdk_buf_free(&text);
    if (!status && !dockerd && cdk_evidence_state(asker->evidence, CDK_EV_DOCKERD_ARGV) == CDK_NOT_ASKED)
        cdk_evidence_set_given(asker->evidence, CDK_EV_DOCKERD_ARGV, CDK_GIVEN_ABSENT);
    return status;
}

/* --- listening sockets --- */

/* Four bytes in the host's order, as the kernel prints them: the last one of an address first. */
static bool read_word(cdk_str hex, uint8_t out[4])
{
    uint64_t word;
    if (hex.n != 8 || !cdk_str_u64(hex, 16, &word)) return false;
    for (int i = 0; i < 4; i++) out[i] = (uint8_t)(word >> (8 * i));
    return true;
}

static bool put_address(cdk_buf *text, cdk_str hex)
{
    uint8_t b[16] = {0};
    bool any = true;
    if (hex.n != 8 && hex.n != 32) return false;
    for (size_t i = 0; i < hex.n / 8; i++)
        if (!read_word((cdk_str){hex.p + 8 * i, 8}, b + 4 * i)) return false;
    if (hex.n == 8) return cdk_buf_printf(text, "%u.%u.%u.%u", b[0], b[1], b[2], b[3]);
    for (int i = 0; i < 15; i++) any = any && b[i] == 0;
    if (any && b[15] <= 1) return cdk_buf_text(text, b[15] ? "[::1]" : "[::]");
    for (int i = 0; i < 16; i += 2) cdk_buf_printf(text, "%s%x", i ? ":" : "[", b[i] << 8 | b[i + 1]);
    return cdk_buf_char(text, ']');
}

/* "  0: 0100007F:1F90 00000000:0000 0A ...": local address, peer, state. */
static void put_socket(cdk_buf *text, cdk_str line, const char *protocol, const char *listening)
{
    cdk_str word[4], rest = line, address, port;
    uint64_t number;
    for (int i = 0; i < 4; i++)
        if (!cdk_str_word(&rest, &word[i])) return;
    if (!cdk_str_is(word[3], listening) || !cdk_str_cut(word[1], ':', &address, &port) || !cdk_str_u64(port, 16, &number)) return;
    cdk_buf_printf(text, "%s LISTEN 0 0 ", protocol);
    put_address(text, address);
    cdk_buf_printf(text, ":%" PRIu64 " *:*\n", number);
}

int32_t cdk_ask_listeners(cdk_asker *asker)
{
    static const struct {
        const char *path, *protocol, *listening;
    } tables[] = {{"/proc/net/tcp", "tcp", "0A"}, {"/proc/net/tcp6", "tcp", "0A"}, {"/proc/net/udp", "udp", "07"}, {"/proc/net/udp6", "udp", "07"}};
    cdk_buf text;
    bool any = false;
    if (cdk_evidence_state(asker->evidence, CDK_EV_LISTENERS) != CDK_NOT_ASKED) return CISDOCK_OK;
    cdk_buf_init(&text, asker->env->mem);
    int32_t status = CISDOCK_OK;
    for (size_t i = 0; !status && i < sizeof tables / sizeof *tables; i++) {
        cdk_answer answer;
        cdk_str rest = CDK_STR_NONE, line;
        if (!cdk_ask_read(asker, tables[i].path, &answer, &rest)) status = asker->env->error->status;
        any |= answer == CDK_ANSWERED;
        while (!status && cdk_str_line(&rest, &line)) put_socket(&text, line, tables[i].protocol, tables[i].listening);
    }
    if (!status && any) status = text.failed ? cdk_fail_memory(asker->env) : cdk_evidence_take_text(asker->env, asker->evidence, CDK_EV_LISTENERS, cdk_buf_view(&text));
    cdk_buf_free(&text);
    return status;
}
