/* SPDX-License-Identifier: Apache-2.0 */
/* dpkg's database: one file of all packages (deb-status), or one file each (status.d, in distroless images). */
#include "archive/path.h"
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

/* Lines of paths; `sums`: each behind the digest of the file and blanks. The package is the file's name without its end and
 * without an architecture. */
static int32_t claim_lines(cdk_reading *reading, const cdk_found *found, cdk_str end, bool sums)
{
    uint32_t package;
    cdk_str name = cdk_path_base(found->path), rest = found->bytes, line, behind;
    name.n -= end.n;
    cdk_str_cut(name, ':', &name, &behind);
    if (!cdk_layer_str_add(reading->env, reading->facts, name, &package)) return reading->env->error->status;
    while (package && cdk_str_line(&rest, &line)) {
        if (sums && cdk_str_cut(line, ' ', &behind, &line)) line = cdk_str_trim(line);
        if (line.n && !cdk_claim(reading, line, package)) return reading->env->error->status;
    }
    return CISDOCK_OK;
}

int32_t cdk_take_dpkg_d(cdk_reading *reading, const cdk_found *found, cdk_taken *taken)
{
    static const cdk_str end = {".md5sums", 8};
    if (cdk_str_ends(found->path, end)) return claim_lines(reading, found, end, true);
    return take(reading, found, taken, false);
}

static const cdk_str list_end = {".list", 5};

bool cdk_fits_dpkg_list(cdk_str path)
{
    return cdk_str_ends(path, list_end);
}

int32_t cdk_take_dpkg_list(cdk_reading *reading, const cdk_found *found, cdk_taken *taken)
{
    (void)taken;
    return claim_lines(reading, found, list_end, false);
}
