/* SPDX-License-Identifier: Apache-2.0 */
/* dockerd's command line and file, as dockerd itself reads them. */
#include "host_source.h"

#include "facts/daemon_settings.h"

typedef struct daemon {
    unit u;
    cdk_arena arena;
    cdk_evidence *evidence;
} daemon;

static void begin(daemon *d, const char *file, const char *argv)
{
    text_source state;
    cisdock_source source;
    unit_begin(&d->u, -1);
    cdk_arena_init(&d->arena, &d->u.mem);
    assert_int_equal(cdk_evidence_new(&d->u.env, &d->evidence), CISDOCK_OK);
    if (file) {
        source = text_source_of(&state, file, 5);
        assert_int_equal(cdk_evidence_add_document(&d->u.env, d->evidence, CDK_EV_DAEMON_JSON, NULL, &source), CISDOCK_OK);
    }
    if (argv) {
        source = text_source_of(&state, argv, 5);
        assert_int_equal(cdk_evidence_add_document(&d->u.env, d->evidence, CDK_EV_DOCKERD_ARGV, NULL, &source), CISDOCK_OK);
    }
}

static cdk_setting ask(daemon *d, cdk_daemon_option option)
{
    cdk_setting setting;
    assert_int_equal(cdk_daemon_setting(&d->u.env, &d->arena, d->evidence, option, &setting), CISDOCK_OK);
    return setting;
}

static void end(daemon *d)
{
    cdk_evidence_free(d->evidence);
    cdk_arena_free(&d->arena);
    unit_end(&d->u);
}

static void flags_in_legal_spellings(void **state)
{
    (void)state;
    daemon d;
    begin(&d, "{}", "/usr/sbin/dockerd\n-DH\ntcp://a:1\n-H=unix:///x\n-Htcp://b:2\n--host\nfd://\n--icc=f\n--iptables\nfalse\n--log-level\nwarn\n"
                    "-l\nerror\n--default-ulimit=nofile=1:2\n--unknown\n-q\n--\n--live-restore\n");
    assert_true(ask(&d, CDK_DO_DEBUG).on);
    cdk_setting hosts = ask(&d, CDK_DO_HOSTS);
    assert_int_equal(hosts.count, 4);
    assert_true(cdk_str_is(hosts.items[0].value, "tcp://a:1"));
    assert_true(cdk_str_is(hosts.items[2].value, "tcp://b:2"));
    assert_false(ask(&d, CDK_DO_ICC).on);
    assert_true(ask(&d, CDK_DO_IPTABLES).on); /* a boolean never takes the next word */
    assert_true(cdk_str_is(ask(&d, CDK_DO_LOG_LEVEL).text, "error"));
    assert_true(cdk_str_is(ask(&d, CDK_DO_DEFAULT_ULIMITS).items[0].name, "nofile"));
    assert_int_equal(ask(&d, CDK_DO_LIVE_RESTORE).state, CDK_SETTING_DEFAULT); /* behind "--" */
    end(&d);
}

static void what_is_not_given_is_not_a_default(void **state)
{
    (void)state;
    daemon d;
    begin(&d, "{\"icc\":false}", NULL);
    assert_int_equal(ask(&d, CDK_DO_ICC).state, CDK_SETTING_SET);
    assert_int_equal(ask(&d, CDK_DO_IPTABLES).state, CDK_SETTING_UNKNOWN);
    assert_int_equal(ask(&d, CDK_DO_IPTABLES).lacks, CDK_EV_DOCKERD_ARGV);
    end(&d);
    begin(&d, NULL, "dockerd\n");
    assert_int_equal(ask(&d, CDK_DO_IPTABLES).lacks, CDK_EV_DAEMON_JSON);
    cdk_evidence_set_given(d.evidence, CDK_EV_DAEMON_JSON, CDK_GIVEN_ABSENT);
    assert_int_equal(ask(&d, CDK_DO_IPTABLES).state, CDK_SETTING_DEFAULT);
    assert_true(ask(&d, CDK_DO_IPTABLES).on);
    end(&d);
    begin(&d, " \n", "dockerd\n"); /* an empty file is taken */
    assert_int_equal(ask(&d, CDK_DO_ICC).state, CDK_SETTING_DEFAULT);
    end(&d);
}

static void conflicts_and_refused_values(void **state)
{
    (void)state;
    daemon d;
    begin(&d, "{\"icc\":false,\"hosts\":[\"fd://\"],\"debug\":\"true\",\"log-level\":null,\"dns\":7}", "dockerd\n--icc=false\n-H\nx\n--tls=maybe\n--group\n");
    assert_int_equal(ask(&d, CDK_DO_ICC).state, CDK_SETTING_CONFLICT);
    assert_int_equal(ask(&d, CDK_DO_HOSTS).state, CDK_SETTING_CONFLICT);
    assert_int_equal(ask(&d, CDK_DO_DEBUG).state, CDK_SETTING_BAD);
    assert_int_equal(ask(&d, CDK_DO_LOG_LEVEL).state, CDK_SETTING_DEFAULT);
    assert_int_equal(ask(&d, CDK_DO_TLS).state, CDK_SETTING_BAD);
    assert_int_equal(ask(&d, CDK_DO_GROUP).state, CDK_SETTING_BAD);
    end(&d);
    begin(&d, "[1]", "dockerd\n");
    assert_int_equal(ask(&d, CDK_DO_ICC).state, CDK_SETTING_BAD);
    end(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(flags_in_legal_spellings),
        cmocka_unit_test(what_is_not_given_is_not_a_default),
        cmocka_unit_test(conflicts_and_refused_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
