/* SPDX-License-Identifier: Apache-2.0 */
/* What builders write into history, and what it means. Peers that get a row wrong are named beside it. */
#include "unit.h"

#include "image/history.h"

#include <stdio.h>

typedef struct row {
    const char *created_by, *comment, *author;
    cdk_keyword keyword;
    cdk_builder builder;
    const char *args;    /* joined by | */
    const char *command; /* NULL: none */
    const char *shell;
    bool unknown;
} row;

#define HASH "file:11242ccade2def7c28f80b24a39041d2eb13b34ce82653fe0e850a374f085112"
#define BK "buildkit.dockerfile.v0"
#define EX "buildkit.exporter.image.v0"

static const row rows[] = {
    {"/bin/sh -c #(nop) ADD " HASH " in / ", "", "", CDK_KW_ADD, CDK_BUILDER_CLASSIC, HASH "|/", NULL, ""},
    {"/bin/sh -c #(nop) COPY multi:ab in /srv/ ", "", "", CDK_KW_COPY, CDK_BUILDER_CLASSIC, "multi:ab|/srv/", NULL, ""},
    {"/bin/sh -c #(nop) COPY --chown=1:1 " HASH " in /x ", "", "", CDK_KW_COPY, CDK_BUILDER_CLASSIC, HASH "|/x", NULL, ""},
    {"/bin/sh -c #(nop)  CMD [\"sleep\" \"8 6\"]", "", "", CDK_KW_CMD, CDK_BUILDER_CLASSIC, "sleep|8 6", NULL, ""},
    {"/bin/sh -c #(nop) ENTRYPOINT &{[\"/pause\"]}", "", "", CDK_KW_ENTRYPOINT, CDK_BUILDER_CLASSIC, "/pause", NULL, ""},
    {"/bin/sh -c #(nop)  HEALTHCHECK &{[\"CMD-SHELL\" \"a \\\"b\\\"\"] \"30s\" \"3s\" \"0s\" '\\x03'}", "", "", CDK_KW_HEALTHCHECK,
     CDK_BUILDER_CLASSIC, "CMD-SHELL|a \"b\"", "a \"b\"", ""},
    {"HEALTHCHECK &{[\"NONE\"] \"0s\" \"0s\" \"0s\" \"0s\" '\\x00'}", BK, "", CDK_KW_HEALTHCHECK, CDK_BUILDER_BUILDKIT, "NONE", NULL, ""},
    {"/bin/sh -c #(nop) USER [app]", "", "", CDK_KW_USER, CDK_BUILDER_CLASSIC, "app", NULL, ""},
    {"EXPOSE map[443/tcp:{} 80/tcp:{}]", BK, "", CDK_KW_EXPOSE, CDK_BUILDER_BUILDKIT, "443/tcp|80/tcp", NULL, ""},
    {"VOLUME [/a /b]", BK, "", CDK_KW_VOLUME, CDK_BUILDER_BUILDKIT, "/a|/b", NULL, ""},
    {"SHELL [/bin/bash -o pipefail -c]", BK, "", CDK_KW_SHELL, CDK_BUILDER_BUILDKIT, "/bin/bash|-o|pipefail|-c", NULL, ""},
    {"/bin/sh -c apt-get update", "", "", CDK_KW_RUN, CDK_BUILDER_CLASSIC, "", "apt-get update", "/bin/sh|-c"},
    {"|2 A=b C=d e /bin/sh -c make $A", "", "", CDK_KW_RUN, CDK_BUILDER_CLASSIC, "", "make $A", "/bin/sh|-c"},
    {"RUN |1 A=x /bin/bash -o pipefail -c a | b # buildkit", BK, "", CDK_KW_RUN, CDK_BUILDER_BUILDKIT, "", "a | b",
     "/bin/bash|-o|pipefail|-c"},
    /* dockle and trivy take a line at a time: the second line of a heredoc blinds them */
    {"RUN /bin/sh -c apt-get update\necho done\n # buildkit", BK, "", CDK_KW_RUN, CDK_BUILDER_BUILDKIT, "",
     "apt-get update\necho done", "/bin/sh|-c"},
    {"RUN apt-get update # buildkit", BK, "", CDK_KW_RUN, CDK_BUILDER_BUILDKIT, "apt-get|update", "apt-get update", ""},
    {"RUN /bin/sh -c /dev/pipes/EOF # buildkit", BK, "", CDK_KW_RUN, CDK_BUILDER_BUILDKIT, "", "/dev/pipes/EOF", "/bin/sh|-c", true},
    {"[stage-1 3/3] COPY --from=builder /app/x /x", EX, "", CDK_KW_COPY, CDK_BUILDER_BUILDKIT, "/app/x|/x", NULL, ""},
    {"[2/3] RUN --mount=type=cache,target=/c apt-get update", EX, "", CDK_KW_RUN, CDK_BUILDER_BUILDKIT, "", "apt-get update", ""},
    {"[2/3] RUN <<EOF (apt-get update...)", EX, "", CDK_KW_RUN, CDK_BUILDER_BUILDKIT, "", "<<EOF (apt-get update...)", "", true},
    {"mount / from exec sh -c apt install --no-install-recommends x", EX, "", CDK_KW_RUN, CDK_BUILDER_BUILDKIT, "",
     "apt install --no-install-recommends x", "sh|-c"},
    {"copy / /", EX, "", CDK_KW_NONE, CDK_BUILDER_BUILDKIT, "", NULL, "", true},
    {"ADD https://example.org/x.tgz /opt/ # buildkit", BK, "", CDK_KW_ADD, CDK_BUILDER_BUILDKIT, "https://example.org/x.tgz|/opt/", NULL, ""},
    {"ADD --checksum=sha256:ab https://example.org/x /x # buildkit", BK, "", CDK_KW_ADD, CDK_BUILDER_BUILDKIT, "https://example.org/x|/x", NULL, ""},
    {"COPY <<EOF /etc/x # buildkit", BK, "", CDK_KW_COPY, CDK_BUILDER_BUILDKIT, "<<EOF|/etc/x", NULL, ""},
    {"WORKDIR /app", BK, "", CDK_KW_WORKDIR, CDK_BUILDER_BUILDKIT, "/app", NULL, ""},
    {"/bin/sh -c [\"/bin/busybox\", \"chmod\", \"4755\"]", "FROM b9a351031803", "", CDK_KW_RUN, CDK_BUILDER_BUILDAH, "/bin/busybox|chmod|4755", NULL, "-"},
    {"/bin/sh -c [ -e /x ] || touch /x", "", "", CDK_KW_RUN, CDK_BUILDER_CLASSIC, "", "[ -e /x ] || touch /x", "/bin/sh|-c"},
    {"/bin/sh -c #(nop) HEALTHCHECK CMD true", "FROM e56da30cf952", "", CDK_KW_HEALTHCHECK, CDK_BUILDER_BUILDAH, "CMD-SHELL|true", "true", ""},
    {"/bin/sh", "FROM localhost/n1:latest", "", CDK_KW_NONE, CDK_BUILDER_COMMIT, "", NULL, "", true},
    {"bash", "", "", CDK_KW_NONE, CDK_BUILDER_COMMIT, "bash", "bash", "", true},
    {"python3 app.py", "wip", "", CDK_KW_NONE, CDK_BUILDER_COMMIT, "python3|app.py", "python3 app.py", "", true},
    {"apt-get update", "", "", CDK_KW_RUN, CDK_BUILDER_UNKNOWN, "apt-get|update", "apt-get update", ""},
    {"RUN apk update && apk add x", "", "kaniko", CDK_KW_RUN, CDK_BUILDER_KANIKO, "", "apk update && apk add x", ""},
    {"ADD README.md /x", "", "", CDK_KW_ADD, CDK_BUILDER_UNKNOWN, "README.md|/x", NULL, ""},
    {"ADDRESS=x", "", "", CDK_KW_NONE, CDK_BUILDER_COMMIT, "ADDRESS=x", "ADDRESS=x", "", true},
    {"", "Imported from -", "", CDK_KW_NONE, CDK_BUILDER_IMPORT, "", NULL, "", true},
    {"", "merge sha256:ab to sha256:cd", "", CDK_KW_NONE, CDK_BUILDER_SQUASHED, "", NULL, "", true},
    {"jib-maven-plugin:3.4.0", "classes", "Jib", CDK_KW_NONE, CDK_BUILDER_JIB, "", NULL, "", true},
    {"bazel build ...", "", "Bazel", CDK_KW_NONE, CDK_BUILDER_BAZEL, "", NULL, "", true},
    {"ko build ko://example.org/x", "go build output, at /ko-app/x", "ko", CDK_KW_NONE, CDK_BUILDER_KO, "", NULL, "", true},
    {"", "store paths: ['/nix/store/x']", "", CDK_KW_NONE, CDK_BUILDER_NIX, "", NULL, "", true},
    {"Layer: 'jre', Created by buildpack: x@1", "", "", CDK_KW_NONE, CDK_BUILDER_BUILDPACKS, "", NULL, "", true},
    {"# debian.sh --arch 'amd64' out/ 'bookworm' '@1726444800'", "debuerreotype 0.15", "", CDK_KW_NONE, CDK_BUILDER_BOOTSTRAP, "", NULL, ""},
    {"cmd /S /C echo x", "", "", CDK_KW_RUN, CDK_BUILDER_CLASSIC, "", "echo x", "cmd|/S|/C"},
    {"powershell -NoProfile -Command dir", "", "", CDK_KW_RUN, CDK_BUILDER_CLASSIC, "", "dir", "powershell|-NoProfile|-Command"},
};

static void same_list(const cdk_str *items, uint32_t count, const char *want)
{
    char text[512] = "";
    for (uint32_t i = 0; i < count; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%.*s", i ? "|" : "", (int)items[i].n, items[i].p);
    assert_string_equal(text, want);
}

static void test_forms(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const row *r = &rows[i];
        unit u;
        cdk_arena arena;
        cdk_instructions *list;
        cdk_history_entry entry = {.created_by = cdk_str_of(r->created_by), .comment = cdk_str_of(r->comment),
                                   .author = cdk_str_of(r->author), .layer = 0};
        unit_begin(&u, -1);
        cdk_arena_init(&arena, &u.mem);
        assert_int_equal(cdk_history_read(&u.env, &arena, &entry, 1, &list), CISDOCK_OK);
        const cdk_instruction *in = &list->items[0];
        if (in->keyword != r->keyword || in->builder != r->builder || in->unknown != r->unknown)
            fail_msg("%s: %s by %s", r->created_by, cdk_keyword_text(in->keyword), cdk_builder_text(in->builder));
        same_list(in->args, in->arg_count, r->args);
        if (*r->shell != '-') same_list(in->shell, in->shell_count, r->shell);
        if (r->command) assert_true(cdk_str_is(in->command, r->command));
        assert_int_equal(list->complete, !r->unknown);
        cdk_arena_free(&arena);
        unit_end(&u);
    }
}

static cdk_instructions *read_all(unit *u, cdk_arena *arena, const char *const *lines, uint32_t count)
{
    cdk_history_entry entries[16] = {0};
    cdk_instructions *list;
    for (uint32_t i = 0; i < count; i++) entries[i] = (cdk_history_entry){.created_by = cdk_str_of(lines[i]), .layer = (int32_t)i};
    assert_int_equal(cdk_history_read(&u->env, arena, entries, count, &list), CISDOCK_OK);
    return list;
}

/* trivy, dockle and docker-bench tell a base's root file system by its place alone */
static void test_root(void **state)
{
    static const char *const labels_first[] = {"ARG RELEASE", "LABEL org.opencontainers.image.version=24.04",
                                               "/bin/sh -c #(nop) ADD " HASH " in / ", "CMD [\"/bin/bash\"]",
                                               "ADD conf /etc/ # buildkit"};
    static const char *const own[] = {"/bin/sh -c #(nop) ADD " HASH " in /app.conf "};
    static const char *const debian[] = {"# debian.sh --arch 'amd64' out/ 'bookworm' '@1726444800'", "RUN /bin/sh -c apt-get update # buildkit"};
    static const char *const twice[] = {"/bin/sh -c make", "# debian.sh --arch 'amd64' out/ 'bookworm' '@1726444800'"};
    static const char *const later[] = {"COPY x /x # buildkit", "/bin/sh -c #(nop) ADD " HASH " in / "};
    (void)state;
    unit u;
    cdk_arena arena;
    unit_begin(&u, -1);
    cdk_arena_init(&arena, &u.mem);
    cdk_instructions *list = read_all(&u, &arena, labels_first, 5);
    assert_int_equal(list->root, 2);
    assert_false(cdk_instruction_is_add(list, 2));
    assert_true(cdk_instruction_is_add(list, 4));
    assert_int_equal(list->items[2].origin, CDK_ORIGIN_BASE);
    assert_int_equal(list->items[4].origin, CDK_ORIGIN_OWN);
    list = read_all(&u, &arena, debian, 2);
    assert_int_equal(list->root, 0);
    assert_true(list->complete);
    assert_int_equal(list->items[0].origin, CDK_ORIGIN_BASE);
    list = read_all(&u, &arena, twice, 2);
    assert_int_equal(list->root, -1);
    assert_true(list->items[1].unknown);
    list = read_all(&u, &arena, own, 1);
    assert_int_equal(list->root, -1);
    assert_true(cdk_instruction_is_add(list, 0));
    assert_int_equal(read_all(&u, &arena, later, 2)->root, -1);
    cdk_arena_free(&arena);
    unit_end(&u);
}

static void test_pairs(void **state)
{
    static const char *const lines[] = {"ENV A=b c D=e=f G=", "LABEL org.x.title=Hello big world v=1", "/bin/sh -c #(nop)  ARG TOKEN",
                                        "|2 URL=http://x y KEY=z /bin/sh -c make"};
    (void)state;
    unit u;
    cdk_arena arena;
    unit_begin(&u, -1);
    cdk_arena_init(&arena, &u.mem);
    cdk_instructions *list = read_all(&u, &arena, lines, 4);
    assert_int_equal(list->items[0].pair_count, 3);
    assert_true(cdk_str_is(list->items[0].pairs[0].value, "b c"));
    assert_true(cdk_str_is(list->items[0].pairs[1].value, "e=f"));
    assert_true(list->items[0].pairs[2].value.p && !list->items[0].pairs[2].value.n);
    assert_true(cdk_str_is(list->items[1].pairs[0].value, "Hello big world"));
    assert_null(list->items[2].pairs[0].value.p);
    assert_int_equal(list->items[3].build_arg_count, 2);
    assert_true(cdk_str_is(list->items[3].build_args[0].value, "http://x y"));
    assert_true(cdk_str_is(list->items[3].build_args[1].value, "z"));
    cdk_arena_free(&arena);
    unit_end(&u);
}

static int32_t each_failure(unit *u)
{
    cdk_arena arena;
    cdk_instructions *list;
    cdk_history_entry entries[sizeof rows / sizeof *rows] = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) entries[i].created_by = cdk_str_of(rows[i].created_by);
    cdk_arena_init(&arena, &u->mem);
    int32_t status = cdk_history_read(&u->env, &arena, entries, sizeof rows / sizeof *rows, &list);
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
        cmocka_unit_test(test_forms), cmocka_unit_test(test_root), cmocka_unit_test(test_pairs), cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
