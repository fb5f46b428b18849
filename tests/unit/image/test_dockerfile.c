/* SPDX-License-Identifier: Apache-2.0 */
/* What is built on the reading of lines: stages, scopes of variables, shells, heredocs, and the join with a history. How
 * lines are read is compared with BuildKit in tests/build. */
#include "unit.h"

#include "image/dockerfile.h"
#include "image/history.h"

typedef struct fixture {
    unit u;
    cdk_arena arena;
    cdk_dockerfile *file;
    cdk_instructions *list;
} fixture;

static void begin(fixture *f, const char *text, const cdk_dockerfile_options *options)
{
    unit_begin(&f->u, -1);
    cdk_arena_init(&f->arena, &f->u.mem);
    assert_int_equal(cdk_dockerfile_parse(&f->u.env, &f->arena, cdk_str_of(text), options, &f->file), CISDOCK_OK);
    assert_int_equal(cdk_dockerfile_effective(&f->u.env, &f->arena, f->file, options, &f->list), CISDOCK_OK);
}

static void end(fixture *f)
{
    cdk_arena_free(&f->arena);
    unit_end(&f->u);
}

static const cdk_instruction *last(const fixture *f)
{
    return &f->list->items[f->list->count - 1];
}

static void is_text(cdk_str s, const char *want)
{
    if (!cdk_str_is(s, want)) fail_msg("'%.*s' is not '%s'", (int)s.n, s.p, want);
}

static void test_stages(void **state)
{
    static const char text[] = "ARG V=3\nFROM a:$V AS Base\nADD x /x\nFROM base AS two\nRUN y\nFROM scratch\nCOPY --from=two /a /b\nFROM two\nUSER z\n";
    (void)state;
    fixture f;
    cdk_dockerfile_options third = {.target = CDK_STR("2")}, missing = {.target = CDK_STR("none")};
    begin(&f, text, NULL);
    assert_int_equal(f.file->stage_count, 4);
    is_text(f.file->stages[0].base, "a:3");
    is_text(f.file->stages[0].name, "base");
    assert_int_equal(f.file->stages[1].parent, 0);
    assert_int_equal(f.file->stages[2].parent, -1);
    assert_int_equal(f.file->stages[3].parent, 1);
    assert_int_equal(f.list->count, 6); /* FROM ADD FROM RUN FROM USER */
    assert_int_equal(f.list->items[1].keyword, CDK_KW_ADD);
    assert_true(f.list->complete);
    end(&f);
    begin(&f, text, &third);
    assert_int_equal(f.list->count, 2);
    assert_int_equal(cdk_instruction_source(&f.list->items[1], 0), CDK_COPY_STAGE);
    end(&f);
    begin(&f, text, &missing);
    assert_false(f.list->complete);
    end(&f);
}

static void test_scopes(void **state)
{
    (void)state;
    fixture f;
    begin(&f, "ARG A=1\nFROM x\nUSER ${A}y\n", NULL); /* before FROM counts for FROM alone */
    is_text(last(&f)->args[0], "${A}y");
    assert_true(last(&f)->unexpanded);
    end(&f);
    begin(&f, "ARG A=1\nFROM x\nARG A\nUSER ${A}y\n", NULL);
    is_text(last(&f)->args[0], "1y");
    assert_false(last(&f)->unexpanded);
    end(&f);
    begin(&f, "FROM x\nENV A=1\nARG A=2\nUSER $A\n", NULL); /* ENV wins over ARG */
    is_text(last(&f)->args[0], "1");
    end(&f);
    begin(&f, "FROM x AS p\nENV A=1\nARG B=2\nFROM p\nENV A=3 C=$A\nUSER $A$B$C\n", NULL); /* one ENV sees the values before it */
    is_text(last(&f)->args[0], "321");
    end(&f);
    const cdk_pair given = {CDK_STR("U"), CDK_STR("app")};
    cdk_dockerfile_options options = {.build_args = &given, .build_arg_count = 1};
    begin(&f, "FROM x\nARG U=root\nUSER $U\n", &options);
    is_text(last(&f)->args[0], "app");
    end(&f);
    begin(&f, "FROM x\nUSER ${U:-1000}:${G:+2}\n", NULL);
    is_text(last(&f)->args[0], "1000:");
    end(&f);
    begin(&f, "FROM x\nEXPOSE ${P:-80 81} 82\n", NULL);
    assert_int_equal(last(&f)->arg_count, 3);
    end(&f);
}

static void test_commands(void **state)
{
    (void)state;
    fixture f;
    begin(&f, "FROM x\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\nRUN a \\\n # c\n | b\n", NULL);
    is_text(last(&f)->command, "a  | b");
    assert_int_equal(last(&f)->shell_count, 4);
    assert_int_equal(last(&f)->line, 3);
    assert_int_equal(last(&f)->end_line, 5);
    end(&f);
    begin(&f, "FROM x\nRUN <<EOF\na\nb\nEOF\n", NULL);
    is_text(last(&f)->command, "a\nb\n");
    is_text(last(&f)->shell[0], "/bin/sh");
    is_text(last(&f)->raw, "RUN <<EOF\na\nb\nEOF");
    end(&f);
    begin(&f, "FROM x\nRUN <<EOF\n#!/usr/bin/env python3\nprint()\nEOF\n", NULL);
    is_text(last(&f)->shell[1], "python3");
    end(&f);
    begin(&f, "FROM x\nRUN cat <<A - <<B\n1\nA\n2\nB\n", NULL);
    is_text(last(&f)->command, "cat <<A - <<B\n1\nA\n2\nB");
    end(&f);
}

static void test_sources(void **state)
{
    static const struct { const char *line; cdk_copy_kind kind; } rows[] = {
        {"ADD x.conf /x", CDK_COPY_FILE}, {"ADD x.tar.gz /x", CDK_COPY_ARCHIVE}, {"ADD https://a/b.tgz /x", CDK_COPY_URL},
        {"ADD --checksum=sha256:ab https://a/b /x", CDK_COPY_URL}, {"ADD https://a/b.git#v1 /x", CDK_COPY_GIT},
        {"ADD git@a:b.git /x", CDK_COPY_GIT}, {"COPY <<E /x\nE", CDK_COPY_HEREDOC}, {"COPY --from=b /x /y", CDK_COPY_STAGE},
        {"ADD file:x /y", CDK_COPY_FILE},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[128] = "FROM x\n";
        fixture f;
        begin(&f, strcat(text, rows[i].line), NULL);
        if (cdk_instruction_source(last(&f), 0) != rows[i].kind) fail_msg("%s", rows[i].line);
        end(&f);
    }
}

/* ENV A=$A$A and so on: a hundred lines would be more text than there is memory. */
static void test_growth(void **state)
{
    char text[4096] = "FROM x\nENV A=0123456789\n";
    (void)state;
    for (int i = 0; i < 100; i++) strcat(text, "ENV A=$A$A$A$A\n");
    fixture f;
    begin(&f, text, NULL);
    assert_true(f.file->refused);
    assert_true(atomic_load(&f.u.mem.peak_bytes) < 64u << 20);
    end(&f);
}

static cdk_instructions *history(fixture *f, const char *const *lines, uint32_t count)
{
    cdk_history_entry entries[16] = {0};
    cdk_instructions *list;
    for (uint32_t i = 0; i < count; i++) entries[i] = (cdk_history_entry){.created_by = cdk_str_of(lines[i]), .layer = (int32_t)i};
    assert_int_equal(cdk_history_read(&f->u.env, &f->arena, entries, count, &list), CISDOCK_OK);
    return list;
}

static void test_join(void **state)
{
    static const char *const buildkit[] = {
        "/bin/sh -c #(nop) ADD file:aa in / ", "/bin/sh -c #(nop)  CMD [\"sh\"]", "RUN /bin/sh -c apt-get update # buildkit",
        "ENV A=1 B=x y", "ADD conf /etc/app.conf # buildkit", "HEALTHCHECK &{[\"CMD-SHELL\" \"true\"] \"0s\" \"0s\" \"0s\" '\\x00'}", "CMD [\"/bin/sh\" \"-c\" \"run it\"]"};
    static const char *const classic[] = {"/bin/sh -c #(nop) ADD file:aa in / ", "/bin/sh -c apt-get update", "/bin/sh -c #(nop)  ENV A=1 B=x y",
                                          "/bin/sh -c #(nop) ADD file:bb in /etc/app.conf ",
                                          "/bin/sh -c #(nop)  HEALTHCHECK &{[\"CMD-SHELL\" \"true\"] \"0s\" \"0s\" \"0s\" '\\x00'}",
                                          "/bin/sh -c #(nop)  CMD [\"/bin/sh\" \"-c\" \"run it\"]"};
    static const char *const other[] = {"/bin/sh -c #(nop) ADD file:aa in / ", "/bin/sh -c make", "/bin/sh -c #(nop)  CMD [\"x\"]"};
    static const char text[] = "FROM base\nRUN apt-get \\\n  update\nENV A=1 B=\"x y\"\nADD conf /etc/app.conf\nHEALTHCHECK CMD true\nCMD run it\n";
    (void)state;
    fixture f;
    cdk_sure fit;
    begin(&f, text, NULL);
    cdk_instructions *list = history(&f, buildkit, 7);
    assert_int_equal(cdk_dockerfile_join(&f.u.env, f.list, list, &fit), CISDOCK_OK);
    assert_int_equal(fit, CDK_SURE_HIGH);
    assert_int_equal(list->own_from, 2);
    assert_int_equal(f.list->items[1].history, 2);
    assert_int_equal(f.list->items[3].layer, 4);
    assert_int_equal(f.list->items[3].sure, CDK_SURE_HIGH);
    assert_int_equal(list->items[1].origin, CDK_ORIGIN_BASE);
    assert_int_equal(list->items[4].origin, CDK_ORIGIN_OWN);
    list = history(&f, classic, 6);
    assert_int_equal(cdk_dockerfile_join(&f.u.env, f.list, list, &fit), CISDOCK_OK);
    assert_int_equal(fit, CDK_SURE_HIGH);
    assert_int_equal(list->own_from, 1);
    assert_int_equal(f.list->items[3].sure, CDK_SURE_MEDIUM); /* a hash and a path */
    list = history(&f, other, 3);
    assert_int_equal(cdk_dockerfile_join(&f.u.env, f.list, list, &fit), CISDOCK_OK);
    assert_int_equal(fit, CDK_SURE_LOW); /* another image's Dockerfile */
    assert_int_equal(f.list->items[1].history, -1);
    end(&f);
}

static int32_t each_failure(unit *u)
{
    static const char text[] = "# syntax=x\nARG A=1\nFROM a:$A AS b\nENV X=$A Y=${X#*a} Z=\"q r\"\nRUN <<E\nx\nE\nFROM b\nFOO\nCOPY --from=b [\"a\", \"b\"]\n"
                               "HEALTHCHECK CMD x\nONBUILD RUN y\n";
    cdk_arena arena;
    cdk_dockerfile *file;
    cdk_instructions *list;
    cdk_arena_init(&arena, &u->mem);
    int32_t status = cdk_dockerfile_parse(&u->env, &arena, cdk_str_of(text), NULL, &file);
    if (!status) status = cdk_dockerfile_effective(&u->env, &arena, file, NULL, &list);
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
        cmocka_unit_test(test_stages), cmocka_unit_test(test_scopes), cmocka_unit_test(test_commands), cmocka_unit_test(test_sources),
        cmocka_unit_test(test_growth), cmocka_unit_test(test_join), cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
