/* SPDX-License-Identifier: Apache-2.0 */
#include "layer/secret_scan.h"

enum { LONGEST_PLACEHOLDER = 128 };

static bool in_table(cdk_str value, const char *const *table, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (cdk_str_eq_nocase(value, cdk_str_of(table[i]))) return true;
    return false;
}

static bool contains_nocase(cdk_str text, cdk_str what)
{
    for (size_t i = 0; i + what.n <= text.n; i++)
        if (cdk_str_eq_nocase((cdk_str){text.p + i, what.n}, what)) return true;
    return false;
}

static bool starts_nocase(cdk_str text, const char *what)
{
    size_t n = strlen(what);
    return text.n >= n && cdk_str_eq_nocase((cdk_str){text.p, n}, cdk_str_of(what));
}

bool cdk_secret_is_reference(cdk_str v)
{
    static const char *const starts[] = {"$", "%(", "{{", "<", "@@", "#{", "!", "~/", "./", "../", "file:", "vault:", "secret:", "ref:", "ssm:",
                                         "arn:", "env:", "env.", "process.env", "os.environ", "os.getenv", "getenv(", "http://", "https://", "enc(", "enc["};
    size_t at;
    if (!v.n) return true;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (starts_nocase(v, starts[i])) return true;
    if (v.n > 1 && v.p[0] == '/' && cdk_str_find_char(cdk_str_from(v, 1), '/', &at)) return true;
    if (v.p[0] == '%' && v.p[v.n - 1] == '%') return true;
    if (v.p[0] == '{' && v.p[v.n - 1] == '}') return true; /* Maven's encrypted form, and templates */
    return cdk_str_find(v, CDK_STR("${"), &at) || cdk_str_find(v, CDK_STR("{{"), &at) || cdk_str_find(v, CDK_STR("$("), &at);
}

bool cdk_secret_is_placeholder(cdk_str v)
{
    static const char *const whole[] = {
        "true", "false", "yes", "no", "on", "off", "none", "null", "nil", "undefined", "unset", "empty", "default", "disabled", "enabled",
        "string", "str", "text", "value", "todo", "tbd", "fixme", "na", "n/a", "redacted", "hidden", "masked", "removed", "dummy", "sample", "fake",
        "required", "optional", "prompt", "ask", "auto", "generate", "random", "input", "key", "token", "hash", "md5", "sha256", "bcrypt", "foo", "bar", "baz", "foobar"};
    static const char *const parts[] = {"changeme", "change_me", "change-me", "changethis", "change_this", "change-this", "changeit", "replaceme",
                                        "replace_me", "replace-me", "replace_with", "replace-with", "placeholder", "your_", "your-", "yourpass", "yourtoken", "yoursecret", "my_secret",
                                        "insert_", "insert-", "example", "xxxx", "****", "....", "____", "todo", "_here", "-here", "dummy", "notasecret",
                                        "not_a_secret", "not-a-secret", "fake"};
    if (in_table(v, whole, sizeof whole / sizeof *whole)) return true;
    v.n = v.n > LONGEST_PLACEHOLDER ? LONGEST_PLACEHOLDER : v.n;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (contains_nocase(v, cdk_str_of(parts[i]))) return true;
    size_t same = 1;
    while (same < v.n && v.p[same] == v.p[0]) same++;
    return same == v.n;
}

bool cdk_secret_is_weak(cdk_str v)
{
    static const char *const words[] = {"password", "passwd", "pass", "secret", "root", "admin", "administrator", "user", "username", "guest", "test", "testing", "demo",
                                        "postgres", "mysql", "mariadb", "redis", "rabbitmq", "mongo", "mongodb", "oracle", "sa", "elastic", "minio",
                                        "docker", "vagrant", "ubuntu", "debian", "alpine", "jenkins", "1234", "12345", "123456", "12345678",
                                        "123456789", "1234567890", "qwerty", "letmein", "welcome", "abc123", "dev", "development", "local", "localhost"};
    return in_table(v, words, sizeof words / sizeof *words);
}

/* Values that vendors print in their documentation. An image that has one has it by habit: it is told, and marked. */
bool cdk_secret_is_example(cdk_str v)
{
    static const char *const values[] = {
        "AKIAIOSFODNN7EXAMPLE", "AKIAI44QH8DHBEXAMPLE", "ASIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY"};
    static const char jwt_io[] = "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (cdk_str_is(v, values[i])) return true;
    return cdk_str_ends(v, cdk_str_of(jwt_io));
}

/* log2(x) * 100 for whole x, from a table of the first 256 by doubling: exact enough to support a decision. */
static unsigned log2_hundredths(unsigned x)
{
    unsigned whole = 0, result;
    uint64_t scaled;
    while (x >> (whole + 1)) whole++;
    scaled = ((uint64_t)x << 32) >> whole; /* 1.0 .. 2.0 with 32 bits behind the point */
    result = whole * 100;
    for (unsigned bit = 50; bit >= 3; bit /= 2) {
        scaled = (scaled >> 16) * (scaled >> 16);
        if (scaled >> 33) {
            scaled >>= 1;
            result += bit;
        }
    }
    return result;
}

unsigned cdk_secret_entropy(cdk_str v)
{
    unsigned counts[256] = {0}, sum = 0;
    size_t n = v.n > 4096 ? 4096 : v.n;
    if (!n) return 0;
    for (size_t i = 0; i < n; i++) counts[(unsigned char)v.p[i]]++;
    for (size_t c = 0; c < 256; c++)
        if (counts[c]) sum += counts[c] * log2_hundredths(counts[c]);
    unsigned whole = log2_hundredths((unsigned)n), used = sum / (unsigned)n;
    return whole > used ? whole - used : 0;
}

unsigned cdk_secret_classes(cdk_str v)
{
    bool lower = false, upper = false, digit = false, other = false;
    for (size_t i = 0; i < v.n; i++) {
        char c = v.p[i];
        if (c >= 'a' && c <= 'z') lower = true;
        else if (c >= 'A' && c <= 'Z') upper = true;
        else if (c >= '0' && c <= '9') digit = true;
        else other = true;
    }
    return (unsigned)lower + upper + digit + other;
}
