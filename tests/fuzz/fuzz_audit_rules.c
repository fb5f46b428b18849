/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the kernel's audit: a rule that is found is in force, and its path is the one asked for or above it. */
#include "fuzz_env.h"

#include "facts/audit_rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ask(const cdk_audit_rules *rules, cdk_str path)
{
    const cdk_audit_rule *rule = cdk_audit_find(rules, path);
    if (rule && (rule->removed || !cdk_str_starts(path, rule->path) || rule->perm == 0 || rule->line == 0)) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_env f;
    cdk_arena arena;
    cdk_audit_rules rules = {0};
    cdk_str text = {(const char *)data, size};
    fuzz_begin(&f);
    cdk_arena_init(&arena, &f.mem);
    for (int loaded = 0; loaded < 2; loaded++) {
        if (cdk_audit_parse(&f.env, &arena, text, loaded, &rules)) abort();
        ask(&rules, CDK_STR("/etc/docker/daemon.json"));
        ask(&rules, CDK_STR("/"));
        for (const cdk_audit_rule *rule = rules.first; rule; rule = rule->next) ask(&rules, rule->path);
    }
    cdk_arena_free(&arena);
    fuzz_end(&f);
    return 0;
}
