/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_host.h"
#include "checks/host_files.h"
#include "facts/argv.h"

enum { MAX_PLACES = 12 };

/* Where the thing to be watched may be; any of those that exist is it. */
typedef struct places {
    cdk_eval *eval;
    cdk_str items[MAX_PLACES];
    uint32_t count;
} places;

static void add_place(places *p, cdk_str path)
{
    cdk_str clean = cdk_host_path(p->eval->arena, path);
    for (uint32_t i = 0; i < p->count; i++)
        if (cdk_str_eq(p->items[i], clean)) return;
    if (!clean.p)
        p->eval->failed = true;
    else if (p->count < MAX_PLACES)
        p->items[p->count++] = clean;
}

/* Some names of the catalogue stand for what the host's own settings name. */
static bool object_of(cdk_str path, cdk_host_object *out)
{
    if (cdk_str_is(path, "/var/lib/docker")) return *out = CDK_HO_DATA_ROOT, true;
    if (cdk_str_is(path, "/etc/docker/daemon.json")) return *out = CDK_HO_DAEMON_JSON, true;
    return !cdk_str_starts(path, CDK_STR("/")) && cdk_host_object_by_name(path, out);
}

static bool same_program(cdk_str path, cdk_str other)
{
    return cdk_str_starts(other, CDK_STR("/")) && cdk_str_eq(cdk_program_name(path), cdk_program_name(other));
}

/* A program lies where the distribution puts it: where it runs from, and the usual folders. */
static void add_program(places *p, cdk_str path)
{
    static const char *const folders[] = {"/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin", "/usr/libexec/docker"};
    cdk_str name = cdk_program_name(path), rest, word;
    cdk_str argv = cdk_argv_program(cdk_evidence_text(p->eval->evidence, CDK_EV_DOCKERD_ARGV));
    if (same_program(path, argv)) add_place(p, argv);
    const cdk_process *first = cdk_evidence_hostdoc(p->eval->evidence)->processes.first;
    for (const cdk_process *process = first; process; process = process->next) {
        rest = process->args;
        if (cdk_str_word(&rest, &word) && same_program(path, word)) add_place(p, word);
    }
    add_place(p, path);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        const char *other = cdk_arena_printf(p->eval->arena, "%s/%.*s", folders[i], (int)name.n, name.p);
        if (other) add_place(p, cdk_str_of(other));
    }
}

typedef struct watch {
    cdk_eval *eval;
    const cdk_audit_rules *rules;
    bool program, required;
    const cdk_audit_rule *rule; /* that covers a place that exists */
    cdk_str where;              /* the place that is spoken of */
    cdk_stat stat;              /* its answer */
    bool found, absent, unknown, denied;
} watch;

/* A rule for the link or for what it leads to. */
static const cdk_audit_rule *rule_for(const watch *w, cdk_str path, const cdk_stat *stat)
{
    const cdk_audit_rule *rule = cdk_audit_find(w->rules, path);
    if (!rule && stat->link && stat->answer == CDK_STAT_FOUND) rule = cdk_audit_find(w->rules, stat->path);
    return rule;
}

static void look(watch *w, cdk_str path)
{
    const cdk_stat_table *table = &cdk_evidence_hostdoc(w->eval->evidence)->stat;
    cdk_stat stat;
    cdk_stat_answer answer = cdk_stat_follow(table, path, &stat);
    bool exists = answer == CDK_STAT_FOUND || stat.link != NULL;
    w->absent |= answer == CDK_STAT_ABSENT && !stat.link;
    w->denied |= answer == CDK_STAT_DENIED;
    w->unknown |= answer == CDK_STAT_NOT_ASKED && !stat.link;
    if (answer == CDK_STAT_ABSENT && !stat.link) return;
    const cdk_audit_rule *rule = rule_for(w, path, &stat);
    bool better = (exists && !w->found) || (rule && !rule->never && (!w->rule || w->rule->never) && (exists || !w->found));
    if (!better) return;
    w->where = path;
    w->stat = stat;
    w->rule = rule;
    w->found |= exists;
}

static bool sees_what_matters(const watch *w)
{
    uint32_t acts = CDK_AUDIT_W | CDK_AUDIT_A | (w->program ? CDK_AUDIT_X : 0);
    return w->rule->perm & acts;
}

static cdk_outcome *say_rule(const watch *w, const char *path)
{
    if (w->rule->never) return cdk_say(w->eval, CDK_FAIL, "a rule switches the audit of %s off", path);
    if (!sees_what_matters(w)) return cdk_say(w->eval, CDK_WARN, "a rule watches %s, but sees no change of it", path);
    return cdk_say(w->eval, CDK_PASS, "a rule watches %s", path);
}

static cdk_outcome *say_no_rule(const watch *w, const char *path)
{
    if (w->found) return cdk_say(w->eval, CDK_FAIL, "no rule watches %s", path);
    if (w->denied) return cdk_say_unknown(w->eval, CDK_WHY_DENIED, "no rule watches %s; whether it exists could not be looked at", path);
    if (w->absent && !w->required) return cdk_say(w->eval, CDK_NOT_APPLICABLE, "%s does not exist", path);
    return cdk_say_unknown(w->eval, CDK_WHY_NOT_GIVEN, "no rule watches %s; whether it exists was not given", path);
}

static void conclude(watch *w, cdk_str fallback)
{
    cdk_str where = w->where.p ? w->where : fallback;
    const char *path = cdk_shown(w->eval, where);
    cdk_outcome *outcome = w->rule ? say_rule(w, path) : say_no_rule(w, path);
    if (!outcome) return;
    outcome->basis = w->rules->has_loaded ? CDK_OBSERVED : CDK_CONFIGURED;
    cdk_evidence_kind kind = w->rules->has_loaded ? CDK_EV_AUDIT_RULES : CDK_EV_AUDIT_FILES;
    if (w->rule)
        cdk_cite_line(w->eval, outcome, kind, w->rule->line, w->rule->text);
    else
        cdk_cite_line(w->eval, outcome, kind, 0, cdk_evidence_text(w->eval->evidence, kind));
    if (w->stat.path.p) cdk_cite_stat(w->eval, outcome, &w->stat);
    cdk_about(w->eval, outcome, "audit-rule", CDK_STR_NONE, where);
}

static bool is_true(const cdk_eval *eval, const char *name)
{
    return cdk_str_is(cdk_params_get(eval->params, name), "true");
}

static void judge_places(cdk_eval *eval, const places *p)
{
    watch w = {.eval = eval, .rules = &cdk_evidence_hostdoc(eval->evidence)->audit, .program = is_true(eval, "program"),
               .required = is_true(eval, "required")};
    for (uint32_t i = 0; i < p->count; i++) look(&w, p->items[i]);
    if (p->count) conclude(&w, p->items[0]);
}

static bool rules_known(const cdk_eval *eval)
{
    return cdk_evidence_state(eval->evidence, CDK_EV_AUDIT_RULES) == CDK_GIVEN ||
           cdk_evidence_state(eval->evidence, CDK_EV_AUDIT_RULES) == CDK_GIVEN_ABSENT ||
           cdk_evidence_state(eval->evidence, CDK_EV_AUDIT_FILES) == CDK_GIVEN;
}

int32_t cdk_host_audit(cdk_eval *eval)
{
    cdk_str path = cdk_params_get(eval->params, "path"), also = cdk_params_get(eval->params, "also"), other;
    places p = {.eval = eval};
    cdk_host_object object;
    cdk_host_paths paths;
    if (!rules_known(eval)) {
        cdk_say_no_evidence(eval, CDK_EV_AUDIT_RULES);
        return cdk_eval_status(eval);
    }
    if (object_of(path, &object)) {
        if (!cdk_object_paths(eval, object, &paths)) return cdk_eval_status(eval);
        bool each = object == CDK_HO_DOCKER_SOCK; /* several sockets are several things */
        for (uint32_t i = 0; i < paths.count; i++) {
            add_place(&p, paths.items[i]);
            if (each) judge_places(eval, &p);
            if (each) p.count = 0;
        }
    } else if (is_true(eval, "program")) {
        add_program(&p, path);
    } else {
        add_place(&p, path);
    }
    while (also.n) {
        cdk_str_cut(also, ',', &other, &also);
        add_place(&p, other);
    }
    judge_places(eval, &p);
    return cdk_eval_status(eval);
}
