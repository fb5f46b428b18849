/* SPDX-License-Identifier: Apache-2.0 */
/* What stands beside the user of an image and makes "not root" worth less: other accounts with uid 0, accounts without a
 * password, sudo that asks for none. Told as facts; the verdict is the user's. */
#include "checks/gate_image.h"

enum { NAMED = 5 }; /* accounts that a note names */

static void append_name(cdk_buf *names, uint32_t *count, cdk_str name)
{
    if (*count < NAMED) {
        if (*count) cdk_buf_text(names, ", ");
        cdk_buf_str(names, (cdk_str){name.p, name.n < 64 ? name.n : 64});
    }
    ++*count;
}

/* "; LABEL: a, b and 3 more" */
static void put_note(cdk_buf *notes, const char *label, const cdk_buf *names, uint32_t count)
{
    if (!count) return;
    cdk_buf_printf(notes, "; %s: ", label);
    cdk_buf_str(notes, cdk_buf_view(names));
    if (count > NAMED) cdk_buf_printf(notes, " and %u more", count - NAMED);
    notes->failed = notes->failed || names->failed;
}

static void show_account(cdk_eval *eval, cdk_outcome *outcome, const char *path, cdk_str name, const char *note)
{
    cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, outcome, "account");
    cdk_member_str(eval->arena, item, "path", cdk_str_of(path));
    cdk_member_str(eval->arena, item, "name", name);
    cdk_member_str(eval->arena, item, "note", cdk_str_of(note));
}

static void root_aliases(cdk_eval *eval, cdk_outcome *outcome, cdk_buf *notes)
{
    const cdk_user *users = NULL;
    uint32_t count = 0, found = 0;
    cdk_buf names;
    cdk_buf_init(&names, eval->env->mem);
    cdk_facts_users(eval->facts, &users, &count);
    for (uint32_t i = 0; i < count; i++) {
        if ((users[i].has_uid && users[i].uid != 0) || cdk_str_is(users[i].name, "root")) continue;
        append_name(&names, &found, users[i].name);
        if (found <= NAMED) show_account(eval, outcome, "/etc/passwd", users[i].name, "uid 0");
    }
    put_note(notes, "other accounts with uid 0", &names, found);
    cdk_buf_free(&names);
}

/* An empty field lets everybody in; "*" and "!" let nobody. */
static void empty_passwords(cdk_eval *eval, cdk_outcome *outcome, cdk_buf *notes)
{
    const cdk_shadow *hashes = NULL;
    const cdk_user *users = NULL;
    uint32_t count = 0, found = 0;
    cdk_buf names;
    cdk_buf_init(&names, eval->env->mem);
    cdk_facts_shadow(eval->facts, &hashes, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (hashes[i].hash.n || !hashes[i].name.n) continue;
        append_name(&names, &found, hashes[i].name);
        if (found <= NAMED) show_account(eval, outcome, "/etc/shadow", hashes[i].name, "no password is asked for");
    }
    count = 0;
    cdk_facts_users(eval->facts, &users, &count);
    for (uint32_t i = 0; i < count; i++) {
        if (users[i].password.n || !users[i].name.n) continue;
        append_name(&names, &found, users[i].name);
        if (found <= NAMED) show_account(eval, outcome, "/etc/passwd", users[i].name, "no password is asked for");
    }
    put_note(notes, "no password is asked of", &names, found);
    cdk_buf_free(&names);
}

typedef struct cdk_sudo {
    cdk_eval *eval;
    cdk_outcome *outcome;
    cdk_buf rules;
    uint32_t found;
} cdk_sudo;

static bool sudo_file(cdk_sudo *sudo, cdk_str path)
{
    cdk_str text, line;
    int32_t layer;
    uint32_t number = 0;
    if (cdk_facts_content(sudo->eval->facts, path, &text, &layer) != CDK_HAVE) return false;
    while (cdk_str_line(&text, &line)) {
        size_t at;
        number++;
        line = cdk_str_trim(line);
        if (!line.n || line.p[0] == '#' || !cdk_str_find(line, CDK_STR("NOPASSWD"), &at)) continue;
        cdk_str who = {line.p, line.n};
        cdk_str rest = line;
        cdk_str_word(&rest, &who);
        append_name(&sudo->rules, &sudo->found, who);
        if (sudo->found > NAMED) continue;
        cdk_evidence_item *item = cdk_evidence_item_new(sudo->eval->arena, sudo->outcome, "sudo");
        cdk_member_str(sudo->eval->arena, item, "path", cdk_shown_path(sudo->eval, sudo->outcome, path));
        cdk_member_i64(sudo->eval->arena, item, "line", number);
        cdk_member_str(sudo->eval->arena, item, "value",
                       cdk_shown_text(sudo->eval, sudo->outcome, CDK_SECRET_IN_TEXT, CDK_STR_NONE, line));
    }
    return true;
}

/* sudo passes over names with a dot or a tilde at their end. */
static int32_t sudo_visit(void *user, const cdk_file *file)
{
    static const char folder[] = "etc/sudoers.d/";
    cdk_str name = file->path;
    size_t at;
    if (file->type != 'f' || !cdk_str_starts(name, CDK_STR("etc/sudoers.d/"))) return CISDOCK_OK;
    name = cdk_str_from(name, sizeof folder - 1);
    if (cdk_str_find_char(name, '/', &at) || cdk_str_find_char(name, '.', &at) || cdk_str_ends(name, CDK_STR("~")))
        return CISDOCK_OK;
    sudo_file(user, file->path);
    return CISDOCK_OK;
}

static void sudo_without_password(cdk_eval *eval, cdk_outcome *outcome, cdk_buf *notes)
{
    cdk_sudo sudo = {.eval = eval, .outcome = outcome};
    cdk_buf_init(&sudo.rules, eval->env->mem);
    /* The folder is read by what sudoers includes: without that file there is no sudo. */
    bool used = sudo_file(&sudo, CDK_STR("etc/sudoers"));
    if (used && cdk_facts_each_file(eval->facts, eval->env, sudo_visit, &sudo)) outcome->failed = true;
    put_note(notes, "sudo asks no password of", &sudo.rules, sudo.found);
    cdk_buf_free(&sudo.rules);
}

void cdk_image_account_notes(cdk_eval *eval, cdk_outcome *outcome, cdk_buf *notes)
{
    root_aliases(eval, outcome, notes);
    empty_passwords(eval, outcome, notes);
    sudo_without_password(eval, outcome, notes);
}
