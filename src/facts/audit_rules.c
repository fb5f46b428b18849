/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/audit_rules.h"

#include "facts/stat_table.h"

typedef struct rule_line {
    cdk_audit_rule rule;
    bool listed;     /* -a, -A or -w: takes part */
    bool prepend;    /* -A: before all others */
    bool remove;     /* -d, -W */
    bool other_list; /* of a list that does not see files: user, exclude of a message type ... */
    bool task_list;  /* decides for whole processes when they begin */
    bool narrow;     /* speaks of some processes, calls or messages only */
} rule_line;

static uint32_t perm_of(cdk_str text)
{
    static const struct {
        char letter;
        uint32_t bit;
    } letters[] = {{'r', CDK_AUDIT_R}, {'w', CDK_AUDIT_W}, {'x', CDK_AUDIT_X}, {'a', CDK_AUDIT_A}};
    uint32_t perm = 0;
    for (size_t i = 0; i < text.n; i++)
        for (size_t k = 0; k < sizeof letters / sizeof *letters; k++)
            if (text.p[i] == letters[k].letter) perm |= letters[k].bit;
    return perm;
}

/* "always,exit" or "exit,always"; older texts name the list "filesystem". */
static void set_list(rule_line *r, cdk_str text)
{
    cdk_str part, rest = text;
    bool file_list = false;
    while (rest.p) {
        if (!cdk_str_cut(rest, ',', &part, &rest)) rest = CDK_STR_NONE;
        if (cdk_str_is(part, "never")) r->rule.never = true;
        if (cdk_str_is(part, "exit") || cdk_str_is(part, "entry") || cdk_str_is(part, "filesystem") || cdk_str_is(part, "exclude"))
            file_list = true;
        if (cdk_str_is(part, "exclude")) r->rule.never = true;
        if (cdk_str_is(part, "task")) r->task_list = true;
    }
    r->other_list = !file_list && !r->task_list;
    r->listed = true;
}

static void set_field(rule_line *r, cdk_str field)
{
    cdk_str name, value;
    if (!cdk_str_cut(field, '=', &name, &value)) return;
    if (cdk_str_is(name, "path")) r->rule.path = value;
    if (cdk_str_is(name, "dir")) {
        r->rule.path = value;
        r->rule.tree = true;
    }
    if (cdk_str_is(name, "perm")) r->rule.perm = perm_of(value);
    r->narrow |= !cdk_str_is(name, "key");
}

static void set_watch(rule_line *r, cdk_str path)
{
    r->rule.path = path;
    r->rule.tree = true;
    r->listed = true;
}

/* The words of a line; each option takes the word behind it. */
static rule_line parse_words(cdk_str line)
{
    rule_line r = {.rule.perm = 0};
    cdk_str rest = line, word, value;
    while (cdk_str_word(&rest, &word)) {
        if (word.n != 2 || word.p[0] != '-') continue;
        char option = word.p[1];
        if (!cdk_str_word(&rest, &value)) break;
        switch (option) {
        case 'w': set_watch(&r, value); break;
        case 'W': set_watch(&r, value); r.remove = true; break;
        case 'A': r.prepend = true; set_list(&r, value); break;
        case 'a': set_list(&r, value); break;
        case 'd': set_list(&r, value); r.remove = true; break;
        case 'F': set_field(&r, value); break;
        case 'S': r.narrow |= !cdk_str_is(value, "all"); break;
        case 'C': r.narrow = true; break;
        case 'p': r.rule.perm = perm_of(value); break;
        default: break;
        }
    }
    return r;
}

static void remove_rules(cdk_audit_rules *rules, const cdk_audit_rule *like, bool loaded)
{
    for (cdk_audit_rule *rule = rules->first; rule; rule = rule->next)
        if (rule->loaded == loaded && (!like || (cdk_str_eq(rule->path, like->path) && rule->never == like->never))) rule->removed = true;
}

static void add_rule(cdk_audit_rules *rules, cdk_audit_rule *rule, bool prepend)
{
    if (prepend || !rules->last) {
        rule->next = rules->first;
        rules->first = rule;
        if (!rules->last) rules->last = rule;
    } else {
        rules->last->next = rule;
        rules->last = rule;
    }
    rules->count++;
}

static bool take_line(cdk_arena *arena, cdk_str line, uint32_t number, bool loaded, cdk_audit_rules *rules)
{
    if (cdk_str_is(line, "-D")) {
        remove_rules(rules, NULL, loaded);
        return true;
    }
    rule_line r = parse_words(line);
    if (!r.listed || r.other_list) return true;
    if (r.rule.never && !r.narrow && r.rule.path.n == 0) {
        r.rule.path = CDK_STR("/");
        r.rule.tree = true;
        r.prepend |= r.task_list; /* a process that is not audited meets no rule, in whatever order they stand */
    } else if (r.task_list || r.rule.path.n == 0) {
        return true;
    }
    cdk_audit_rule *rule = cdk_arena_alloc(arena, sizeof *rule);
    if (!rule) return false;
    *rule = r.rule;
    rule->path = cdk_host_path(arena, r.rule.path);
    rule->text = cdk_str_dup(arena, line);
    if (!rule->path.p || !rule->text.p) return false;
    rule->line = number;
    rule->loaded = loaded;
    if (rule->perm == 0) rule->perm = CDK_AUDIT_R | CDK_AUDIT_W | CDK_AUDIT_X | CDK_AUDIT_A;
    if (r.remove)
        remove_rules(rules, rule, loaded);
    else
        add_rule(rules, rule, r.prepend);
    return true;
}

int32_t cdk_audit_parse(const cdk_env *env, cdk_arena *arena, cdk_str text, bool loaded, cdk_audit_rules *rules)
{
    cdk_str rest = text, line;
    *(loaded ? &rules->has_loaded : &rules->has_files) = true;
    for (uint32_t number = 1; cdk_str_line(&rest, &line); number++) {
        line = cdk_str_trim(line);
        if (line.n == 0 || line.p[0] != '-') continue; /* "#", "No rules" */
        if (!take_line(arena, line, number, loaded, rules)) return cdk_fail_memory(env);
    }
    return CISDOCK_OK;
}

static bool covers(const cdk_audit_rule *rule, cdk_str path)
{
    if (cdk_str_eq(rule->path, path)) return true;
    if (!rule->tree || !cdk_str_starts(path, rule->path)) return false;
    return rule->path.n == 1 || path.p[rule->path.n] == '/';
}

const cdk_audit_rule *cdk_audit_find(const cdk_audit_rules *rules, cdk_str path)
{
    for (const cdk_audit_rule *rule = rules->first; rule; rule = rule->next) {
        if (rule->removed || (rules->has_loaded && !rule->loaded)) continue;
        if (covers(rule, path)) return rule;
    }
    return NULL;
}
