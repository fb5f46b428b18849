/* SPDX-License-Identifier: Apache-2.0 */
/* Values with a structure of their own: key blocks, JSON web tokens, URLs, authorization headers, password hashes. */
#include "layer/secret_scan.h"

enum { LEAST_KEY = 24, LONGEST_KEY = 65536, LONGEST_URL = 2048 };

static bool base64(char c)
{
    return cdk_secret_alnum(c) || c == '+' || c == '/' || c == '=';
}

static bool base64url(char c)
{
    return cdk_secret_alnum(c) || c == '_' || c == '-';
}

/* Characters of the body of a key block that are base64: line ends, "\n" and the lines of headers do not count. */
static size_t count_body(cdk_str body, bool *encrypted)
{
    size_t count = 0;
    for (size_t i = 0; i < body.n; i++) {
        size_t line = i, colon;
        while (line < body.n && body.p[line] != '\n') line++;
        cdk_str one = {body.p + i, line - i};
        if ((i == 0 || body.p[i - 1] == '\n') && one.n < 200 && cdk_str_find(one, CDK_STR(": "), &colon)) {
            size_t at;
            *encrypted |= cdk_str_find(one, CDK_STR("ENCRYPTED"), &at);
            i = line;
            continue;
        }
        if (body.p[i] == '\\' && i + 1 < body.n && (body.p[i + 1] == 'n' || body.p[i + 1] == 'r')) i++;
        else if (base64(body.p[i])) count++;
        else if (!strchr(" \t\r\n\\\"'+,", body.p[i]) || !body.p[i]) break;
    }
    return count;
}

/* -----BEGIN ... PRIVATE KEY-----; `at` is where the dashes begin. */
void cdk_secret_private_key(cdk_secret_scanner *scanner, size_t at)
{
    cdk_str rest = cdk_str_from(scanner->text, at), label;
    size_t end, close;
    rest.n = rest.n > LONGEST_KEY ? LONGEST_KEY : rest.n;
    label = cdk_str_from(rest, strlen("-----BEGIN "));
    if (!cdk_str_find(label, CDK_STR("-----"), &end) || end > 40) return;
    label.n = end;
    bool is_key = cdk_str_ends(label, CDK_STR("PRIVATE KEY")) || cdk_str_ends(label, CDK_STR("PRIVATE KEY BLOCK"));
    if (!is_key && !cdk_str_ends(label, CDK_STR("ENCRYPTED PRIVATE KEY ----"))) return;
    cdk_str body = cdk_str_from(rest, (size_t)(label.p - rest.p) + end + 5);
    bool ended = cdk_str_find(body, CDK_STR("-----END"), &close), encrypted = cdk_str_starts(label, CDK_STR("ENCRYPTED"));
    size_t length = rest.n;
    if (ended) {
        body.n = close;
        size_t tail = (size_t)(body.p - rest.p) + close + strlen("-----END"), dashes;
        cdk_str last = cdk_str_from(rest, tail);
        last.n = last.n > 64 ? 64 : last.n;
        length = cdk_str_find(last, CDK_STR("-----"), &dashes) ? tail + dashes + 5 : tail;
    }
    if (count_body(body, &encrypted) < (ended ? LEAST_KEY : LEAST_KEY * 2)) return;
    cdk_secret_add(scanner, CDK_SECRET_PRIVATE_KEY, (cdk_str){rest.p, length}, encrypted ? CDK_SURE_MEDIUM : CDK_SURE_HIGH, false);
    scanner->passed = at + length;
}

void cdk_secret_putty_key(cdk_secret_scanner *scanner, size_t at)
{
    cdk_str rest = cdk_str_from(scanner->text, at);
    size_t lines;
    if (!cdk_str_find(rest, CDK_STR("Private-Lines:"), &lines)) return;
    cdk_secret_add(scanner, CDK_SECRET_PRIVATE_KEY, rest, CDK_SURE_HIGH, false);
    scanner->passed = scanner->text.n;
}

/* eyJ... . eyJ... . signature */
void cdk_secret_jwt(cdk_secret_scanner *scanner, size_t at)
{
    cdk_str text = scanner->text;
    size_t end = at, part = at;
    unsigned dots = 0;
    if (at > 0 && base64url(text.p[at - 1])) return;
    for (; end < text.n && (base64url(text.p[end]) || (text.p[end] == '.' && dots < 2)); end++) {
        if (text.p[end] != '.') continue;
        if (end - part < 10) return;
        dots++;
        part = end + 1;
        if (dots == 1 && !cdk_str_starts(cdk_str_from(text, part), CDK_STR("eyJ"))) return;
    }
    if (dots != 2 || end - part < 20) return;
    cdk_str value = {text.p + at, end - at};
    bool example = cdk_secret_is_example(value);
    cdk_secret_add(scanner, CDK_SECRET_JWT, value, example ? CDK_SURE_LOW : CDK_SURE_HIGH, example);
}

static bool url_end(char c)
{
    return !c || (c && strchr(" \t\r\n\"'<>|\\^`,;)]}", c));
}

/* scheme://user:password@host; `at` is the colon. */
void cdk_secret_url(cdk_secret_scanner *scanner, size_t at)
{
    cdk_str text = scanner->text;
    size_t begin = at + 3, end = begin, colon, sign;
    if (at == 0 || !cdk_secret_alnum(text.p[at - 1])) return;
    while (end < text.n && end - begin < LONGEST_URL && !url_end(text.p[end]) && text.p[end] != '/' && text.p[end] != '?' && text.p[end] != '#') end++;
    cdk_str authority = {text.p + begin, end - begin};
    if (!cdk_str_rfind_char(authority, '@', &sign) || sign + 1 == authority.n) return;
    authority.n = sign;
    if (!cdk_str_find_char(authority, ':', &colon) || colon + 1 >= authority.n) return;
    cdk_str password = cdk_str_from(authority, colon + 1), user = {authority.p, colon};
    size_t other;
    if (cdk_secret_is_reference(password) || cdk_str_find_char(password, '$', &other) || cdk_str_find_char(user, '{', &other)) return;
    if (cdk_secret_is_placeholder(password) || cdk_str_is(password, "x-oauth-basic")) return;
    bool weak = cdk_secret_is_weak(password);
    cdk_secret_add(scanner, CDK_SECRET_URL_PASSWORD, password, weak ? CDK_SURE_MEDIUM : CDK_SURE_HIGH, false);
}

/* Authorization: Basic|Bearer|token X; `at` is where the scheme begins. */
void cdk_secret_authorization(cdk_secret_scanner *scanner, size_t at)
{
    cdk_str rest = cdk_str_from(scanner->text, at), scheme, line = rest;
    size_t n = 0;
    rest.n = rest.n > LONGEST_URL ? LONGEST_URL : rest.n;
    size_t colon;
    if (!cdk_str_cut(rest, '\n', &line, &rest)) rest = CDK_STR_NONE;
    if (!cdk_str_find_char(line, ':', &colon) || colon > 20) return;
    line = cdk_str_from(line, colon + 1);
    while (line.n && strchr(" \t\"'", line.p[0]) && line.p[0]) line = cdk_str_from(line, 1);
    if (!cdk_str_word(&line, &scheme)) return;
    line = cdk_str_trim(line);
    if (!(cdk_str_eq_nocase(scheme, CDK_STR("basic")) || cdk_str_eq_nocase(scheme, CDK_STR("bearer")) || cdk_str_eq_nocase(scheme, CDK_STR("token")))) return;
    while (n < line.n && (base64(line.p[n]) || base64url(line.p[n]) || line.p[n] == '.' || line.p[n] == '~')) n++;
    cdk_str value = {line.p, n};
    if (n < 12 || cdk_secret_is_placeholder(value) || cdk_secret_entropy(value) < 250) return;
    cdk_secret_add(scanner, CDK_SECRET_AUTHORIZATION, value, CDK_SURE_HIGH, false);
}

/* $6$salt$hash and its like, where a name and a colon stand before it, or the file is one of hashes. */
void cdk_secret_crypt(cdk_secret_scanner *scanner, size_t at)
{
    static const struct { const char *mark; size_t least; } kinds[] = {
        {"$1$", 22}, {"$2a$", 53}, {"$2b$", 53}, {"$2y$", 53}, {"$5$", 43}, {"$6$", 86}, {"$y$", 43}, {"$7$", 43}, {"$gy$", 43}, {"$apr1$", 22}};
    cdk_str rest = cdk_str_from(scanner->text, at);
    size_t n = 0, kind = 0, count = sizeof kinds / sizeof *kinds;
    while (kind < count && !cdk_str_starts(rest, cdk_str_of(kinds[kind].mark))) kind++;
    if (kind == count) return;
    while (n < rest.n && (cdk_secret_alnum(rest.p[n]) || (rest.p[n] && strchr("./$=,", rest.p[n])))) n++;
    if (n < kinds[kind].least) return;
    cdk_secret_add(scanner, CDK_SECRET_PASSWORD_HASH, (cdk_str){rest.p, n}, CDK_SURE_HIGH, false);
}
