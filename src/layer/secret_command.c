/* SPDX-License-Identifier: Apache-2.0 */
/* Secrets among the words of commands that take them without a telling name: curl -u me:x, sshpass -p x, mysql -px. */
#include "layer/secret_scan.h"

enum { LONGEST_COMMAND = 512, LONGEST_WORD = 256 };

/* What stands in front of `at` in the same simple command, as far as its separators tell. */
static cdk_str command_before(const cdk_secret_scanner *scanner, size_t at)
{
    size_t from = at;
    while (from > 0 && at - from < LONGEST_COMMAND && !strchr("\n;&|(`", scanner->text.p[from - 1])) from--;
    return (cdk_str){scanner->text.p + from, at - from};
}

/* Is one of the words in front the name of a program of the list? */
static bool runs(cdk_str command, const char *programs)
{
    for (cdk_str word; cdk_str_word(&command, &word);) {
        size_t slash;
        cdk_str rest = cdk_str_of(programs), name;
        if (cdk_str_rfind_char(word, '/', &slash)) word = cdk_str_from(word, slash + 1);
        while (cdk_str_word(&rest, &name))
            if (cdk_str_eq(name, word)) return true;
    }
    return false;
}

/* The shell word at `at`, without its quotes. */
static cdk_str word_at(cdk_str text, size_t at)
{
    char quote = at < text.n && (text.p[at] == '"' || text.p[at] == '\'') ? text.p[at] : '\0';
    if (quote) at++;
    size_t end = at;
    while (end < text.n && end - at < LONGEST_WORD && text.p[end] != '\n' && (quote ? text.p[end] != quote : !strchr(" \t\r;&|<>()\"'`", text.p[end]))) end++;
    return (cdk_str){text.p + at, end - at};
}

static void add_password(cdk_secret_scanner *scanner, cdk_str value)
{
    if (value.n < 3 || cdk_secret_is_reference(value) || cdk_secret_is_placeholder(value)) return;
    cdk_secret_add(scanner, CDK_SECRET_PASSWORD, value, cdk_secret_is_weak(value) ? CDK_SURE_LOW : CDK_SURE_HIGH, false);
}

/* curl -u name:password */
void cdk_secret_user_option(cdk_secret_scanner *scanner, size_t at)
{
    cdk_str user, password, word = word_at(scanner->text, at + strlen(" -u "));
    if (!runs(command_before(scanner, at), "curl")) return;
    if (cdk_str_cut(word, ':', &user, &password)) add_password(scanner, password);
}

/* docker login -p x, sshpass -p x, mysql -px */
void cdk_secret_p_option(cdk_secret_scanner *scanner, size_t at)
{
    cdk_str command = command_before(scanner, at);
    size_t from = at + strlen(" -p");
    if (from >= scanner->text.n) return;
    bool apart = scanner->text.p[from] == ' ';
    bool takes = apart ? runs(command, "sshpass") || (runs(command, "login") && runs(command, "docker podman buildah skopeo nerdctl helm oc az"))
                       : runs(command, "mysql mysqldump mysqladmin mariadb mariadb-dump mariadb-admin sshpass");
    if (takes) add_password(scanner, word_at(scanner->text, from + apart));
}

/* echo name:password | chpasswd */
void cdk_secret_chpasswd(cdk_secret_scanner *scanner, size_t at)
{
    size_t from = at;
    cdk_str user, password;
    while (from > 0 && at - from < LONGEST_COMMAND && scanner->text.p[from - 1] != '\n') from--;
    cdk_str line = {scanner->text.p + from, at - from};
    if (!runs(line, "echo printf")) return;
    for (size_t i = 0; i + 1 < line.n; i++) {
        if (line.p[i] != ' ') continue;
        cdk_str word = word_at(scanner->text, from + i + 1);
        if (word.p + word.n > line.p + line.n || !cdk_str_cut(word, ':', &user, &password) || !user.n) continue;
        size_t n = 0;
        while (n < password.n && password.p[n] != '\\') n++; /* printf 'a:b\n' */
        password.n = n;
        add_password(scanner, password);
    }
}
