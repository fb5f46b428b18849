/* SPDX-License-Identifier: Apache-2.0 */
/* Files whose form is known by their name: what stands in them is a secret though nothing beside it says so. */
#include "layer/secret_scan.h"

static bool usable(cdk_str v)
{
    return v.n >= 3 && !cdk_secret_is_reference(v) && !cdk_secret_is_placeholder(v);
}

/* machine X login Y password Z, over lines. */
static void netrc(cdk_secret_scanner *scanner)
{
    cdk_str rest = scanner->text, word;
    bool next = false;
    while (cdk_str_word(&rest, &word)) {
        if (next && usable(word)) cdk_secret_add(scanner, CDK_SECRET_NETRC, word, CDK_SURE_HIGH, false);
        next = !next && cdk_str_is(word, "password");
    }
}

static int base64_value(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) : -1;
}

/* Does base64 text decode to something with a colon in it: user:password? */
static bool decodes_to_pair(cdk_str v)
{
    uint32_t bits = 0, have = 0;
    bool colon = false;
    for (size_t i = 0; i < v.n && v.p[i] != '='; i++) {
        int value = base64_value(v.p[i]);
        if (value < 0) return false;
        bits = bits << 6 | (uint32_t)value;
        have += 6;
        if (have < 8) continue;
        have -= 8;
        unsigned char c = (unsigned char)(bits >> have);
        if (c < 0x20 || c > 0x7E) return false;
        colon |= c == ':';
    }
    return colon && v.n >= 8;
}

/* The text behind each `mark`, up to a quote, a comma or the line's end. */
static void values_behind(cdk_secret_scanner *scanner, const char *mark, cdk_secret_kind kind, bool (*good)(cdk_str))
{
    cdk_str rest = scanner->text;
    for (size_t at; cdk_str_find(rest, cdk_str_of(mark), &at);) {
        rest = cdk_str_from(rest, at + strlen(mark));
        cdk_str value = rest;
        while (value.n && value.p[0] && strchr(" \t:=\"'", value.p[0])) value = cdk_str_from(value, 1);
        size_t n = 0;
        while (n < value.n && value.p[n] && !strchr(" \t\r\n\"',<", value.p[n])) n++;
        value.n = n;
        if (n && good(value)) cdk_secret_add(scanner, kind, value, CDK_SURE_HIGH, false);
    }
}

static void docker_config(cdk_secret_scanner *scanner)
{
    values_behind(scanner, "\"auth\"", CDK_SECRET_REGISTRY_AUTH, decodes_to_pair);
    values_behind(scanner, "\"identitytoken\"", CDK_SECRET_REGISTRY_AUTH, usable);
    values_behind(scanner, "\"registrytoken\"", CDK_SECRET_REGISTRY_AUTH, usable);
}

static bool npm_auth(cdk_str v)
{
    return decodes_to_pair(v) || (v.n >= 20 && usable(v));
}

static void npmrc(cdk_secret_scanner *scanner)
{
    values_behind(scanner, "_authToken", CDK_SECRET_NPM_TOKEN, npm_auth);
    values_behind(scanner, "npmAuthToken", CDK_SECRET_NPM_TOKEN, npm_auth);
    values_behind(scanner, ":_auth=", CDK_SECRET_REGISTRY_AUTH, npm_auth);
    values_behind(scanner, "\n_auth", CDK_SECRET_REGISTRY_AUTH, decodes_to_pair);
    if (cdk_str_starts(scanner->text, CDK_STR("_auth"))) values_behind(scanner, "_auth", CDK_SECRET_REGISTRY_AUTH, decodes_to_pair);
    values_behind(scanner, "_password", CDK_SECRET_REGISTRY_AUTH, usable);
}

static void kube_config(cdk_secret_scanner *scanner)
{
    static const char *const marks[] = {"client-key-data", "\n    token:", "\"token\"", " password:", "refresh-token", "id-token", "access-token"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) values_behind(scanner, marks[i], CDK_SECRET_KUBE_CONFIG, usable);
}

/* name:hash:..., the second field; * and ! lock an account. */
static void hash_file(cdk_secret_scanner *scanner)
{
    cdk_str rest = scanner->text, line, name, hash, tail;
    while (cdk_str_line(&rest, &line)) {
        if (!cdk_str_cut(line, ':', &name, &hash)) continue;
        cdk_str_cut(hash, ':', &hash, &tail);
        hash = cdk_str_trim(hash);
        if (hash.n && (hash.p[0] == '*' || hash.p[0] == '!' || cdk_str_is(hash, "x"))) {
            while (hash.n && hash.p[0] == '!') hash = cdk_str_from(hash, 1); /* !$6$...: locked, and still a hash */
            if (hash.n < 13 || hash.p[0] != '$') continue;
        }
        if (hash.n >= 13) cdk_secret_add(scanner, CDK_SECRET_PASSWORD_HASH, hash, CDK_SURE_HIGH, false);
    }
}

/* host:port:database:user:password */
static void pgpass(cdk_secret_scanner *scanner)
{
    cdk_str rest = scanner->text, line;
    while (cdk_str_line(&rest, &line)) {
        size_t at;
        unsigned colons = 0;
        line = cdk_str_trim(line);
        for (size_t i = 0; i < line.n; i++) colons += line.p[i] == ':';
        if (colons < 4 || !cdk_str_rfind_char(line, ':', &at) || line.p[0] == '#') continue;
        cdk_str value = cdk_str_from(line, at + 1);
        if (usable(value)) cdk_secret_add(scanner, CDK_SECRET_PASSWORD, value, CDK_SURE_HIGH, false);
    }
}

static void whole_line(cdk_secret_scanner *scanner)
{
    cdk_str value = cdk_str_trim(scanner->text);
    if (value.n >= 16 && value.n < 512 && usable(value)) cdk_secret_add(scanner, CDK_SECRET_VAULT_TOKEN, value, CDK_SURE_HIGH, false);
}

static void maven_master(cdk_secret_scanner *scanner)
{
    values_behind(scanner, "<master>", CDK_SECRET_PASSWORD, usable);
}

void cdk_secret_known_file(cdk_secret_scanner *scanner)
{
    static const struct { const char *end; void (*read)(cdk_secret_scanner *); } files[] = {
        {".netrc", netrc}, {"_netrc", netrc}, {".docker/config.json", docker_config}, {".dockercfg", docker_config}, {".dockerconfigjson", docker_config},
        {"containers/auth.json", docker_config}, {".npmrc", npmrc}, {"/npmrc", npmrc}, {".yarnrc", npmrc}, {".yarnrc.yml", npmrc},
        {".kube/config", kube_config}, {"kubeconfig", kube_config}, {".kubeconfig", kube_config},
        {"etc/shadow", hash_file}, {"etc/shadow-", hash_file}, {"etc/gshadow", hash_file}, {"etc/gshadow-", hash_file}, {"htpasswd", hash_file},
        {".pgpass", pgpass}, {".vault-token", whole_line}, {"settings-security.xml", maven_master},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (cdk_str_ends(scanner->name, cdk_str_of(files[i].end))) files[i].read(scanner);
}
