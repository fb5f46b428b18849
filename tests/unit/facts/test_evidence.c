/* SPDX-License-Identifier: Apache-2.0 */
#include "host_source.h"

#include "facts/evidence.h"

static int32_t give(unit *u, cdk_evidence *evidence, cdk_evidence_kind kind, const char *text)
{
    text_source state;
    cisdock_source source = text_source_of(&state, text, 7);
    return cdk_evidence_add_document(&u->env, evidence, kind, NULL, &source);
}

static const char containers[] =
    "[{\"Id\":\"aa\",\"HostConfig\":{\"Privileged\":true,\"Nothing\":[1,2],\"Binds\":[\"/a:/b\"]},\"GraphDriver\":{\"x\":1}},"
    " 7, {\"Id\":\"bb\",\"HostConfig\":null,\"Name\":\"/b\",\"Name\":\"/c\"}]";

static void keeps_of_containers_what_is_asked_for(void **state)
{
    (void)state;
    unit u;
    cdk_evidence *evidence;
    unit_begin(&u, -1);
    assert_int_equal(cdk_evidence_new(&u.env, &evidence), CISDOCK_OK);
    assert_int_equal(cdk_evidence_state(evidence, CDK_EV_CONTAINERS), CDK_NOT_ASKED);
    assert_int_equal(give(&u, evidence, CDK_EV_CONTAINERS, containers), CISDOCK_OK);
    assert_int_equal(cdk_evidence_state(evidence, CDK_EV_CONTAINERS), CDK_GIVEN);
    assert_int_equal(cdk_evidence_count(evidence, CDK_EV_CONTAINERS), 3);
    const cdk_element *first = cdk_evidence_element(evidence, CDK_EV_CONTAINERS, 0);
    assert_null(cdk_json_get(first->value, "GraphDriver"));
    assert_null(cdk_json_path(first->value, "HostConfig.Nothing"));
    const cdk_json *bind = cdk_json_at(cdk_json_path(first->value, "HostConfig.Binds"), 0);
    cdk_arena arena;
    cdk_arena_init(&arena, &u.mem);
    assert_string_equal(cdk_evidence_pointer(evidence, CDK_EV_CONTAINERS, &arena, first, bind), "/0/HostConfig/Binds/0");
    const cdk_element *last = cdk_evidence_element(evidence, CDK_EV_CONTAINERS, 2);
    assert_string_equal(cdk_evidence_pointer(evidence, CDK_EV_CONTAINERS, &arena, last, NULL), "/2");
    assert_true(cdk_json_is(cdk_json_get(last->value, "HostConfig"), CDK_JSON_NULL));
    assert_true(cdk_str_is(cdk_json_get_str(last->value, "Name"), "/c"));
    assert_int_equal(cdk_evidence_problems(evidence)->count, 1);
    assert_int_equal(cdk_evidence_problems(evidence)->first->cls, CDK_CLASS_DUPLICATE);
    assert_string_equal(cdk_evidence_problems(evidence)->first->pointer, "/2");
    cdk_arena_free(&arena);
    cdk_evidence_free(evidence);
    unit_end(&u);
}

/* The whole id counts before a name, a name before the beginning of an id; twelve characters are the least of those. Of one name
 * (no engine has two) the smaller id is taken. */
static void containers_and_volumes_are_found_by_reference(void **state)
{
    (void)state;
    static const struct {
        const char *ref;
        int32_t index; /* -1: none */
    } rows[] = {{"0123456789abcdef", 0}, {"0123456789ab", 2}, {"0123456789abc", 0}, {"0123456789", -1}, {"web", 3}, {"/web", 3}, {"", -1}, {"x", -1}, {"zzzzzzzzzzzzzz", -1}, {"fedcba98765", -1}, {"fedcba987654", 1}};
    unit u;
    cdk_evidence *evidence;
    unit_begin(&u, -1);
    assert_int_equal(cdk_evidence_new(&u.env, &evidence), CISDOCK_OK);
    assert_null(cdk_evidence_container_by_ref(evidence, CDK_STR("web")));
    assert_null(cdk_evidence_volume(evidence, CDK_STR("v")));
    assert_int_equal(give(&u, evidence, CDK_EV_CONTAINERS, "[{\"Id\":\"0123456789abcdef\",\"Name\":\"/db\",\"HostConfig\":{\"PidMode\":\"container:web\"}},"
                          "{\"Id\":\"fedcba9876543210\",\"Name\":\"/web\"},{\"Id\":\"5\",\"Name\":\"/0123456789ab\"},{\"Id\":\"6\",\"Name\":\"/web\"}, 7]"), CISDOCK_OK);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const cdk_container_view *found = cdk_evidence_container_by_ref(evidence, cdk_str_of(rows[i].ref));
        const cdk_container_view *wanted = rows[i].index < 0 ? NULL : cdk_evidence_container(evidence, (uint32_t)rows[i].index);
        if (found != wanted) fail_msg("%s", rows[i].ref);
    }
    assert_int_equal(give(&u, evidence, CDK_EV_VOLUMES, "[{\"Name\":\"b\"},{\"Name\":\"a\"},{\"Name\":\"b\"},null]"), CISDOCK_OK);
    assert_ptr_equal(cdk_evidence_volume(evidence, CDK_STR("b")), cdk_evidence_element(evidence, CDK_EV_VOLUMES, 0));
    assert_ptr_equal(cdk_evidence_volume(evidence, CDK_STR("a")), cdk_evidence_element(evidence, CDK_EV_VOLUMES, 1));
    assert_null(cdk_evidence_volume(evidence, CDK_STR("c")));
    assert_null(cdk_evidence_volume(evidence, CDK_STR("")));
    cdk_evidence_free(evidence);
    unit_end(&u);
}

static void cut_list_keeps_its_whole_elements(void **state)
{
    (void)state;
    unit u;
    cdk_evidence *evidence;
    unit_begin(&u, -1);
    assert_int_equal(cdk_evidence_new(&u.env, &evidence), CISDOCK_OK);
    assert_int_equal(give(&u, evidence, CDK_EV_CONTAINERS, "[{\"Id\":\"aa\"},{\"Id\":"), CISDOCK_OK);
    assert_int_equal(cdk_evidence_state(evidence, CDK_EV_CONTAINERS), CDK_GIVEN_DAMAGED);
    assert_int_equal(cdk_evidence_count(evidence, CDK_EV_CONTAINERS), 1);
    const cdk_problem *problem = cdk_evidence_problems(evidence)->first;
    assert_non_null(problem);
    assert_int_equal(problem->cls, CDK_CLASS_BAD_JSON);
    assert_int_equal(problem->severity, CDK_ERROR);
    assert_string_equal(problem->document, "containers");
    cdk_evidence_free(evidence);
    unit_end(&u);
}

static void wrapped_and_single_forms_have_their_pointers(void **state)
{
    (void)state;
    unit u;
    cdk_evidence *evidence;
    cdk_arena arena;
    unit_begin(&u, -1);
    cdk_arena_init(&arena, &u.mem);
    assert_int_equal(cdk_evidence_new(&u.env, &evidence), CISDOCK_OK);
    assert_int_equal(give(&u, evidence, CDK_EV_VOLUMES, "{\"Volumes\":[{\"Name\":\"a\"},{\"Name\":\"b\"}]}"), CISDOCK_OK);
    assert_int_equal(cdk_evidence_count(evidence, CDK_EV_VOLUMES), 2);
    const cdk_element *second = cdk_evidence_element(evidence, CDK_EV_VOLUMES, 1);
    assert_string_equal(cdk_evidence_pointer(evidence, CDK_EV_VOLUMES, &arena, second, cdk_json_get(second->value, "Name")),
                        "/Volumes/1/Name");
    assert_int_equal(give(&u, evidence, CDK_EV_CONTAINERS, " {\"Id\":\"aa\"}"), CISDOCK_OK);
    const cdk_element *only = cdk_evidence_element(evidence, CDK_EV_CONTAINERS, 0);
    assert_string_equal(cdk_evidence_pointer(evidence, CDK_EV_CONTAINERS, &arena, only, cdk_json_get(only->value, "Id")), "/Id");
    cdk_arena_free(&arena);
    cdk_evidence_free(evidence);
    unit_end(&u);
}

static void manifest_says_what_is_absent_denied_and_whole(void **state)
{
    (void)state;
    unit u;
    cdk_evidence *evidence;
    unit_begin(&u, -1);
    assert_int_equal(cdk_evidence_new(&u.env, &evidence), CISDOCK_OK);
    assert_int_equal(give(&u, evidence, CDK_EV_INFO, "{\"a\":1}"), CISDOCK_OK);
    assert_int_equal(give(&u, evidence, CDK_EV_MANIFEST,
                          "{\"schema\":\"cisdock.evidence/1\",\"complete\":[\"containers\"],\"absent\":[\"daemon-json\",\"info\"],"
                          "\"denied\":[\"audit-rules\",\"no-such-kind\"]}"),
                     CISDOCK_OK);
    assert_int_equal(cdk_evidence_state(evidence, CDK_EV_DAEMON_JSON), CDK_GIVEN_ABSENT);
    assert_int_equal(cdk_evidence_state(evidence, CDK_EV_AUDIT_RULES), CDK_GIVEN_DENIED);
    assert_int_equal(cdk_evidence_state(evidence, CDK_EV_INFO), CDK_GIVEN);
    assert_int_equal(cdk_evidence_state(evidence, CDK_EV_STAT), CDK_NOT_ASKED);
    assert_false(cdk_evidence_complete(evidence, CDK_EV_CONTAINERS)); /* a list that was not given is not whole */
    assert_int_equal(give(&u, evidence, CDK_EV_CONTAINERS, "[]"), CISDOCK_OK);
    assert_true(cdk_evidence_complete(evidence, CDK_EV_CONTAINERS));
    assert_false(cdk_evidence_complete(evidence, CDK_EV_IMAGES));
    assert_int_equal(cdk_evidence_problems(evidence)->count, 1);
    assert_string_equal(cdk_evidence_problems(evidence)->first->pointer, "/denied/1");
    cdk_evidence_free(evidence);
    unit_end(&u);
}

static int32_t fill(unit *u)
{
    cdk_evidence *evidence;
    int32_t status = cdk_evidence_new(&u->env, &evidence);
    if (status) return status;
    status = give(u, evidence, CDK_EV_CONTAINERS, containers);
    if (!status) status = give(u, evidence, CDK_EV_INFO, "{\"Driver\":\"x\",\"Driver\":\"y\"}");
    if (!status) status = give(u, evidence, CDK_EV_MANIFEST, "{\"complete\":[\"x\"]}");
    if (!status) status = give(u, evidence, CDK_EV_STAT, "/a\tfile\troot\troot\t0644\n[");
    if (!status) status = give(u, evidence, CDK_EV_MALWARE, "[{\"scanner\":\"a\",\"path\":\"/x\",\"signature\":\"s\"},{\"path\":1}]");
    if (!status) status = give(u, evidence, CDK_EV_MALWARE, "/x: y: S FOUND\n/z: OK\n");
    if (!status) status = give(u, evidence, CDK_EV_AUDIT_RULES, "-w /etc/docker -p wa\n");
    cdk_evidence_free(evidence);
    return status;
}

static void survives_each_failed_allocation(void **state)
{
    (void)state;
    unit_each_failure(fill);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_of_containers_what_is_asked_for), cmocka_unit_test(containers_and_volumes_are_found_by_reference), cmocka_unit_test(cut_list_keeps_its_whole_elements),
        cmocka_unit_test(wrapped_and_single_forms_have_their_pointers),
        cmocka_unit_test(manifest_says_what_is_absent_denied_and_whole), cmocka_unit_test(survives_each_failed_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
