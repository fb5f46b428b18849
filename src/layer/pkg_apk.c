/* SPDX-License-Identifier: Apache-2.0 */
/* apk's database of installed packages: lines "X:value", a blank line behind each package. */
#include "layer/reading.h"

static const struct {
    char letter;
    cdk_package_text text;
} letters[] = {
    {'P', CDK_PKG_NAME},    {'V', CDK_PKG_VERSION}, {'A', CDK_PKG_ARCH},
    {'o', CDK_PKG_SOURCE},  {'L', CDK_PKG_LICENSE}, {'m', CDK_PKG_MAINTAINER},
};

typedef struct apk_package {
    cdk_str texts[CDK_PKG_TEXTS];
    cdk_str size;
    cdk_str folder;  /* of the files that follow */
    uint32_t name;   /* string; 0: not needed yet */
} apk_package;

/* The first line of a letter counts: files further down use letters of their own. */
static void take_line(cdk_str line, apk_package *package)
{
    cdk_str value = cdk_str_from(line, 2);
    if (line.n < 2 || line.p[1] != ':') return;
    if (!value.p) value = CDK_STR("");
    if (line.p[0] == 'I' && !package->size.p) package->size = value;
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        cdk_str *text = &package->texts[letters[i].text];
        if (letters[i].letter == line.p[0] && !text->p) *text = value;
    }
}

/* F: a folder, R: a file in it. */
static bool claim(cdk_reading *reading, cdk_str line, apk_package *package)
{
    cdk_str value = cdk_str_from(line, 2);
    if (line.n < 2 || line.p[1] != ':') return true;
    if (line.p[0] == 'F') package->folder = value;
    if (line.p[0] != 'R') return true;
    if (!package->name && !cdk_layer_str_add(reading->env, reading->facts, package->texts[CDK_PKG_NAME], &package->name)) return false;
    char *path = cdk_arena_printf(&reading->scratch, "%.*s/%.*s", (int)package->folder.n, package->folder.n ? package->folder.p : "",
                                  (int)value.n, value.n ? value.p : "");
    if (!path) cdk_fail_memory(reading->env);
    return path && (!package->name || cdk_claim(reading, cdk_str_of(path), package->name));
}

static bool flush(cdk_reading *reading, apk_package *package, cdk_taken *taken)
{
    uint64_t size = 0;
    bool good = true;
    cdk_str_u64(package->size, 10, &size);
    if (package->texts[CDK_PKG_NAME].n && package->texts[CDK_PKG_VERSION].n)
        good = cdk_package_add(reading, package->texts, size, taken);
    *package = (apk_package){.size = CDK_STR_NONE};
    return good;
}

int32_t cdk_take_apk(cdk_reading *reading, const cdk_found *found, cdk_taken *taken)
{
    cdk_str rest = found->bytes, line;
    apk_package package = {.size = CDK_STR_NONE};
    while (cdk_str_line(&rest, &line)) {
        if (line.n) take_line(line, &package);
        bool good = line.n ? claim(reading, line, &package) : flush(reading, &package, taken);
        if (!good) return reading->env->error->status;
    }
    if (!flush(reading, &package, taken)) return reading->env->error->status;
    if (!taken->count && cdk_str_trim(found->bytes).n)
        return cdk_taken_damaged(reading, found, taken, CDK_DAMAGED, CDK_CLASS_BAD_DATABASE,
                                 "the file is no apk database: no package has a name and a version");
    return CISDOCK_OK;
}
