/* SPDX-License-Identifier: Apache-2.0 */
#include "archive/tar_pax.h"

static const cdk_str keys[CDK_PAX_COUNT] = {
#define CDK_PAX(id, text) {text, sizeof text - 1},
#include "archive/pax.def"
#undef CDK_PAX
};

bool cdk_pax_record(cdk_str *rest, cdk_str *key, cdk_str *value)
{
    uint64_t length = 0;
    size_t at = 0;
    for (; at < rest->n && rest->p[at] >= '0' && rest->p[at] <= '9'; at++) {
        if (length > rest->n) return false;
        length = length * 10 + (uint64_t)(rest->p[at] - '0');
    }
    if (at == 0 || at == rest->n || rest->p[at] != ' ') return false;
    if (length > rest->n || length < at + 3 || rest->p[length - 1] != '\n') return false;
    cdk_str body = {rest->p + at + 1, (size_t)length - at - 2};
    if (!cdk_str_cut(body, '=', key, value) || !key->n || memchr(key->p, '\0', key->n)) return false;
    *rest = cdk_str_from(*rest, (size_t)length);
    return true;
}

/* Names are C strings to every file system. */
static bool is_name(cdk_pax_key key)
{
    return key == CDK_PAX_PATH || key == CDK_PAX_LINKPATH || key == CDK_PAX_SPARSE_NAME;
}

static bool put(cdk_pax *pax, cdk_str key, cdk_str value)
{
    for (int i = 0; i < CDK_PAX_COUNT; i++) {
        if (!cdk_str_eq(key, keys[i])) continue;
        if (value.n && is_name(i) && memchr(value.p, '\0', value.n)) return false;
        pax->v[i] = value;
        pax->seen |= 1u << i;
        return true;
    }
    return true;
}

bool cdk_pax_parse(cdk_pax *pax, cdk_str records)
{
    cdk_str rest = records, key, value;
    while (cdk_pax_record(&rest, &key, &value)) {
        if (!put(pax, key, value)) return false;
        if (cdk_str_is(key, "GNU.sparse.offset")) pax->sparse_pairs = records;
    }
    return rest.n == 0;
}

cdk_str cdk_pax_value(const cdk_pax *own, const cdk_pax *global, cdk_pax_key key)
{
    return cdk_pax_saw(own, key) ? own->v[key] : global->v[key];
}

bool cdk_pax_seconds(cdk_str text, int64_t *out)
{
    cdk_str whole, fraction;
    uint64_t value, ignored;
    bool negative = text.n && text.p[0] == '-';
    cdk_str_cut(cdk_str_from(text, negative), '.', &whole, &fraction);
    if (!cdk_str_u64(whole, 10, &value) || value > INT64_MAX / 2) return false;
    bool below = false;
    for (size_t i = 0; i < fraction.n; i++) {
        if (!cdk_str_u64((cdk_str){fraction.p + i, 1}, 10, &ignored)) return false;
        below = below || ignored;
    }
    *out = negative ? -(int64_t)value - below : (int64_t)value;
    return true;
}
