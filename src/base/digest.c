/* SPDX-License-Identifier: Apache-2.0 */
#include "base/digest.h"

#include "base/digest_own.h"
#include "cdk_config.h"

#if CDK_WITH_OPENSSL
#include <openssl/evp.h>

/* A library context of its own reads no configuration file and shares nothing with the host's use of libcrypto. */
struct cdk_digest {
    cdk_mem *mem;
    OSSL_LIB_CTX *library;
    EVP_MD *kind;
    EVP_MD_CTX *state;
    bool failed;
};

static const char *const kind_names[] = {
    [CDK_SHA256] = "SHA256", [CDK_SHA512] = "SHA512", [CDK_MD5] = "MD5", [CDK_SHA1] = "SHA1"};

int32_t cdk_digest_new(const cdk_env *env, cdk_digest_kind kind, cdk_digest **out)
{
    *out = NULL;
    cdk_digest *digest = cdk_calloc(env->mem, 1, sizeof *digest);
    if (!digest) return cdk_fail_memory(env);
    digest->mem = env->mem;
    digest->library = OSSL_LIB_CTX_new();
    if (digest->library) digest->kind = EVP_MD_fetch(digest->library, kind_names[kind], NULL);
    if (digest->kind) digest->state = EVP_MD_CTX_new();
    if (!digest->state || !EVP_DigestInit_ex2(digest->state, digest->kind, NULL)) {
        cdk_digest_free(digest);
        return cdk_fail(env, CDK_CLASS_MEMORY, NULL, "libcrypto gave no %s", kind_names[kind]);
    }
    *out = digest;
    return CISDOCK_OK;
}

void cdk_digest_update(cdk_digest *digest, const void *bytes, size_t n)
{
    if (n && !EVP_DigestUpdate(digest->state, bytes, n)) digest->failed = true;
}

size_t cdk_digest_final(cdk_digest *digest, uint8_t out[64])
{
    unsigned n = 0;
    bool good = !digest->failed && EVP_DigestFinal_ex(digest->state, out, &n);
    digest->failed = !EVP_DigestInit_ex2(digest->state, digest->kind, NULL);
    return good ? n : 0;
}

void cdk_digest_free(cdk_digest *digest)
{
    if (!digest) return;
    EVP_MD_CTX_free(digest->state);
    EVP_MD_free(digest->kind);
    OSSL_LIB_CTX_free(digest->library);
    cdk_free(digest->mem, digest);
}

#else

typedef struct own_kind {
    size_t bytes; /* 0: not built in */
    void (*init)(cdk_digest_own *);
    void (*update)(cdk_digest_own *, const void *, size_t);
    void (*final)(cdk_digest_own *, uint8_t *);
} own_kind;

static const own_kind own_kinds[] = {
    [CDK_SHA256] = {32, cdk_own_sha256_init, cdk_own_sha256_update, cdk_own_sha256_final},
    [CDK_SHA512] = {0, NULL, NULL, NULL},
    [CDK_MD5] = {16, cdk_own_md5_init, cdk_own_md5_update, cdk_own_md5_final},
    [CDK_SHA1] = {0, NULL, NULL, NULL},
};

struct cdk_digest {
    cdk_mem *mem;
    const own_kind *kind;
    cdk_digest_own state;
};

int32_t cdk_digest_new(const cdk_env *env, cdk_digest_kind kind, cdk_digest **out)
{
    *out = NULL;
    if (!own_kinds[kind].bytes)
        return cdk_fail(env, CDK_CLASS_UNSUPPORTED, NULL, "SHA-512 and SHA-1 are not in this build (option openssl)");
    cdk_digest *digest = cdk_alloc(env->mem, sizeof *digest);
    if (!digest) return cdk_fail_memory(env);
    digest->mem = env->mem;
    digest->kind = &own_kinds[kind];
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

#endif

/* Up to here our own code is done before libcrypto would be set up. */
enum { SHORT_TEXT = 65536 };

int32_t cdk_sha256(const cdk_env *env, cdk_str bytes, uint8_t out[32])
{
    if (bytes.n <= SHORT_TEXT) {
        cdk_digest_own state;
        cdk_own_sha256_init(&state);
        if (bytes.n) cdk_own_sha256_update(&state, bytes.p, bytes.n);
        cdk_own_sha256_final(&state, out);
        return CISDOCK_OK;
    }
    cdk_digest *digest;
    int32_t status = cdk_digest_new(env, CDK_SHA256, &digest);
    if (status) return status;
    uint8_t all[64];
    cdk_digest_update(digest, bytes.p, bytes.n);
    size_t n = cdk_digest_final(digest, all);
    cdk_digest_free(digest);
    if (n != 32) return cdk_fail(env, CDK_CLASS_INTERNAL, NULL, "libcrypto failed to give a SHA-256");
    memcpy(out, all, 32);
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
