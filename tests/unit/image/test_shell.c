/* SPDX-License-Identifier: Apache-2.0 */
/* Shell text as commands, and what package managers are asked for in it. */
#include "unit.h"

#include "image/shell.h"

#include <stdio.h>

/* Commands joined by " ; ": ? may not run, & in the background, $ substitution, > nested, | behind a pipe. */
static void render(const cdk_commands *commands, char *to, size_t size)
{
    size_t n = 0;
    to[0] = '\0';
    for (uint32_t i = 0; i < commands->count && n < size; i++) {
        const cdk_command *c = &commands->items[i];
        n += (size_t)snprintf(to + n, size - n, "%s%s%s%s%s%s", i ? " ; " : "", c->conditional ? "?" : "", c->background ? "&" : "",
                              c->substitution ? "$" : "", c->nested ? ">" : "", c->position ? "|" : "");
        for (uint32_t k = 0; k < c->word_count && n < size; k++)
            n += (size_t)snprintf(to + n, size - n, "%s%.*s", k ? " " : "", (int)c->words[k].text.n, c->words[k].text.p);
    }
    if (!commands->understood && n < size) snprintf(to + n, size - n, "%s!", n ? " " : "");
}

static const struct { const char *text, *want; } rows[] = {
    {"a && b || c; d & e", "a ; b ; ?c ; &d ; e"},
    {"a | b |& c", "a ; |b ; |c"},
    {"a\nb\n\n# c\nd # e", "a ; b ; d"},
    {"a \\\n  b", "a b"},
    {"set -ex; (a; b) && { c; d; }", "set -ex ; a ; b ; c ; d"},
    {"if a; then b; elif c; then d; else e; fi; f", "a ; ?b ; ?c ; ?d ; ?e ; f"},
    {"for x in 1 $(a); do b $x; done", "$a ; ?b $x"},
    {"for ((i=0;i<3;i++)); do a; done", "?a"},
    {"while a; do b; done | c", "a ; ?b ; |c"},
    {"case $x in a|b) c ;; (d) e;; *) f; esac; g", "?c ; ?e ; ?f ; g"},
    {"f() { a; }; function g { b; }; f", "?a ; ?b ; f"},
    {"echo 'a && b' \"c; d\" e\\;f", "echo a && b c; d e;f"},
    {"echo \"x $(a \"$(b)\") y\" `c`", "$b ; $a $(b) ; $>c ; echo x $(a \"$(b)\") y `c`"},
    {"A=b C='d e' f g", "f g"},
    {"A=(1 2 3) B=x; c", " ; c"},
    {"sh -c 'a && b' x; bash -euxo pipefail -c \"c; d\"", "sh -c a && b x ; >a ; >b ; bash -euxo pipefail -c c; d ; >c ; >d"},
    {"sudo -u root env -i A=b nice -n 5 a b", "a b"},
    {"time -p a; command -v b; exec c; timeout -k 5 60 d", "a ; command -v b ; c ; d"},
    {"eval \"a && b\"", "eval a && b ; >a ; >b"},
    {"su - app -c 'a; b'", "su - app -c a; b ; >a ; >b"},
    {"bash <<EOF\na\nb && c\nEOF\nd", "bash ; >a ; >b ; >c ; d"},
    {"cat <<'EOF' > /x && e\napt-get update\nEOF\nd", "cat ; e ; d"},
    {"cat <<-A <<B; c\n\tx\n\tA\ny\nB\nd", "cat ; c ; d"},
    {"! a && [ -f x ] && [[ $a == b && c < d ]] && e", "a ; [ -f x ] ; e"},
    {"a > /dev/null 2>&1 < b; c &> d; e <<< f", "a ; c ; e"},
    {"diff <(a) <(b; c)", "$a ; $b ; $c ; diff <(a) <(b; c)"},
    {"x=$(a | b) && c ${x:-$(d)} $((1 + (2)))", "$a ; $|b ;  ; c ${x:-$(d)} $((1 + (2)))"},
    {"((a++)); (b)", "b"},
    {"a; }", "a !"},
    {"a 'b", "!"},
    {"if a; then b", "a ; ?b !"},
    {"a; (b", "a ; b !"},
    {"", ""},
    {";", "!"},
};

static void test_commands(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unit u;
        cdk_arena arena;
        cdk_commands commands;
        char text[1024];
        unit_begin(&u, -1);
        cdk_arena_init(&arena, &u.mem);
        assert_int_equal(cdk_shell_parse(&u.env, &arena, cdk_str_of(rows[i].text), &commands), CISDOCK_OK);
        render(&commands, text, sizeof text);
        if (strcmp(text, rows[i].want)) fail_msg("%s\n  gives %s\n  not   %s", rows[i].text, text, rows[i].want);
        cdk_arena_free(&arena);
        unit_end(&u);
    }
}

/* want: NULL none, "apt-get" a lone update, "yum*" the weaker kind, "apk?" one that may not run */
static const struct { const char *text, *want; } updates[] = {
    {"apt-get update", "apt-get"},
    {"apt-get update && apt-get install -y x", NULL},
    {"apt-get -qq update && apt-get -y upgrade", NULL},
    {"apt-get install -y x && apt-get update", "apt-get"},
    {"DEBIAN_FRONTEND=noninteractive sudo -E apt-get -o Acquire::Retries=3 update", "apt-get"}, /* dockle: split at && alone */
    {"set -ex; apt-get update; rm -rf /x", "apt-get"},
    {"bash -c 'apt update && apt install -y x'", NULL},
    {"bash -c \"apt update\"; ls", "apt"},
    {"apt update; aptitude install -y x", NULL},
    {"(apt-get update || true) && apt-get install x", NULL},
    {"for i in 1 2 3; do apt-get update && break; done; apt-get install -y x", NULL},
    {"if [ -x /usr/bin/apt-get ]; then apt-get update; fi", "apt-get?"},
    {"apt-get update\napt-get install -y x\n", NULL},
    {"apt-get update || (sleep 5; apt-get update)", "apt-get?"},
    {"apt-get update | tee /log", "apt-get"},
    {"echo apt-get update", NULL}, /* docker-bench: the word anywhere */
    {"echo \"run apt-get update first\"", NULL},
    {"apk update", "apk"},
    {"apk update && apk add x", NULL},
    {"apk add --no-cache --update x", NULL},
    {"apk -U upgrade", NULL},
    {"apk --no-cache update && apk upgrade", NULL},
    {"apk add keyutils=1.6", NULL},
    {"yum makecache", "yum"},
    {"yum -y update", "yum*"},
    {"yum -y update && yum clean all", "yum*"},
    {"yum -y update && yum install -y x", NULL},
    {"yum install -y x && yum -y update", NULL},
    {"yum update -y openssl", NULL},
    {"dnf --setopt=a=b check-update", "dnf"},
    {"dnf upgrade -y", "dnf*"},
    {"microdnf update && microdnf clean all", "microdnf*"},
    {"zypper --non-interactive refresh", "zypper"},
    {"zypper ref && zypper in -y x", NULL},
    {"zypper -n up", "zypper*"},
    {"pacman -Sy", "pacman"},
    {"pacman -Sy --noconfirm x", NULL},
    {"pacman -Syu --noconfirm", NULL},
    {"pacman --sync --refresh", "pacman"},
    {"opkg update", "opkg"},
    {"opkg update && opkg install x", NULL},
    {"apt-get update && apk add x", "apt-get"},
    {"$PM update", NULL},
    {"apt-get --version", NULL},
};

static void test_updates(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof updates / sizeof *updates; i++) {
        unit u;
        cdk_arena arena;
        cdk_commands commands;
        cdk_lone_update found;
        char text[64] = "";
        unit_begin(&u, -1);
        cdk_arena_init(&arena, &u.mem);
        assert_int_equal(cdk_shell_parse(&u.env, &arena, cdk_str_of(updates[i].text), &commands), CISDOCK_OK);
        assert_true(commands.understood);
        if (cdk_find_lone_update(&commands, &found))
            snprintf(text, sizeof text, "%s%s%s", found.manager, found.role == CDK_PM_UPDATE_UPGRADE ? "*" : "", found.conditional ? "?" : "");
        if (strcmp(text, updates[i].want ? updates[i].want : "")) fail_msg("%s gives '%s'", updates[i].text, text);
        cdk_arena_free(&arena);
        unit_end(&u);
    }
}

static void test_instructions(void **state)
{
    static const cdk_str sh[] = {{"/bin/sh", 7}, {"-c", 2}}, power[] = {{"powershell", 10}, {"-Command", 8}};
    static const cdk_str conda[] = {{"conda", 5}, {"run", 3}, {"/bin/bash", 9}, {"-c", 2}};
    static const cdk_str exec[] = {{"sh", 2}, {"-c", 2}, {"apt-get update", 14}};
    (void)state;
    unit u;
    cdk_arena arena;
    cdk_commands commands;
    cdk_instruction in = {.keyword = CDK_KW_RUN, .command = CDK_STR("a; b"), .shell = sh, .shell_count = 2};
    unit_begin(&u, -1);
    cdk_arena_init(&arena, &u.mem);
    assert_int_equal(cdk_shell_of_instruction(&u.env, &arena, &in, &commands), CISDOCK_OK);
    assert_int_equal(commands.count, 2);
    in.shell = conda;
    in.shell_count = 4;
    assert_int_equal(cdk_shell_of_instruction(&u.env, &arena, &in, &commands), CISDOCK_OK);
    assert_int_equal(commands.count, 2);
    in.shell = power;
    in.shell_count = 2;
    assert_int_equal(cdk_shell_of_instruction(&u.env, &arena, &in, &commands), CISDOCK_OK);
    assert_false(commands.understood);
    assert_non_null(commands.why);
    in = (cdk_instruction){.keyword = CDK_KW_RUN, .exec_form = true, .args = exec, .arg_count = 3};
    assert_int_equal(cdk_shell_of_instruction(&u.env, &arena, &in, &commands), CISDOCK_OK);
    assert_int_equal(commands.count, 2);
    assert_true(cdk_str_is(commands.items[1].words[0].text, "apt-get"));
    in.unknown = true;
    assert_int_equal(cdk_shell_of_instruction(&u.env, &arena, &in, &commands), CISDOCK_OK);
    assert_false(commands.understood);
    cdk_arena_free(&arena);
    unit_end(&u);
}

/* Nesting must end in "not understood", not in a deep stack; doubling must end in bounded work. */
static void test_depth(void **state)
{
    static const char *const opens[] = {"(", "$(", "{ ", "if ", "sh -c \"$(", "`"};
    (void)state;
    for (size_t i = 0; i < sizeof opens / sizeof *opens; i++) {
        unit u;
        cdk_arena arena;
        cdk_buf buf;
        cdk_commands commands;
        unit_begin(&u, -1);
        cdk_arena_init(&arena, &u.mem);
        cdk_buf_init(&buf, &u.mem);
        for (int k = 0; k < 20000; k++) cdk_buf_text(&buf, opens[i]);
        assert_int_equal(cdk_shell_parse(&u.env, &arena, cdk_buf_view(&buf), &commands), CISDOCK_OK);
        if (i != 5) assert_false(commands.understood);
        cdk_buf_free(&buf);
        cdk_arena_free(&arena);
        unit_end(&u);
    }
}

static int32_t each_failure(unit *u)
{
    cdk_arena arena;
    cdk_commands commands;
    cdk_arena_init(&arena, &u->mem);
    int32_t status = CISDOCK_OK;
    for (size_t i = 0; !status && i < sizeof rows / sizeof *rows; i++)
        status = cdk_shell_parse(&u->env, &arena, cdk_str_of(rows[i].text), &commands);
    cdk_arena_free(&arena);
    return status;
}

static void test_memory(void **state)
{
    (void)state;
    unit_each_failure(each_failure);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_commands), cmocka_unit_test(test_updates), cmocka_unit_test(test_instructions),
        cmocka_unit_test(test_depth), cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
