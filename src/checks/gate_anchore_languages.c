/* SPDX-License-Identifier: Apache-2.0 */
/* npm packages and Ruby gems: two gates of one make. */
#include "checks/anchore.h"

typedef struct language {
    cdk_str type;
    const char *prefix;   /* of messages: NPM, GEM */
    const char *newer;    /* in front of the message about a newer version */
    const char *feed;     /* "NPM feed" */
    const char *denied;   /* "NPM Package is blacklisted: " */
    const char *no_feed;
} language;

static const language npm = {{"npm", 3}, "NPM", "NPMNOTLATEST ", "NPM", "NPM Package is blacklisted: ",
                             "NPM packages are present but the anchore npm feed is not available - will be unable to perform checks that require feed data"};
static const language gem = {{"gem", 3}, "GEM", "", "GEM", "Gem Package is blacklisted: ",
                             "Gem packages are present but the anchore gem feed is not available - will be unable to perform checks that require feed data"};

static const cdk_gate_language_feed *feed_of(const cdk_gate_facts *facts, const language *l)
{
    return l == &npm ? &facts->npm : &facts->gem;
}

static bool installed(const cdk_gate_package *package, const language *l)
{
    return cdk_str_eq(package->type, l->type);
}

static const cdk_gate_feed_package *in_feed(const cdk_gate_language_feed *feed, cdk_str name)
{
    for (uint32_t i = 0; i < feed->count; i++)
        if (cdk_str_eq(feed->items[i].name, name)) return &feed->items[i];
    return NULL;
}

static bool first_of_name(const cdk_gate_facts *facts, uint32_t index, const language *l)
{
    for (uint32_t i = 0; i < index; i++)
        if (installed(&facts->packages[i], l) && cdk_str_eq(facts->packages[i].name, facts->packages[index].name)) return false;
    return true;
}

static bool first_of_version(const cdk_gate_facts *facts, uint32_t index, const language *l)
{
    for (uint32_t i = 0; i < index; i++)
        if (installed(&facts->packages[i], l) && cdk_str_eq(facts->packages[i].name, facts->packages[index].name) &&
            cdk_str_eq(facts->packages[i].version, facts->packages[index].version))
            return false;
    return true;
}

static bool has_version(const cdk_gate_feed_package *package, cdk_str version)
{
    for (uint32_t i = 0; i < package->version_count; i++)
        if (cdk_str_eq(package->versions[i], version)) return true;
    return false;
}

/* Feed triggers stay silent where the feed knows none of the installed names. */
static bool feed_speaks(cdk_eval *eval, const language *l)
{
    const cdk_gate_facts *facts = cdk_seen(eval);
    if (cdk_anchore_lacks(eval, facts->languages_state, "the list of packages")) return false;
    for (uint32_t i = 0; i < facts->package_count; i++)
        if (installed(&facts->packages[i], l) && in_feed(feed_of(facts, l), facts->packages[i].name)) return true;
    if (!feed_of(facts, l)->given) cdk_anchore_lacks(eval, facts->feed_given ? CDK_NOT_GIVEN : facts->feed_lack, "what the registry has (evidence \"feed\", its members npm and gem)");
    return false;
}

static int32_t fire(cdk_eval *eval, cdk_buf *text, cdk_str name)
{
    int32_t status = cdk_anchore_fire(eval, text, NULL);
    return status ? status : cdk_anchore_evidence(eval, "package", "name", name);
}

static void head(cdk_eval *eval, cdk_buf *text, const char *word, const cdk_gate_package *package, bool version)
{
    cdk_buf_init(text, eval->env->mem);
    cdk_buf_printf(text, "%sPackage (", word);
    cdk_buf_str(text, package->name);
    if (!version) return;
    cdk_buf_text(text, ") version (");
    cdk_buf_str(text, package->version);
}

static int32_t newer(cdk_eval *eval, const language *l)
{
    const cdk_gate_facts *facts = cdk_seen(eval);
    int32_t status = 0;
    if (!feed_speaks(eval, l)) return 0;
    for (uint32_t i = 0; !status && i < facts->package_count; i++) {
        const cdk_gate_package *package = &facts->packages[i];
        const cdk_gate_feed_package *known = installed(package, l) ? in_feed(feed_of(facts, l), package->name) : NULL;
        if (!known || !package->version.n || cdk_str_eq(known->latest, package->version)) continue;
        cdk_buf text;
        head(eval, &text, l->newer, package, true);
        cdk_buf_text(&text, ") installed but is not the latest version (");
        cdk_buf_str(&text, known->latest.p ? known->latest : CDK_STR("None"));
        cdk_buf_text(&text, ")");
        status = fire(eval, &text, package->name);
    }
    return status;
}

static int32_t unknown(cdk_eval *eval, const language *l)
{
    const cdk_gate_facts *facts = cdk_seen(eval);
    char word[32] = "";
    int32_t status = 0;
    if (!feed_speaks(eval, l)) return 0;
    strcat(strcat(word, l->prefix), "NOTOFFICIAL ");
    for (uint32_t i = 0; !status && i < facts->package_count; i++) {
        const cdk_gate_package *package = &facts->packages[i];
        if (!installed(package, l) || in_feed(feed_of(facts, l), package->name) || !first_of_name(facts, i, l)) continue;
        cdk_buf text;
        head(eval, &text, word, package, false);
        cdk_buf_printf(&text, ") in container but not in official %s feed.", l->feed);
        status = fire(eval, &text, package->name);
    }
    return status;
}

static void put_versions(cdk_buf *text, const cdk_gate_feed_package *package)
{
    cdk_buf_char(text, '[');
    for (uint32_t i = 0; i < package->version_count; i++) {
        if (i) cdk_buf_text(text, ", ");
        cdk_py_repr(text, package->versions[i]);
    }
    cdk_buf_char(text, ']');
}

static int32_t bad_version(cdk_eval *eval, const language *l)
{
    const cdk_gate_facts *facts = cdk_seen(eval);
    char word[32] = "";
    int32_t status = 0;
    if (!feed_speaks(eval, l)) return 0;
    strcat(strcat(word, l->prefix), "BADVERSION ");
    for (uint32_t i = 0; !status && i < facts->package_count; i++) {
        const cdk_gate_package *package = &facts->packages[i];
        const cdk_gate_feed_package *known = installed(package, l) ? in_feed(feed_of(facts, l), package->name) : NULL;
        if (!known || has_version(known, package->version) || !first_of_version(facts, i, l)) continue;
        cdk_buf text;
        head(eval, &text, word, package, true);
        cdk_buf_text(&text, ") installed but version is not in the official feed for this package (");
        put_versions(&text, known);
        cdk_buf_text(&text, ")");
        status = fire(eval, &text, package->name);
    }
    return status;
}

static int32_t denied(cdk_eval *eval, const language *l)
{
    const cdk_gate_facts *facts = cdk_seen(eval);
    cdk_str name = cdk_param(eval, "name"), version = cdk_param(eval, "version");
    bool hit = false;
    if (cdk_anchore_lacks(eval, facts->languages_state, "the list of packages")) return 0;
    for (uint32_t i = 0; i < facts->package_count && !hit; i++)
        hit = installed(&facts->packages[i], l) && cdk_str_eq(facts->packages[i].name, name) &&
              (!version.p || (version.n && cdk_str_eq(facts->packages[i].version, version)));
    if (!hit) return 0;
    cdk_buf text;
    cdk_buf_init(&text, eval->env->mem);
    cdk_buf_text(&text, l->denied);
    cdk_buf_str(&text, name);
    if (version.p) cdk_buf_char(&text, '-');
    cdk_buf_str(&text, version);
    return fire(eval, &text, name);
}

static int32_t no_feed(cdk_eval *eval, const language *l)
{
    const cdk_gate_facts *facts = cdk_seen(eval);
    bool any = cdk_odd(eval, CDK_ODD_FEED_WITHOUT_PACKAGES);
    for (uint32_t i = 0; i < facts->package_count && !any; i++) any = installed(&facts->packages[i], l);
    return any && !feed_of(facts, l)->synced ? cdk_anchore_firef(eval, "%s", l->no_feed) : 0;
}

#define TRIGGER(name, make)                                                                                            \
    static int32_t npm_##name(cdk_eval *eval) { return make(eval, &npm); }                                             \
    static int32_t gem_##name(cdk_eval *eval) { return make(eval, &gem); }
TRIGGER(newer, newer)
TRIGGER(unknown, unknown)
TRIGGER(bad_version, bad_version)
TRIGGER(denied, denied)
TRIGGER(no_feed, no_feed)

static int32_t needs(const cdk_env *env, const cdk_params *params, cdk_plan *plan)
{
    cdk_need languages = {.kind = CDK_NEED_LANGUAGES};
    (void)params;
    return cdk_plan_add(env, plan, &languages);
}

static const cdk_param_spec denied_params[] = {
    {.name = "name", .type = CDK_P_STRING, .required = true, .description = "name of the package"},
    {.name = "version", .type = CDK_P_STRING, .description = "its version; any where absent"}};

#define NEWER "fires for each installed version that is not the feed's latest"
#define UNKNOWN "fires for each installed name that the feed does not know"
#define BAD "fires for each installed version that the feed does not know"
#define DENIED "fires for a package of a name and version"
#define NO_FEED "fires where the feed was never read"
static const cdk_trigger npm_triggers[] = {
    {.name = "newer_version_in_feed", .description = NEWER, .evidence = "feed", .needs = needs, .evaluate = npm_newer},
    {.name = "unknown_in_feeds", .description = UNKNOWN, .evidence = "feed", .needs = needs, .evaluate = npm_unknown},
    {.name = "version_not_in_feeds", .description = BAD, .evidence = "feed", .needs = needs, .evaluate = npm_bad_version},
    {.name = "blacklisted_name_version", .description = DENIED, .params = denied_params, .param_count = 2, .needs = needs, .evaluate = npm_denied},
    {.name = "feed_data_unavailable", .description = NO_FEED, .evidence = "feed", .needs = needs, .evaluate = npm_no_feed}};
static const cdk_trigger gem_triggers[] = {
    {.name = "newer_version_found_in_feed", .description = NEWER, .evidence = "feed", .needs = needs, .evaluate = gem_newer},
    {.name = "not_found_in_feed", .description = UNKNOWN, .evidence = "feed", .needs = needs, .evaluate = gem_unknown},
    {.name = "version_not_found_in_feed", .description = BAD, .evidence = "feed", .needs = needs, .evaluate = gem_bad_version},
    {.name = "blacklist", .description = DENIED, .params = denied_params, .param_count = 2, .needs = needs, .evaluate = gem_denied},
    {.name = "feed_data_unavailable", .description = NO_FEED, .evidence = "feed", .needs = needs, .evaluate = gem_no_feed}};

const cdk_gate cdk_gate_anchore_npms = {
    .name = "npms", .description = "checks of npm packages", .triggers = npm_triggers, .count = 5, .anchore = true};
const cdk_gate cdk_gate_anchore_gems = {
    .name = "ruby_gems", .description = "checks of Ruby gems", .triggers = gem_triggers, .count = 5, .anchore = true};
