/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/host_lists.h"

/* "ADDRESS:PORT", "[ADDRESS]:PORT", ":::22", "127.0.0.53%lo:53"; the port is a number. */
static bool split_address(cdk_str word, cdk_listener *out)
{
    size_t colon, zone;
    uint64_t port;
    if (!cdk_str_rfind_char(word, ':', &colon) || !cdk_str_u64(cdk_str_from(word, colon + 1), 10, &port) || port > 65535)
        return false;
    cdk_str address = {word.p, colon};
    if (cdk_str_find_char(address, '%', &zone)) address.n = zone;
    if (cdk_str_starts(address, CDK_STR("["))) {
        address = cdk_str_from(address, 1);
        if (cdk_str_ends(address, CDK_STR("]"))) address.n--;
    }
    out->address = address;
    out->port = (uint16_t)port;
    return true;
}

/* The first word that is a local address; the peer's stands behind it. */
static bool read_listener(cdk_str line, cdk_listener *out, cdk_listeners *all)
{
    cdk_str rest = line, word;
    out->protocol = CDK_STR("tcp");
    while (cdk_str_word(&rest, &word)) {
        if (cdk_str_is(word, "Netid")) all->has_tcp = all->has_udp = true;
        if (cdk_str_is(word, "State") || cdk_str_is(word, "Proto")) all->has_tcp = true;
        if (cdk_str_starts(word, CDK_STR("udp")) || cdk_str_is(word, "UNCONN")) out->protocol = CDK_STR("udp");
        if (word.p[0] == '/') {
            out->protocol = CDK_STR("unix");
            out->address = word;
            return true;
        }
        if (split_address(word, out)) {
            all->has_tcp |= cdk_str_is(out->protocol, "tcp");
            all->has_udp |= cdk_str_is(out->protocol, "udp");
            return true;
        }
    }
    return false;
}

int32_t cdk_listeners_parse(const cdk_env *env, cdk_arena *arena, cdk_str text, cdk_listeners *listeners)
{
    cdk_str rest = text, line;
    for (uint32_t number = 1; cdk_str_line(&rest, &line); number++) {
        cdk_listener found = {.line = number};
        if (!read_listener(line, &found, listeners)) continue;
        cdk_listener *listener = cdk_arena_alloc(arena, sizeof *listener);
        if (!listener) return cdk_fail_memory(env);
        *listener = found;
        listener->address = cdk_str_dup(arena, found.address);
        if (!listener->address.p) return cdk_fail_memory(env);
        if (listeners->last)
            listeners->last->next = listener;
        else
            listeners->first = listener;
        listeners->last = listener;
    }
    return CISDOCK_OK;
}

/* "::", "0:0:0:0:0:0:0:0" */
static bool only_zeros(cdk_str address, char separator)
{
    size_t separators = 0;
    for (size_t i = 0; i < address.n; i++) {
        if (address.p[i] == separator)
            separators++;
        else if (address.p[i] != '0')
            return false;
    }
    return separators >= 2;
}

static cdk_str without_brackets(cdk_str address)
{
    if (cdk_str_starts(address, CDK_STR("[")) && cdk_str_ends(address, CDK_STR("]")))
        return (cdk_str){address.p + 1, address.n - 2};
    return address;
}

bool cdk_address_is_any(cdk_str address)
{
    address = without_brackets(address);
    return address.n == 0 || cdk_str_is(address, "*") || only_zeros(address, '.') || only_zeros(address, ':') ||
           cdk_str_eq_nocase(address, CDK_STR("::ffff:0.0.0.0"));
}

bool cdk_address_is_loopback(cdk_str address)
{
    address = without_brackets(address);
    return cdk_str_starts(address, CDK_STR("127.")) || cdk_str_is(address, "::1") || cdk_str_eq_nocase(address, CDK_STR("localhost")) ||
           cdk_str_starts(address, CDK_STR("::ffff:127."));
}
