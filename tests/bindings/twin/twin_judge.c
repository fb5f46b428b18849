/* SPDX-License-Identifier: Apache-2.0 */
/* Cases: bundles, evidence, reports, policies. */
#include "twin.h"

static cisdock_bundle *parse_bundle(cisdock_context *c, const char *name)
{
    bytes b = read_file(name);
    cisdock_source source = memory_source(c, &b);
    cisdock_bundle *bundle;
    need(cisdock_bundle_parse(c, &source, name, &bundle), c);
    free(b.data);
    return bundle;
}

void case_bundles(void)
{
    cisdock_context *c = context();
    cisdock_bundle *bundle;
    cisdock_plan *plan;
    need(cisdock_bundle_builtin(c, NULL, &bundle), c);
    need(cisdock_bundle_plan(c, bundle, &plan), c);
    printf("bundles: %s reads=%d\n", cisdock_bundle_id(bundle), cisdock_plan_reads_layers(plan));
    cisdock_plan_free(plan);
    cisdock_bundle_free(bundle);
    print_failure("bundles", cisdock_bundle_builtin(c, "no-such", &bundle), c);
    bundle = parse_bundle(c, "bundle.json");
    printf("bundles: %s %s %s %s %d\n", cisdock_bundle_id(bundle), text(cisdock_bundle_name(bundle)), text(cisdock_bundle_version(bundle)),
           text(cisdock_bundle_compat(bundle)), cisdock_bundle_benchmark(bundle) != NULL);
    print_problems("bundles", cisdock_bundle_problems(bundle));
    cisdock_sink sink = {sizeof sink, stdout, collect};
    need(cisdock_bundle_explain(c, bundle, "docker.io/made/image:1", &sink), c);
    printf("\n");
    cisdock_bundle_free(bundle);
    cisdock_context_free(c);
}

static int32_t host_stat(void *user, const char *path, cisdock_host_stat *out)
{
    (void)user;
    if (strcmp(path, "/etc/docker")) return 1;
    out->mode = 0755;
    out->type = 'd';
    snprintf(out->owner, sizeof out->owner, "root");
    snprintf(out->group, sizeof out->group, "root");
    return 0;
}

static int32_t host_none(void *user, const char *path, const cisdock_sink *into)
{
    (void)user;
    (void)path;
    (void)into;
    return 1;
}

void case_evidence(void)
{
    cisdock_context *c = context();
    bytes info = read_file("info.json");
    cisdock_source source = memory_source(c, &info);
    cisdock_host_answers answers = {sizeof answers, NULL, host_stat, host_none, host_none, NULL};
    cisdock_evidence *evidence;
    need(cisdock_evidence_new(c, &evidence), c);
    for (uint32_t i = 0; i < cisdock_evidence_kind_count(); i++) printf("evidence: kind %s\n", cisdock_evidence_kind_at(i));
    need(cisdock_evidence_add_document(c, evidence, "info", &source), c);
    need(cisdock_evidence_mark(c, evidence, "containers", CISDOCK_EVIDENCE_DENIED), c);
    print_failure("evidence", cisdock_evidence_mark(c, evidence, "no such kind", CISDOCK_EVIDENCE_DENIED), c);
    need(cisdock_evidence_add_problem(c, evidence, "bad-json", "no object", "policy.json", "/a", 7), c);
    print_failure("evidence", cisdock_evidence_add_problem(c, evidence, "no such class", "no object", "policy.json", NULL, -1), c);
    need(cisdock_evidence_ask(c, evidence, &answers), c);
    printf("evidence: %d %d %d\n", cisdock_evidence_state(evidence, "info"), cisdock_evidence_state(evidence, "containers"),
           cisdock_evidence_state(evidence, "images"));
    size_t size;
    printf("evidence: complete %d %d\n", cisdock_evidence_is_complete(evidence, "containers"), cisdock_evidence_is_complete(evidence, "info"));
    printf("evidence: text %s\n", text(cisdock_evidence_text(evidence, "stat", &size)));
    print_problems("evidence", cisdock_evidence_problems(evidence));
    cisdock_bundle *bundle;
    cisdock_selection *selection;
    cisdock_report *report;
    need(cisdock_bundle_builtin(c, NULL, &bundle), c);
    need(cisdock_selection_new(c, &selection), c);
    need(cisdock_selection_set_str(c, selection, CISDOCK_SELECT_SCOPE, "host"), c);
    need(cisdock_evaluate_bundle(c, bundle, NULL, evidence, selection, &report), c);
    for (uint32_t i = 0; i < cisdock_report_count(report); i++) {
        const cisdock_finding *f = cisdock_report_at(report, i);
        printf("evidence: %s %s %s\n", cisdock_finding_id(f), cisdock_verdict_word(cisdock_finding_verdict(f)), text(cisdock_finding_reason(f)));
    }
    cisdock_report_free(report);
    cisdock_selection_free(selection);
    cisdock_bundle_free(bundle);
    cisdock_evidence_free(evidence);
    cisdock_context_free(c);
    free(info.data);
}

static void print_finding(const cisdock_finding *f)
{
    printf("report: %s %s %s %s %s %s %s %s\n", cisdock_finding_id(f), cisdock_finding_slug(f),
           cisdock_recommendation_title(cisdock_finding_recommendation(f)), cisdock_verdict_word(cisdock_finding_verdict(f)),
           text(cisdock_finding_reason(f)), cisdock_finding_basis(f), cisdock_finding_confidence(f), cisdock_finding_message(f));
    printf("report: fingerprint %s objects=%u\n", cisdock_finding_fingerprint(f), cisdock_finding_object_count(f));
    for (const cisdock_object *o = cisdock_finding_objects(f); o; o = cisdock_object_next(o))
        printf("report: object %s %s %s %s %s %s\n", cisdock_object_kind(o), text(cisdock_object_id(o)), text(cisdock_object_name(o)),
               cisdock_verdict_word(cisdock_object_verdict(o)), text(cisdock_object_reason(o)), text(cisdock_object_message(o)));
}

void case_report(void)
{
    cisdock_context *c = context();
    cisdock_analysis *analysis = analyze(c, "docker.tar");
    cisdock_sink sink = {sizeof sink, stdout, collect};
    cisdock_bundle *bundle;
    cisdock_selection *selection;
    cisdock_report *report;
    need(cisdock_bundle_builtin(c, "cis-docker-1.13.0", &bundle), c);
    need(cisdock_selection_new(c, &selection), c);
    need(cisdock_selection_set_u64(c, selection, CISDOCK_SELECT_LEVEL, 1), c);
    need(cisdock_selection_set_str(c, selection, CISDOCK_SELECT_SKIP, "4.2,4.3"), c);
    need(cisdock_evaluate_bundle(c, bundle, analysis, NULL, selection, &report), c);
    for (uint32_t i = 0; i < cisdock_report_count(report); i++) print_finding(cisdock_report_at(report, i));
    printf("report: score %d errors %d action %s\n", cisdock_report_number(report, cisdock_report_headline(report), CISDOCK_NUMBER_SCORE),
           cisdock_report_has_errors(report), text(cisdock_report_final_action(report)));
    print_problems("report", cisdock_report_problems(report));
    need(cisdock_report_write(c, report, "json", &sink), c);
    print_failure("report", cisdock_report_write(c, report, "no such format", &sink), c);
    cisdock_report_free(report);
    cisdock_selection_free(selection);
    cisdock_bundle_free(bundle);
    cisdock_analysis_free(analysis);
    cisdock_context_free(c);
}

void case_policy(void)
{
    cisdock_context *c = context();
    cisdock_bundle *bundle = parse_bundle(c, "bundle.json");
    cisdock_analysis *analysis = analyze(c, "docker.tar");
    cisdock_report *report;
    need(cisdock_evaluate_bundle(c, bundle, analysis, NULL, NULL, &report), c);
    printf("policy: %s %s\n", text(cisdock_report_final_action(report)), text(cisdock_report_final_action_reason(report)));
    for (const cisdock_match *m = cisdock_report_matches(report); m; m = cisdock_match_next(m))
        printf("policy: %s %s %s %s %s %s %s allowlist=%s\n", text(cisdock_match_policy_id(m)), text(cisdock_match_rule_id(m)), cisdock_match_gate(m),
               cisdock_match_trigger(m), text(cisdock_match_trigger_id(m)), cisdock_match_action(m), cisdock_match_message(m), text(cisdock_match_allowlist(m)));
    printf("policy: outcome %s\n", text(cisdock_report_policy_outcome(report)));
    cisdock_report_free(report);
    cisdock_analysis_free(analysis);
    cisdock_bundle_free(bundle);
    cisdock_context_free(c);
}
