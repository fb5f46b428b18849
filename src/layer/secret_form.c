/* SPDX-License-Identifier: Apache-2.0 */
/* Values with a structure of their own: key blocks, JSON web tokens, URLs, authorization headers, password hashes. */
#include "layer/secret_scan.h"

enum { LEAST_KEY = 24, LONGEST_KEY = 65536, LONGEST_LABEL = 64, LONGEST_HEADER = 200, LONGEST_PUTTY = 8192, LONGEST_URL = 2048, LONGEST_HASH = 256 };

static bool base64(char c)
{
    return cdk_secret_alnum(c) || c == '+' || c == '/' || c == '=';
}

static bool base64url(char c)
{
    return cdk_secret_alnum(c) || c == '_' || c == '-';
}

/* A line of a block's header, "Proc-Type: 4,ENCRYPTED": its length, or 0. */
static size_t header_line(cdk_str rest, bool *encrypted)
{
    size_t n = 0, at;
    while (n < rest.n && n < LONGEST_HEADER && rest.p[n] != '\n') n++;
    cdk_str line = {rest.p, n};
    if (n == LONGEST_HEADER || !cdk_str_find(line, CDK_STR(": "), &at)) return 0;
    *encrypted |= cdk_str_find(line, CDK_STR("ENCRYPTED"), &at);
    return n;
}

/* How many characters of a key block's body are base64; line ends, "\n" and headers do not count. `*end`: what stands
 * behind the body. No dash is in a body, so that what follows one block is looked at once. */
static size_t count_body(cdk_str body, size_t *end, bool *encrypted)
{
    size_t count = 0, i = 0;
    for (; i < body.n; i++) {
        char c = body.p[i];
        if (i == 0 || body.p[i - 1] == '\n') i += header_line(cdk_str_from(body, i), encrypted);
        if (i == body.n) break;
        c = body.p[i];
        if (c == '\\' && i + 1 < body.n && (body.p[i + 1] == 'n' || body.p[i + 1] == 'r')) i++;
        else if (base64(c)) count++;
        else if (!c || !strchr(" \t\r\n\\\"',", c)) break;
    }
    *end = i;
    return count;
}

/* -----BEGIN ... PRIVATE KEY-----; `at` is where the dashes begin. */
void cdk_secret_private_key(cdk_secret_scanner *scanner, size_t at)
{
    cdk_str rest = cdk_str_from(scanner->text, at), label, body;
    size_t close, end, dashes;
    rest.n = rest.n > LONGEST_KEY ? LONGEST_KEY : rest.n;
    label = cdk_str_from(rest, strlen("-----BEGIN "));
    label.n = label.n > LONGEST_LABEL ? LONGEST_LABEL : label.n;
    if (!cdk_str_find(label, CDK_STR("-----"), &close)) return;
    body = cdk_str_from(rest, strlen("-----BEGIN ") + close + 5);
    label.n = close;
    if (!cdk_str_ends(label, CDK_STR("PRIVATE KEY")) && !cdk_str_ends(label, CDK_STR("PRIVATE KEY BLOCK"))) return;
    bool encrypted = cdk_str_starts(label, CDK_STR("ENCRYPTED"));
    size_t count = count_body(body, &end, &encrypted), length = (size_t)(body.p - rest.p) + end;
    cdk_str tail = cdk_str_from(rest, length);
    bool ended = cdk_str_starts(tail, CDK_STR("-----END"));
    if (count < (ended ? LEAST_KEY : LEAST_KEY * 2)) return;
    if (ended) {
        tail = cdk_str_from(tail, strlen("-----END"));
        tail.n = tail.n > LONGEST_LABEL ? LONGEST_LABEL : tail.n;
        length += strlen("-----END") + (cdk_str_find(tail, CDK_STR("-----"), &dashes) ? dashes + 5 : 0);
    }
    cdk_secret_add(scanner, CDK_SECRET_PRIVATE_KEY, (cdk_str){rest.p, length}, encrypted ? CDK_SURE_MEDIUM : CDK_SURE_HIGH, false);
    scanner->passed = at + length;
}

void cdk_secret_putty_key(cdk_secret_scanner *scanner, size_t at)
{
    cdk_str rest = cdk_str_from(scanner->text, at);
    size_t lines;
    if (at > 0 && scanner->text.p[at - 1] != '\n') return;
    cdk_str head = {rest.p, rest.n > LONGEST_PUTTY ? LONGEST_PUTTY : rest.n};
    if (!cdk_str_find(head, CDK_STR("Private-Lines:"), &lines)) return;
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
    while (n < rest.n && n < LONGEST_HASH && (cdk_secret_alnum(rest.p[n]) || (rest.p[n] && strchr("./$=,", rest.p[n])))) n++;
    if (n < kinds[kind].least) return;
    cdk_secret_add(scanner, CDK_SECRET_PASSWORD_HASH, (cdk_str){rest.p, n}, CDK_SURE_HIGH, false);
}
