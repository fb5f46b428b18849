/* SPDX-License-Identifier: Apache-2.0 */
/* RPM's SQLite form: the table Packages, a blob a header. The database is ours in memory and is opened read-only from there;
 * its schema is hostile: nothing but that one table can be read, no function, view or virtual table, and not for ever. */
#include "layer/rpm_header.h"

#include "cdk_config.h"

static const char magic[] = "SQLite format 3";

#if CDK_WITH_SQLITE
#include <sqlite3.h>

enum { STEPS_BETWEEN_LOOKS = 10000, MOST_LOOKS = 20000, MOST_BLOB = 64 << 20, VERSIONS_AT = 18 };

typedef struct watch {
    const cdk_env *env;
    uint32_t looks;
} watch;

static int look(void *user)
{
    watch *w = user;
    return ++w->looks > MOST_LOOKS || cdk_check_cancel(w->env) != CISDOCK_OK;
}

static int allow(void *user, int action, const char *table, const char *column, const char *database, const char *trigger)
{
    (void)user;
    (void)column;
    (void)database;
    if (action == SQLITE_SELECT) return SQLITE_OK;
    bool known = table && (!strcmp(table, "Packages") || !strcmp(table, "sqlite_master"));
    return action == SQLITE_READ && known && !trigger ? SQLITE_OK : SQLITE_DENY;
}

static bool harden(sqlite3 *db, watch *w)
{
    static const int off[] = {SQLITE_DBCONFIG_TRUSTED_SCHEMA, SQLITE_DBCONFIG_ENABLE_VIEW, SQLITE_DBCONFIG_ENABLE_TRIGGER};
    for (size_t i = 0; i < sizeof off / sizeof *off; i++)
        if (sqlite3_db_config(db, off[i], 0, NULL)) return false;
    sqlite3_limit(db, SQLITE_LIMIT_LENGTH, MOST_BLOB);
    sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_progress_handler(db, STEPS_BETWEEN_LOOKS, look, w);
    return !sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL) && !sqlite3_set_authorizer(db, allow, NULL);
}

/* A real table has a root page; a virtual one has none. */
static bool has_table(sqlite3 *db)
{
    sqlite3_stmt *statement = NULL;
    bool real = !sqlite3_prepare_v2(db, "SELECT rootpage FROM sqlite_master WHERE type='table' AND name='Packages'", -1,
                                    &statement, NULL) &&
                sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_int64(statement, 0) > 0;
    sqlite3_finalize(statement);
    return real;
}

static int32_t read_rows(cdk_rpm_database *rpm, sqlite3 *db, const char **why)
{
    sqlite3_stmt *statement = NULL;
    int32_t status = CISDOCK_OK;
    int step = sqlite3_prepare_v2(db, "SELECT blob FROM Packages", -1, &statement, NULL);
    while (!status && (step == SQLITE_OK || step == SQLITE_ROW) && (step = sqlite3_step(statement)) == SQLITE_ROW) {
        int n = sqlite3_column_bytes(statement, 0);
        const char *blob = sqlite3_column_blob(statement, 0);
        status = cdk_rpm_take_header(rpm, (cdk_str){blob, blob && n > 0 ? (size_t)n : 0});
    }
    if (!status && step != SQLITE_DONE) *why = "the RPM database (SQLite) is damaged";
    sqlite3_finalize(statement);
    return status;
}

static int32_t read_database(cdk_rpm_database *rpm, cdk_str bytes, const char **why)
{
    sqlite3 *db = NULL;
    watch w = {.env = rpm->reading->env};
    int32_t status = CISDOCK_OK;
    /* A log that would stand in a file of its own cannot be looked for: the main file is read as it is. The bytes are this
     * reader's until the next file. */
    uint8_t *versions = (uint8_t *)(uintptr_t)bytes.p + VERSIONS_AT;
    versions[0] = versions[1] = 1;
    bool open = !sqlite3_open_v2(":memory:", &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX, NULL) &&
                !sqlite3_deserialize(db, "main", (unsigned char *)versions - VERSIONS_AT, (sqlite3_int64)bytes.n,
                                     (sqlite3_int64)bytes.n, SQLITE_DESERIALIZE_READONLY) &&
                harden(db, &w);
    if (!open || !has_table(db))
        *why = "the RPM database (SQLite) has no table of packages";
    else
        status = read_rows(rpm, db, why);
    sqlite3_close(db);
    if (!status && w.looks && rpm->reading->env->error->status == CISDOCK_E_CANCELLED) status = cdk_check_cancel(rpm->reading->env);
    return status;
}

int32_t cdk_rpm_read_sqlite(cdk_rpm_database *db, cdk_str bytes, bool *known, const char **why)
{
    *known = bytes.n >= 512 && !memcmp(bytes.p, magic, sizeof magic);
    return *known ? read_database(db, bytes, why) : CISDOCK_OK;
}

#else

int32_t cdk_rpm_read_sqlite(cdk_rpm_database *db, cdk_str bytes, bool *known, const char **why)
{
    *known = bytes.n >= sizeof magic && !memcmp(bytes.p, magic, sizeof magic);
    if (*known) db->taken->state = CDK_UNSUPPORTED;
    if (*known) *why = "the RPM database is SQLite's, which this build cannot read: build with the option sqlite";
    return CISDOCK_OK;
}

#endif
