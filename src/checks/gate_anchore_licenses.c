/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/anchore.h"

typedef bool (*comparison)(cdk_str item, cdk_str word);

static bool equal(cdk_str item, cdk_str word)
{
    return cdk_str_eq(item, word);
}

static bool part(cdk_str item, cdk_str word)
{
    size_t at;
    return item.n == 0 || cdk_str_find(word, item, &at);
}

static void add(cdk_buf *found, cdk_str package, cdk_str word)
{
    if (found->n) cdk_buf_text(found, ", ");
    cdk_buf_str(found, package);
    cdk_buf_char(found, '(');
    cdk_buf_str(found, word);
    cdk_buf_char(found, ')');
}

static void find(cdk_eval *eval, cdk_buf *found, comparison fits, bool each_item)
{
    const cdk_gate_facts *facts = cdk_seen(eval);
    for (uint32_t i = 0; i < facts->package_count; i++) {
        cdk_str license = facts->packages[i].license, word, item;
        while (cdk_py_word(&license, &word)) {
            cdk_str list = cdk_param(eval, "licenses");
            while (cdk_py_item(&list, &item)) {
                if (!fits(item, word)) continue;
                add(found, facts->packages[i].name, word);
                if (!each_item) break;
            }
        }
    }
}

static int32_t check(cdk_eval *eval, const char *head, comparison fits, bool each_item)
{
    const cdk_gate_facts *facts = cdk_seen(eval);
    cdk_buf found, text;
    if (cdk_anchore_lacks(eval, facts->packages_state, "the list of packages")) return 0;
    if (cdk_anchore_lacks(eval, facts->licenses_state, "the licences of packages")) return 0;
    for (uint32_t i = 0; i < facts->package_count && eval->compat != CDK_COMPAT_INTENDED; i++)
        if (!facts->packages[i].license.p) return cdk_anchore_broken(eval, "a package has no licence text");
    cdk_buf_init(&found, eval->env->mem);
    find(eval, &found, fits, each_item);
    if (found.n == 0 && !found.failed) return 0;
    cdk_buf_init(&text, eval->env->mem);
    cdk_buf_printf(&text, "%s Packages are installed that have blacklisted licenses: ", head);
    cdk_buf_str(&text, cdk_buf_view(&found));
    text.failed = text.failed || found.failed;
    cdk_buf_free(&found);
    return cdk_anchore_fire(eval, &text, NULL);
}

static int32_t exact_match(cdk_eval *eval)
{
    return check(eval, "LICFULLMATCH", equal, false);
}

static int32_t partial_match(cdk_eval *eval)
{
    return check(eval, "LICSUBMATCH", part, true);
}

static int32_t needs(const cdk_env *env, const cdk_params *params, cdk_plan *plan)
{
    cdk_need packages = {.kind = CDK_NEED_PACKAGES}, languages = {.kind = CDK_NEED_LANGUAGES};
    (void)params;
    int32_t status = cdk_plan_add(env, plan, &packages);
    return status ? status : cdk_plan_add(env, plan, &languages);
}

static const cdk_param_spec params[] = {
    {.name = "licenses", .type = CDK_P_LIST, .required = true, .description = "licence names, or parts of them, between commas"}};

static const cdk_trigger triggers[] = {
    {.name = "blacklist_exact_match", .description = "lists packages with a licence of such a name", .params = params, .param_count = 1, .needs = needs, .evaluate = exact_match},
    {.name = "blacklist_partial_match", .description = "lists packages with a licence that has such a part", .params = params, .param_count = 1, .needs = needs, .evaluate = partial_match}};

const cdk_gate cdk_gate_anchore_licenses = {
    .name = "licenses", .description = "checks of the licences of packages", .triggers = triggers, .count = 2, .anchore = true};
