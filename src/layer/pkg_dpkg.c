/* SPDX-License-Identifier: Apache-2.0 */
/* dpkg's database: one file of all packages (deb-status), or one file each (status.d, in distroless images). */
#include "base/num.h"
#include "layer/deb822.h"
#include "layer/reading.h"

enum { PACKAGE, VERSION, ARCHITECTURE, SOURCE, STATUS, MAINTAINER, INSTALLED_SIZE, KEYS };
static const char *const keys[KEYS] = {"Package", "Version", "Architecture", "Source", "Status", "Maintainer", "Installed-Size"};

/* The third word of Status is the state. */
static bool is_installed(cdk_str status)
{
    cdk_str word, last = CDK_STR_NONE;
    while (cdk_str_word(&status, &word)) last = word;
    return cdk_str_is(last, "installed");
}

static bool add(cdk_reading *reading, const cdk_str *values, cdk_taken *taken)
{
    const cdk_str texts[CDK_PKG_TEXTS] = {
        [CDK_PKG_NAME] = values[PACKAGE],  [CDK_PKG_VERSION] = values[VERSION],       [CDK_PKG_ARCH] = values[ARCHITECTURE],
        [CDK_PKG_SOURCE] = values[SOURCE], [CDK_PKG_MAINTAINER] = values[MAINTAINER],
    };
    uint64_t kilobytes = 0, size = 0;
    if (cdk_str_u64(values[INSTALLED_SIZE], 10, &kilobytes)) cdk_mul_u64(kilobytes, 1024, &size);
    return cdk_package_add(reading, texts, size, taken);
}

static int32_t take(cdk_reading *reading, const cdk_found *found, cdk_taken *taken, bool by_status)
{
    cdk_str rest = found->bytes, values[KEYS];
    size_t named = 0;
    while (cdk_deb822_next(&rest, keys, KEYS, values)) {
        if (!values[PACKAGE].n) continue;
        named++;
        if (!values[VERSION].n || (by_status && !is_installed(values[STATUS]))) continue;
        if (!add(reading, values, taken)) return reading->env->error->status;
    }
    if (!named && cdk_str_trim(found->bytes).n)
        return cdk_taken_damaged(reading, found, taken, CDK_DAMAGED, CDK_CLASS_BAD_DATABASE,
                                 "the file is no dpkg database: no paragraph has a Package");
    return CISDOCK_OK;
}

int32_t cdk_take_dpkg(cdk_reading *reading, const cdk_found *found, cdk_taken *taken)
{
    return take(reading, found, taken, true);
}

int32_t cdk_take_dpkg_d(cdk_reading *reading, const cdk_found *found, cdk_taken *taken)
{
    if (cdk_str_ends(found->path, CDK_STR(".md5sums"))) return CISDOCK_OK;
    return take(reading, found, taken, false);
}
