/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/anchore.h"

typedef struct entry {
    cdk_str name;
    cdk_str line;        /* as the fields are joined again */
    cdk_str fields;      /* behind the name's colon; p NULL: none */
} entry;

typedef struct cdk_passwd {
    bool broken; /* not UTF-8 */
    entry *items;
    uint32_t count;
} cdk_passwd;

/* A name that stands twice keeps its first place and its last fields. */
static bool put(cdk_passwd *passwd, cdk_map *names, entry new)
{
    entry *old = cdk_map_get(names, new.name);
    if (old) {
        *old = new;
        return true;
    }
    passwd->items[passwd->count] = new;
    return cdk_map_put(names, new.name, &passwd->items[passwd->count++]);
}

static bool read_entries(const cdk_env *env, cdk_arena *arena, cdk_str text, cdk_passwd *passwd)
{
    cdk_str rest = text, line;
    uint32_t lines = 0;
    while (cdk_py_line(&rest, &line)) lines++;
    passwd->items = cdk_arena_calloc(arena, lines ? lines : 1, sizeof *passwd->items);
    if (!passwd->items) return false;
    cdk_map names;
    cdk_map_init(&names, env->mem);
    bool whole = true;
    while (whole && cdk_py_line(&text, &line)) {
        entry new = {.line = cdk_py_strip(line)};
        if (!new.line.p) new.line = CDK_STR("");
        if (!cdk_str_cut(new.line, ':', &new.name, &new.fields)) new.fields = CDK_STR_NONE;
        whole = put(passwd, &names, new);
    }
    cdk_map_free(&names);
    return whole;
}

/* The entries, or NULL where the rule is broken or lacks the file (said). */
static int32_t entries_of(cdk_eval *eval, const cdk_passwd **out)
{
    cdk_anchore *anchore = eval->anchore;
    *out = NULL;
    const cdk_gate_retrieved *file = cdk_gate_facts_retrieved(anchore->facts, CDK_STR("/etc/passwd"));
    if (!file && cdk_anchore_lacks(eval, cdk_gate_facts_retrieved_known(anchore->facts, CDK_STR("/etc/passwd")), "/etc/passwd")) return 0;
    if (!anchore->passwd) {
        cdk_passwd *passwd = cdk_arena_calloc(&anchore->prepared, 1, sizeof *passwd);
        cdk_str text = file ? cdk_retrieved_content(eval, file) : CDK_STR_NONE;
        if (!passwd) return cdk_fail_memory(eval->env);
        passwd->broken = !cdk_utf8_valid(text);
        if (!passwd->broken && !read_entries(eval->env, &anchore->prepared, text, passwd)) return cdk_fail_memory(eval->env);
        anchore->passwd = passwd;
    }
    if (anchore->passwd->broken) return cdk_anchore_broken(eval, "/etc/passwd is not UTF-8");
    *out = anchore->passwd;
    return 0;
}

/* Field from 0 behind the name. False: the entry has too few. */
static bool field(const entry *e, unsigned index, cdk_str *out)
{
    cdk_str rest = e->fields;
    for (unsigned i = 0; rest.p; i++) {
        cdk_str tail;
        if (!cdk_str_cut(rest, ':', out, &tail)) tail = CDK_STR_NONE;
        if (i == index) return true;
        rest = tail;
    }
    return false;
}

static int32_t fire_entry(cdk_eval *eval, const char *what, cdk_str value, const entry *e)
{
    cdk_buf text;
    cdk_buf_init(&text, eval->env->mem);
    cdk_buf_printf(&text, "Blacklisted %s '", what);
    cdk_buf_str(&text, value);
    cdk_buf_text(&text, "' found in image's /etc/passwd: pentry=");
    cdk_buf_str(&text, e->line);
    int32_t status = cdk_anchore_fire(eval, &text, NULL);
    return status ? status : cdk_anchore_evidence(eval, "user", "name", e->name);
}

static int32_t content_not_available(cdk_eval *eval)
{
    const cdk_passwd *passwd;
    int32_t status = entries_of(eval, &passwd);
    if (status || !passwd || passwd->count) return status;
    return cdk_anchore_firef(eval, "Cannot locate /etc/passwd in image stored files archive: check analyzer settings.");
}

static bool number_listed(cdk_str list, cdk_str value)
{
    cdk_str item;
    while (cdk_py_item(&list, &item))
        if (cdk_str_eq(cdk_number_of(item), value)) return true;
    return false;
}

/* Names where `index` is negative, else that field. */
static int32_t listed(cdk_eval *eval, const char *param, const char *what, int index, bool numbers)
{
    const cdk_passwd *passwd;
    cdk_str list = cdk_param(eval, param);
    int32_t status = entries_of(eval, &passwd);
    for (uint32_t i = 0; !status && passwd && i < passwd->count; i++) {
        const entry *e = &passwd->items[i];
        cdk_str value = e->name;
        if (index >= 0 && !field(e, (unsigned)index, &value)) {
            if (eval->compat != CDK_COMPAT_INTENDED) return cdk_anchore_broken(eval, "an entry of /etc/passwd has too few fields");
            continue;
        }
        if (numbers ? number_listed(list, value) : cdk_list_has(list, value)) status = fire_entry(eval, what, value, e);
    }
    return status;
}

static int32_t usernames(cdk_eval *eval)
{
    return listed(eval, "user_names", "user", -1, false);
}

static int32_t userids(cdk_eval *eval)
{
    return listed(eval, "user_ids", "uid", 1, true);
}

static int32_t groupids(cdk_eval *eval)
{
    return listed(eval, "group_ids", "gid", 2, true);
}

static int32_t shells(cdk_eval *eval)
{
    return listed(eval, "shells", "shell", 5, false);
}

static int32_t full_entry(cdk_eval *eval)
{
    const cdk_passwd *passwd;
    cdk_str wanted = cdk_py_strip(cdk_param(eval, "entry"));
    int32_t status = entries_of(eval, &passwd);
    for (uint32_t i = 0; !status && passwd && i < passwd->count; i++)
        if (cdk_str_eq(passwd->items[i].line, wanted)) status = fire_entry(eval, "pentry", wanted, &passwd->items[i]);
    return status;
}

static int32_t needs(const cdk_env *env, const cdk_params *params, cdk_plan *plan)
{
    cdk_need file = {.kind = CDK_NEED_CONTENT, .pattern = CDK_STR("etc/passwd")};
    (void)params;
    return cdk_plan_add(env, plan, &file);
}

#define LISTED(param, kind, older, text) {.name = param, .type = kind, .required = true, .description = text, .alias = older}
static const cdk_param_spec name_params[] = {LISTED("user_names", CDK_P_LIST, "usernameblacklist", "user names between commas")};
static const cdk_param_spec uid_params[] = {LISTED("user_ids", CDK_P_INT_LIST, "useridblacklist", "user ids between commas")};
static const cdk_param_spec gid_params[] = {LISTED("group_ids", CDK_P_INT_LIST, NULL, "group ids between commas")};
static const cdk_param_spec shell_params[] = {LISTED("shells", CDK_P_LIST, NULL, "login shells between commas")};
static const cdk_param_spec entry_params[] = {LISTED("entry", CDK_P_STRING, NULL, "a whole line")};

static const cdk_trigger triggers[] = {
    {.name = "content_not_available", .description = "fires where /etc/passwd was not kept or is empty", .needs = needs, .evaluate = content_not_available},
    {.name = "blacklist_usernames", .description = "fires for each listed user name", .params = name_params, .param_count = 1, .needs = needs, .evaluate = usernames},
    {.name = "blacklist_userids", .description = "fires for each listed user id", .params = uid_params, .param_count = 1, .needs = needs, .evaluate = userids},
    {.name = "blacklist_groupids", .description = "fires for each listed group id", .params = gid_params, .param_count = 1, .needs = needs, .evaluate = groupids},
    {.name = "blacklist_shells", .description = "fires for each listed shell", .params = shell_params, .param_count = 1, .needs = needs, .evaluate = shells},
    {.name = "blacklist_full_entry", .description = "fires for a line that is equal to the given one", .params = entry_params, .param_count = 1, .needs = needs, .evaluate = full_entry}};

const cdk_gate cdk_gate_anchore_passwd = {
    .name = "passwd_file", .description = "checks of /etc/passwd", .triggers = triggers, .count = 6, .anchore = true};
