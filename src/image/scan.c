/* SPDX-License-Identifier: Apache-2.0 */
/* The walk over an archive with random access: headers only, the members' data are passed over. */
#include "image/model.h"

/* An image's archive has few members. A table of those of a whole root file system would cost as much as its facts: it is
 * given up, and made again in the rare case that the archive is an image's after all. */
enum { KEEP_AT_FIRST = 16384, ENTRIES_BETWEEN_PROGRESS = 256 };

typedef struct note_user {
    cdk_images *images;
    const cdk_env *env;
    int32_t status; /* of memory that a note wanted */
} note_user;

static void note(void *user, cdk_class cls, const cdk_where *where, const char *message)
{
    note_user *n = user;
    if (!cdk_problem_add(n->env, &n->images->arena, &n->images->problems, cls, CDK_WARNING, where, "%s", message))
        n->status = n->env->error->status;
}

static int32_t walk(cdk_images *images, const cdk_env *env, cdk_tar *tar, const note_user *notes)
{
    const cdk_tar_entry *entry;
    cdk_member *member;
    int32_t status;
    uint64_t count = 0;
    while (!(status = cdk_tar_next(tar, &entry)) && entry) {
        if (count++ % ENTRIES_BETWEEN_PROGRESS == 0)
            cdk_progress(env, "open", entry->header_offset, (uint64_t)images->store.source.length);
        status = cdk_members_add(&images->store.members, env, entry, &images->problems, &images->arena, &member);
        if (!status) status = notes->status;
        if (status) return status;
    }
    if (!status || (count && cdk_images_take_damage(images, env, status))) return CISDOCK_OK;
    if (count || !cdk_images_take_damage(images, env, status)) return status;
    return cdk_fail(env, CDK_CLASS_NOT_AN_IMAGE, NULL, "neither an archive nor a compressed one: %s", images->damage.message);
}

static int32_t pass(cdk_images *images, const cdk_env *env, uint64_t keep)
{
    cdk_stream *stream;
    cdk_tar *tar;
    note_user user = {images, env, CISDOCK_OK};
    const cdk_tar_notes notes = {&user, note};
    cdk_members_free(&images->store.members);
    cdk_members_init(&images->store.members, images->mem, keep);
    images->problems = (cdk_problems){0};
    int32_t status = cdk_stream_range(env, &images->store.source, 0, (uint64_t)images->store.source.length, &stream);
    if (!status) status = cdk_tar_new(env, stream, &notes, &tar);
    if (status) return status;
    status = walk(images, env, tar, &user);
    cdk_tar_close(tar);
    return status;
}

int32_t cdk_images_scan(cdk_images *images, const cdk_env *env)
{
    const cdk_members *members = &images->store.members;
    int32_t status = pass(images, env, KEEP_AT_FIRST);
    const cdk_marks *marks = &members->marks;
    if (!status && members->overflow && (marks->manifest || marks->index || marks->repositories || marks->image_json))
        status = pass(images, env, CDK_LIMIT(env, MAX_ENTRIES));
    if (!status && members->overflow && (marks->manifest || marks->index))
        status = cdk_fail_limit(env, CDK_LIMIT_MAX_ENTRIES, NULL, members->seen);
    return status;
}
