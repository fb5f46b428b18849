/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of policy evaluation by themselves: references, wildcards, expiry, the three outcomes; and every allocation of a
 * whole evaluation failed in turn. Expected values follow from anchore-engine's documented semantics. */
#include "bundle/policy.h"
#include "unit.h"

static const char *text_of(cdk_arena *arena, cdk_str s)
{
    return s.p ? cdk_arena_dup(arena, s.p, s.n) : "(null)";
}

static void test_references(void **state)
{
    (void)state;
    static const struct {
        const char *text, *registry, *repository, *tag, *digest;
    } rows[] = {
        {"nginx", "docker.io", "nginx", "latest", "(null)"},
        {"nginx:1.25", "docker.io", "nginx", "1.25", "(null)"},
        {"docker.io/library/nginx:1.25", "docker.io", "library/nginx", "1.25", "(null)"},
        {"dockerhub/library/nginx:1", "docker.io", "library/nginx", "1", "(null)"},
        {"me/app", "docker.io", "me/app", "latest", "(null)"},
        {"localhost/app:2", "localhost", "app", "2", "(null)"},
        {"registry.example/a/b:c", "registry.example", "a/b", "c", "(null)"},
        {"registry:5000/a:b", "registry:5000", "a", "b", "(null)"},
        {"registry:/a:b", "registry", "a", "b", "(null)"},
        {"registry.example/a@sha256:ab", "registry.example", "a", "(null)", "sha256:ab"},
        {" a:b ", "docker.io", "a", "b", "(null)"},
        {"a:", "docker.io", "a", "latest", "(null)"},
        {"*/*:*", "docker.io", "*/*", "*", "(null)"},
    };
    unit u;
    unit_begin(&u, -1);
    cdk_arena arena;
    cdk_arena_init(&arena, &u.mem);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cdk_reference got;
        assert_true(cdk_reference_parse(&arena, cdk_str_of(rows[i].text), &got));
        assert_string_equal(text_of(&arena, got.registry), rows[i].registry);
        assert_string_equal(text_of(&arena, got.repository), rows[i].repository);
        assert_string_equal(text_of(&arena, got.tag), rows[i].tag);
        assert_string_equal(text_of(&arena, got.digest), rows[i].digest);
    }
    cdk_arena_free(&arena);
    unit_end(&u);
}

static void test_wildcards(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *text;
        bool hit;
    } rows[] = {
        {"*", "", true}, {"*", "a/b", true}, {"*", "a\nb", false}, {"a*", "abc", true}, {"*c", "abc", true}, {"a*c", "abcc", true}, {"a*b*c", "a1b2c", true},
        {"abc", "abc", true}, {"abc", "abcd", false}, {"abc", "ABC", false}, {"a.c", "abc", false}, {"a?c", "abc", false}, {"[ab]", "a", false}, {"abc", "abc\n", true},
        {"**", "x", true}, {"a*a", "a", false}, {"regexp:CVE-2019-.*", "CVE-2019-12", true}, {"regexp:CVE", "CVE-1 and more", true}, {"regexp:19", "2019", false}, {"", "", true}, {"", "a", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unit u;
        unit_begin(&u, -1);
        cdk_wildcard wildcard;
        bool hit;
        assert_int_equal(cdk_wildcard_new(&u.env, cdk_str_of(rows[i].pattern), &wildcard), CISDOCK_OK);
        assert_int_equal(cdk_wildcard_try(&wildcard, cdk_str_of(rows[i].text), &hit), CISDOCK_OK);
        if (hit != rows[i].hit) fail_msg("\"%s\" on \"%s\": %d", rows[i].pattern, rows[i].text, hit);
        cdk_wildcard_free(&wildcard);
        unit_end(&u);
    }
}

static void test_expiry(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t microseconds; /* -1: cannot be read */
    } rows[] = {
        {"1970-01-01T00:00:00Z", 0}, {"1970-01-02T00:00:00Z", INT64_C(86400000000)}, {"1970-01-01T00:00:01.5Z", 1500000}, {"1970-01-01T00:00:00:000001Z", 1},
        {"1970-1-1T0:0:0Z", 0}, {"1970-01- 1T00:00:00Z", 0}, {"1970-01-01t00:00:00z", 0}, {"2020-02-29T12:00:00Z", INT64_C(1582977600000000)},
        {"2019-02-29T12:00:00Z", -1}, {"1970-01-01T00:00:00", -1}, {"1970-01-01T00:00:00A", -1}, {"1970-01-01 00:00:00Z", -1}, {"1970-13-01T00:00:00Z", -1},
        {"1970-01-00T00:00:00Z", -1}, {"1970-01-01T24:00:00Z", -1}, {"1970-01-01T00:00:00.Z", -1}, {"1970-01-01T00:00:00.1234567Z", -1}, {"70-01-01T00:00:00Z", -1}, {"", -1},
        {"1970-01-  1T00:00:00Z", -1}, {"1970-01- 11T00:00:00Z", -1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t got = -1;
        bool read = cdk_policy_expiry(cdk_str_of(rows[i].text), &got);
        if (read != (rows[i].microseconds >= 0) || (read && got != rows[i].microseconds)) fail_msg("%s: %lld", rows[i].text, (long long)got);
    }
}

#define MAPPING "\"mappings\":[{\"name\":\"all\",\"registry\":\"*\",\"repository\":\"*\",\"image\":{\"type\":\"tag\",\"value\":\"*\"},\"policy_ids\":[\"p\"],\"whitelist_ids\":[\"w\"]}]"
#define RULES(rules) "\"policies\":[{\"id\":\"p\",\"version\":\"1_0\",\"rules\":[" rules "]}]"
#define RULE(gate, trigger, action, params) "{\"gate\":\"" gate "\",\"trigger\":\"" trigger "\",\"action\":\"" action "\",\"params\":[" params "]}"
#define PARAM(name, value) "{\"name\":\"" name "\",\"value\":\"" value "\"}"
#define LIST "\"whitelists\":[{\"id\":\"w\",\"version\":\"1_0\",\"items\":[{\"gate\":\"files\",\"trigger_id\":\"*\",\"expires_on\":\"2030-01-01T00:00:00Z\"},{\"gate\":\"always\",\"trigger_id\":\"regexp:al.*s\"}]}]"
#define BUNDLE(rules) "{\"id\":\"b\",\"version\":\"1_0\"," RULES(rules) "," LIST "," MAPPING "}"

static const char facts_text[] =
    "{\"image_id\":\"i\",\"digest\":\"sha256:d\",\"distro\":{\"name\":\"debian\",\"version\":\"12\",\"like\":\"debian\"},\"dockerfile_mode\":\"Actual\",\"dockerfile_contents\":\"FROM scratch\\nUSER root\\nEXPOSE 22 80\","
    "\"files\":[{\"path\":\"/bin/su\",\"mode\":\"4755\",\"type\":\"file\",\"size\":3}],\"retrieved_files\":{\"/etc/passwd\":\"root:x:0:0:root:/root:/bin/sh\\n\"},"
    "\"secret_search\":{\"/k\":{\"PRIV_KEY=x\":[0]}},\"packages\":[{\"name\":\"a\",\"version\":\"1\",\"release\":\"N/A\",\"type\":\"dpkg\",\"license\":\"GPL-2 MIT\"}]}";

typedef struct told {
    cdk_policy_outcome outcome;
    char action[8];
    uint32_t matches;
    char first_problem[48];
} told;

static int32_t judge_in(unit *u, cdk_arena *arena, const char *bundle_text, cdk_compat compat, told *out)
{
    cdk_json *facts_json, *root;
    cdk_gate_facts *facts = NULL;
    cdk_policy_result *result = NULL;
    int32_t status = cdk_json_parse(&u->env, arena, cdk_str_of(facts_text), "facts", &facts_json);
    if (!status) status = cdk_json_parse(&u->env, arena, cdk_str_of(bundle_text), "bundle", &root);
    if (!status) status = cdk_gate_facts_from_json(&u->env, facts_json, NULL, &facts);
    if (status) return status;
    cdk_policy_bundle bundle = {root, cdk_str_of(bundle_text), "bundle"};
    cdk_eval eval = {.env = &u->env, .arena = arena, .compat = compat, .has_now = true, .now = 1600000000};
    status = cdk_policy_evaluate_facts(&eval, &bundle, facts, CDK_STR("docker.io/library/a:1"), &result);
    if (!status) {
        *out = (told){.outcome = result->outcome, .matches = result->match_count};
        strncpy(out->action, result->final_action ? result->final_action : "", sizeof out->action - 1);
        if (result->problems) strncpy(out->first_problem, result->problems->type, sizeof out->first_problem - 1);
    }
    cdk_gate_facts_free(facts);
    return status;
}

static int32_t judge(unit *u, const char *bundle_text, cdk_compat compat, told *out)
{
    cdk_arena arena;
    cdk_arena_init(&arena, &u->mem);
    int32_t status = judge_in(u, &arena, bundle_text, compat, out);
    cdk_arena_free(&arena);
    return status;
}

static void test_three_outcomes(void **state)
{
    (void)state;
    static const struct {
        const char *bundle;
        cdk_policy_outcome outcome;
        const char *action;
        uint32_t matches;
        const char *problem;
    } rows[] = {
        {BUNDLE(RULE("dockerfile", "effective_user", "WARN", PARAM("users", "root") "," PARAM("type", "blacklist"))), CDK_POLICY_RESULT, "warn", 1, ""},
        {BUNDLE(RULE("files", "suid_or_guid_set", "stop", "")), CDK_POLICY_RESULT, "go", 1, ""},       /* allowlisted */
        {BUNDLE(RULE("always", "always", "STOP", "")), CDK_POLICY_RESULT, "go", 1, ""},                /* by a pattern */
        {BUNDLE(RULE("npmcheck", "npmnofeed", "STOP", "")), CDK_POLICY_RESULT, "go", 0, "EndOfLifedError"},
        {BUNDLE(RULE("nope", "x", "STOP", "")), CDK_POLICY_ERROR_STOP, "stop", 0, "GateNotFoundError"},
        {BUNDLE(RULE("files", "x", "STOP", "")), CDK_POLICY_ERROR_STOP, "stop", 0, "TriggerNotFoundError"},
        {BUNDLE(RULE("files", "name_match", "STOP", "")), CDK_POLICY_ERROR_STOP, "stop", 0, "ParameterValueInvalidError"},
        {BUNDLE(RULE("files", "suid_or_guid_set", "STOP", PARAM("nope", "1"))), CDK_POLICY_ERROR_STOP, "stop", 0, "InvalidParameterError"},
        {BUNDLE(RULE("files", "name_match", "STOP", PARAM("regex", "(")) "," RULE("always", "always", "WARN", "")), CDK_POLICY_NO_VERDICT, "stop", 0, ""},
        {"{\"id\":\"b\",\"version\":\"2_0\"}", CDK_POLICY_NO_VERDICT, "stop", 0, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unit u;
        unit_begin(&u, -1);
        told got;
        assert_int_equal(judge(&u, rows[i].bundle, CDK_COMPAT_ANCHORE_1_1, &got), CISDOCK_OK);
        assert_int_equal(got.outcome, rows[i].outcome);
        assert_string_equal(got.action, rows[i].action);
        assert_int_equal(got.matches, rows[i].matches);
        if (rows[i].problem[0]) assert_string_equal(got.first_problem, rows[i].problem);
        unit_end(&u);
    }
}

/* A rule of each gate that reads facts: whatever allocation fails, nothing is lost and nothing else is said. */
static int32_t judge_all_gates(unit *u)
{
    static const char bundle[] = BUNDLE(
        RULE("dockerfile", "effective_user", "WARN", PARAM("users", "root") "," PARAM("type", "blacklist")) ","
        RULE("dockerfile", "instruction", "WARN", PARAM("instruction", "FROM") "," PARAM("check", "like") "," PARAM("value", "scr.*")) ","
        RULE("dockerfile", "exposed_ports", "WARN", PARAM("ports", "22") "," PARAM("type", "blacklist")) ","
        RULE("files", "suid_or_guid_set", "STOP", "") "," RULE("files", "name_match", "WARN", PARAM("regex", ".*su$")) ","
        RULE("passwd_file", "blacklist_usernames", "WARN", PARAM("user_names", "root")) ","
        RULE("retrieved_files", "content_regex", "WARN", PARAM("path", "/etc/passwd") "," PARAM("regex", "root.*") "," PARAM("check", "match")) ","
        RULE("secret_scans", "content_regex_checks", "WARN", "") "," RULE("packages", "required_package", "WARN", PARAM("name", "zz")) ","
        RULE("licenses", "blacklist_partial_match", "WARN", PARAM("licenses", "GPL")) ","
        RULE("metadata", "attribute", "WARN", PARAM("attribute", "distro") "," PARAM("check", "=") "," PARAM("value", "debian")) ","
        RULE("malware", "scan_not_run", "WARN", "") "," RULE("vulnerabilities", "stale_feed_data", "WARN", PARAM("max_days_since_sync", "2")));
    told got;
    int32_t status = judge(u, bundle, CDK_COMPAT_ANCHORE_1_1, &got);
    if (status) return status;
    assert_int_equal(got.outcome, CDK_POLICY_RESULT);
    assert_int_equal(got.matches, 13);
    return CISDOCK_OK;
}

static void test_no_memory(void **state)
{
    (void)state;
    unit_each_failure(judge_all_gates);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_references), cmocka_unit_test(test_wildcards), cmocka_unit_test(test_expiry),
                                       cmocka_unit_test(test_three_outcomes), cmocka_unit_test(test_no_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
