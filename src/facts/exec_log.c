/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/exec_log.h"

#include "base/json.h"
#include "facts/host_lists.h"

/* --- words: of any form of a line, each ended by a NUL --- */

/* The kernel writes text with blanks, quotes or control characters in hex. */
static bool add_hex(cdk_buf *words, cdk_str text)
{
    if (text.n == 0 || text.n % 2) return false;
    for (size_t i = 0; i < text.n; i++)
        if (cdk_hex_digit(text.p[i]) < 0) return false;
    for (size_t i = 0; i < text.n; i += 2) cdk_buf_char(words, (char)(cdk_hex_digit(text.p[i]) * 16 + cdk_hex_digit(text.p[i + 1])));
    return true;
}

static bool is_argument(cdk_str name)
{
    uint64_t number;
    return name.n > 1 && name.p[0] == 'a' && cdk_str_u64(cdk_str_from(name, 1), 10, &number);
}

static void add_value(cdk_buf *words, cdk_str value)
{
    if (value.n >= 2 && value.p[0] == '"')
        cdk_buf_add(words, value.p + 1, value.n - 2);
    else if (!add_hex(words, value))
        cdk_buf_str(words, value);
    cdk_buf_char(words, '\0');
}

/* a0="docker" a1="exec" ..., or proctitle=HEX with a NUL behind each argument. False: no such record. */
static bool add_record(cdk_buf *words, cdk_str line)
{
    cdk_str rest = line, word, name, value;
    bool record = false;
    while (cdk_str_word(&rest, &word)) {
        if (!cdk_str_cut(word, '=', &name, &value) || (!is_argument(name) && !cdk_str_is(name, "proctitle"))) continue;
        add_value(words, value);
        record = true;
    }
    return record;
}

/* What a shell takes for a border of words; those between commands become a word of their own. */
static void add_shell(cdk_buf *words, cdk_str line)
{
    for (size_t i = 0; i < line.n; i++) {
        char c = line.p[i];
        bool between = c == ';' || c == '|' || c == '&' || c == '(' || c == ')' || c == '`';
        if (between) cdk_buf_add(words, "\0;", 3);
        else if (c == ' ' || c == '\t' || c == '\r' || c == '"' || c == '\'') cdk_buf_char(words, '\0');
        else cdk_buf_char(words, c);
    }
    cdk_buf_char(words, '\0');
}

static bool next_word(cdk_str *rest, cdk_str *word)
{
    while (rest->n) {
        cdk_str_cut(*rest, '\0', word, rest);
        if (word->n) return true;
    }
    return false;
}

/* --- commands --- */

static bool among(cdk_str word, const char *const *names)
{
    for (; *names; names++)
        if (cdk_str_is(word, *names)) return true;
    return false;
}

static bool is_client(cdk_str word)
{
    static const char *const names[] = {"docker", "podman", "nerdctl", "docker-compose", "podman-compose", NULL};
    return among(cdk_program_name(word), names);
}

/* Options before the subcommand that take a value. */
static bool takes_value_before(cdk_str option)
{
    static const char *const names[] = {"-H", "--host", "-c", "--context", "--config", "-l", "--log-level", "--tlscacert", "--tlscert", "--tlskey",
                                        "-n", "--namespace", "-f", "--file", "-p", "--project-name", "--profile", "--env-file", "--project-directory",
                                        "--ansi", "--parallel", "--progress", "--url", "--root", "--connection", NULL};
    return among(option, names);
}

static bool takes_value(cdk_str option)
{
    static const char *const names[] = {"--env", "--env-file", "--workdir", "--detach-keys", "--index", "--preserve-fds", NULL};
    return among(option, names);
}

static void set_user(cdk_exec_call *call, cdk_str user)
{
    call->has_user = true;
    call->user = user;
}

/* "-it", "-itu root", "-uroot", "-u=root", "-eNAME=value" */
static void short_options(cdk_str letters, cdk_str *rest, cdk_exec_call *call)
{
    while (letters.n) {
        char letter = letters.p[0];
        cdk_str value = cdk_str_from(letters, 1);
        letters = value;
        if (letter != 'u' && letter != 'e' && letter != 'w') continue;
        if (value.n == 0) next_word(rest, &value);
        if (cdk_str_starts(value, CDK_STR("="))) value = cdk_str_from(value, 1);
        if (letter == 'u') set_user(call, value);
        return;
    }
}

static void long_option(cdk_str word, cdk_str *rest, cdk_exec_call *call)
{
    cdk_str name, value;
    bool has_value = cdk_str_cut(word, '=', &name, &value);
    bool user = cdk_str_is(name, "--user");
    if (cdk_str_is(name, "--privileged")) call->privileged = !has_value || !cdk_str_is(value, "false");
    if (!has_value && (user || takes_value(name))) next_word(rest, &value);
    if (user) set_user(call, value);
}

/* Options end at the container's name; what stands behind it is the command's own. */
static void read_options(cdk_str *rest, cdk_exec_call *call)
{
    cdk_str word;
    while (next_word(rest, &word) && word.n > 1 && word.p[0] == '-') {
        if (word.p[1] == '-')
            long_option(word, rest, call);
        else
            short_options(cdk_str_from(word, 1), rest, call);
    }
}

/* "docker exec", "docker container exec", "docker compose exec", each behind options of the client itself. */
static void read_command(cdk_str words, cdk_exec_call *call)
{
    cdk_str rest = words, word, ignored;
    bool client = false;
    while (!call->found && next_word(&rest, &word)) {
        if (client && cdk_str_is(word, "exec")) {
            call->found = true;
            read_options(&rest, call);
        } else if (client && word.p[0] == '-') {
            if (takes_value_before(word)) next_word(&rest, &ignored);
        } else {
            client = is_client(word) || (client && (cdk_str_is(word, "container") || cdk_str_is(word, "compose")));
        }
    }
}

/* --- the engine's own words --- */

/* {"ProcessConfig": {"privileged": true, "user": "0"}} of an inspected exec, {"Privileged": true, "User": "0"} of a request. */
static void read_object(const cdk_json *root, cdk_arena *arena, cdk_exec_call *call)
{
    const cdk_json *process = cdk_json_get(root, "ProcessConfig"), *from = process ? process : root;
    const cdk_json *user = cdk_json_get_nocase(from, "user"), *privileged = cdk_json_get_nocase(from, "privileged");
    call->found = process || privileged;
    if (!call->found) return;
    cdk_json_bool(privileged, &call->privileged);
    if (cdk_json_str(user).n) set_user(call, cdk_str_dup(arena, user->text));
}

/* A line that is no JSON holds no such command. */
static int32_t read_json(const cdk_env *env, cdk_arena *arena, cdk_str line, cdk_exec_call *call)
{
    cdk_error kept = *env->error;
    cdk_json *root = NULL;
    int32_t status = cdk_json_parse(env, arena, line, "exec-log", &root);
    if (status == CISDOCK_E_NO_MEMORY) return status;
    *env->error = kept;
    if (!status) read_object(root, arena, call);
    return call->has_user && !call->user.p ? cdk_fail_memory(env) : CISDOCK_OK;
}

int32_t cdk_exec_read(const cdk_env *env, cdk_arena *arena, cdk_str line, cdk_exec_call *out)
{
    cdk_buf words;
    *out = (cdk_exec_call){0};
    line = cdk_str_trim(line);
    if (cdk_str_starts(line, CDK_STR("{"))) return read_json(env, arena, line, out);
    cdk_buf_init(&words, env->mem);
    if (!add_record(&words, line)) add_shell(&words, line);
    bool failed = words.failed;
    if (!failed) read_command(cdk_buf_view(&words), out);
    if (out->has_user) failed |= (out->user = cdk_str_dup(arena, out->user)).p == NULL;
    cdk_buf_free(&words);
    return failed ? cdk_fail_memory(env) : CISDOCK_OK;
}
