/* SPDX-License-Identifier: Apache-2.0 */
/* References as the engine takes them apart: not quite as Docker does, no "library/" is added. */
#include "bundle/policy.h"

static cdk_str without_alias(cdk_arena *arena, cdk_str text)
{
    static const char from[] = "dockerhub/", to[] = "docker.io/";
    if (!cdk_str_starts(text, CDK_STR("dockerhub/"))) return text;
    cdk_str copy = cdk_str_dup(arena, text), rest = copy;
    size_t at;
    while (copy.p && cdk_str_find(rest, CDK_STR("dockerhub/"), &at)) { /* both have the same length */
        memcpy((char *)(uintptr_t)rest.p + at, to, sizeof from - 1);
        rest = cdk_str_from(rest, at + sizeof from - 1);
    }
    return copy;
}

static bool all_hex(cdk_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!((text.p[i] >= '0' && text.p[i] <= '9') || (((unsigned char)text.p[i] | 0x20u) - 'a' < 6u))) return false;
    return text.n == 64;
}

/* The dot of the engine's patterns stops at a newline, and so do the cuts here. */
static bool cut_first(cdk_str s, char c, cdk_str *head, cdk_str *tail)
{
    size_t line, at;
    if (!cdk_str_find_char(s, '\n', &line)) line = s.n;
    if (!cdk_str_find_char(s, c, &at) || at > line) return false;
    *tail = (cdk_str){s.p + at + 1, line - at - 1};
    *head = (cdk_str){s.p, at};
    return true;
}

static bool cut_last(cdk_str s, char c, cdk_str *head, cdk_str *tail)
{
    size_t line, at;
    if (!cdk_str_find_char(s, '\n', &line)) line = s.n;
    if (!cdk_str_rfind_char((cdk_str){s.p, line}, c, &at)) return false;
    *tail = (cdk_str){s.p + at + 1, line - at - 1};
    *head = (cdk_str){s.p, at};
    return true;
}

static bool is_registry(cdk_str host)
{
    size_t at;
    return cdk_str_is(host, "docker.io") || cdk_str_is(host, "localhost") || cdk_str_is(host, "localhost.localdomain") ||
           cdk_str_is(host, "localbuild") || cdk_str_find_char(host, '.', &at);
}

static cdk_str cut_registry(cdk_str text, cdk_str *rest)
{
    cdk_str host, name, tail, port;
    *rest = text;
    if (!cut_first(text, '/', &host, &tail)) return CDK_STR("docker.io");
    if (cut_first(host, ':', &name, &port)) {
        *rest = tail;
        return port.n ? host : name;
    }
    if (!is_registry(host)) return CDK_STR("docker.io");
    *rest = tail;
    return host;
}

bool cdk_reference_parse(cdk_arena *arena, cdk_str text, cdk_reference *out)
{
    cdk_str rest;
    *out = (cdk_reference){.registry = CDK_STR_NONE};
    text = without_alias(arena, text);
    if (!text.p) return false;
    text = cdk_py_strip(text);
    if (cdk_str_starts(text, CDK_STR("sha256:"))) {
        out->registry = CDK_STR("docker.io");
        out->digest = text;
        return true;
    }
    if (all_hex(text)) return true;
    out->registry = cut_registry(text, &rest);
    if (cut_last(rest, '@', &out->repository, &out->digest) && out->digest.n) return true;
    if (!out->digest.p && !cut_last(rest, ':', &out->repository, &out->tag)) out->repository = rest;
    out->digest = CDK_STR_NONE;
    if (!out->tag.n) out->tag = CDK_STR("latest");
    return true;
}
