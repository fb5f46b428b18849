/* SPDX-License-Identifier: Apache-2.0 */
/* The engine compares versions by code of its own, which is not quite that of the package managers. */
#include "checks/anchore_versions.h"

#include "base/version.h"

typedef struct parts {
    bool has_epoch;
    cdk_str epoch, version, release;
} parts;

static bool alnum(char c)
{
    return cdk_is_digit(c) || ((unsigned char)c | 0x20u) - 'a' < 26u || (unsigned char)c >= 0x80;
}

static cdk_str take_block(cdk_str *s, bool digits)
{
    size_t n = 0;
    while (n < s->n && cdk_is_digit(s->p[n]) == digits) n++;
    cdk_str block = {s->p, n};
    *s = cdk_str_from(*s, n);
    return block;
}

static cdk_str skip_signs(cdk_str s)
{
    while (s.n && !alnum(s.p[0])) s = cdk_str_from(s, 1);
    return s;
}

/* Blocks are runs of digits or of anything else; where the other text has no block of that kind, it has an empty one. */
static int rpm_part(cdk_str a, cdk_str b)
{
    a = cdk_py_strip(a);
    b = cdk_py_strip(b);
    while (a.n && b.n) {
        a = skip_signs(a);
        b = skip_signs(b);
        if (!a.n || !b.n) break;
        bool digits = cdk_is_digit(a.p[0]);
        cdk_str one = take_block(&a, digits), two = cdk_is_digit(b.p[0]) == digits ? take_block(&b, digits) : CDK_STR_NONE;
        int order = digits ? cdk_version_number(one, two) : cdk_str_cmp(one, two);
        if (order) return order;
    }
    return !a.n && !b.n ? 0 : a.n ? 1 : -1;
}

static parts rpm_split(cdk_str s)
{
    size_t at;
    parts p = {.version = s};
    if (cdk_str_rfind_char(s, '-', &at)) {
        p.release = cdk_str_from(s, at + 1);
        p.version.n = at;
    }
    if (cdk_str_find_char(p.version, ':', &at)) {
        p.has_epoch = true;
        p.epoch = (cdk_str){p.version.p, at};
        p.version = cdk_str_from(p.version, at + 1);
    }
    return p;
}

static bool rpm_lower(cdk_str a, cdk_str b)
{
    parts x = rpm_split(a), y = rpm_split(b);
    int order = x.has_epoch && y.has_epoch ? cdk_str_cmp(x.epoch, y.epoch) : 0; /* as text */
    if (!order) order = rpm_part(x.version, y.version);
    if (!order) order = rpm_part(x.release, y.release);
    return order < 0;
}

static bool deb_split(cdk_str s, uint64_t *epoch, parts *out)
{
    size_t at;
    s = cdk_py_strip(s);
    *out = (parts){.version = s, .release = CDK_STR("0")};
    if (cdk_str_rfind_char(s, ':', &at)) {
        out->has_epoch = true;
        out->version = cdk_str_from(s, at + 1);
        if (!cdk_str_u64(cdk_py_strip((cdk_str){s.p, at}), 10, epoch) || !out->version.n) return false;
    }
    if (cdk_str_rfind_char(out->version, '-', &at)) {
        out->release = cdk_str_from(out->version, at + 1);
        out->version.n = at;
    }
    return true;
}

static bool deb_lower(cdk_str a, cdk_str b, bool *lower)
{
    parts x, y;
    uint64_t epoch_x = 0, epoch_y = 0;
    if (!deb_split(a, &epoch_x, &x) || !deb_split(b, &epoch_y, &y)) return false;
    *lower = false;
    if (x.has_epoch && y.has_epoch && epoch_x != epoch_y) return true; /* be it lower or higher */
    int order = cdk_dpkg_part(x.version, y.version);
    if (!order) order = cdk_dpkg_part(x.release, y.release);
    *lower = order < 0;
    return true;
}

bool cdk_anchore_version_lower(const char *flavor, bool engine_rules, cdk_str a, cdk_str b, bool *lower)
{
    int order = 0;
    *lower = false;
    if (cdk_str_eq(a, b)) return true;
    if (strcmp(flavor, "ALPINE") == 0) {
        *lower = (engine_rules ? cdk_anchore_apk_order(a, b) : cdk_version_apk(a, b)) < 0;
        return true;
    }
    if (strcmp(flavor, "RHEL") == 0) {
        *lower = engine_rules ? rpm_lower(a, b) : cdk_version_rpm(a, b) < 0;
        return true;
    }
    if (strcmp(flavor, "DEB") != 0) return false;
    if (engine_rules) return deb_lower(a, b, lower);
    if (!cdk_version_dpkg(a, b, &order)) return false;
    *lower = order < 0;
    return true;
}
