/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "facts/hostdoc.h"

typedef struct host {
    unit u;
    cdk_arena arena;
    cdk_problems problems;
    cdk_hostdoc doc;
} host;

static void begin(host *h)
{
    memset(h, 0, sizeof *h);
    unit_begin(&h->u, -1);
    cdk_arena_init(&h->arena, &h->u.mem);
    cdk_stat_init(&h->doc.stat, &h->u.mem);
}

static void take(host *h, cdk_evidence_kind kind, const char *text)
{
    assert_int_equal(cdk_hostdoc_take(&h->u.env, &h->arena, kind, cdk_str_of(text), &h->problems, &h->doc), CISDOCK_OK);
}

static void end(host *h)
{
    cdk_stat_free(&h->doc.stat);
    cdk_arena_free(&h->arena);
    unit_end(&h->u);
}

static void stat_lines_give_four_answers(void **state)
{
    (void)state;
    host h;
    cdk_stat s;
    begin(&h);
    take(&h, CDK_EV_STAT,
         "/etc/docker/\tdir\troot\t0\t0755\n/etc/x\tabsent\t\t\t\n/etc/y\tdenied\n/run/docker.sock\tsocket\troot\tdocker\t0660\n"
         "/usr/bin/runc\tsymlink\troot\troot\t0777\t../sbin/runc\n/usr/sbin/runc\tfile\troot\troot\t0755\n"
         "/a\tsymlink\t0\t0\t0777\t/b\n/b\tsymlink\t0\t0\t0777\ta\n/bad\tfile\troot\troot\t09\n");
    assert_int_equal(cdk_stat_follow(&h.doc.stat, CDK_STR("/etc/docker"), &s), CDK_STAT_FOUND);
    assert_int_equal(s.type, 'd');
    assert_int_equal(s.mode, 0755);
    assert_false(s.has_uid);
    assert_true(s.has_gid);
    assert_int_equal(cdk_stat_follow(&h.doc.stat, CDK_STR("/etc/x"), &s), CDK_STAT_ABSENT);
    assert_int_equal(cdk_stat_follow(&h.doc.stat, CDK_STR("/etc/y"), &s), CDK_STAT_DENIED);
    assert_int_equal(cdk_stat_follow(&h.doc.stat, CDK_STR("/etc/z"), &s), CDK_STAT_NOT_ASKED);
    assert_int_equal(cdk_stat_follow(&h.doc.stat, CDK_STR("/var/run/docker.sock"), &s), CDK_STAT_FOUND);
    assert_int_equal(cdk_stat_follow(&h.doc.stat, CDK_STR("/usr/bin/runc"), &s), CDK_STAT_FOUND);
    assert_true(cdk_str_is(s.path, "/usr/sbin/runc"));
    assert_non_null(s.link);
    assert_int_equal(cdk_stat_follow(&h.doc.stat, CDK_STR("/a"), &s), CDK_STAT_NOT_ASKED); /* a circle ends */
    assert_int_equal(cdk_stat_follow(&h.doc.stat, CDK_STR("/bad"), &s), CDK_STAT_DAMAGED);
    assert_int_equal(h.problems.count, 1);
    end(&h);
}

static void stat_json_has_numbers_and_names(void **state)
{
    (void)state;
    host h;
    cdk_stat s;
    begin(&h);
    take(&h, CDK_EV_STAT,
         "[{\"path\":\"/a\",\"exists\":true,\"type\":\"file\",\"uid\":7,\"gid\":8,\"user\":\"u\",\"group\":\"g\",\"mode\":\"4755\"},"
         "{\"path\":\"/b\",\"exists\":false},{\"path\":\"/c\",\"denied\":true},{\"exists\":true}]");
    assert_int_equal(cdk_stat_follow(&h.doc.stat, CDK_STR("/a"), &s), CDK_STAT_FOUND);
    assert_int_equal(s.uid, 7);
    assert_int_equal(s.gid, 8);
    assert_int_equal(s.mode, 04755);
    assert_int_equal(cdk_stat_follow(&h.doc.stat, CDK_STR("/b"), &s), CDK_STAT_ABSENT);
    assert_int_equal(cdk_stat_follow(&h.doc.stat, CDK_STR("/c"), &s), CDK_STAT_DENIED);
    assert_int_equal(h.problems.count, 1);
    end(&h);
}

static const cdk_audit_rule *audit(host *h, const char *path)
{
    return cdk_audit_find(&h->doc.audit, cdk_str_of(path));
}

static void audit_rules_cover_by_path_not_by_text(void **state)
{
    (void)state;
    host h;
    begin(&h);
    take(&h, CDK_EV_AUDIT_RULES,
         "-w /usr/bin/containerd-shim -p rwxa -k docker\n-w /etc/docker/ -p wa\n-w /run/containerd/containerd.sock\n"
         "-a always,exit -F arch=b64 -S execve -F path=/usr/bin/runc -F key=docker\n"
         "-a never,exit -S all -F path=/etc/containerd/config.toml -F perm=wa\n"
         "-w /etc/containerd/config.toml -p wa\n-a exit,always -F dir=/var/lib/docker -F perm=wa\n"
         "-a always,exit -F path=/opt -F perm=x\n-a always,task -F path=/task\n");
    assert_null(audit(&h, "/usr/bin/containerd"));
    assert_non_null(audit(&h, "/usr/bin/containerd-shim"));
    assert_non_null(audit(&h, "/etc/docker/daemon.json"));
    assert_int_equal(audit(&h, "/etc/docker")->perm, CDK_AUDIT_W | CDK_AUDIT_A);
    assert_null(audit(&h, "/etc/docker2"));
    assert_null(audit(&h, "/run/containerd"));
    assert_int_equal(audit(&h, "/usr/bin/runc")->perm, 15);
    assert_true(audit(&h, "/etc/containerd/config.toml")->never);
    assert_int_equal(audit(&h, "/var/lib/docker/x")->line, 7);
    assert_null(audit(&h, "/opt/x"));
    assert_null(audit(&h, "/task"));
    end(&h);
}

static void a_rule_for_all_processes_or_calls_cancels_the_rest(void **state)
{
    (void)state;
    host h;
    begin(&h);
    take(&h, CDK_EV_AUDIT_RULES, "-w /etc/docker -p wa\n-a never,task -F uid=7\n-a never,exit -S adjtimex\n");
    assert_false(audit(&h, "/etc/docker")->never);
    take(&h, CDK_EV_AUDIT_RULES, "-a never,exit -S all\n"); /* behind the rule: too late */
    assert_false(audit(&h, "/etc/docker")->never);
    assert_true(audit(&h, "/run/containerd")->never);
    take(&h, CDK_EV_AUDIT_RULES, "-a task,never\n"); /* decides before any rule is met */
    assert_true(audit(&h, "/etc/docker")->never);
    end(&h);
}

static void audit_files_are_cleared_and_yield_to_the_loaded_list(void **state)
{
    (void)state;
    host h;
    begin(&h);
    take(&h, CDK_EV_AUDIT_FILES, "# -w /etc/a\n-w /etc/b\n-D\n-w /etc/c\n-w /etc/d\n-W /etc/d\n");
    assert_null(audit(&h, "/etc/a"));
    assert_null(audit(&h, "/etc/b"));
    assert_false(audit(&h, "/etc/c")->loaded);
    assert_null(audit(&h, "/etc/d"));
    take(&h, CDK_EV_AUDIT_RULES, "No rules\n");
    assert_null(audit(&h, "/etc/c"));
    end(&h);
}

static void mounts_of_each_form(void **state)
{
    (void)state;
    host h;
    begin(&h);
    take(&h, CDK_EV_MOUNTS,
         "/dev/vda / ext4 rw 0 0\n/dev/vda /var/lib/a\\040b ext4 rw 0 0\n"
         "36 25 98:1 /sub /var/lib/docker rw,noatime shared:1 - ext4 /dev/sdb1 rw\nnonsense\n");
    assert_int_equal(h.doc.mounts.count, 3);
    assert_non_null(cdk_mounts_at(&h.doc.mounts, CDK_STR("/var/lib/a b")));
    const cdk_mount *docker = cdk_mounts_holding(&h.doc.mounts, CDK_STR("/var/lib/docker/x"));
    assert_true(cdk_str_is(docker->device, "98:1"));
    assert_true(cdk_str_is(docker->root, "/sub"));
    assert_true(cdk_str_is(cdk_mounts_holding(&h.doc.mounts, CDK_STR("/var/lib/dockers"))->point, "/"));
    assert_int_equal(h.problems.count, 1);
    assert_false(h.doc.mounts.fstab);
    take(&h, CDK_EV_MOUNTS, "UUID=aa-bb none swap sw 0 0\nUUID=cc /data ext4 defaults 0 2\n");
    assert_true(h.doc.mounts.fstab);
    assert_int_equal(h.doc.mounts.count, 4);
    end(&h);
}

static void processes_with_and_without_heading(void **state)
{
    (void)state;
    host h;
    begin(&h);
    take(&h, CDK_EV_PROCESSES, "  33   1 root     /usr/bin/containerd\n  43   1 rootless /usr/sbin/dockerd -H unix:///x\n");
    const cdk_process *daemon = cdk_process_find(&h.doc.processes, "dockerd");
    assert_true(cdk_str_is(daemon->user, "rootless"));
    assert_int_equal(daemon->pid, 43);
    take(&h, CDK_EV_PROCESSES,
         "USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND\nroot 9 0.0 0.1 1 1 ? Ss 10:00 0:00 sshd: /usr/sbin/sshd -D [listener]\n");
    assert_int_equal(cdk_process_find(&h.doc.processes, "sshd")->pid, 9);
    end(&h);
}

static void listeners_of_ss_and_netstat(void **state)
{
    (void)state;
    host h;
    begin(&h);
    take(&h, CDK_EV_LISTENERS,
         "LISTEN 0 4096 *:2377 *:*\nLISTEN 0 4096 [::]:8080 [::]:*\nudp UNCONN 0 0 127.0.0.53%lo:53 0.0.0.0:*\n"
         "tcp6 0 0 :::22 :::* LISTEN\n/run/docker.sock\n");
    const cdk_listener *l = h.doc.listeners.first;
    assert_int_equal(l->port, 2377);
    assert_true(cdk_address_is_any(l->address));
    l = l->next;
    assert_true(cdk_str_is(l->address, "::"));
    assert_true(cdk_address_is_any(l->address));
    l = l->next;
    assert_true(cdk_str_is(l->protocol, "udp"));
    assert_true(cdk_address_is_loopback(l->address));
    assert_false(cdk_address_is_any(l->address));
    l = l->next;
    assert_int_equal(l->port, 22);
    assert_true(cdk_address_is_any(l->address));
    assert_true(cdk_str_is(l->next->protocol, "unix"));
    assert_false(cdk_address_is_any(CDK_STR("10.0.0.0")));
    end(&h);
}

static void group_with_members_and_primary_users(void **state)
{
    (void)state;
    host h;
    begin(&h);
    take(&h, CDK_EV_DOCKER_GROUP, "carol:x:1002:105::/home/carol:/bin/sh\ndave:x:1003:106::/:/bin/sh\ndocker:x:105:alice,bob\n");
    assert_true(h.doc.group.found);
    assert_int_equal(h.doc.group.gid, 105);
    assert_true(cdk_str_is(h.doc.group.first->name, "alice"));
    assert_true(cdk_str_is(h.doc.group.last->name, "carol"));
    assert_true(h.doc.group.last->primary);
    take(&h, CDK_EV_DOCKER_GROUP, "docker:x:105:\n");
    assert_null(h.doc.group.first);
    end(&h);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stat_lines_give_four_answers),         cmocka_unit_test(stat_json_has_numbers_and_names),
        cmocka_unit_test(audit_rules_cover_by_path_not_by_text), cmocka_unit_test(a_rule_for_all_processes_or_calls_cancels_the_rest),
        cmocka_unit_test(audit_files_are_cleared_and_yield_to_the_loaded_list),
        cmocka_unit_test(mounts_of_each_form),                   cmocka_unit_test(processes_with_and_without_heading),
        cmocka_unit_test(listeners_of_ss_and_netstat),           cmocka_unit_test(group_with_members_and_primary_users),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
