/* SPDX-License-Identifier: Apache-2.0 */
#include "layer/secret_scan.h"

typedef enum set { ALNUM, WORD, URL, DOTS, HEX, UPPER, DIGIT, BASE64, SLASH, PERCENT } set;
typedef enum check { NONE, MIXED, CRC, AWS, AZURE_SECRET, SAS, TELEGRAM, MAILCHIMP, OPENAI } check;

static const struct token_row {
    cdk_secret_kind kind;
    cdk_str mark;
    set set;
    unsigned before;
    size_t min, max;
    check check;
    cdk_sure sure;
} rows[] = {
#define CDK_TOKEN(kind, text, set, before, min, max, check, sure) {CDK_SECRET_##kind, {text, sizeof(text) - 1}, set, before, min, max, check, CDK_SURE_##sure},
#include "layer/secret_tokens.def"
#undef CDK_TOKEN
};

uint32_t cdk_secret_token_count(void)
{
    return sizeof rows / sizeof *rows;
}

cdk_str cdk_secret_token_mark(uint32_t index)
{
    return rows[index].mark;
}

static bool in_set(set s, char c)
{
    static const char *const more[] = {[ALNUM] = "", [WORD] = "_", [URL] = "_-", [DOTS] = "_-.~", [BASE64] = "+/=_-", [SLASH] = "/_-", [PERCENT] = "%+/=-_"};
    if (!c) return false;
    if (s == DIGIT) return c >= '0' && c <= '9';
    if (s == HEX) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    if (s == UPPER) return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    return cdk_secret_alnum(c) || strchr(more[s], c);
}

/* CRC-32 as in zip, bit by bit: texts are short. */
static uint32_t crc32_of(cdk_str s)
{
    uint32_t crc = 0xFFFFFFFF;
    for (size_t i = 0; i < s.n; i++) {
        crc ^= (unsigned char)s.p[i];
        for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320 : 0);
    }
    return ~crc;
}

/* The last six characters are the CRC-32 of those between mark and them, in base 62 (GitHub, npm). */
static bool checksum_fits(cdk_str body)
{
    static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    if (body.n < 7) return false;
    uint32_t crc = crc32_of((cdk_str){body.p, body.n - 6});
    for (int i = 5; i >= 0; i--, crc /= 62)
        if (body.p[body.n - 6 + (size_t)i] != digits[crc % 62]) return false;
    return crc == 0;
}

/* Random texts have several kinds of characters and repeat few; words and rulers do not. */
static bool looks_random(cdk_str body)
{
    return cdk_secret_entropy(body) >= (body.n >= 20 ? 270 : 200) && !cdk_secret_is_placeholder(body);
}

static bool base32(cdk_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'A' && s.p[i] <= 'Z') || (s.p[i] >= '2' && s.p[i] <= '7'))) return false;
    return true;
}

static bool all_in(set s, cdk_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!in_set(s, text.p[i])) return false;
    return true;
}

/* The text near a value, where the other parts of a URL's query stand. */
static cdk_str around(const cdk_secret_scanner *scanner, cdk_str value)
{
    enum { NEAR = 512 };
    size_t at = (size_t)(value.p - scanner->text.p), from = at > NEAR ? at - NEAR : 0;
    cdk_str near = cdk_str_from(scanner->text, from);
    near.n = near.n > 2 * NEAR + value.n ? 2 * NEAR + value.n : near.n;
    return near;
}

/* `value` is all of it, `body` what stands behind the mark. Lowers `sure` where something speaks against it. */
static bool holds(const cdk_secret_scanner *scanner, const struct token_row *row, cdk_str value, cdk_str body, cdk_sure *sure)
{
    cdk_str front = {value.p, (size_t)(body.p - value.p) - row->mark.n};
    size_t at;
    switch (row->check) {
    case NONE: return true;
    case AWS:
        if (!base32(body)) *sure = CDK_SURE_MEDIUM;
        return cdk_secret_is_example(value) || looks_random(body);
    case CRC:
        if (!checksum_fits(body)) *sure = CDK_SURE_MEDIUM;
        return looks_random(body);
    case AZURE_SECRET: return all_in(DOTS, front) && front.p[front.n - 1] >= '0' && front.p[front.n - 1] <= '9' && looks_random(body);
    case SAS: return cdk_str_find(around(scanner, value), CDK_STR("sv="), &at) && looks_random(body);
    case TELEGRAM: return all_in(DIGIT, front) && looks_random(body);
    case MAILCHIMP: return all_in(HEX, front) && looks_random(front);
    case OPENAI:
        return cdk_str_find(body, CDK_STR("T3BlbkFJ"), &at) && !cdk_str_starts(body, CDK_STR("ant-")) && !cdk_str_starts(body, CDK_STR("or-"));
    case MIXED: break;
    }
    return looks_random(front.n > body.n ? front : body);
}

void cdk_secret_token(cdk_secret_scanner *scanner, uint32_t index, size_t at)
{
    const struct token_row *row = &rows[index];
    cdk_str text = scanner->text;
    size_t mark = row->mark.n, from = at, end = at + mark;
    if (!cdk_str_starts(cdk_str_from(text, at), row->mark)) return;
    if (row->check == AZURE_SECRET) from -= at < row->before ? 0 : row->before;
    else while (row->before && from > 0 && at - from < 64 && in_set(ALNUM, text.p[from - 1])) from--;
    if (at - from < row->before) return;
    bool open = !row->before && mark < 8 && cdk_secret_alnum(row->mark.p[0]); /* a word before a short mark makes it another word */
    if (open && at > 0 && (cdk_secret_alnum(text.p[at - 1]) || (text.p[at - 1] == '_' && row->set != UPPER))) return;
    while (end < text.n && end - at <= mark + row->max && in_set(row->set, text.p[end])) end++;
    while (row->set == DOTS && end > at + mark && text.p[end - 1] == '.') end--;
    cdk_str body = {text.p + at + mark, end - at - mark}, value = {text.p + from, end - from};
    if (body.n < row->min || body.n > row->max) return;
    if (memchr(row->mark.p, '=', row->mark.n)) value = body;
    cdk_sure sure = row->sure;
    if (holds(scanner, row, (cdk_str){text.p + from, end - from}, body, &sure))
        cdk_secret_add(scanner, row->kind, value, sure, cdk_secret_is_example(value));
}
