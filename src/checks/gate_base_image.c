/* SPDX-License-Identifier: Apache-2.0 */
/* What an image is built on and made of, against what the site says of it. Without a word of the site there is nothing to
 * judge by: the triggers say nothing, and the recommendation stays a person's. */
#include "checks/gates.h"
#include "checks/host_cite.h"
#include "checks/show.h"
#include "facts/site.h"

/* The lowest layer's diff id is one that the site trusts. */
static int32_t trusted(cdk_eval *eval)
{
    if (!eval->facts || !cdk_site_has_list(eval->evidence, "trusted_bases")) return CISDOCK_OK;
    if (!cdk_facts_layer_count(eval->facts)) {
        cdk_of_image(eval, cdk_say(eval, CDK_PASS, "the image has no layer, and so no base"));
        return cdk_eval_status(eval);
    }
    const cdk_layer_info *first = cdk_facts_layer(eval->facts, 0);
    bool known = cdk_site_lists(eval->evidence, "trusted_bases", first->diff_id);
    cdk_outcome *outcome = cdk_of_image(eval, cdk_say(eval, known ? CDK_PASS : CDK_FAIL, "%s",
                                                      known ? "the lowest layer is one that the site trusts"
                                                            : "the lowest layer is none that the site trusts"));
    if (outcome) outcome->basis = CDK_CONFIGURED;
    cdk_show_origin(eval, outcome, cdk_evidence_item_new(eval->arena, outcome, "layer"), 0);
    return cdk_eval_status(eval);
}

static int32_t needs_packages(const cdk_env *env, const cdk_params *params, cdk_plan *plan)
{
    (void)params;
    return cdk_plan_add(env, plan, &(cdk_need){.kind = CDK_NEED_PACKAGES});
}

static void say_unwanted(cdk_eval *eval, const cdk_package *package)
{
    cdk_outcome *outcome = cdk_say(eval, CDK_WARN, "%s is a package that the site does not want", cdk_shown(eval, package->name));
    cdk_about(eval, outcome, "package", package->name, CDK_STR_NONE);
    cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, outcome, "package");
    cdk_member_str(eval->arena, item, "name", package->name);
    cdk_member_str(eval->arena, item, "version", package->version);
    cdk_member_str(eval->arena, item, "database", cdk_str_of(package->db));
    cdk_show_origin(eval, outcome, item, package->layer);
}

/* Packages that the site names as unwanted. Finding none proves little: what is needless only the author knows. */
static int32_t unwanted_packages(cdk_eval *eval)
{
    const cdk_package *items = NULL;
    uint32_t count = 0;
    if (!eval->facts || !cdk_site_has_list(eval->evidence, "unwanted_packages")) return CISDOCK_OK;
    cdk_known known = cdk_facts_packages(eval->facts, &items, &count);
    for (uint32_t i = 0; i < count && !eval->failed; i++)
        if (cdk_site_lists(eval->evidence, "unwanted_packages", items[i].name)) say_unwanted(eval, &items[i]);
    if (known != CDK_HAVE && known != CDK_ABSENT) cdk_of_image(eval, cdk_say_unread(eval, known, "the package database"));
    return cdk_eval_status(eval);
}

/* Fixable flaws of the severity that the site does not take; critical ones where it says nothing. */
static bool counts(const cdk_eval *eval, const cdk_json *item)
{
    cdk_str severity = cdk_json_get_str(item, "severity");
    const cdk_json *fixes = cdk_json_get(item, "fix_versions");
    bool fixable = (cdk_json_is(fixes, CDK_JSON_ARRAY) && fixes->count) || cdk_json_get_str(item, "fixed_version").n;
    if (!fixable) return false;
    if (!cdk_site_has_list(eval->evidence, "refused_severities")) return cdk_str_eq_nocase(severity, CDK_STR("critical"));
    return cdk_site_lists(eval->evidence, "refused_severities", severity);
}

static void say_fixable(cdk_eval *eval, const cdk_json *flaw)
{
    static const char *const members[] = {"id", "package", "version", "severity"};
    cdk_str id = cdk_json_get_str(flaw, "id"), package = cdk_json_get_str(flaw, "package");
    cdk_outcome *outcome = cdk_say(eval, CDK_FAIL, "%s in %s is fixed in a version that the image does not have", cdk_shown(eval, id),
                                   cdk_shown(eval, package));
    cdk_about(eval, outcome, "vulnerability", id, package);
    if (outcome) outcome->place = outcome->object_name;
    cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, outcome, "vulnerability");
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        cdk_member_str(eval->arena, item, members[i], cdk_json_get_str(flaw, members[i]));
    cdk_member_json(eval->arena, item, "fix_versions", cdk_json_get(flaw, "fix_versions"));
}

/* A scanner's findings: an array, or {"taken_at": ..., "vulnerabilities": [...]}. */
static int32_t fixes(cdk_eval *eval)
{
    const cdk_json *document = cdk_evidence_json(eval->evidence, CDK_EV_VULNERABILITIES), *list = document;
    uint32_t found = 0;
    if (cdk_json_is(document, CDK_JSON_OBJECT)) list = cdk_json_get(document, "vulnerabilities");
    if (!cdk_json_is(list, CDK_JSON_ARRAY)) {
        cdk_of_image(eval, cdk_say_no_evidence(eval, CDK_EV_VULNERABILITIES));
        return cdk_eval_status(eval);
    }
    for (const cdk_json *flaw = list->first; flaw && !eval->failed; flaw = flaw->next)
        if (counts(eval, flaw)) {
            say_fixable(eval, flaw);
            found++;
        }
    if (!found) {
        cdk_outcome *outcome = cdk_of_image(eval, cdk_say(eval, CDK_PASS, "none of %u known flaws that count has a fix", list->count));
        cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, outcome, "document");
        cdk_member_str(eval->arena, item, "document", CDK_STR("vulnerabilities"));
        cdk_member_str(eval->arena, item, "taken_at", cdk_json_get_str(document, "taken_at"));
    }
    return cdk_eval_status(eval);
}

static const cdk_trigger triggers[] = {
    {"fixes", "known flaws for which a fixed version is out, from a scanner's findings", NULL, 0, NULL, fixes},
    {"trusted", "whether the lowest layer is one that the site trusts (site: trusted_bases)", NULL, 0, NULL, trusted},
    {"unwanted_packages", "packages that the site does not want (site: unwanted_packages)", NULL, 0, needs_packages,
     unwanted_packages},
};

const cdk_gate cdk_gate_base_image = {
    .name = "base_image",
    .description = "what an image is built on and made of",
    .triggers = triggers,
    .count = sizeof triggers / sizeof *triggers,
    .scopes = CDK_SCOPE_IMAGE,
};
