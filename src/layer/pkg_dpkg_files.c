/* SPDX-License-Identifier: Apache-2.0 */
/* What dpkg's database says of files: NAME.md5sums of each package, and the Conffiles of the status file. */
#include "archive/path.h"
#include "layer/deb822.h"
#include "layer/reading.h"

static const cdk_str sums_end = {".md5sums", 8};
static const char bad_line[] = "some lines of the package's list of digests are none";

bool cdk_fits_dpkg_sums(cdk_str path)
{
    return cdk_str_ends(path, sums_end);
}

static void split(cdk_str path, cdk_record *record)
{
    size_t at;
    bool deep = cdk_str_rfind_char(path, '/', &at);
    record->folder = deep ? (cdk_str){path.p, at + 1} : CDK_STR("");
    record->name = deep ? cdk_str_from(path, at + 1) : path;
}

/* A digest, a blank, a blank or an asterisk, and the path. False: it is no such line. */
static bool read_sum(cdk_str line, cdk_record *record)
{
    enum { DIGITS = 32 };
    *record = (cdk_record){.algorithm = CDK_RECORD_MD5};
    if (line.n && line.p[line.n - 1] == '\r') line.n--;
    if (line.n < DIGITS + 2 || line.p[DIGITS] != ' ' || !cdk_record_hex((cdk_str){line.p, DIGITS}, record)) return false;
    cdk_str path = cdk_str_from(line, DIGITS + 1);
    if (path.n && (path.p[0] == ' ' || path.p[0] == '*')) path = cdk_str_from(path, 1);
    split(path, record);
    return record->name.n != 0;
}

/* The name of the package is that of the file, without an architecture. */
int32_t cdk_take_dpkg_sums(cdk_reading *reading, const cdk_found *found, cdk_taken *taken)
{
    cdk_str name = cdk_path_base(found->path), rest = found->bytes, line, architecture;
    uint32_t package, bad = 0;
    name.n -= sums_end.n;
    cdk_str_cut(name, ':', &name, &architecture);
    if (!cdk_layer_str_add(reading->env, reading->facts, name, &package)) return reading->env->error->status;
    while (cdk_str_line(&rest, &line)) {
        cdk_record record;
        if (!cdk_str_trim(line).n) continue;
        bool good = package && read_sum(line, &record);
        bad += !good;
        int32_t status = good ? cdk_record_add(reading, found, package, &record, taken) : CISDOCK_OK;
        if (status) return status;
    }
    if (!bad || taken->state != CDK_HAVE) return CISDOCK_OK;
    return cdk_taken_damaged(reading, found, taken, CDK_DAMAGED, CDK_CLASS_BAD_DATABASE, bad_line);
}

/* A path, its digest, and perhaps a word: "obsolete" ones are no longer the package's. */
static bool read_conffile(cdk_str line, cdk_record *record)
{
    cdk_str digest, last;
    size_t at;
    *record = (cdk_record){.algorithm = CDK_RECORD_MD5, .flags = CDK_RECORD_CONFIG};
    line = cdk_str_trim(line);
    if (!cdk_str_rfind_char(line, ' ', &at)) return false;
    last = cdk_str_from(line, at + 1);
    digest = last;
    if (!cdk_record_hex(digest, record) || record->digest_size != 16) return false;
    split(cdk_str_trim((cdk_str){line.p, at}), record);
    return record->folder.n && record->folder.p[0] == '/' && record->name.n;
}

/* One paragraph of the status file, line by line. */
typedef struct paragraph {
    uint32_t package;   /* string; 0: not named yet */
    bool installed, conffiles; /* conffiles: in the lines that list them */
} paragraph;

static bool read_field(cdk_reading *reading, cdk_str line, paragraph *p)
{
    cdk_str key, value, word, last = CDK_STR_NONE;
    p->conffiles = false;
    if (!cdk_str_cut(line, ':', &key, &value)) return true;
    value = cdk_str_trim(value);
    if (cdk_str_eq_nocase(key, CDK_STR("Conffiles"))) p->conffiles = true;
    if (cdk_str_eq_nocase(key, CDK_STR("Status"))) {
        while (cdk_str_word(&value, &word)) last = word;
        p->installed = cdk_str_is(last, "installed");
    }
    bool named = cdk_str_eq_nocase(key, CDK_STR("Package"));
    return !named || cdk_layer_str_add(reading->env, reading->facts, value, &p->package);
}

/* Package and Status stand before Conffiles, as dpkg writes them. */
int32_t cdk_take_dpkg_conffiles(cdk_reading *reading, const cdk_found *found, cdk_taken *taken)
{
    cdk_str rest = found->bytes, line;
    paragraph p = {.package = 0};
    while (cdk_str_line(&rest, &line)) {
        cdk_record record;
        int32_t status = CISDOCK_OK;
        if (!cdk_str_trim(line).n)
            p = (paragraph){.package = 0};
        else if (line.p[0] != ' ' && line.p[0] != '\t')
            status = read_field(reading, line, &p) ? CISDOCK_OK : reading->env->error->status;
        else if (p.conffiles && p.installed && p.package && read_conffile(line, &record))
            status = cdk_record_add(reading, found, p.package, &record, taken);
        if (status) return status;
    }
    return CISDOCK_OK;
}
