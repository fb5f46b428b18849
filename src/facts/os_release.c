/* SPDX-License-Identifier: Apache-2.0 */
/* os-release: KEY=value lines, values may be quoted (os-release(5)). etc/ comes before usr/lib/. */
#include "facts/facts_impl.h"

static cdk_str unquote(cdk_str value)
{
    value = cdk_str_trim(value);
    while (value.n && (value.p[0] == '"' || value.p[0] == '\'')) value = cdk_str_from(value, 1);
    while (value.n && (value.p[value.n - 1] == '"' || value.p[value.n - 1] == '\'')) value.n--;
    return value;
}

/* The last line of a key counts, as for a shell. */
static void put(cdk_pair *pairs, uint32_t *count, cdk_str key, cdk_str value)
{
    uint32_t i = 0;
    while (i < *count && !cdk_str_eq(pairs[i].key, key)) i++;
    pairs[i] = (cdk_pair){key, value};
    if (i == *count) ++*count;
}

static int32_t parse(const cdk_env *env, cdk_facts *facts, cdk_str bytes)
{
    enum { MOST_LINES = 256 };
    cdk_str line, key, value;
    cdk_pair *pairs = cdk_arena_calloc(&facts->arena, MOST_LINES, sizeof *pairs);
    if (!pairs) return cdk_fail_memory(env);
    for (cdk_str rest = bytes; facts->os_release.count < MOST_LINES && cdk_str_line(&rest, &line);) {
        if (!cdk_str_cut(line, '=', &key, &value) || cdk_str_starts(key, CDK_STR("#"))) continue;
        put(pairs, &facts->os_release.count, cdk_str_trim(key), unquote(value));
    }
    facts->os_release.items = pairs;
    return CISDOCK_OK;
}

int32_t cdk_facts_read_os_release(const cdk_env *env, cdk_facts *facts)
{
    static const cdk_str paths[] = {{"etc/os-release", 14}, {"usr/lib/os-release", 18}};
    facts->os_release.known = CDK_NOT_COLLECTED;
    if (!cdk_plan_has(facts->collected, CDK_NEED_KNOWN_FILES)) return CISDOCK_OK;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        cdk_str bytes;
        cdk_known known = cdk_facts_content(facts, paths[i], &bytes, NULL);
        /* The first answer stands unless the second file has one. */
        if (i == 0 || known == CDK_HAVE) facts->os_release.known = known;
        if (known == CDK_HAVE && bytes.n) return parse(env, facts, bytes);
    }
    return CISDOCK_OK;
}
