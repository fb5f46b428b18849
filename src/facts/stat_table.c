/* SPDX-License-Identifier: Apache-2.0 */
#include "facts/stat_table.h"

#include <inttypes.h>

#define MAX_LINKS 16

static const struct {
    const char *word;
    char type;
} types[] = {{"file", 'f'},    {"regular file", 'f'}, {"regular", 'f'}, {"regular empty file", 'f'}, {"dir", 'd'}, {"directory", 'd'},
             {"symlink", 'l'}, {"symbolic link", 'l'}, {"link", 'l'},   {"socket", 's'},  {"sock", 's'}, {"char", 'c'},
             {"character special file", 'c'}, {"block", 'b'}, {"block special file", 'b'}, {"fifo", 'p'}};

static char type_of(cdk_str word)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (cdk_str_is(word, types[i].word)) return types[i].type;
    return '?';
}

void cdk_stat_init(cdk_stat_table *table, cdk_mem *mem)
{
    *table = (cdk_stat_table){0};
    cdk_map_init(&table->by_path, mem);
}

void cdk_stat_free(cdk_stat_table *table)
{
    cdk_map_free(&table->by_path);
}

bool cdk_stat_add(const cdk_env *env, cdk_arena *arena, cdk_stat_table *table, const cdk_stat *answer)
{
    cdk_stat *copy = cdk_arena_alloc(arena, sizeof *copy);
    if (!copy) return cdk_fail_memory(env), false;
    *copy = *answer;
    copy->next = NULL;
    copy->path = cdk_host_path(arena, answer->path);
    copy->user = cdk_str_dup(arena, answer->user);
    copy->group = cdk_str_dup(arena, answer->group);
    copy->target = cdk_str_dup(arena, answer->target);
    if (!copy->path.p || !copy->user.p || !copy->group.p || !copy->target.p || !cdk_map_put(&table->by_path, copy->path, copy))
        return cdk_fail_memory(env), false;
    if (table->last)
        table->last->next = copy;
    else
        table->first = copy;
    table->last = copy;
    table->count++;
    return true;
}

/* --- reading --- */

static bool damaged(const cdk_env *env, cdk_arena *arena, cdk_problems *problems, cdk_stat *row, const char *what)
{
    cdk_where where = CDK_NOWHERE;
    where.document = "stat";
    where.path = row->path;
    row->answer = CDK_STAT_DAMAGED;
    return cdk_problem_add(env, arena, problems, CDK_CLASS_BAD_DOCUMENT, CDK_ERROR, &where, "stat, %s %" PRIu32 ": %s",
                           row->json ? "element" : "line", row->line, what);
}

static bool set_owner(cdk_str text, cdk_str *name, bool *has, uint64_t *id)
{
    if (cdk_str_u64(text, 10, id))
        *has = true;
    else
        *name = text;
    return text.n > 0;
}

static char type_of_mode(uint64_t mode)
{
    static const struct {
        uint32_t bits;
        char type;
    } kinds[] = {{0140000, 's'}, {0120000, 'l'}, {0100000, 'f'}, {0060000, 'b'}, {0040000, 'd'}, {0020000, 'c'}, {0010000, 'p'}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if ((mode & 0170000) == kinds[i].bits) return kinds[i].type;
    return '?';
}

/* "0644": the bits that chmod knows; "100644": behind those of the type. */
static bool set_mode(cdk_stat *row, cdk_str text)
{
    uint64_t mode;
    if (!cdk_str_u64(text, 8, &mode) || mode > 0177777) return false;
    row->mode = (uint32_t)mode & 07777;
    if (row->type == '?') row->type = type_of_mode(mode);
    return row->has_mode = true;
}

static bool parse_line(const cdk_env *env, cdk_arena *arena, cdk_str line, uint32_t number, cdk_problems *problems,
                       cdk_stat_table *table)
{
    cdk_str fields[8] = {{0}}, rest = line;
    size_t n = 0;
    while (n < 8 && rest.p) {
        if (!cdk_str_cut(rest, '\t', &fields[n], &rest)) rest = CDK_STR_NONE;
        fields[n] = cdk_str_trim(fields[n]);
        n++;
    }
    cdk_stat row = {.path = fields[0], .answer = CDK_STAT_FOUND, .line = number, .mtime = -1, .type = '?'};
    if (cdk_str_is(fields[1], "absent")) {
        row.answer = CDK_STAT_ABSENT;
    } else if (cdk_str_is(fields[1], "denied")) {
        row.answer = CDK_STAT_DENIED;
    } else {
        row.type = type_of(fields[1]);
        bool good = set_owner(fields[2], &row.user, &row.has_uid, &row.uid);
        good &= set_owner(fields[3], &row.group, &row.has_gid, &row.gid);
        cdk_str mode = fields[4];
        if (cdk_str_ends(mode, CDK_STR("+"))) {
            row.acl = true;
            mode.n--;
        }
        good &= set_mode(&row, mode);
        row.target = fields[5];
        if (!good && !damaged(env, arena, problems, &row, "path, type, owner, group and mode are needed")) return false;
    }
    return cdk_stat_add(env, arena, table, &row);
}

static int32_t parse_tsv(const cdk_env *env, cdk_arena *arena, cdk_str text, cdk_problems *problems, cdk_stat_table *table)
{
    cdk_str rest = text, line;
    for (uint32_t number = 1; cdk_str_line(&rest, &line); number++) {
        if (cdk_str_trim(line).n == 0 || line.p[0] == '#') continue;
        if (!parse_line(env, arena, line, number, problems, table)) return env->error->status;
    }
    return CISDOCK_OK;
}

static bool id_of(const cdk_json *value, uint64_t *out)
{
    int64_t number;
    if (!cdk_json_i64(value, &number) || number < 0) return false;
    *out = (uint64_t)number;
    return true;
}

static cdk_stat_answer answer_of(const cdk_json *element)
{
    bool exists = true, denied = false;
    cdk_json_bool(cdk_json_get(element, "exists"), &exists);
    cdk_json_bool(cdk_json_get(element, "denied"), &denied);
    cdk_str error = cdk_json_get_str(element, "error");
    if (denied || cdk_str_is(error, "EACCES") || cdk_str_is(error, "EPERM")) return CDK_STAT_DENIED;
    return exists && !cdk_str_is(error, "ENOENT") ? CDK_STAT_FOUND : CDK_STAT_ABSENT;
}

static bool parse_element(const cdk_env *env, cdk_arena *arena, const cdk_json *element, uint32_t index,
                          cdk_problems *problems, cdk_stat_table *table)
{
    cdk_stat row = {.path = cdk_json_get_str(element, "path"), .line = index, .json = true, .mtime = -1, .type = '?'};
    const cdk_json *exists = cdk_json_get(element, "exists");
    bool said;
    row.answer = answer_of(element);
    if (row.path.n == 0 || (exists && !cdk_json_bool(exists, &said))) {
        table->nameless |= row.path.n == 0;
        return damaged(env, arena, problems, &row, "an object with path and exists is needed") &&
               (row.path.n == 0 || cdk_stat_add(env, arena, table, &row));
    }
    if (row.answer == CDK_STAT_FOUND) {
        row.type = type_of(cdk_json_get_str(element, "type"));
        row.has_uid = id_of(cdk_json_get(element, "uid"), &row.uid);
        row.has_gid = id_of(cdk_json_get(element, "gid"), &row.gid);
        row.user = cdk_json_get_str(element, "user");
        row.group = cdk_json_get_str(element, "group");
        row.target = cdk_json_get_str(element, "target");
        cdk_json_bool(cdk_json_get(element, "acl"), &row.acl);
        cdk_json_i64(cdk_json_get(element, "mtime"), &row.mtime);
        if (!set_mode(&row, cdk_json_get_str(element, "mode")) &&
            !damaged(env, arena, problems, &row, "mode is no octal text"))
            return false;
    }
    return cdk_stat_add(env, arena, table, &row);
}

static int32_t parse_json(const cdk_env *env, cdk_arena *arena, cdk_str text, cdk_problems *problems, cdk_stat_table *table)
{
    cdk_arena scratch;
    cdk_arena_init(&scratch, env->mem);
    cdk_json *root;
    int32_t status = cdk_json_parse(env, &scratch, text, "stat", &root);
    uint32_t index = 0;
    if (!status && root->type != CDK_JSON_ARRAY) {
        cdk_where where = CDK_NOWHERE;
        where.document = "stat";
        status = cdk_fail(env, CDK_CLASS_BAD_DOCUMENT, &where, "stat: an array of objects is needed");
    }
    if (!status)
        CDK_JSON_EACH(element, root)
            if (!parse_element(env, arena, element, index++, problems, table)) {
                status = env->error->status;
                break;
            }
    cdk_arena_free(&scratch);
    return status;
}

int32_t cdk_stat_parse(const cdk_env *env, cdk_arena *arena, cdk_str text, cdk_problems *problems, cdk_stat_table *table)
{
    cdk_str head = cdk_str_trim(text);
    bool json = head.n && (head.p[0] == '[' || head.p[0] == '{');
    return (json ? parse_json : parse_tsv)(env, arena, text, problems, table);
}

/* --- asking --- */

/* Where the next component begins and ends; false at the end. */
static bool component(cdk_str path, size_t *at, cdk_str *name)
{
    while (*at < path.n && path.p[*at] == '/') ++*at;
    size_t begin = *at;
    while (*at < path.n && path.p[*at] != '/') ++*at;
    *name = (cdk_str){path.p + begin, *at - begin};
    return name->n > 0;
}

cdk_str cdk_host_path(cdk_arena *arena, cdk_str path)
{
    char *out = cdk_arena_bytes(arena, path.n + 2);
    size_t n = 0, at = 0;
    cdk_str name;
    if (!out) return CDK_STR_NONE;
    while (component(path, &at, &name)) {
        if (cdk_str_is(name, ".")) continue;
        if (cdk_str_is(name, "..")) {
            while (n > 0 && out[n - 1] != '/') n--;
            if (n > 0) n--;
            continue;
        }
        out[n++] = '/';
        memcpy(out + n, name.p, name.n);
        n += name.n;
    }
    if (n == 0) out[n++] = '/';
    out[n] = '\0';
    cdk_str clean = {out, n};
    if (cdk_str_is(clean, "/var/run") || cdk_str_starts(clean, CDK_STR("/var/run/"))) clean = cdk_str_from(clean, 4);
    return clean;
}

static const cdk_stat *find_clean(const cdk_stat_table *table, cdk_str clean)
{
    return cdk_map_get(&table->by_path, clean);
}

const cdk_stat *cdk_stat_find(const cdk_stat_table *table, cdk_str path)
{
    cdk_arena scratch;
    if (table->count == 0) return NULL;
    cdk_arena_init(&scratch, table->by_path.mem);
    cdk_str clean = cdk_host_path(&scratch, path);
    const cdk_stat *found = clean.p ? find_clean(table, clean) : NULL;
    cdk_arena_free(&scratch);
    return found;
}

/* The path that a link leads to: its target beside the link's own folder, unless it is absolute. */
static cdk_str link_target(cdk_arena *arena, const cdk_stat *link)
{
    if (cdk_str_starts(link->target, CDK_STR("/"))) return cdk_host_path(arena, link->target);
    size_t slash = 0;
    cdk_str_rfind_char(link->path, '/', &slash);
    char *joined = cdk_arena_printf(arena, "%.*s/%.*s", (int)slash, link->path.p, (int)link->target.n, link->target.p);
    return joined ? cdk_host_path(arena, cdk_str_of(joined)) : CDK_STR_NONE;
}

cdk_stat_answer cdk_stat_follow(const cdk_stat_table *table, cdk_str path, cdk_stat *out)
{
    cdk_arena scratch;
    const cdk_stat *link = NULL, *here = cdk_stat_find(table, path);
    cdk_arena_init(&scratch, table->by_path.mem);
    for (int links = 0; here && here->answer == CDK_STAT_FOUND && here->type == 'l'; links++) {
        link = link ? link : here;
        cdk_str next = links < MAX_LINKS && here->target.n ? link_target(&scratch, here) : CDK_STR_NONE;
        here = next.p ? find_clean(table, next) : NULL;
    }
    if (here) {
        *out = *here;
    } else {
        *out = link ? *link : (cdk_stat){.path = path, .mtime = -1, .type = '?'};
        out->answer = CDK_STAT_NOT_ASKED;
    }
    out->link = link;
    cdk_arena_free(&scratch);
    return out->answer;
}
