/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/digest.h"
#include "base/digest_own.h"

#include <stdio.h>

/* FIPS 180-4 examples, RFC 1321 appendix A.5, and the SHA-256 of a million times "a" (NIST). */
static const char abc_56[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";

static void check_hex(const uint8_t *bytes, size_t n, const char *expected)
{
    char text[129];
    cdk_hex(bytes, n, text);
    assert_string_equal(text, expected);
}

static void check(cdk_digest_kind kind, const void *bytes, size_t n, const char *expected)
{
    unit u;
    unit_begin(&u, -1);
    cdk_digest *digest;
    assert_int_equal(cdk_digest_new(&u.env, kind, &digest), CISDOCK_OK);
    for (int again = 0; again < 2; again++) { /* final starts anew */
        uint8_t out[64];
        for (size_t i = 0; i < n; i += 97) cdk_digest_update(digest, (const char *)bytes + i, n - i < 97 ? n - i : 97);
        check_hex(out, cdk_digest_final(digest, out), expected);
    }
    cdk_digest_free(digest);
    unit_end(&u);
}

static void test_known(void **state)
{
    (void)state;
    char *million = malloc(1000000);
    assert_non_null(million);
    memset(million, 'a', 1000000);
    check(CDK_SHA256, "", 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    check(CDK_SHA256, "abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    check(CDK_SHA256, abc_56, 56, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    check(CDK_SHA256, million, 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    check(CDK_MD5, "", 0, "d41d8cd98f00b204e9800998ecf8427e");
    check(CDK_MD5, "message digest", 14, "f96b697d7cb7938d525a2f31aaf161d0");
    free(million);
}

/* Our own code and the build's must agree for every length around the block borders. */
static const struct {
    cdk_digest_kind kind;
    void (*init)(cdk_digest_own *);
    void (*update)(cdk_digest_own *, const void *, size_t);
    void (*final)(cdk_digest_own *, uint8_t *);
    size_t size;
    const char *of_abc; /* FIPS 180-4's examples, RFC 1321's test suite */
} own_kinds[] = {
    {CDK_SHA256, cdk_own_sha256_init, cdk_own_sha256_update, cdk_own_sha256_final, 32, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {CDK_SHA1, cdk_own_sha1_init, cdk_own_sha1_update, cdk_own_sha1_final, 20, "a9993e364706816aba3e25717850c26c9cd0d89d"},
    {CDK_MD5, cdk_own_md5_init, cdk_own_md5_update, cdk_own_md5_final, 16, "900150983cd24fb0d6963f7d28e17f72"},
};

/* Those of this build and our own are the same, for every length around the borders of blocks, in two pieces. */
static void test_own_agrees(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    uint8_t bytes[300], own[32], out[64];
    char hex[65];
    for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (uint8_t)(i * 131 + 7);
    for (size_t k = 0; k < sizeof own_kinds / sizeof *own_kinds; k++) {
        cdk_digest *digest;
        cdk_digest_own s;
        assert_int_equal(cdk_digest_new(&u.env, own_kinds[k].kind, &digest), CISDOCK_OK);
        for (size_t n = 0; n <= sizeof bytes; n++) {
            own_kinds[k].init(&s);
            own_kinds[k].update(&s, bytes, n / 3);
            own_kinds[k].update(&s, bytes + n / 3, n - n / 3);
            own_kinds[k].final(&s, own);
            cdk_digest_update(digest, bytes, n);
            assert_int_equal(cdk_digest_final(digest, out), own_kinds[k].size);
            assert_memory_equal(own, out, own_kinds[k].size);
        }
        own_kinds[k].init(&s);
        own_kinds[k].update(&s, "abc", 3);
        own_kinds[k].final(&s, own);
        cdk_hex(own, own_kinds[k].size, hex);
        assert_string_equal(hex, own_kinds[k].of_abc);
        cdk_digest_free(digest);
    }
    unit_end(&u);
}

static void test_sha256_short_and_long(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    uint8_t out[32];
    char *million = malloc(1000000);
    assert_non_null(million);
    memset(million, 'a', 1000000);
    assert_int_equal(cdk_sha256(&u.env, CDK_STR("abc"), out), CISDOCK_OK);
    check_hex(out, 32, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_int_equal(cdk_sha256(&u.env, (cdk_str){million, 1000000}, out), CISDOCK_OK);
    check_hex(out, 32, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(million);
    unit_end(&u);
}

static void test_no_memory(void **state)
{
    (void)state;
    unit u;
    unit_begin(&u, -1);
    u.fail_at = 0;
    cdk_digest *digest;
    assert_int_equal(cdk_digest_new(&u.env, CDK_SHA256, &digest), CISDOCK_E_NO_MEMORY);
    assert_null(digest);
    unit_end(&u);
}

#define HEX64 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static void test_parse(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        cdk_class cls;
    } cases[] = {
        {"sha256:" HEX64, CDK_CLASS_NONE},
        {"sha512:" HEX64 HEX64, CDK_CLASS_NONE},
        {"", CDK_CLASS_BAD_DIGEST},
        {"sha256", CDK_CLASS_BAD_DIGEST},
        {"sha256:", CDK_CLASS_BAD_DIGEST},
        {":" HEX64, CDK_CLASS_BAD_DIGEST},
        {"sha256:" HEX64 "0", CDK_CLASS_BAD_DIGEST},
        {"sha256:E3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", CDK_CLASS_BAD_DIGEST},
        {"sha256:../../../../etc/passwd", CDK_CLASS_BAD_DIGEST},
        {"../x:" HEX64, CDK_CLASS_BAD_DIGEST},
        {"SHA256:" HEX64, CDK_CLASS_BAD_DIGEST},
        {"md5:d41d8cd98f00b204e9800998ecf8427e", CDK_CLASS_UNSUPPORTED},
        {"sha256+b64u:LCa0a2j_xo_5m0U8HTBBNBNCLXBkg7-g-YpeiGJm564", CDK_CLASS_UNSUPPORTED},
    };
    unit u;
    unit_begin(&u, -1);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cdk_digest_name name;
        cdk_error_clear(&u.env);
        cdk_digest_parse(&u.env, cdk_str_of(cases[i].text), &name);
        if (u.error.cls != cases[i].cls) printf("%s\n", cases[i].text);
        assert_int_equal(u.error.cls, cases[i].cls);
    }
    cdk_digest_name name;
    assert_int_equal(cdk_digest_parse(&u.env, CDK_STR("sha256:" HEX64), &name), CISDOCK_OK);
    assert_int_equal(name.kind, CDK_SHA256);
    check_hex(name.bytes, name.n, HEX64);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known),     cmocka_unit_test(test_own_agrees), cmocka_unit_test(test_sha256_short_and_long),
        cmocka_unit_test(test_no_memory), cmocka_unit_test(test_parse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
