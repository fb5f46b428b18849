/* SPDX-License-Identifier: Apache-2.0 */
#include "layer/read_whole.h"

#include "base/digest.h"
#include "base/regex.h"

typedef struct search {
    cdk_str name;
    uint64_t most;
    cdk_regex *regex;
    cdk_regex_run *run;
    bool whole_first; /* a file in which the pattern is nowhere found has no line that it matches */
    bool failed;      /* met a limit, and was told */
} search;

struct cdk_whole {
    cdk_mem *mem;
    cdk_digest *sha256, *md5, *sha1; /* NULL: not wanted, or not built in */
    search *searches;
    size_t count;
};

/* Anchors and boundaries may hold on a line and not in the file around it. */
static bool free_of_anchors(cdk_str pattern)
{
    for (size_t i = 0; i < pattern.n; i++) {
        if (pattern.p[i] == '$' || (pattern.p[i] == '^' && !(i && pattern.p[i - 1] == '['))) return false;
        if (pattern.p[i] == '\\' && i + 1 < pattern.n && strchr("AZbB", pattern.p[i + 1])) return false;
    }
    return true;
}

static int32_t add_search(const cdk_env *env, cdk_whole *whole, const cdk_need *need)
{
    search *s = &whole->searches[whole->count++];
    *s = (search){.name = need->name, .most = need->max_size ? need->max_size : CDK_LIMIT(env, MAX_KEPT_FILE),
                  .whole_first = free_of_anchors(need->pattern)};
    int32_t status = cdk_regex_new(env, need->pattern, CDK_RE_BYTES, &s->regex);
    return status ? status : cdk_regex_run_new(env, s->regex, &s->run);
}

/* Databases of one package manager have it; the library may be built without it. */
static int32_t new_sha1(const cdk_env *env, cdk_whole *whole)
{
    int32_t status = cdk_digest_new(env, CDK_SHA1, &whole->sha1);
    if (status != CISDOCK_E_UNSUPPORTED) return status;
    cdk_error_clear(env);
    return CISDOCK_OK;
}

int32_t cdk_whole_new(const cdk_env *env, const cdk_plan *plan, cdk_whole **out)
{
    *out = NULL;
    size_t searches = 0;
    for (size_t i = 0; i < plan->count; i++) searches += plan->items[i].kind == CDK_NEED_SEARCH;
    bool digests = cdk_plan_has(plan, CDK_NEED_DIGESTS);
    if (!searches && !digests) return CISDOCK_OK;
    cdk_whole *whole = cdk_calloc(env->mem, 1, sizeof *whole);
    if (!whole) return cdk_fail_memory(env);
    whole->mem = env->mem;
    whole->searches = cdk_calloc(env->mem, searches + 1, sizeof *whole->searches);
    int32_t status = whole->searches ? CISDOCK_OK : cdk_fail_memory(env);
    if (!status && digests) status = cdk_digest_new(env, CDK_SHA256, &whole->sha256);
    if (!status && digests) status = cdk_digest_new(env, CDK_MD5, &whole->md5);
    if (!status && digests && cdk_plan_has(plan, CDK_NEED_RECORDS)) status = new_sha1(env, whole);
    for (size_t i = 0; i < plan->count && !status; i++)
        if (plan->items[i].kind == CDK_NEED_SEARCH) status = add_search(env, whole, &plan->items[i]);
    if (status)
        cdk_whole_free(whole);
    else
        *out = whole;
    return status;
}

void cdk_whole_free(cdk_whole *whole)
{
    if (!whole) return;
    for (size_t i = 0; i < whole->count; i++) {
        cdk_regex_run_free(whole->searches[i].run);
        cdk_regex_free(whole->searches[i].regex);
    }
    cdk_digest_free(whole->sha256);
    cdk_digest_free(whole->md5);
    cdk_digest_free(whole->sha1);
    cdk_free(whole->mem, whole->searches);
    cdk_free(whole->mem, whole);
}

uint64_t cdk_whole_most(const cdk_whole *whole)
{
    uint64_t most = 0;
    for (size_t i = 0; whole && i < whole->count; i++)
        if (whole->searches[i].most > most) most = whole->searches[i].most;
    return most;
}

static bool add_line(cdk_layer_facts *facts, uint32_t line)
{
    if (!cdk_grow(facts->mem, (void **)&facts->lines, &facts->line_cap, facts->line_count + 1, sizeof *facts->lines)) return false;
    facts->lines[facts->line_count++] = line;
    return true;
}

/* re.match on each line, its end kept; lines are counted from 0. */
static int32_t match_lines(cdk_reading *reading, const search *s, cdk_str text, uint32_t *count)
{
    bool hit = true;
    int32_t status = s->whole_first ? cdk_regex_try(s->run, CDK_RE_SEARCH, text, &hit) : CISDOCK_OK;
    *count = 0;
    if (status || !hit) return status;
    for (uint32_t line = 0; text.n; line++) {
        size_t n = text.n;
        if (cdk_str_find_char(text, '\n', &n)) n++;
        status = cdk_regex_try(s->run, CDK_RE_MATCH, (cdk_str){text.p, n}, &hit);
        if (status) return status;
        if (hit && !add_line(reading->facts, line)) return cdk_fail_memory(reading->env);
        *count += hit;
        text = cdk_str_from(text, n);
    }
    return CISDOCK_OK;
}

/* A pattern that costs too much is told once a layer, and counts as damage of what it would have found. */
static int32_t tell_limit(cdk_reading *reading, search *s, cdk_str path)
{
    cdk_where where = CDK_NOWHERE;
    where.path = path;
    if (reading->env->error->cls != CDK_CLASS_LIMIT) return reading->env->error->status;
    bool kept = s->failed || cdk_problem_add(reading->env, &reading->facts->arena, &reading->facts->problems, CDK_CLASS_LIMIT, CDK_ERROR, &where,
                                             "the pattern %.*s reached its limit: what it would find is not known", (int)s->name.n, s->name.p);
    s->failed = true;
    cdk_error_clear(reading->env);
    return kept ? CISDOCK_OK : reading->env->error->status;
}

static int32_t search_file(cdk_reading *reading, search *s, const cdk_found *found)
{
    cdk_layer_facts *facts = reading->facts;
    cdk_layer_search hit = {.on = {found->node, ++reading->tree.entry}, .first = (uint32_t)facts->line_count};
    int32_t status = match_lines(reading, s, found->bytes, &hit.count);
    bool limited = status != CISDOCK_OK;
    if (limited) {
        facts->line_count = hit.first;
        hit.count = 0;
        status = tell_limit(reading, s, found->path);
        if (status) return status;
    }
    if (!hit.count && !limited) return CISDOCK_OK;
    if (!cdk_layer_str_add(reading->env, facts, s->name, &hit.name)) return reading->env->error->status;
    if (!cdk_grow(facts->mem, (void **)&facts->searches, &facts->search_cap, facts->search_count + 1, sizeof *facts->searches))
        return cdk_fail_memory(reading->env);
    facts->searches[facts->search_count++] = hit;
    return CISDOCK_OK;
}

static void update(cdk_whole *whole, const uint8_t *data, size_t size)
{
    cdk_digest_update(whole->sha256, data, size);
    cdk_digest_update(whole->md5, data, size);
    if (whole->sha1) cdk_digest_update(whole->sha1, data, size);
}

/* False: a digest failed. */
static bool finish(cdk_digest *digest, uint8_t *to, size_t size)
{
    uint8_t bytes[64];
    bool good = cdk_digest_final(digest, bytes) == size;
    if (good) memcpy(to, bytes, size);
    return good;
}

static int32_t digest_file(cdk_reading *reading, cdk_whole *whole, const cdk_found *found, bool have)
{
    cdk_layer_facts *facts = reading->facts;
    cdk_file_digests digests = {.on = {found->node, ++reading->tree.entry}, .has_sha1 = whole->sha1 != NULL};
    const uint8_t *data = (const uint8_t *)found->bytes.p;
    size_t size = have ? found->bytes.n : 0;
    int32_t status = have ? CISDOCK_OK : cdk_tar_data_expanded(reading->tar, &data, &size);
    while (!status && size) {
        update(whole, data, size);
        size = 0;
        if (!have) status = cdk_tar_data_expanded(reading->tar, &data, &size);
    }
    bool good = finish(whole->sha256, digests.sha256, sizeof digests.sha256);
    good = finish(whole->md5, digests.md5, sizeof digests.md5) && good;
    good = (!whole->sha1 || finish(whole->sha1, digests.sha1, sizeof digests.sha1)) && good;
    if (status || !good) return status ? status : cdk_fail(reading->env, CDK_CLASS_INTERNAL, NULL, "a digest failed");
    if (!cdk_grow(facts->mem, (void **)&facts->digests, &facts->digest_cap, facts->digest_count + 1, sizeof *facts->digests))
        return cdk_fail_memory(reading->env);
    facts->digests[facts->digest_count++] = digests;
    return CISDOCK_OK;
}

int32_t cdk_whole_read(cdk_reading *reading, cdk_whole *whole, const cdk_tar_entry *entry, const cdk_found *found, bool have)
{
    enum { MOST_OF_HOLES = 1 << 30 };
    int32_t status = CISDOCK_OK;
    for (size_t i = 0; i < whole->count && !status && have; i++)
        if (found->bytes.n <= whole->searches[i].most) status = search_file(reading, &whole->searches[i], found);
    if (entry->sparse && entry->size > MOST_OF_HOLES) return status;
    return status || !whole->sha256 ? status : digest_file(reading, whole, found, have);
}
