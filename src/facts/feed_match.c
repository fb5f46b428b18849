/* SPDX-License-Identifier: Apache-2.0 */
/* Packages of an image against a feed: each is looked up by name, so that the cost is that of the packages and of what is said
 * of their names, whatever else the feed holds. */
#include "facts/findings.h"

typedef struct matching {
    const cdk_env *env;
    const cdk_feed *feed;
    const cdk_installed_list *installed;
    cdk_arena *arena;
    cdk_gate_vulnerability *items;
    size_t count, cap;
    size_t first, cursor, end;      /* rows of the package that is being looked at; those of the first look-up end at `end` */
    uint32_t undecided[2];
    const cdk_installed *example[2];
    bool uncovered[CDK_DB_COUNT];
    uint32_t looked;
} matching;

static int index_of(cdk_db db)
{
    return cdk_db_is_language(db);
}

/* --- rows --- */

static cdk_str tenths_text(cdk_arena *arena, uint8_t tenths)
{
    return cdk_str_of(cdk_arena_printf(arena, "%d.%d", tenths / 10, tenths % 10));
}

static bool put_scores(matching *m, const cdk_advisory *advisory, cdk_gate_vulnerability *row)
{
    cdk_gate_cvss *list = cdk_arena_calloc(m->arena, advisory->score_count + (size_t)1, sizeof *list);
    if (!list) return false;
    for (uint32_t i = 0; i < advisory->score_count; i++) {
        const cdk_cvss *score = &advisory->scores[i];
        list[i].version = cdk_str_of(cdk_arena_printf(m->arena, "%d.%d", score->major, score->minor));
        list[i].base = tenths_text(m->arena, score->base);
        if (score->parts) {
            list[i].exploitability = tenths_text(m->arena, score->exploitability);
            list[i].impact = tenths_text(m->arena, score->impact);
        }
        if (!list[i].version.p || !list[i].base.p || (score->parts && (!list[i].exploitability.p || !list[i].impact.p))) return false;
    }
    row->nvd = row->vendor = list; /* a record does not say whose they are */
    row->nvd_count = row->vendor_count = advisory->score_count;
    return true;
}

static bool add_fix(matching *m, cdk_gate_vulnerability *row, cdk_str fix)
{
    cdk_str *list = (cdk_str *)(uintptr_t)row->fixes;
    for (uint32_t i = 0; i < row->fix_count; i++)
        if (cdk_str_eq(list[i], fix)) return true;
    if ((row->fix_count & (row->fix_count - 1)) == 0) { /* full: grows by doubling */
        cdk_str *bigger = cdk_arena_alloc(m->arena, (row->fix_count ? row->fix_count * (size_t)2 : 1) * sizeof *bigger);
        if (!bigger) return false;
        if (row->fix_count) memcpy(bigger, list, row->fix_count * sizeof *bigger);
        row->fixes = list = bigger;
    }
    list[row->fix_count++] = fix;
    return true;
}

/* Days since it was published: since then it could have been found. */
static double known_days(const matching *m, const cdk_advisory *advisory)
{
    enum { LONG_AGO = 36500 };
    if (!m->env->hooks->now || !advisory->dated) return LONG_AGO;
    int64_t now = m->env->hooks->now(m->env->hooks->user);
    return now <= advisory->published ? 0 : (double)(now - advisory->published) / 86400;
}

/* Several affected entries of an advisory may speak of a package, and stand side by side. What a second look-up by another name
 * finds again is among the rows of the first, which are in the same order. */
static cdk_gate_vulnerability *known_row(matching *m, const cdk_advisory *advisory)
{
    if (m->count > m->first && m->items[m->count - 1].advisory == advisory) return &m->items[m->count - 1];
    while (m->cursor < m->end && m->items[m->cursor].advisory->number < advisory->number) m->cursor++;
    return m->cursor < m->end && m->items[m->cursor].advisory == advisory ? &m->items[m->cursor] : NULL;
}

/* NULL: failed. */
static cdk_gate_vulnerability *row_of(matching *m, const cdk_installed *package, const cdk_affected *affected)
{
    const cdk_advisory *advisory = affected->advisory;
    cdk_gate_vulnerability *row = known_row(m, advisory);
    if (row) return row;
    if (m->count >= CDK_LIMIT(m->env, MAX_FINDINGS)) return cdk_fail_limit(m->env, CDK_LIMIT_MAX_FINDINGS, NULL, m->count + 1), NULL;
    if (!cdk_grow(m->env->mem, (void **)&m->items, &m->cap, m->count + 1, sizeof *m->items)) return cdk_fail_memory(m->env), NULL;
    row = &m->items[m->count];
    *row = (cdk_gate_vulnerability){.id = advisory->id, .severity = affected->severity ? cdk_str_of(affected->severity) : CDK_STR("Unknown"),
                                    .link = advisory->link, .package = package->name, .version = package->version, .type = package->type,
                                    .path = package->path, .will_not_fix = affected->will_not_fix, .aliases = advisory->aliases,
                                    .alias_count = advisory->alias_count, .advisory = advisory, .detected_days = known_days(m, advisory)};
    if (!put_scores(m, advisory, row)) return cdk_fail_memory(m->env), NULL;
    m->count++;
    return row;
}

/* --- versions --- */

static bool listed(const cdk_affected *affected, cdk_version_order order, cdk_str version)
{
    int difference;
    for (uint32_t i = 0; i < affected->version_count; i++)
        if (cdk_str_eq(affected->versions[i], version) || (order && order(version, affected->versions[i], &difference) && !difference)) return true;
    return false;
}

static int32_t judge(matching *m, const cdk_installed *package, cdk_str version, const cdk_affected *affected)
{
    cdk_version_order order = cdk_db_order(package->db);
    cdk_gate_vulnerability *row = NULL;
    bool undecided = false;
    for (uint32_t i = 0; i < affected->range_count; i++) {
        cdk_str fix;
        cdk_hit hit = cdk_feed_in_range(&affected->ranges[i], order, version, &fix);
        undecided = undecided || hit == CDK_HIT_UNDECIDED;
        if (hit != CDK_HIT_YES) continue;
        row = row_of(m, package, affected);
        if (!row) return m->env->error->status;
        if (fix.n && !add_fix(m, row, fix)) return cdk_fail_memory(m->env);
    }
    if (!row && listed(affected, order, version)) {
        row = row_of(m, package, affected);
        if (!row) return m->env->error->status;
    }
    if (undecided && !row) {
        m->undecided[index_of(package->db)]++;
        m->example[index_of(package->db)] = package;
    }
    return CISDOCK_OK;
}

/* --- packages --- */

static int32_t look_up(matching *m, const cdk_installed *package, cdk_str name, cdk_str version, cdk_ecosystem_names which)
{
    for (const cdk_affected *affected = cdk_feed_find(m->feed, name); affected; affected = affected->next) {
        if (++m->looked % 4096 == 0 && cdk_check_cancel(m->env)) return m->env->error->status;
        cdk_ecosystem_names names = cdk_ecosystem_fits(affected->ecosystem, package->db, m->installed->distro, m->installed->version);
        if (names != which && names != CDK_NAMES_EITHER) continue;
        int32_t status = judge(m, package, version, affected);
        if (status) return status;
    }
    return CISDOCK_OK;
}

static int32_t match_package(matching *m, const cdk_installed *package)
{
    cdk_str name = package->name;
    m->first = m->cursor = m->end = m->count;
    if (package->db == CDK_DB_PYTHON && !(name = cdk_feed_python_name(m->arena, name)).p) return cdk_fail_memory(m->env);
    int32_t status = look_up(m, package, name, package->version, CDK_NAMES_BINARY);
    if (status || cdk_db_is_language(package->db)) return status;
    m->end = m->count;
    return look_up(m, package, package->source, package->source_version, CDK_NAMES_SOURCE);
}

/* --- what is not told --- */

static bool has_uncovered(const matching *m, bool languages)
{
    bool any = false;
    for (int db = 0; db < CDK_DB_COUNT; db++) any = any || (m->uncovered[db] && cdk_db_is_language((cdk_db)db) == languages);
    return any;
}

static const char *gap_text(const matching *m, bool languages)
{
    const cdk_installed_list *list = m->installed;
    const cdk_installed *example = m->example[languages];
    if (m->feed->unreadable) return cdk_arena_printf(m->arena, "%u records of the feed cannot be read", m->feed->unreadable);
    for (int db = 0; db < CDK_DB_COUNT && languages; db++)
        if (m->uncovered[db] && cdk_db_language((cdk_db)db)) return cdk_arena_printf(m->arena, "the feed does not cover packages of %s", cdk_db_language((cdk_db)db));
    if (!languages && has_uncovered(m, false))
        return cdk_arena_printf(m->arena, "the feed does not cover the packages of %.*s %.*s", list->distro.n ? (int)list->distro.n : 27,
                                list->distro.n ? list->distro.p : "a distribution without name", (int)list->version.n, list->version.n ? list->version.p : "");
    return cdk_arena_printf(m->arena, "%u answers of the feed are open, because versions have no order, as %.*s of %.*s", m->undecided[languages],
                            (int)example->version.n, example->version.n ? example->version.p : "", (int)example->name.n, example->name.p);
}

static int32_t finish(matching *m, cdk_findings *out)
{
    for (int i = 0; i < 2; i++) {
        if (!m->feed->unreadable && !m->example[i] && !has_uncovered(m, i)) continue;
        out->gaps[i] = (cdk_gate_gap){gap_text(m, i), m->feed->unreadable ? CDK_DAMAGED : CDK_NOT_GIVEN};
        if (!out->gaps[i].text) return cdk_fail_memory(m->env);
    }
    cdk_gate_vulnerability *kept = cdk_arena_calloc(m->arena, m->count + 1, sizeof *kept);
    if (!kept) return cdk_fail_memory(m->env);
    if (m->count) memcpy(kept, m->items, m->count * sizeof *kept);
    out->items = kept;
    out->count = (uint32_t)m->count;
    return CISDOCK_OK;
}

/* A feed covers a distribution by what it says of any of the databases that this one could have. */
static bool covers_distro(const matching *m)
{
    static const cdk_db systems[] = {CDK_DB_DPKG, CDK_DB_APK, CDK_DB_RPM};
    for (size_t i = 0; i < 3; i++)
        if (cdk_feed_covers(m->feed, systems[i], m->installed->distro, m->installed->version)) return true;
    return false;
}

int32_t cdk_feed_match(const cdk_env *env, const cdk_feed *feed, const cdk_installed_list *installed, cdk_arena *arena, cdk_findings *out)
{
    matching m = {.env = env, .feed = feed, .installed = installed, .arena = arena};
    bool asked[CDK_DB_COUNT] = {false};
    int32_t status = CISDOCK_OK;
    *out = (cdk_findings){.items = NULL};
    out->covers_distro = covers_distro(&m);
    for (uint32_t i = 0; i < installed->count && !status; i++) {
        cdk_db db = installed->items[i].db;
        if (!asked[db]) m.uncovered[db] = !cdk_feed_covers(feed, db, installed->distro, installed->version);
        asked[db] = true;
        status = match_package(&m, &installed->items[i]);
    }
    if (!status) status = finish(&m, out);
    cdk_free(env->mem, m.items);
    return status;
}
