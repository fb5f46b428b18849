/* SPDX-License-Identifier: Apache-2.0 */
/* Files of the squashed tree, told to the host's visitor. */
#include "api/handles.h"

typedef struct teller {
    const cdk_env *env;
    const cisdock_file_visitor *visitor;
    bool stopped;
} teller;

static int32_t tell(void *user, const cdk_file *file)
{
    teller *self = user;
    cisdock_file told = {
        .struct_size = sizeof told, .path = (const uint8_t *)file->path.p, .path_size = file->path.n,
        .link = cdk_bytes_public(file->link, NULL), .link_size = file->link.n, .uid = file->uid, .gid = file->gid,
        .size = file->size, .mtime = file->mtime, .sha256 = file->sha256, .mode = file->mode, .type = file->type,
        .layer = file->layer, .hardlink = file->hardlink,
    };
    int32_t answer = self->visitor->file(self->visitor->user, &told);
    if (answer < 0) return cdk_fail_host(self->env, "file", answer);
    if (!answer) return CISDOCK_OK;
    self->stopped = true;
    return cdk_fail(self->env, CDK_CLASS_CANCELLED, NULL, "the visitor has seen enough");
}

static int32_t check(cisdock_context *context, const cisdock_analysis *analysis, const cisdock_file_visitor *visitor)
{
    bool usable = analysis && visitor && visitor->struct_size >= sizeof *visitor && visitor->file;
    return usable ? CISDOCK_OK : cdk_bad_argument(context, "the analysis is NULL, or the visitor lacks its function");
}

int32_t cisdock_analysis_each_file(cisdock_context *context, const cisdock_analysis *analysis, const cisdock_file_visitor *visitor)
{
    cdk_env *env;
    int32_t status = check(context, analysis, visitor);
    if (!status) status = cdk_enter(context, &env);
    if (status) return status;
    teller self = {env, visitor, false};
    status = cdk_facts_each_file(analysis->facts, env, tell, &self);
    return cdk_leave(context, self.stopped ? CISDOCK_OK : status);
}

static int32_t find(const cdk_env *env, const cisdock_analysis *analysis, cdk_str path, bool follow, const cisdock_file_visitor *visitor)
{
    cdk_file file;
    cdk_arena scratch;
    cdk_arena_init(&scratch, env->mem);
    bool found = (follow ? cdk_facts_find_followed : cdk_facts_find)(analysis->facts, path, &scratch, &file);
    teller self = {env, visitor, false};
    int32_t status = found ? tell(&self, &file) : cdk_fail(env, CDK_CLASS_NOT_FOUND, NULL, "there is no such file in the image");
    cdk_arena_free(&scratch);
    return self.stopped ? CISDOCK_OK : status;
}

int32_t cisdock_analysis_find_file(cisdock_context *context, const cisdock_analysis *analysis, const uint8_t *path, size_t size,
                                   int32_t follow, const cisdock_file_visitor *visitor)
{
    cdk_env *env;
    int32_t status = check(context, analysis, visitor);
    if (!status && !path) status = cdk_bad_argument(context, "the path is NULL");
    if (!status) status = cdk_enter(context, &env);
    if (status) return status;
    return cdk_leave(context, find(env, analysis, (cdk_str){(const char *)path, size}, follow != 0, visitor));
}
