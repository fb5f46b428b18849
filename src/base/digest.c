/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"

#include "base/digest_own.h"
#include "cdk_config.h"

#if CDK_WITH_OPENSSL
/* The plain functions, not EVP: EVP's contexts ask for engines, and that makes libcrypto read its configuration file, even
 * where the library context is a private one. These use the SHA instructions too, and neither allocate nor fail. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/md5.h>
#include <openssl/sha.h>
#endif

typedef union digest_state {
    cdk_digest_own own;
#if CDK_WITH_OPENSSL
    SHA256_CTX sha256;
    SHA512_CTX sha512;
    MD5_CTX md5;
    SHA_CTX sha1;
#endif
} digest_state;

typedef struct digest_kind {
    size_t bytes; /* 0: not built in */
    void (*init)(digest_state *);
    void (*update)(digest_state *, const void *, size_t);
    void (*final)(digest_state *, uint8_t *);
} digest_kind;

/* A row from functions that take the member `name` of the state. */
#define FUNCTIONS(name, member, init_fn, update_fn, final_call)                                                       \
    static void name##_init(digest_state *s) { init_fn(&s->member); }                                                 \
    static void name##_update(digest_state *s, const void *bytes, size_t n) { update_fn(&s->member, bytes, n); }      \
    static void name##_final(digest_state *s, uint8_t *out) { final_call; }
#define ROW(name, size) {size, name##_init, name##_update, name##_final}

#if CDK_WITH_OPENSSL
FUNCTIONS(sha256, sha256, SHA256_Init, SHA256_Update, SHA256_Final(out, &s->sha256))
FUNCTIONS(sha512, sha512, SHA512_Init, SHA512_Update, SHA512_Final(out, &s->sha512))
FUNCTIONS(md5, md5, MD5_Init, MD5_Update, MD5_Final(out, &s->md5))
FUNCTIONS(sha1, sha1, SHA1_Init, SHA1_Update, SHA1_Final(out, &s->sha1))
static const digest_kind kinds[] = {
    [CDK_SHA256] = ROW(sha256, 32), [CDK_SHA512] = ROW(sha512, 64), [CDK_MD5] = ROW(md5, 16), [CDK_SHA1] = ROW(sha1, 20)};
#else
FUNCTIONS(sha256, own, cdk_own_sha256_init, cdk_own_sha256_update, cdk_own_sha256_final(&s->own, out))
FUNCTIONS(md5, own, cdk_own_md5_init, cdk_own_md5_update, cdk_own_md5_final(&s->own, out))
FUNCTIONS(sha1, own, cdk_own_sha1_init, cdk_own_sha1_update, cdk_own_sha1_final(&s->own, out))
static const digest_kind kinds[] = {
    [CDK_SHA256] = ROW(sha256, 32), [CDK_SHA512] = {0, NULL, NULL, NULL}, [CDK_MD5] = ROW(md5, 16), [CDK_SHA1] = ROW(sha1, 20)};
#endif

struct cdk_digest {
    cdk_mem *mem;
    const digest_kind *kind;
    digest_state state;
};

int32_t cdk_digest_new(const cdk_env *env, cdk_digest_kind kind, cdk_digest **out)
{
    *out = NULL;
    if (!kinds[kind].bytes)
        return cdk_fail(env, CDK_CLASS_UNSUPPORTED, NULL, "SHA-512 is not in this build (option openssl)");
    cdk_digest *digest = cdk_alloc(env->mem, sizeof *digest);
    if (!digest) return cdk_fail_memory(env);
    digest->mem = env->mem;
    digest->kind = &kinds[kind];
    digest->kind->init(&digest->state);
    *out = digest;
    return CISDOCK_OK;
}

void cdk_digest_update(cdk_digest *digest, const void *bytes, size_t n)
{
    if (n) digest->kind->update(&digest->state, bytes, n);
}

size_t cdk_digest_final(cdk_digest *digest, uint8_t out[64])
{
    digest->kind->final(&digest->state, out);
    digest->kind->init(&digest->state);
    return digest->kind->bytes;
}

void cdk_digest_free(cdk_digest *digest)
{
    if (digest) cdk_free(digest->mem, digest);
}

int32_t cdk_sha256(const cdk_env *env, cdk_str bytes, uint8_t out[32])
{
    digest_state state;
    (void)env;
    sha256_init(&state);
    if (bytes.n) sha256_update(&state, bytes.p, bytes.n);
    sha256_final(&state, out);
    return CISDOCK_OK;
}

void cdk_hex(const uint8_t *bytes, size_t n, char *out)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
    out[2 * n] = '\0';
}

/* What we verify. The OCI image specification allows other names of the same form. */
static const struct algorithm {
    const char *name;
    size_t bytes;
    cdk_digest_kind kind;
} algorithms[] = {{"sha256", 32, CDK_SHA256}, {"sha512", 64, CDK_SHA512}};

static bool is_algorithm_name(cdk_str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        bool between = i > 0 && i + 1 < name.n && memchr("+._-", c, 4);
        if (!word && !between) return false;
    }
    return name.n > 0;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool parse_hex(cdk_str text, uint8_t *out)
{
    for (size_t i = 0; i < text.n; i += 2) {
        int high = hex_value(text.p[i]), low = hex_value(text.p[i + 1]);
        if (high < 0 || low < 0) return false;
        out[i / 2] = (uint8_t)(high << 4 | low);
    }
    return true;
}

int32_t cdk_digest_parse(const cdk_env *env, cdk_str text, cdk_digest_name *out)
{
    cdk_str name, hex;
    if (!cdk_str_cut(text, ':', &name, &hex))
        return cdk_fail(env, CDK_CLASS_BAD_DIGEST, NULL, "a digest without an algorithm");
    for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++) {
        const struct algorithm *known = &algorithms[i];
        if (!cdk_str_is(name, known->name)) continue;
        if (hex.n != 2 * known->bytes || !parse_hex(hex, out->bytes))
            return cdk_fail(env, CDK_CLASS_BAD_DIGEST, NULL, "a %s digest that is not %zu digits 0-9a-f", known->name,
                            2 * known->bytes);
        out->kind = known->kind;
        out->n = known->bytes;
        return CISDOCK_OK;
    }
    if (!is_algorithm_name(name) || name.n > 32) return cdk_fail(env, CDK_CLASS_BAD_DIGEST, NULL, "a digest of bad form");
    return cdk_fail(env, CDK_CLASS_UNSUPPORTED, NULL, "digests by %.*s are not supported", (int)name.n, name.p);
}
