/* SPDX-License-Identifier: Apache-2.0 */
#include "layer/secret.h"

typedef enum how { NAME, END, PATH } how;

enum { NONE = -1 };
#define CDK_SECRET_NONE NONE

static const struct file_row {
    how how;
    uint8_t want;
    int16_t kind;
    cdk_str text;
} rows[] = {
#define CDK_SECRET_FILE(how, text, want, by_name) {how, want, (int16_t)CDK_SECRET_##by_name, {text, sizeof text - 1}},
#include "layer/secret_files.def"
#undef CDK_SECRET_FILE
};

/* The last character of each row: nearly every path ends with one that few rows have. */
static const char lasts[] = {
#define CDK_SECRET_FILE(how, text, want, by_name) text[sizeof text - 2],
#include "layer/secret_files.def"
#undef CDK_SECRET_FILE
};

/* Folders of packages: what is in them is the distribution's or a library's, keys there are samples for tests and documents. */
static const char *const samples[] = {"usr/share/doc/", "usr/share/man/", "usr/share/info/", "usr/share/licenses/", "usr/share/zoneinfo/", "usr/share/locale/",
                                      "usr/share/ca-certificates/", "etc/ssl/certs/", "etc/ca-certificates/", "etc/pki/ca-trust/", "usr/share/pki/"};
static const char *const sample_parts[] = {"/testdata/", "/test/", "/tests/", "/fixtures/", "/examples/"};
/* Where programs of the distribution keep their files: searched for keys and credentials by name alone. */
static const char *const systems[] = {"usr/", "lib/", "lib64/", "lib32/", "bin/", "sbin/", "etc/", "var/", "proc/", "sys/", "dev/", "boot/", "run/", "snap/"};
static const char *const homes[] = {"usr/src/", "usr/local/etc/", "usr/local/app/", "var/www/", "var/app/", "var/task/", "usr/app/", "usr/share/nginx/html/", "etc/app/"};

#define ROWS(table) (sizeof table / sizeof *table)

static bool starts_with_any(cdk_str path, const char *const *table, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (cdk_str_starts(path, cdk_str_of(table[i]))) return true;
    return false;
}

static bool is_sample(cdk_str path)
{
    size_t at;
    if (starts_with_any(path, samples, ROWS(samples))) return true;
    for (size_t i = 0; i < ROWS(sample_parts); i++)
        if (cdk_str_find(path, cdk_str_of(sample_parts[i]), &at)) return true;
    return cdk_str_find(path, CDK_STR("/node_modules/"), &at) || cdk_str_find(path, CDK_STR("-packages/"), &at);
}

static bool row_fits(const struct file_row *row, cdk_str path, cdk_str base)
{
    if (row->how == NAME) return cdk_str_eq(base, row->text);
    if (row->how == END) return cdk_str_ends(base, row->text);
    return cdk_str_ends(path, row->text) && (path.n == row->text.n || path.p[path.n - row->text.n - 1] == '/');
}

cdk_secret_file cdk_secret_file_of(cdk_str path)
{
    cdk_secret_file out = {.search = false};
    size_t slash;
    if (!path.n) return out;
    cdk_str base = cdk_str_rfind_char(path, '/', &slash) ? cdk_str_from(path, slash + 1) : path;
    const struct file_row *found = NULL;
    const char *end = lasts + ROWS(rows), *at = lasts;
    while (!found && at < end && (at = memchr(at, path.p[path.n - 1], (size_t)(end - at)))) {
        const struct file_row *row = &rows[at++ - lasts];
        if (row_fits(row, path, base)) found = row;
    }
    if (!found || is_sample(path)) return out;
    if (found->want == 1 && starts_with_any(path, systems, ROWS(systems)) && !starts_with_any(path, homes, ROWS(homes))) return out;
    out.search = true;
    out.want = found->want;
    out.by_name = found->kind != NONE;
    if (out.by_name) out.kind = (cdk_secret_kind)found->kind;
    return out;
}
