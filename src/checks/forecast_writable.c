/* SPDX-License-Identifier: Apache-2.0 */
/* Folders that the image's user could write to, outside of its volumes: what a read-only root file system would take
 * away, and what would need a volume or a tmpfs. */
#include "checks/forecast_writable.h"
#include "checks/show.h"
#include "checks/user_spec.h"

enum { SHOWN = 8 };

typedef struct search {
    cdk_eval *eval;
    const cdk_image_config *config;
    int64_t uid; /* -1: not known; 0: all is writable */
    cdk_file shown[SHOWN];
    uint32_t found;
} search;

static bool below(cdk_str path, cdk_str folder)
{
    while (folder.n && folder.p[0] == '/') folder = cdk_str_from(folder, 1);
    while (folder.n && folder.p[folder.n - 1] == '/') folder.n--;
    return folder.n && cdk_str_starts(path, folder) && (path.n == folder.n || path.p[folder.n] == '/');
}

/* Places that are meant to be written, or that the engine mounts over. */
static bool is_left_out(const search *self, cdk_str path)
{
    static const char *const usual[] = {"tmp", "var/tmp", "run", "var/run", "dev", "proc", "sys"};
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (below(path, cdk_str_of(usual[i]))) return true;
    for (uint32_t i = 0; i < self->config->volumes.count; i++)
        if (below(path, self->config->volumes.items[i])) return true;
    return false;
}

static int32_t look(void *user, const cdk_file *file)
{
    search *self = user;
    bool owned = self->uid > 0 && file->uid == (uint64_t)self->uid && (file->mode & 0200);
    if (file->type != 'd' || (!owned && !(file->mode & 0002)) || is_left_out(self, file->path)) return CISDOCK_OK;
    if (self->found < SHOWN) {
        cdk_file *kept = &self->shown[self->found];
        *kept = *file;
        kept->path = cdk_str_dup(self->eval->arena, file->path);
        if (!kept->path.p) return cdk_fail_memory(self->eval->env);
    }
    self->found++;
    return CISDOCK_OK;
}

/* The uid of the image's user: 0 for none and root, -1 for a name that the image does not have. */
static int64_t user_of(const search *self)
{
    cdk_str name, group;
    const cdk_user *users;
    uint32_t count = 0;
    int64_t uid;
    cdk_str_cut(self->config->user, ':', &name, &group);
    if (name.n == 0) return 0;
    if (cdk_user_number(name, &uid)) return uid;
    if (cdk_facts_users(self->eval->facts, &users, &count) != CDK_HAVE) count = 0;
    for (uint32_t i = 0; i < count; i++)
        if (cdk_str_eq(users[i].name, name)) return users[i].has_uid ? (int64_t)users[i].uid : 0;
    return cdk_str_is(name, "root") ? 0 : -1;
}

static void say(search *self)
{
    cdk_eval *eval = self->eval;
    if (self->uid == 0)
        cdk_of_image(eval, cdk_say(eval, CDK_NOT_APPLICABLE, "forecast: the image's user is root, to whom every path is writable unless "
                                                             "the container's root file system is read-only"));
    else if (self->found)
        cdk_of_image(eval, cdk_say(eval, CDK_NOT_APPLICABLE, "forecast: the image's user can write to %u folders outside of its volumes: with "
                                                             "a read-only root file system those it needs want a volume or a tmpfs", self->found));
    else
        return;
    if (!eval->last) return;
    eval->last->basis = CDK_FORECAST;
    for (uint32_t i = 0; i < self->found && i < SHOWN; i++) cdk_show_file(eval, eval->last, &self->shown[i]);
}

int32_t cdk_forecast_writable(cdk_eval *eval)
{
    search self = {.eval = eval, .config = eval->facts ? cdk_facts_config(eval->facts) : NULL};
    if (!self.config || cdk_facts_tree_state(eval->facts) != CDK_HAVE) return CISDOCK_OK;
    self.uid = user_of(&self);
    int32_t status = self.uid ? cdk_facts_each_file(eval->facts, eval->env, look, &self) : CISDOCK_OK;
    if (status) return status;
    say(&self);
    return cdk_eval_status(eval);
}
