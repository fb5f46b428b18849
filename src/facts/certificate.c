/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/certificate.h"

#include "base/base64.h"
#include "base/date.h"

#include <stdio.h>

/* --- DER: a tag, a length, and as many bytes --- */

enum { TAG_INTEGER = 0x02, TAG_UTC_TIME = 0x17, TAG_GENERAL_TIME = 0x18, TAG_SEQUENCE = 0x30, TAG_VERSION = 0xa0 };

/* Takes the next value off. False: it is none, or longer than what is left. */
static bool next_value(cdk_str *rest, uint8_t *tag, cdk_str *value)
{
    const uint8_t *p = (const uint8_t *)rest->p;
    size_t head = 2, n;
    if (rest->n < 2) return false;
    *tag = p[0];
    n = p[1];
    if (n & 0x80) {
        size_t bytes = n & 0x7f;
        if (bytes == 0 || bytes > 4 || rest->n < 2 + bytes) return false;
        n = 0;
        for (size_t i = 0; i < bytes; i++) n = n << 8 | p[2 + i];
        head += bytes;
    }
    if (n > rest->n - head) return false;
    *value = (cdk_str){rest->p + head, n};
    *rest = cdk_str_from(*rest, head + n);
    return true;
}

static bool inside(cdk_str *rest, uint8_t wanted, cdk_str *value)
{
    uint8_t tag;
    return next_value(rest, &tag, value) && tag == wanted;
}

/* "YYMMDDHHMMSSZ" (from 1950 to 2049) or "YYYYMMDDHHMMSSZ" */
static bool read_time(uint8_t tag, cdk_str text, int64_t *seconds)
{
    size_t year = tag == TAG_UTC_TIME ? 2 : 4;
    char form[24], century[3] = "";
    if ((tag != TAG_UTC_TIME && tag != TAG_GENERAL_TIME) || text.n != year + 11 || !cdk_str_ends(text, CDK_STR("Z"))) return false;
    const char *p = text.p;
    if (year == 2) memcpy(century, p[0] >= '5' ? "19" : "20", 3);
    int n = snprintf(form, sizeof form, "%s%.*s-%.2s-%.2sT%.2s:%.2s:%.2sZ", century, (int)year, p, p + year, p + year + 2, p + year + 4, p + year + 6,
                     p + year + 8);
    return n > 0 && (size_t)n < sizeof form && cdk_date_parse(cdk_str_of(form), seconds);
}

/* Certificate { to be signed { [version], serial number, algorithm, issuer, validity { begin, end }, ... }, ... } */
static bool read_begin(cdk_str der, int64_t *seconds)
{
    cdk_str certificate, body, value;
    uint8_t tag;
    if (!inside(&der, TAG_SEQUENCE, &certificate) || !inside(&certificate, TAG_SEQUENCE, &body) || !next_value(&body, &tag, &value)) return false;
    if (tag == TAG_VERSION && !next_value(&body, &tag, &value)) return false;
    if (tag != TAG_INTEGER || !inside(&body, TAG_SEQUENCE, &value) || !inside(&body, TAG_SEQUENCE, &value)) return false;
    if (!inside(&body, TAG_SEQUENCE, &value)) return false;
    cdk_str validity = value;
    return next_value(&validity, &tag, &value) && read_time(tag, value, seconds);
}

/* --- PEM --- */

static bool next_block(cdk_str *rest, cdk_str *block)
{
    size_t at;
    if (!cdk_str_find(*rest, CDK_STR("-----BEGIN CERTIFICATE-----"), &at)) return false;
    *rest = cdk_str_from(*rest, at + 27);
    if (!cdk_str_find(*rest, CDK_STR("-----END CERTIFICATE-----"), &at)) return false;
    *block = (cdk_str){rest->p, at};
    *rest = cdk_str_from(*rest, at + 25);
    return true;
}

static void add_letters(cdk_buf *out, cdk_str block)
{
    cdk_str line;
    while (cdk_str_line(&block, &line)) cdk_buf_str(out, cdk_str_trim(line));
}

int32_t cdk_certificates_begin(const cdk_env *env, cdk_str pem, bool *known, int64_t *seconds)
{
    cdk_str rest = pem, block;
    bool memory = true;
    *known = false;
    while (memory && next_block(&rest, &block)) {
        cdk_buf text, der;
        int64_t begin;
        cdk_buf_init(&text, env->mem);
        cdk_buf_init(&der, env->mem);
        add_letters(&text, block);
        bool good = cdk_base64_decode(&der, cdk_buf_view(&text)) && read_begin(cdk_buf_view(&der), &begin);
        memory = !text.failed && !der.failed;
        if (memory && good && (!*known || begin > *seconds)) *seconds = begin;
        *known |= memory && good;
        cdk_buf_free(&text);
        cdk_buf_free(&der);
    }
    return memory ? CISDOCK_OK : cdk_fail_memory(env);
}
