/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/anchore_verify.h"
#include "checks/anchore_versions.h"

static int32_t fire_package(cdk_eval *eval, cdk_buf *text, cdk_str name)
{
    int32_t status = cdk_anchore_fire(eval, text, NULL);
    return status ? status : cdk_anchore_evidence(eval, "package", "name", name);
}

/* --- required_package --- */

static int32_t say_absent(cdk_eval *eval, cdk_str name, cdk_str version)
{
    cdk_buf text;
    cdk_buf_init(&text, eval->env->mem);
    cdk_buf_text(&text, "Required input package (");
    cdk_buf_str(&text, name);
    if (version.n) cdk_buf_char(&text, ',');
    cdk_buf_str(&text, version);
    cdk_buf_text(&text, ") is not present in container image");
    return cdk_anchore_fire(eval, &text, NULL);
}

static int32_t say_other_version(cdk_eval *eval, const cdk_gate_package *package, const char *minimum, const char *but, cdk_str last)
{
    cdk_buf text;
    cdk_buf_init(&text, eval->env->mem);
    cdk_buf_printf(&text, "Required %sinput package (", minimum);
    cdk_buf_str(&text, package->name);
    cdk_buf_text(&text, ") is present (");
    cdk_buf_str(&text, package->fullversion);
    cdk_buf_printf(&text, "), but %s (", but);
    cdk_buf_str(&text, last);
    cdk_buf_text(&text, ")");
    return fire_package(eval, &text, package->name);
}

static int32_t check_version(cdk_eval *eval, const cdk_gate_package *package, cdk_str version)
{
    bool exact = cdk_str_is(cdk_param_or(eval, "version_match_type", CDK_STR("exact")), "exact"), lower;
    if (cdk_str_eq(package->fullversion, version)) return 0;
    if (exact)
        return say_other_version(eval, package, "", "not at the version specified in policy",
                                 cdk_odd(eval, CDK_ODD_REQUIRED_NAME_FOR_VERSION) ? cdk_param(eval, "name") : version);
    const char *flavor = package->system ? cdk_gate_facts_flavor(cdk_seen(eval)) : "";
    size_t at;
    bool whole = !cdk_odd(eval, CDK_ODD_MINIMUM_WITHOUT_RELEASE) && cdk_str_find_char(version, '-', &at);
    if (!cdk_anchore_version_lower(flavor, cdk_odd(eval, CDK_ODD_VERSION_RULES), whole ? package->fullversion : package->version, version, &lower))
        return cdk_anchore_broken(eval, "versions of this distribution's packages cannot be compared");
    return lower ? say_other_version(eval, package, "min-version ", "is lower version than what is specified in policy", version) : 0;
}

static int32_t required_package(cdk_eval *eval)
{
    const cdk_gate_facts *facts = cdk_seen(eval);
    cdk_str name = cdk_param(eval, "name"), version = cdk_param(eval, "version");
    for (uint32_t i = 0; i < facts->package_count; i++)
        if (cdk_str_eq(facts->packages[i].name, name)) return version.p ? check_version(eval, &facts->packages[i], version) : 0;
    if (cdk_anchore_lacks(eval, facts->packages_state, "the list of packages")) return 0;
    return say_absent(eval, name, version);
}

/* --- blacklist --- */

static int32_t blacklist(cdk_eval *eval)
{
    const cdk_gate_facts *facts = cdk_seen(eval);
    cdk_str name = cdk_param(eval, "name"), version = cdk_param(eval, "version");
    int32_t status = 0;
    if (cdk_anchore_lacks(eval, facts->packages_state, "the list of packages")) return 0;
    for (uint32_t i = 0; !status && i < facts->package_count; i++) {
        const cdk_gate_package *package = &facts->packages[i];
        if (!cdk_str_eq(package->name, name) || (version.n && !cdk_str_eq(package->version, version))) continue;
        cdk_buf text;
        cdk_buf_init(&text, eval->env->mem);
        cdk_buf_text(&text, "Package is blacklisted: ");
        cdk_buf_str(&text, name);
        if (version.n) cdk_buf_char(&text, '-');
        cdk_buf_str(&text, version);
        status = fire_package(eval, &text, name);
    }
    return status;
}

static int32_t add_needs(const cdk_env *env, cdk_plan *plan, const cdk_need_kind *kinds, size_t count)
{
    int32_t status = 0;
    for (size_t i = 0; !status && i < count; i++) {
        cdk_need need = {.kind = kinds[i]};
        status = cdk_plan_add(env, plan, &need);
    }
    return status;
}

static int32_t needs_packages(const cdk_env *env, const cdk_params *params, cdk_plan *plan)
{
    static const cdk_need_kind kinds[] = {CDK_NEED_PACKAGES, CDK_NEED_LANGUAGES, CDK_NEED_KNOWN_FILES};
    (void)params;
    return add_needs(env, plan, kinds, 3);
}

static int32_t needs_verification(const cdk_env *env, const cdk_params *params, cdk_plan *plan)
{
    static const cdk_need_kind kinds[] = {CDK_NEED_PACKAGES, CDK_NEED_FILES, CDK_NEED_DIGESTS, CDK_NEED_RECORDS, CDK_NEED_KNOWN_FILES};
    (void)params;
    return add_needs(env, plan, kinds, 5);
}

static const cdk_param_spec required_params[] = {
    {.name = "name", .type = CDK_P_STRING, .required = true, .description = "name of the package"},
    {.name = "version", .type = CDK_P_STRING, .description = "version that it must have"},
    {.name = "version_match_type", .type = CDK_P_ENUM, .choices = "exact|minimum", .def = "exact", .description = "whether a later version is fine"}};
static const cdk_param_spec verify_params[] = {
    {.name = "only_packages", .type = CDK_P_LIST, .description = "names of the packages that count; all where absent"},
    {.name = "only_directories", .type = CDK_P_LIST, .description = "what a path must begin with"},
    {.name = "check", .type = CDK_P_ENUM, .choices = "changed|missing", .description = "which of the two is told; both where absent"}};
static const cdk_param_spec blacklist_params[] = {
    {.name = "name", .type = CDK_P_STRING, .required = true, .description = "name of the package"},
    {.name = "version", .type = CDK_P_STRING, .description = "its version, without release; any where absent"}};

static const cdk_trigger triggers[] = {
    {.name = "required_package", .description = "fires where a package, or its version, is not there", .params = required_params, .param_count = 3, .needs = needs_packages, .evaluate = required_package},
    {.name = "verify", .description = "fires for files that differ from the package database", .params = verify_params, .param_count = 3, .needs = needs_verification, .evaluate = cdk_anchore_verify},
    {.name = "blacklist", .description = "fires for packages of a name and version", .params = blacklist_params, .param_count = 2, .needs = needs_packages, .evaluate = blacklist}};

const cdk_gate cdk_gate_anchore_packages = {
    .name = "packages", .description = "checks of packages", .triggers = triggers, .count = 3, .anchore = true};
