/* SPDX-License-Identifier: Apache-2.0 */
/* Set-id files of the file system that containers see. A bit in a lower layer that a later one takes away is gone for
 * containers: it is told, not judged. Folders with the setgid bit only hand their group on. */
#include "checks/gate_image.h"

#include "checks/file_capability.h"
#include "checks/host_cite.h"
#include "facts/site.h"

enum { SETUID = 04000, SETGID = 02000, GROUP_EXECUTE = 010, SHOWN_HIDDEN = 100, SHOWN_CAPABILITIES = 100 };

typedef struct cdk_usual {
    const char *family, *path;
    uint32_t mode;
    const char *package;
} cdk_usual;

static const cdk_usual usual_files[] = {
#define CDK_USUAL(family, path, mode, package) {family, path, mode, package},
#include "checks/setid_usual.def"
#undef CDK_USUAL
};

typedef struct cdk_setid {
    cdk_eval *eval;
    cdk_outcome *clean; /* that of the image, where nothing is found; notes stand on it */
    uint32_t found, hidden, capabilities;
} cdk_setid;

static bool names_family(cdk_str list, const char *family)
{
    cdk_str word;
    while (cdk_str_word(&list, &word))
        if (cdk_str_is(word, family)) return true;
    return false;
}

/* Fedora and its like name no "rhel"; SUSE's IDs begin with theirs. */
static bool of_family(const cdk_facts *facts, const char *family)
{
    cdk_str id = cdk_facts_os_release_get(facts, "ID"), like = cdk_facts_os_release_get(facts, "ID_LIKE");
    if (cdk_str_is(id, family) || names_family(like, family)) return true;
    if (strcmp(family, "rhel") == 0) return cdk_str_is(id, "fedora") || names_family(like, "fedora") || cdk_str_is(id, "amzn");
    if (strcmp(family, "suse") == 0) return cdk_str_starts(id, CDK_STR("opensuse")) || cdk_str_is(id, "sles");
    return false;
}

static const cdk_usual *usual(const cdk_facts *facts, const cdk_file *file)
{
    cdk_str path = file->path;
    if (cdk_str_starts(path, CDK_STR("usr/"))) path = cdk_str_from(path, 4);
    for (size_t i = 0; i < sizeof usual_files / sizeof *usual_files; i++)
        if (cdk_str_is(path, usual_files[i].path) && (file->mode & 06000) == (usual_files[i].mode & 06000) &&
            of_family(facts, usual_files[i].family))
            return &usual_files[i];
    return NULL;
}

static void show_package(cdk_eval *eval, cdk_evidence_item *item, const cdk_file *file)
{
    const cdk_package *package = cdk_facts_owner(eval->facts, file->path);
    const cdk_usual *known = usual(eval->facts, file);
    cdk_member_str(eval->arena, item, "package", package ? package->name : CDK_STR_NONE);
    cdk_member_bool(eval->arena, item, "usual", known != NULL);
}

static void say_file(cdk_setid *setid, cdk_verdict verdict, const cdk_file *file, const char *what)
{
    cdk_eval *eval = setid->eval;
    cdk_outcome *outcome = cdk_say(eval, verdict, "/%s %s%s", cdk_shown(eval, file->path), what,
                                   usual(eval->facts, file) ? ", as the distribution ships it" : "");
    cdk_of_file(eval, outcome, file->path);
    show_package(eval, cdk_show_file(eval, outcome, file), file);
}

static void judge_file(cdk_setid *setid, const cdk_file *file)
{
    cdk_eval *eval = setid->eval;
    bool uid = file->mode & SETUID, gid = file->mode & SETGID;
    if (!uid && !(file->mode & GROUP_EXECUTE)) {
        say_file(setid, CDK_PASS, file, "has the setgid bit without group execute, which marks mandatory locking and gives no rights");
        return;
    }
    cdk_str shown = cdk_shown_path(eval, NULL, file->path);
    bool allowed = shown.p && cdk_site_lists(eval->evidence, "allowed_setid", shown);
    const char *what = uid && gid ? "has the setuid and the setgid bit" : uid ? "has the setuid bit" : "has the setgid bit";
    if (allowed) {
        say_file(setid, CDK_PASS, file, "has a set-id bit that the site allows");
        return;
    }
    say_file(setid, CDK_WARN, file, what);
    setid->found++;
}

static void note_capability(cdk_setid *setid, const cdk_file *file)
{
    cdk_eval *eval = setid->eval;
    if (++setid->capabilities > SHOWN_CAPABILITIES) return;
    cdk_evidence_item *item = cdk_evidence_item_new(eval->arena, setid->clean, "capability");
    cdk_str words = cdk_file_capability(eval->arena, file->capability);
    if (!words.p) setid->clean->failed = true;
    cdk_member_str(eval->arena, item, "path", cdk_shown_path(eval, setid->clean, file->path));
    cdk_member_str(eval->arena, item, "value", words);
    cdk_show_origin(eval, setid->clean, item, file->layer);
}

static int32_t visit(void *user, const cdk_file *file)
{
    cdk_setid *setid = user;
    if (file->type != 'f') return CISDOCK_OK;
    if (file->mode & (SETUID | SETGID)) judge_file(setid, file);
    if (file->capability.n) note_capability(setid, file);
    return setid->eval->failed ? cdk_eval_status(setid->eval) : CISDOCK_OK;
}

/* A lower layer still holds it; containers do not see it. */
static int32_t visit_hidden(void *user, const cdk_hidden_file *hidden)
{
    cdk_setid *setid = user;
    const cdk_file *file = &hidden->file;
    if (file->type != 'f' || !(file->mode & (SETUID | SETGID)) || ++setid->hidden > SHOWN_HIDDEN) return CISDOCK_OK;
    cdk_evidence_item *item = cdk_show_file(setid->eval, setid->clean, file);
    if (hidden->removed_by >= 0)
        cdk_member_i64(setid->eval->arena, item, "removed_by", hidden->removed_by);
    else
        cdk_member_str(setid->eval->arena, item, "note", CDK_STR("replaced by a later layer"));
    return CISDOCK_OK;
}

static void finish(cdk_setid *setid, cdk_known tree)
{
    cdk_eval *eval = setid->eval;
    cdk_outcome *clean = setid->clean;
    if (tree != CDK_HAVE) {
        cdk_outcome *gap = cdk_of_image(eval, cdk_say_unread(eval, tree, "the file system of some layer"));
        clean->verdict = gap ? CDK_NOT_APPLICABLE : clean->verdict;
        clean->message = "what could be read holds no further set-id file";
        return;
    }
    const char *message = cdk_arena_printf(
        eval->arena, "%s%s%s",
        setid->found ? "all files were looked at" : "no file of the image has the setuid or setgid bit",
        setid->hidden ? "; lower layers hold some that later layers take away" : "",
        setid->capabilities ? "; some files have capabilities" : "");
    if (message) clean->message = message;
    clean->failed = clean->failed || !message;
}

int32_t cdk_image_setid(cdk_eval *eval)
{
    cdk_setid setid = {.eval = eval};
    const cdk_build *build;
    int32_t status = cdk_build_of(eval, &build);
    if (status) return status;
    if (!eval->facts) {
        cdk_of_image(eval, cdk_say_unknown(eval, CDK_WHY_NOT_GIVEN, "a Dockerfile does not tell the modes of files: it needs the image"));
        return cdk_eval_status(eval);
    }
    if (cdk_image_is_windows(eval)) {
        cdk_of_image(eval, cdk_say(eval, CDK_NOT_APPLICABLE, "Windows has no setuid or setgid bits"));
        return cdk_eval_status(eval);
    }
    setid.clean = cdk_of_image(eval, cdk_say(eval, CDK_PASS, "%s", ""));
    if (!setid.clean) return cdk_eval_status(eval);
    cdk_known tree = cdk_facts_special_state(eval->facts);
    status = cdk_facts_each_file(eval->facts, eval->env, visit, &setid);
    if (!status) status = cdk_facts_each_hidden(eval->facts, eval->env, visit_hidden, &setid);
    if (status) return status;
    cdk_show_layers(eval, setid.clean);
    finish(&setid, tree);
    return cdk_eval_status(eval);
}
