/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/anchore_vulnerability.h"

static bool lacks_feed(cdk_eval *eval)
{
    return !cdk_seen(eval)->feed_given && cdk_anchore_lacks(eval, cdk_seen(eval)->feed_lack, "the age of the vulnerability feed (evidence \"feed\")");
}

/* Days since the feed was made; negative: not known, or nobody knows what time it is. */
static double feed_age(const cdk_eval *eval)
{
    const cdk_gate_facts *facts = cdk_seen(eval);
    if (!facts->feed_dated) return facts->feed_synced ? facts->feed_age_days : -1;
    if (!eval->has_now) return -1;
    return eval->now <= facts->feed_time ? 0 : (double)(eval->now - facts->feed_time) / 86400;
}

static int32_t stale_feed_data(cdk_eval *eval)
{
    cdk_str days = cdk_number_of(cdk_py_strip(cdk_param(eval, "max_days_since_sync")));
    double most = 0;
    if (lacks_feed(eval)) return 0;
    double age = feed_age(eval);
    if (age >= 0 && (!cdk_py_decimal(days, &most) || age <= most)) return 0;
    return cdk_anchore_firef(eval, "The vulnerability feed for this image distro is older than MAXAGE (%.*s) days", (int)days.n, days.p);
}

static int32_t data_unavailable(cdk_eval *eval)
{
    const cdk_gate_facts *facts = cdk_seen(eval);
    cdk_buf text;
    if (lacks_feed(eval) || facts->feed_covers_distro) return 0;
    cdk_buf_init(&text, eval->env->mem);
    cdk_buf_text(&text, "Distro-specific feed data not found for distro namespace: ");
    if (facts->distro.n && facts->distro_version.n) {
        cdk_buf_str(&text, facts->distro);
        cdk_buf_char(&text, ':');
        cdk_buf_str(&text, facts->distro_version);
    } else {
        cdk_buf_text(&text, "None");
    }
    cdk_buf_text(&text, ". Cannot perform CVE scan OS/distro packages");
    return cdk_anchore_fire(eval, &text, NULL);
}

static bool present(const cdk_gate_facts *facts, cdk_str id, bool vendor_only)
{
    for (uint32_t i = 0; i < facts->vulnerability_count; i++) {
        const cdk_gate_vulnerability *v = &facts->vulnerabilities[i];
        bool named = cdk_str_eq(v->id, id);
        for (uint32_t k = 0; k < v->alias_count && !named; k++) named = cdk_str_eq(v->aliases[k], id);
        if (named && !(vendor_only && v->will_not_fix)) return true;
    }
    return false;
}

static int32_t blacklist(cdk_eval *eval)
{
    const cdk_gate_facts *facts = cdk_seen(eval);
    cdk_str ids = cdk_param(eval, "vulnerability_ids"), id;
    cdk_truth vendor_only;
    cdk_buf text;
    bool any = false;
    if (cdk_vulnerability_lacks(eval)) return 0;
    cdk_truth otherwise = cdk_odd(eval, CDK_ODD_VENDOR_ONLY_DEFAULT) ? CDK_TRUTH_TRUE : CDK_TRUTH_FALSE;
    if (!cdk_param_truth(eval, "vendor_only", otherwise, &vendor_only)) return 0;
    cdk_buf_init(&text, eval->env->mem);
    cdk_buf_text(&text, "Blacklisted vulnerabilities detected: [");
    while (cdk_py_item(&ids, &id)) {
        if (!present(facts, id, vendor_only == CDK_TRUTH_TRUE)) continue;
        if (any) cdk_buf_text(&text, ", ");
        cdk_py_repr(&text, id);
        any = true;
    }
    cdk_buf_char(&text, ']');
    if (any) return cdk_anchore_fire(eval, &text, NULL);
    bool failed = text.failed;
    cdk_buf_free(&text);
    return failed ? cdk_fail_memory(eval->env) : cdk_vulnerability_gaps(eval, true, true);
}

#define COMPARISON(param) {.name = param, .type = CDK_P_ENUM, .choices = "=|!=|<|>|<=|>=", .def = ">=", .description = "how the score is compared"}
#define SCORE(param, text) COMPARISON(param "_comparison"), {.name = param, .type = CDK_P_NUMBER, .description = text}
static const cdk_param_spec package_params[] = {
    {.name = "package_type", .type = CDK_P_ENUM, .required = true, .choices = "all|os|non-os", .description = "whose packages count"},
    {.name = "severity_comparison", .type = CDK_P_ENUM, .choices = "=|!=|<|>|<=|>=", .def = ">", .description = "how the severity is compared"},
    {.name = "severity", .type = CDK_P_ENUM, .choices = "unknown|negligible|low|medium|high|critical", .def = "unknown", .description = "severity that it is compared with"},
    SCORE("cvss_v3_base_score", "CVSS v3 base score of the NVD"),
    SCORE("cvss_v3_exploitability_score", "CVSS v3 exploitability score of the NVD"),
    SCORE("cvss_v3_impact_score", "CVSS v3 impact score of the NVD"),
    {.name = "fix_available", .type = CDK_P_BOOL, .description = "whether there must be a version with a fix"},
    {.name = "vendor_only", .type = CDK_P_BOOL, .def = "true", .description = "pass over what the vendor will not fix"},
    {.name = "max_days_since_creation", .type = CDK_P_INT, .description = "days of grace since the vulnerability was detected"},
    {.name = "max_days_since_fix", .type = CDK_P_INT, .description = "days of grace since a fix was seen; with fix_available"},
    SCORE("vendor_cvss_v3_base_score", "CVSS v3 base score of the vendor"),
    SCORE("vendor_cvss_v3_exploitability_score", "CVSS v3 exploitability score of the vendor"),
    SCORE("vendor_cvss_v3_impact_score", "CVSS v3 impact score of the vendor"),
    {.name = "package_path_exclude", .type = CDK_P_REGEX, .description = "pattern of the places of packages that are passed over"}};
static const cdk_param_spec stale_params[] = {
    {.name = "max_days_since_sync", .type = CDK_P_INT, .required = true, .description = "days that the feed may be old"}};
static const cdk_param_spec blacklist_params[] = {
    {.name = "vulnerability_ids", .type = CDK_P_LIST, .required = true, .description = "ids between commas"},
    {.name = "vendor_only", .type = CDK_P_BOOL, .def = "true", .description = "pass over what the vendor will not fix"}};

/* What a feed is asked about. */
static int32_t needs(const cdk_env *env, const cdk_params *params, cdk_plan *plan)
{
    static const cdk_need_kind kinds[] = {CDK_NEED_PACKAGES, CDK_NEED_LANGUAGES, CDK_NEED_KNOWN_FILES};
    int32_t status = 0;
    (void)params;
    for (size_t i = 0; !status && i < sizeof kinds / sizeof *kinds; i++) status = cdk_plan_add(env, plan, &(cdk_need){.kind = kinds[i]});
    return status;
}

#define FINDINGS "feed|vulnerabilities"
static const cdk_trigger triggers[] = {
    {.name = "package", .description = "fires for each vulnerability that passes all filters", .params = package_params,
     .param_count = sizeof package_params / sizeof *package_params, .evidence = FINDINGS, .needs = needs, .evaluate = cdk_vulnerability_package},
    {.name = "stale_feed_data", .description = "fires where the vulnerability feed is too old, or never was read", .params = stale_params, .param_count = 1, .evidence = FINDINGS, .evaluate = stale_feed_data},
    {.name = "vulnerability_data_unavailable", .description = "fires where no feed covers the distribution", .evidence = FINDINGS, .needs = needs, .evaluate = data_unavailable},
    {.name = "blacklist", .description = "lists those of the given ids that were found", .params = blacklist_params, .param_count = 2, .evidence = FINDINGS, .needs = needs, .evaluate = blacklist}};

const cdk_gate cdk_gate_anchore_vulnerabilities = {
    .name = "vulnerabilities", .description = "checks of the vulnerabilities that were found", .triggers = triggers, .count = 4, .anchore = true};
