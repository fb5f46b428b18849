/* SPDX-License-Identifier: Apache-2.0 */
/* Judges patterns for test_regex.py. Reads lines "kind how hex(pattern) hex(text)" ("-" for empty) and answers each with
 * one word: 1 hit, 0 none, E the pattern is refused, L a limit was reached; behind 1 the end of the match. */
#include "base/regex.h"

#include <stdio.h>
#include <stdlib.h>

static cdk_str from_hex(char *hex)
{
    if (hex[0] == '-') return (cdk_str){hex, 0};
    size_t n = strlen(hex) / 2;
    for (size_t i = 0; i < n; i++) {
        char digits[3] = {hex[2 * i], hex[2 * i + 1], 0};
        hex[i] = (char)strtol(digits, NULL, 16);
    }
    return (cdk_str){hex, n};
}

static void judge(const cdk_env *env, cdk_regex_kind kind, cdk_regex_how how, cdk_str pattern, cdk_str text)
{
    cdk_regex *regex;
    cdk_regex_run *run;
    bool hit;
    cdk_str whole;
    if (cdk_regex_new(env, pattern, kind, &regex)) {
        puts("E");
        return;
    }
    if (cdk_regex_run_new(env, regex, &run)) abort();
    if (cdk_regex_try(run, how, text, &hit))
        puts(env->error->cls == CDK_CLASS_LIMIT ? "L" : "?");
    else if (!hit)
        puts("0");
    else if (cdk_regex_group(run, 0, &whole))
        printf("1 %zu %zu\n", (size_t)(whole.p - text.p), (size_t)(whole.p - text.p) + whole.n);
    cdk_str prefix = cdk_regex_prefix(regex);
    size_t at;
    if (hit && how != CDK_RE_SEARCH && !cdk_str_starts(text, prefix)) abort();
    if (hit && (cdk_regex_pairs(regex) & ~cdk_pairs_of(text))) abort();
    if (hit && cdk_regex_needed(regex).n && !cdk_str_find(text, cdk_regex_needed(regex), &at)) abort();
    cdk_regex_run_free(run);
    cdk_regex_free(regex);
}

int main(void)
{
    cdk_mem mem;
    cdk_limits limits;
    cdk_error error = {0};
    cisdock_hooks hooks = {0};
    cdk_mem_init(&mem, NULL);
    cdk_limits_init(&limits);
    cdk_env env = {&mem, &limits, &hooks, &error};
    static char line[1 << 20], pattern[1 << 20], text[1 << 20];
    while (fgets(line, sizeof line, stdin)) {
        int kind, how;
        if (sscanf(line, "%d %d %1048575s %1048575s", &kind, &how, pattern, text) != 4) return 2;
        judge(&env, kind ? CDK_RE_BYTES : CDK_RE_TEXT, (cdk_regex_how)how, from_hex(pattern), from_hex(text));
    }
    return mem.used_bytes != 0;
}
