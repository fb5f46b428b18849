/* SPDX-License-Identifier: Apache-2.0 */
/* dockerfile.exposed_ports: tokens of EXPOSE lines against a list of ports. */
#include "checks/anchore_dockerfile.h"

typedef struct tokens {
    cdk_str *items;
    size_t count;
} tokens;

/* What stands behind EXPOSE; p NULL: it is none. */
static cdk_str exposed(cdk_eval *eval, cdk_str line)
{
    cdk_str rest = cdk_str_from(line, 6);
    bool is = cdk_str_starts(line, CDK_STR("EXPOSE")) || cdk_str_starts(line, CDK_STR("expose"));
    if (!is && cdk_odd(eval, CDK_ODD_USER_CASE)) return CDK_STR_NONE;
    cdk_str stripped = cdk_py_strip(rest);
    if (stripped.n == 0 || stripped.p == rest.p) return CDK_STR_NONE; /* white space must stand between */
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
    return cdk_dockerfile_fire(eval, &text, line);
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
    return cdk_dockerfile_fire(eval, &text, line);
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

int32_t cdk_dockerfile_exposed_ports(cdk_eval *eval)
{
    const cdk_dockerfile_lines *lines;
    cdk_str ports = cdk_param(eval, "ports");
    bool allow = cdk_str_is(cdk_param(eval, "type"), "whitelist");
    int32_t status = cdk_dockerfile_begin(eval, true, false, &lines);
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
