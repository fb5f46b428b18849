/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "facts/certificate.h"
#include "facts/exec_log.h"
#include "facts/unit_file.h"

static void units_are_read_with_their_drop_ins(void **state)
{
    (void)state;
    cdk_unit_setting setting;
    cdk_str value, text = CDK_STR("# /usr/lib/systemd/system/docker.socket\n[Socket]\nListenStream=2375\nListenStream=/run/docker.sock\n"
                                  "[Service]\nEnvironment=\"A=b c\" \\\n  'D=e' F=g\n# drop-in\nListenStream=\nListenStream=%t/docker.sock\n"
                                  "ListenStream=10.0.0.1:2376\n");
    assert_true(cdk_unit_listens(text, false, &setting));
    assert_true(cdk_str_is(setting.value, "10.0.0.1:2376"));
    assert_int_equal(setting.line, 11);
    assert_false(cdk_unit_listens(text, true, &setting)); /* the path was cleared */
    assert_true(cdk_unit_variable(text, "A", &value));
    assert_true(cdk_str_is(value, "b c"));
    assert_true(cdk_unit_variable(text, "D", &value));
    assert_true(cdk_str_is(value, "e"));
    assert_true(cdk_unit_variable(text, "F", &value));
    assert_false(cdk_unit_variable(text, "c", &value));
    assert_false(cdk_unit_variable(CDK_STR("Environment=A=b\nEnvironment=\n"), "A", &value));
}

static cdk_exec_call call_of(unit *u, cdk_arena *arena, const char *line)
{
    cdk_exec_call call;
    assert_int_equal(cdk_exec_read(&u->env, arena, cdk_str_of(line), &call), CISDOCK_OK);
    return call;
}

static void commands_are_found_in_logs(void **state)
{
    (void)state;
    unit u;
    cdk_arena arena;
    unit_begin(&u, -1);
    cdk_arena_init(&arena, &u.mem);
    assert_true(call_of(&u, &arena, "type=EXECVE argc=4 a0=\"docker\" a1=\"exec\" a2=2D2D70726976696C65676564 a3=\"web\"").privileged);
    cdk_exec_call call = call_of(&u, &arena, "sudo docker --config /x exec -itu 0:0 web sh -c 'exec --privileged'");
    assert_true(call.found && call.has_user && !call.privileged);
    assert_true(cdk_str_is(call.user, "0:0"));
    assert_false(call_of(&u, &arena, "docker exec -e X=u web").has_user);
    assert_false(call_of(&u, &arena, "docker logs web; exec --privileged").found);
    assert_false(call_of(&u, &arena, "{\"user\": \"root\"}").found);
    assert_false(call_of(&u, &arena, "{broken").found);
    cdk_arena_free(&arena);
    unit_end(&u);
}

static void certificates_that_are_none_tell_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n", "-----BEGIN CERTIFICATE-----\nMIIB",
                                        "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n"};
    unit u;
    unit_begin(&u, -1);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        bool known = true;
        int64_t seconds = 0;
        assert_int_equal(cdk_certificates_begin(&u.env, cdk_str_of(texts[i]), &known, &seconds), CISDOCK_OK);
        assert_false(known);
    }
    unit_end(&u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(units_are_read_with_their_drop_ins),
        cmocka_unit_test(commands_are_found_in_logs),
        cmocka_unit_test(certificates_that_are_none_tell_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
