/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/anchore_dockerfile.h"


/* The lines, or NULL where the trigger stays silent. `only_actual`: the parameter of that name counts. */
static int32_t begin(cdk_eval *eval, bool only_actual, bool empty_too, const cdk_dockerfile_lines **out)
{
    const cdk_dockerfile_lines *lines;
    *out = NULL;
    int32_t status = cdk_dockerfile_lines_of(eval, &lines);
    if (status || !lines->prepared) return status;
    if (lines->count == 0 && (!empty_too || cdk_odd(eval, CDK_ODD_EMPTY_DOCKERFILE_SILENT))) return 0;
    cdk_flag actual = CDK_FLAG_FALSE;
    if (only_actual && !cdk_param_flag(eval, "actual_dockerfile_only", CDK_FLAG_FALSE, &actual)) return 0;
    if (actual != CDK_FLAG_TRUE || lines->actual) *out = lines;
    return 0;
}

static int32_t fire_with_line(cdk_eval *eval, cdk_buf *text, cdk_str line)
{
    int32_t status = cdk_anchore_fire(eval, text, NULL);
    return status ? status : cdk_anchore_evidence(eval, "dockerfile", "value", line);
}

/* --- instruction --- */

typedef struct test {
    cdk_str check, value;
    cdk_regex *regex;
    cdk_regex_run *run;
} test;

static int32_t holds(const test *t, cdk_str text, bool *out)
{
    if (cdk_str_is(t->check, "=")) *out = cdk_str_eq(text, t->value);
    if (cdk_str_is(t->check, "!=")) *out = !cdk_str_eq(text, t->value);
    if (cdk_str_is(t->check, "exists")) *out = true;
    if (cdk_str_is(t->check, "not_exists")) *out = false;
    if (cdk_str_is(t->check, "in")) *out = cdk_list_has(t->value, text);
    if (cdk_str_is(t->check, "not_in")) *out = !cdk_list_has(t->value, text);
    if (!t->run) return 0;
    int32_t status = cdk_regex_try(t->run, CDK_RE_MATCH, text, out);
    if (cdk_str_is(t->check, "not_like")) *out = !*out;
    return status;
}

static int32_t fire_line(cdk_eval *eval, const test *t, cdk_str name, cdk_str line)
{
    cdk_buf text;
    cdk_buf_init(&text, eval->env->mem);
    cdk_buf_printf(&text, "Dockerfile directive '%.*s' check '%.*s' matched against '", (int)name.n, name.p, (int)t->check.n,
                   t->check.p);
    cdk_buf_str(&text, t->value);
    cdk_buf_text(&text, "' for line '");
    cdk_buf_str(&text, line);
    cdk_buf_text(&text, "'");
    return fire_with_line(eval, &text, line);
}

static int32_t test_lines(cdk_eval *eval, const test *t, cdk_str name, const cdk_dockerfile_lines *lines)
{
    bool there = false;
    for (uint32_t i = 0; i < lines->count; i++) {
        if (!cdk_str_eq(lines->items[i].name, name)) continue;
        cdk_str line = cdk_py_strip(cdk_str_from(lines->items[i].text, name.n));
        bool hit = false;
        there = true;
        int32_t status = holds(t, line, &hit);
        if (status) return cdk_anchore_regex_failed(eval, status, "the parameter value");
        if (hit && (status = fire_line(eval, t, name, line))) return status;
    }
    if (there || !cdk_str_is(t->check, "not_exists")) return 0;
    return cdk_anchore_firef(eval, "Dockerfile directive '%.*s' not found, matching condition 'not_exists' check", (int)name.n, name.p);
}

static int32_t instruction(cdk_eval *eval)
{
    const cdk_dockerfile_lines *lines;
    test t = {.check = cdk_param(eval, "check"), .value = cdk_param(eval, "value")};
    cdk_str name = cdk_param(eval, "instruction");
    bool existence = cdk_str_is(t.check, "exists") || cdk_str_is(t.check, "not_exists");
    int32_t status = begin(eval, true, true, &lines);
    if (status || !lines || (!existence && !t.value.p)) return status;
    bool like = cdk_str_is(t.check, "like") || cdk_str_is(t.check, "not_like"), there = false;
    for (uint32_t i = 0; i < lines->count && !there; i++) there = cdk_str_eq(lines->items[i].name, name);
    /* A pattern that no line meets is never compiled, and so never found to be wrong. */
    if (like && there) status = cdk_regex_new(eval->env, t.value, CDK_RE_TEXT, &t.regex);
    if (!status && t.regex) status = cdk_regex_run_new(eval->env, t.regex, &t.run);
    status = status ? cdk_anchore_regex_failed(eval, status, "the parameter value") : test_lines(eval, &t, name, lines);
    cdk_regex_run_free(t.run);
    cdk_regex_free(t.regex);
    return status;
}

/* --- effective_user --- */

static int32_t user_by_pattern(cdk_eval *eval, cdk_str line, cdk_str *user)
{
    static const char pattern[] = "\\s*USER\\s+\\[?([^\\]]+)\\]?\\s*";
    cdk_regex *regex;
    cdk_regex_run *run = NULL;
    bool hit = false;
    int32_t status = cdk_regex_new(eval->env, cdk_str_of(pattern), CDK_RE_TEXT, &regex);
    if (!status) status = cdk_regex_run_new(eval->env, regex, &run);
    if (!status) status = cdk_regex_try(run, CDK_RE_SEARCH, line, &hit);
    if (!status && (!hit || !cdk_regex_group(run, 1, user))) *user = CDK_STR_NONE;
    cdk_regex_run_free(run);
    cdk_regex_free(regex);
    return status;
}

static cdk_str user_name(cdk_str user)
{
    cdk_str group;
    cdk_str_cut(user, ':', &user, &group);
    return cdk_str_is(user, "0") ? CDK_STR("root") : user;
}

static bool user_listed(cdk_eval *eval, cdk_str users, cdk_str user)
{
    cdk_str one;
    bool text = cdk_odd(eval, CDK_ODD_USER_TEXT);
    if (users.n == 0) return false;
    while (cdk_py_item(&users, &one))
        if (cdk_str_eq(text ? one : user_name(one), text ? user : user_name(user))) return true;
    return false;
}

static int32_t effective_user(cdk_eval *eval)
{
    const cdk_dockerfile_lines *lines;
    int32_t status = begin(eval, false, false, &lines);
    if (status || !lines) return status;
    cdk_str line = CDK_STR("USER root"), user;
    for (uint32_t i = 0; i < lines->count; i++)
        if (cdk_str_is(lines->items[i].name, "USER")) line = lines->items[i].text;
    if (!cdk_odd(eval, CDK_ODD_USER_CASE) && cdk_str_eq_nocase((cdk_str){line.p, line.n < 4 ? line.n : 4}, CDK_STR("USER"))) {
        const char *upper = cdk_arena_printf(eval->arena, "USER%.*s", (int)(line.n - 4), line.p + 4);
        if (!upper) return cdk_fail_memory(eval->env);
        line = cdk_str_of(upper);
    }
    status = user_by_pattern(eval, cdk_py_strip(line), &user);
    if (status || !user.p) return status;
    bool allow = cdk_str_is(cdk_param(eval, "type"), "whitelist");
    if (user_listed(eval, cdk_param(eval, "users"), user) == allow) return 0;
    cdk_buf text;
    cdk_buf_init(&text, eval->env->mem);
    cdk_buf_text(&text, "User ");
    cdk_buf_str(&text, user);
    cdk_buf_text(&text, allow ? " found as effective user, which is not on the allowed list"
                              : " found as effective user, which is explicity not allowed");
    if (!allow && cdk_odd(eval, CDK_ODD_MESSAGES_0_3)) cdk_buf_text(&text, " list");
    return fire_with_line(eval, &text, line);
}

/* --- exposed_ports --- */

typedef struct tokens {
    cdk_str *items;
    size_t count;
} tokens;

/* What stands behind EXPOSE; p NULL: it is none. */
static cdk_str exposed(cdk_eval *eval, cdk_str line)
{
    cdk_str rest = cdk_str_from(line, 6), word;
    bool is = cdk_str_starts(line, CDK_STR("EXPOSE")) || cdk_str_starts(line, CDK_STR("expose"));
    if (!is && cdk_odd(eval, CDK_ODD_USER_CASE)) return CDK_STR_NONE;
    cdk_str stripped = cdk_py_strip(rest);
    if (stripped.n == 0 || stripped.p == rest.p) return CDK_STR_NONE; /* white space must stand between */
    (void)word;
    return stripped;
}

/* Old engines wrote map[80/tcp:{} 443/tcp:{}]. */
static cdk_str plain_port(cdk_str token)
{
    size_t at;
    if (cdk_str_starts(token, CDK_STR("map["))) token = cdk_str_from(token, 4);
    if (cdk_str_find(token, CDK_STR(":{}"), &at)) token.n = at;
    return token;
}

static bool split(cdk_eval *eval, cdk_str text, tokens *out)
{
    cdk_str rest = text, word;
    size_t n = 0;
    while (cdk_py_word(&rest, &word)) n++;
    *out = (tokens){cdk_arena_calloc(eval->arena, n ? n : 1, sizeof(cdk_str)), 0};
    if (!out->items) return false;
    bool plain = !cdk_odd(eval, CDK_ODD_BUILDKIT_IS_RUN);
    while (cdk_py_word(&text, &word)) out->items[out->count++] = plain ? plain_port(word) : word;
    return true;
}

/* port, or port/tcp, or port/udp, as the ending says. */
static size_t find_token(const tokens *t, cdk_str port, const char *ending)
{
    size_t n = strlen(ending), i = 0;
    for (; i < t->count; i++)
        if (t->items[i].n == port.n + n && cdk_str_starts(t->items[i], port) && cdk_str_ends(t->items[i], (cdk_str){ending, n})) break;
    return i;
}

static bool remove_token(tokens *t, cdk_str port, const char *ending)
{
    size_t at = find_token(t, port, ending);
    if (at == t->count) return false;
    memmove(&t->items[at], &t->items[at + 1], (t->count - at - 1) * sizeof *t->items);
    t->count--;
    return true;
}

static int32_t fire_port(cdk_eval *eval, cdk_str token, const char *list, cdk_str line)
{
    cdk_buf text;
    cdk_buf_init(&text, eval->env->mem);
    cdk_buf_text(&text, "Dockerfile exposes port (");
    cdk_buf_str(&text, token);
    cdk_buf_printf(&text, ") which is %s list", list);
    return fire_with_line(eval, &text, line);
}

static int32_t fire_any_port(cdk_eval *eval, const tokens *t, const char *list, cdk_str line)
{
    cdk_buf text;
    cdk_buf_init(&text, eval->env->mem);
    cdk_buf_printf(&text, "Dockerfile exposes network ports but policy sets %s=0: [", list);
    for (size_t i = 0; i < t->count; i++) {
        if (i) cdk_buf_text(&text, ", ");
        cdk_py_repr(&text, t->items[i]);
    }
    cdk_buf_text(&text, "]");
    return fire_with_line(eval, &text, line);
}

static int32_t denied_ports(cdk_eval *eval, cdk_str ports, tokens *t, cdk_str line)
{
    static const char *const endings[] = {"", "/tcp", "/udp"};
    cdk_str item;
    while (cdk_py_item(&ports, &item)) {
        cdk_str port = cdk_number_of(item);
        for (size_t i = 0; i < 3; i++) {
            size_t at = find_token(t, port, endings[i]);
            if (at == t->count) continue;
            int32_t status = fire_port(eval, t->items[at], "in policy file DENIEDPORTS", line);
            if (status) return status;
            break;
        }
    }
    return 0;
}

static int32_t allowed_ports(cdk_eval *eval, cdk_str ports, tokens *t, cdk_str line)
{
    cdk_str item;
    bool odd = cdk_odd(eval, CDK_ODD_PORTS_AS_TEXT);
    while (cdk_py_item(&ports, &item)) {
        cdk_str port = cdk_number_of(item);
        bool again = true;
        while (again) {
            bool plain = remove_token(t, port, ""), tcp = remove_token(t, port, "/tcp"), udp = remove_token(t, port, "/udp");
            again = odd ? udp : plain || tcp || udp;
        }
    }
    int32_t status = 0;
    for (size_t i = 0; !status && i < t->count; i++) status = fire_port(eval, t->items[i], "not in policy file ALLOWEDPORTS", line);
    return status;
}

static bool has_port_zero(cdk_str ports)
{
    cdk_str item;
    while (cdk_py_item(&ports, &item))
        if (cdk_str_is(cdk_number_of(item), "0")) return true;
    return false;
}

static int32_t exposed_ports(cdk_eval *eval)
{
    const cdk_dockerfile_lines *lines;
    cdk_str ports = cdk_param(eval, "ports");
    bool allow = cdk_str_is(cdk_param(eval, "type"), "whitelist");
    int32_t status = begin(eval, true, false, &lines);
    if (status || !lines) return status;
    bool any = !cdk_odd(eval, CDK_ODD_PORTS_AS_TEXT) && has_port_zero(ports);
    for (uint32_t i = 0; !status && i < lines->count; i++) {
        tokens t;
        if (!cdk_str_is(lines->items[i].name, "EXPOSE")) continue;
        cdk_str text = exposed(eval, lines->items[i].text);
        if (!text.p) continue;
        if (!split(eval, text, &t)) return cdk_fail_memory(eval->env);
        if (any)
            status = fire_any_port(eval, &t, allow ? "ALLOWEDPORTS" : "DENIEDPORTS", text);
        else
            status = (allow ? allowed_ports : denied_ports)(eval, ports, &t, text);
    }
    return status;
}

static int32_t no_dockerfile(cdk_eval *eval)
{
    if (cdk_str_eq_nocase(cdk_seen(eval)->dockerfile_mode, CDK_STR("actual"))) return 0;
    return cdk_anchore_firef(eval, "Image was not analyzed with an actual Dockerfile");
}

#define ACTUAL_ONLY {.name = "actual_dockerfile_only", .type = CDK_P_BOOL, .def = "false", .description = "pass over what was guessed from the history"}

static const cdk_param_spec instruction_params[] = {
    {.name = "instruction", .type = CDK_P_ENUM, .required = true, .choices = cdk_dockerfile_names, .description = "instruction whose lines are looked at"},
    {.name = "check", .type = CDK_P_ENUM, .required = true, .choices = "=|!=|exists|not_exists|like|not_like|in|not_in", .description = "how a line is compared"},
    {.name = "value", .type = CDK_P_STRING, .description = "text, pattern or list that it is compared with"},
    ACTUAL_ONLY};
static const cdk_param_spec user_params[] = {
    {.name = "users", .type = CDK_P_STRING, .required = true, .description = "user names between commas"},
    {.name = "type", .type = CDK_P_ENUM, .required = true, .choices = "whitelist|blacklist", .description = "whether they are allowed or denied"}};
static const cdk_param_spec port_params[] = {
    {.name = "ports", .type = CDK_P_INT_LIST, .required = true, .description = "port numbers between commas"},
    {.name = "type", .type = CDK_P_ENUM, .required = true, .choices = "whitelist|blacklist", .description = "whether they are allowed or denied"},
    ACTUAL_ONLY};

static const cdk_trigger triggers[] = {
    {.name = "instruction", .description = "compares each line of one instruction with a value", .params = instruction_params, .param_count = 4, .evaluate = instruction},
    {.name = "effective_user", .description = "checks the last USER line against a list", .params = user_params, .param_count = 2, .evaluate = effective_user},
    {.name = "exposed_ports", .description = "checks the EXPOSE lines against a list", .params = port_params, .param_count = 3, .evaluate = exposed_ports},
    {.name = "no_dockerfile_provided", .description = "fires where the Dockerfile was not supplied", .evaluate = no_dockerfile}};

const cdk_gate cdk_gate_anchore_dockerfile = {
    .name = "dockerfile", .description = "checks of the Dockerfile, supplied or guessed from the image's history", .triggers = triggers, .count = 4, .anchore = true};
