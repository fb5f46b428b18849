/* SPDX-License-Identifier: Apache-2.0 */
/* What is a secret and what only looks like one. Values are made up, or published as examples by their vendors. */
#include "unit.h"

#include "layer/secret.h"

#include <stdio.h>

#define E CDK_SECRET_IN_ENV
#define A CDK_SECRET_IN_ARG
#define L CDK_SECRET_IN_LABEL
#define C CDK_SECRET_IN_COMMAND
#define F CDK_SECRET_IN_FILE
#define BODY "MIIEowIBAAKCAQEAu7mua0k1y08gkbnBfKd6VDHia8Na0ATgMQqZ4YEbi"

static const struct {
    cdk_secret_place place;
    const char *name, *text, *kinds; /* joined by blanks; "" none */
} rows[] = {
    /* traps: dockle and trivy take the first group for secrets by their names, and miss those of the second */
    {E, "KEYBOARD_LAYOUT", "us", ""},
    {C, "", "apk add keyutils=1.6.3-r3", ""},
    {E, "GPG_KEY", "E3FF2839C048B25C084DEBE9B26995E310250568", ""},
    {E, "PWD", "/srv/app7", ""},
    {E, "SSH_AUTH_SOCK", "/run/agent.1", ""},
    {E, "PASSWORD_FILE", "/run/secrets/db", ""},
    {E, "POSTGRES_PASSWORD_FILE", "/run/secrets/db", ""},
    {E, "TOKENIZERS_PARALLELISM", "false", ""},
    {E, "SECRET_NAME", "my-app-secret-7", ""},
    {E, "DB_PASSWORD", "${DB_PASSWORD}", ""},
    {E, "DB_PASSWORD", "changeme", ""},
    {E, "DB_PASSWORD", "<password>", ""},
    {E, "DB_PASSWORD", "", ""},
    {E, "API_TOKEN", "your-token-here", ""},
    {E, "MONKEY_BUSINESS", "aB3dE6gH9jK2mN5p", ""},
    {E, "NODE_VERSION", "18.17.1", ""},
    {E, "PYTHON_GET_PIP_SHA256", "5aefe6ade911d997af080b315ebcb7f882212d070465df544e1175ac2be519b4", ""},
    {E, "DB_PWD", "Tr0ub4dor&3", "password"},
    {E, "dbPassword", "s3cr3t-of-ours", "password"},
    {E, "MYSQL_ROOT_PASSWORD", "root", "password"},
    {E, "DB_PASSWORD", "hunter2-not-real", "password"},
    {E, "DATABASE_URL", "postgres://app:Zq7-plover@db:5432/x", "url-password"},
    {C, "", "curl https://user:password@host/x", "url-password"},
    {C, "", "git clone https://oauth2:${TOKEN}@host/x", ""},
    {C, "", "wget http://host:8080/a@b", ""},
    {A, "NPM_TOKEN", "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", "npm-token"},
    {A, "GH", "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", "github-token"},
    {A, "GH", "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", ""},
    {E, "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE", "aws-access-key-id"},
    {E, "AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "aws-secret-access-key"},
    {E, "AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI", ""},
    {L, "org.opencontainers.image.description", "apt-get update, passwords: none kept", ""},
    {L, "api_key", "c7f9d2a16be84037a5d1f0e92b6c8d34", "token"},
    {C, "", "mysql --password=Gr8-plover -e x && export API_KEY=9f86d081884c7d659a2feaa0", "password token"},
    {C, "", "sshpass --password 'Gr8 plover' ssh x", "password"},
    {C, "", "echo \"machine api.example.org login me password Gr8-plover\" > /root/.netrc", ""},
    {C, "", "curl -H \"Authorization: Bearer 9f86d081884c7d659a2feaa0c55ad015\" x", "authorization"},
    {C, "", "npm config set //registry.example.org/:_authToken=4f8b2c6d-1a3e-4b5c-9d7f-0e1a2b3c4d5e", "token"},
    {C, "", "docker swarm join --token SWMTKN-1-3pu6hszjas19xyp7ghgosyx9k8atbfcr8p2is99znpy26u2lkl-1awxwuwd3z9j1z3puu7rcgdbx x:2377", "swarm-token"},
    {C, "", "gpg --list-secret-keys --keyid-format=long", ""},
    {C, "", "docker service update --secret-add source=ssh-2 x", ""},
    {F, "app/x.json", "{\"client_secret\": \"foo_client_secret\", \"token\": \"veryBadSecretAccessKey\"}", ""},
    {C, "", "passwd -d root; chpasswd < /x; useradd -p '' app", ""},
    {C, "", "echo 'root:$6$saltsalt$qFmFH.bQmmtXzyBY0s9v7Oicd2z4XSIecDzlB5KiA2/jctKu9YterLp8wwnSq.qc.eoxqOmSuNp2xS0ktL3nh/' | chpasswd -e", "password-hash"},
    {F, "root/.ssh/id_rsa", "-----BEGIN RSA PRIVATE KEY-----\n" BODY "\n-----END RSA PRIVATE KEY-----\n", "private-key"},
    {F, "x", "-----BEGIN OPENSSH PRIVATE KEY-----\n" BODY "\n-----END OPENSSH PRIVATE KEY-----\n", "private-key"},
    {F, "x.json", "{\"private_key\": \"-----BEGIN PRIVATE KEY-----\\n" BODY "\\n-----END PRIVATE KEY-----\\n\"}", "private-key"},
    {F, "x.py", "if line == '-----BEGIN RSA PRIVATE KEY-----': pass\n", ""},
    {F, "x.pem", "-----BEGIN CERTIFICATE-----\n" BODY "\n-----END CERTIFICATE-----\n", ""},
    {F, "x.pub", "-----BEGIN PUBLIC KEY-----\n" BODY "\n-----END PUBLIC KEY-----\n", ""},
    {F, "root/.netrc", "machine api.example.org\n login me\n password Gr8-plover\n", "netrc"},
    {F, "root/.npmrc", "//registry.npmjs.org/:_authToken=4f8b2c6d-1a3e-4b5c-9d7f-0e1a2b3c4d5e\n", "npm-token"},
    {F, "root/.npmrc", "//registry.npmjs.org/:_authToken=${NPM_TOKEN}\n", ""},
    {F, "root/.docker/config.json", "{\"auths\":{\"x\":{\"auth\":\"dXNlcjpHcjgtcGxvdmVy\"}}}", "registry-auth"},
    {F, "root/.docker/config.json", "{\"auths\":{\"x\":{\"auth\":\"\"}},\"credsStore\":\"desktop\"}", ""},
    {F, "root/.kube/config", "users:\n- user:\n    token: example-token\n", ""},
    {F, "root/.kube/config", "users:\n- user:\n    token: k8s.9f86d081884c7d659a2feaa0\n", "kube-config"},
    {F, "etc/shadow", "root:*:19000::::::\napp:$6$ab$qFmFH.bQmmtXzyBY0s9v7Oicd2z4XSIecDzlB5KiA2/jctKu9YterLp8wwnSq.qc.eoxqOmSuNp2xS0ktL3nh/:1::::::\nx:!:1::::::\n", "password-hash"},
    {F, "root/.git-credentials", "https://me:9f86d081884c@host\n", "url-password"},
    {F, "app/.env", "DB_HOST=db\nDB_PASSWORD=plover\nTOKEN_TTL=3600\n", "password"},
    {F, "app/config.py", "password = config.password\ntoken = os.environ['TOKEN']\nsecret = get_secret()\n", ""},
    {F, "app/config.yml", "password: \"Gr8-plover\"\nsecret_key_base: <%= ENV['X'] %>\n", "password"},
    {F, "wp-config.php", "define('DB_PASSWORD', 'Gr8-plover');\ndefine('AUTH_KEY', 'put your unique phrase here');\n", "password"},
    {F, "settings.xml", "<password>{COQLCE6DU6GtcS5P=}</password><password>Gr8-plover</password>", "password"},
    {F, "x.txt", "jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dBjftJeZ4CVPmB92K27uhbUJU1p1rwW1gFWFOEjXk", "jwt"},
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unit u;
        cdk_arena arena;
        cdk_secret_spans spans;
        char text[256] = "";
        unit_begin(&u, -1);
        cdk_arena_init(&arena, &u.mem);
        assert_int_equal(cdk_secret_scan(&u.env, &arena, rows[i].place, cdk_str_of(rows[i].name), cdk_str_of(rows[i].text), &spans), CISDOCK_OK);
        for (uint32_t k = 0; k < spans.count; k++)
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", k ? " " : "", cdk_secret_kind_name(spans.items[k].kind));
        if (strcmp(text, rows[i].kinds)) fail_msg("row %zu %s: %s gives '%s', not '%s'", i, rows[i].name, rows[i].text, text, rows[i].kinds);
        cdk_arena_free(&arena);
        unit_end(&u);
    }
}

static void test_sure(void **state)
{
    static const struct { const char *name, *text; cdk_sure sure; bool example; } sures[] = {
        {"X", "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", CDK_SURE_HIGH, false},   /* the checksum fits */
        {"X", "ghp_zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq18", CDK_SURE_MEDIUM, false}, /* it does not */
        {"DB_PASSWORD", "postgres", CDK_SURE_LOW, false},
        {"DB_PASSWORD", "plover", CDK_SURE_MEDIUM, false},
        {"DB_PASSWORD", "Gr8-plover", CDK_SURE_HIGH, false},
        {"AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE", CDK_SURE_HIGH, true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof sures / sizeof *sures; i++) {
        unit u;
        cdk_arena arena;
        cdk_secret_spans spans;
        unit_begin(&u, -1);
        cdk_arena_init(&arena, &u.mem);
        assert_int_equal(cdk_secret_scan(&u.env, &arena, E, cdk_str_of(sures[i].name), cdk_str_of(sures[i].text), &spans), CISDOCK_OK);
        assert_int_equal(spans.count, 1);
        if (spans.items[0].sure != sures[i].sure) fail_msg("%s: %d", sures[i].text, spans.items[0].sure);
        assert_int_equal(spans.items[0].example, sures[i].example);
        cdk_arena_free(&arena);
        unit_end(&u);
    }
}

/* A value never stands in what is printed, and the digest only where a key is. The expected digest: Python's hmac. */
static void test_redaction(void **state)
{
    (void)state;
    unit u;
    cdk_arena arena;
    cdk_str out;
    size_t at;
    cdk_str text = CDK_STR("export DB_PWD=Gr8-plover TOKEN=9f86d081884c7d659a2feaa0; x");
    unit_begin(&u, -1);
    cdk_arena_init(&arena, &u.mem);
    assert_int_equal(cdk_secret_redact(&u.env, &arena, C, CDK_STR_NONE, text, CDK_STR_NONE, &out), CISDOCK_OK);
    assert_true(cdk_str_is(out, "export DB_PWD=[redacted password 10 bytes] TOKEN=[redacted token 24 bytes]; x"));
    assert_int_equal(cdk_secret_redact(&u.env, &arena, C, CDK_STR_NONE, CDK_STR("DB_PWD=Gr8-plover"), CDK_STR("key"), &out), CISDOCK_OK);
    assert_true(cdk_str_is(out, "DB_PWD=[redacted password 10 bytes, digest 055fe8b7610d3eec]"));
    assert_false(cdk_str_find(out, CDK_STR("plover"), &at));
    assert_int_equal(cdk_secret_redact(&u.env, &arena, C, CDK_STR_NONE, CDK_STR("ls -l"), CDK_STR_NONE, &out), CISDOCK_OK);
    assert_true(cdk_str_is(out, "ls -l"));
    cdk_arena_free(&arena);
    unit_end(&u);
}

static void test_instruction(void **state)
{
    static const cdk_str raw = {"ENV DB_PWD=Gr8\\-plover X=1", 26};
    const cdk_pair escaped = {CDK_STR("DB_PWD"), CDK_STR("Gr8-plover")};
    static const cdk_str plain = {"|1 NPM_TOKEN=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 /bin/sh -c npm ci", 72};
    cdk_instruction in = {.keyword = CDK_KW_ENV, .raw = raw, .pairs = &escaped, .pair_count = 1};
    (void)state;
    unit u;
    cdk_arena arena;
    cdk_secret_spans spans;
    unit_begin(&u, -1);
    cdk_arena_init(&arena, &u.mem);
    assert_int_equal(cdk_secret_scan_instruction(&u.env, &arena, &in, &spans), CISDOCK_OK);
    assert_int_equal(spans.count, 1);
    assert_int_equal(spans.items[0].length, raw.n); /* it does not stand there as it is: all is hidden */
    in = (cdk_instruction){.keyword = CDK_KW_RUN, .raw = plain};
    assert_int_equal(cdk_secret_scan_instruction(&u.env, &arena, &in, &spans), CISDOCK_OK);
    assert_int_equal(spans.count, 1);
    assert_int_equal(spans.items[0].kind, CDK_SECRET_NPM_TOKEN);
    cdk_arena_free(&arena);
    unit_end(&u);
}

static void test_files(void **state)
{
    static const struct { const char *path; int want; bool by_name; } files[] = {
        {"root/.ssh/id_rsa", 2, false}, {"root/.ssh/id_rsa.pub", 0, false}, {"etc/ssh/ssh_host_rsa_key", 2, false}, {"etc/shadow", 2, false},
        {"usr/share/doc/x/key.pem", 0, false}, {"etc/ssl/certs/ca.pem", 0, false}, {"root/.bash_history", 2, true}, {"app/keys/x.p12", 2, true},
        {"app/config.json", 1, false}, {"usr/lib/x/config.json", 0, false}, {"usr/lib/node_modules/x/.npmrc", 0, false}, {"home/a/.npmrc", 2, false},
        {"usr/lib/python3/dist-packages/x/key.pem", 0, false}, {"credentials.json", 2, false}, {"src/credentials", 2, false}, {".env", 2, false},
        {"var/www/html/wp-config.php", 2, false}, {"usr/bin/passwd", 0, false}, {"etc/passwd", 0, false}, {"", 0, false}, {"x/etc/shadow", 2, false},
        {"home/a/.docker/config.json", 2, false}, {"opt/x.docker/config.json", 1, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        cdk_secret_file file = cdk_secret_file_of(cdk_str_of(files[i].path));
        if (file.want != files[i].want || file.by_name != files[i].by_name) fail_msg("%s: %u %d", files[i].path, file.want, file.by_name);
        assert_int_equal(file.search, file.want > 0);
    }
}

static int32_t each_failure(unit *u)
{
    cdk_arena arena;
    cdk_secret_spans spans;
    cdk_str out;
    int32_t status = CISDOCK_OK;
    cdk_arena_init(&arena, &u->mem);
    for (size_t i = 0; !status && i < sizeof rows / sizeof *rows; i++) {
        status = cdk_secret_scan(&u->env, &arena, rows[i].place, cdk_str_of(rows[i].name), cdk_str_of(rows[i].text), &spans);
        if (!status) status = cdk_secret_redact_spans(&u->env, &arena, cdk_str_of(rows[i].text), &spans, CDK_STR("k"), &out);
    }
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
        cmocka_unit_test(test_rows), cmocka_unit_test(test_sure), cmocka_unit_test(test_redaction), cmocka_unit_test(test_instruction),
        cmocka_unit_test(test_files), cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
