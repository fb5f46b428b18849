/* SPDX-License-Identifier: Apache-2.0 */
/* What an image is built on and made of, against what the site says of it. Without a word of the site there is nothing to
 * judge by: the triggers say nothing, and the recommendation stays a person's. */
#include "checks/gates.h"
#include "checks/host_cite.h"
#include "checks/image_fixes.h"
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

static int32_t needs_findings(const cdk_env *env, const cdk_params *params, cdk_plan *plan)
{
    static const cdk_need_kind also[] = {CDK_NEED_LANGUAGES, CDK_NEED_KNOWN_FILES};
    int32_t status = needs_packages(env, params, plan);
    for (size_t i = 0; !status && i < 2; i++) status = cdk_plan_add(env, plan, &(cdk_need){.kind = also[i]});
    return status;
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

static const cdk_trigger triggers[] = {
    {"fixes", "known flaws for which a fixed version is out, by a feed of advisories or a scanner's findings", NULL, 0, needs_findings, cdk_image_fixes},
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
