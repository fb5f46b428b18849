/* SPDX-License-Identifier: Apache-2.0 */
/* Archives that go by once: from a pipe, or unpacked as they are read. Each member is classed by its own bytes, since
 * what names it may stand behind it: documents are kept, all that may be a layer goes to the visitor. */
#include "image/model.h"

enum { LOOK_BYTES = CDK_CURSOR_PEEK_MAX, ENTRIES_BETWEEN_PROGRESS = 256 };

typedef struct forward {
    cdk_images *images;
    const cdk_env *env;
    const cdk_layer_visitor *visitor;
    int32_t note_status; /* of memory that a note wanted */
} forward;

static void note(void *user, cdk_class cls, const cdk_where *where, const char *message)
{
    forward *f = user;
    if (!cdk_problem_add(f->env, &f->images->arena, &f->images->problems, cls, CDK_WARNING, where, "%s", message))
        f->note_status = f->env->error->status;
}

/* Do the first members have the names of an image's? `entries` counts those whose headers are there. */
static int32_t look_ahead(forward *f, const uint8_t *bytes, size_t n, bool *likely, uint64_t *entries)
{
    cdk_stream *stream;
    cdk_tar *tar;
    cdk_members members;
    const cdk_tar_entry *entry;
    cdk_member *member;
    cdk_problems problems = {0};
    int32_t status = cdk_stream_memory(f->env, bytes, n, &stream);
    if (!status) status = cdk_tar_new(f->env, stream, NULL, &tar);
    if (status) return status;
    cdk_members_init(&members, f->env->mem, 0);
    *entries = 0;
    while (!(status = cdk_tar_next(tar, &entry)) && entry && !status) {
        ++*entries;
        status = cdk_members_add(&members, f->env, entry, &problems, &members.arena, &member);
        if (status) break;
    }
    *likely = members.marks.likely;
    cdk_tar_close(tar);
    cdk_members_free(&members);
    return status;
}

/* A layer is a tar archive, packed or not; documents are neither. What is too large for a document can only be a layer. */
static int32_t may_be_layer(forward *f, cdk_cursor *cursor, const cdk_member *member, bool *out)
{
    const uint8_t *head;
    size_t got;
    int32_t status = cdk_cursor_peek(cursor, 512, &head, &got);
    if (status) return status;
    *out = member->size > CDK_LIMIT(f->env, MAX_DOCUMENT) || cdk_codec_probe(head, got) != CDK_CODEC_NONE ||
           (got == 512 && cdk_tar_is_header(head));
    return CISDOCK_OK;
}

static int32_t keep_text(forward *f, cdk_stream *stream, cdk_member *member)
{
    cdk_str text;
    cdk_members *members = &f->images->store.members;
    members->kept += member->size;
    if (members->kept > CDK_LIMIT(f->env, MAX_KEPT_TOTAL)) return cdk_fail_limit(f->env, CDK_LIMIT_MAX_KEPT_TOTAL, NULL, members->kept);
    int32_t status = cdk_stream_read_all(stream, &members->arena, CDK_LIMIT(f->env, MAX_DOCUMENT), &text);
    if (!status) member->text = text.n ? text.p : "";
    return status;
}

static int32_t visit(forward *f, cdk_stream *stream, cdk_member *member)
{
    member->visited = true;
    return f->visitor->layer(f->visitor->user, member->name, stream);
}

static int32_t take_file(forward *f, cdk_tar *tar, cdk_member *member)
{
    cdk_stream *stream;
    cdk_cursor cursor;
    bool layer = false;
    int32_t status = cdk_tar_data_stream(tar, &stream);
    if (status) return status;
    cdk_cursor_init(&cursor, stream);
    status = may_be_layer(f, &cursor, member, &layer);
    if (status) {
        cdk_cursor_close(&cursor);
        return status;
    }
    status = cdk_stream_of_cursor(f->env, &cursor, &stream);
    if (status) return status;
    status = layer ? visit(f, stream, member) : keep_text(f, stream, member);
    cdk_stream_close(stream);
    return status;
}

/* Walks the archive; a failure of its structure ends the walk and is kept. */
static int32_t walk(forward *f, cdk_tar *tar)
{
    cdk_images *images = f->images;
    const cdk_tar_entry *entry;
    cdk_member *member;
    uint64_t count = 0;
    int32_t status;
    while (!(status = cdk_tar_next(tar, &entry)) && entry) {
        if (count++ % ENTRIES_BETWEEN_PROGRESS == 0) cdk_progress(f->env, "stream", entry->header_offset, 0);
        status = cdk_members_add(&images->store.members, f->env, entry, &images->problems, &images->arena, &member);
        if (!status && member && !member->link && !member->sparse) status = take_file(f, tar, member);
        if (!status) status = f->note_status;
        if (status) break;
    }
    if (!status) status = cdk_tar_drain(tar);
    return status && !cdk_images_take_damage(images, f->env, status) ? status : CISDOCK_OK;
}

static int32_t stream_archive(forward *f, cdk_stream *stream)
{
    cdk_tar *tar;
    const cdk_tar_notes notes = {f, note};
    cdk_members_init(&f->images->store.members, f->images->mem, CDK_LIMIT(f->env, MAX_ENTRIES));
    int32_t status = cdk_tar_new(f->env, stream, &notes, &tar);
    if (status) return status;
    status = walk(f, tar);
    cdk_tar_close(tar);
    if (!status && f->images->store.members.overflow)
        status = cdk_fail_limit(f->env, CDK_LIMIT_MAX_ENTRIES, NULL, f->images->store.members.seen);
    if (!status) status = cdk_images_resolve(f->images, f->env);
    if (!status && f->images->format == CDK_FORMAT_ROOTFS)
        status = cdk_fail(f->env, CDK_CLASS_UNSUPPORTED, NULL,
                          "a root file system whose first members are named as an image's: it must be read with random access");
    return status;
}

/* Layers that looked like documents while the archive went by. */
static int32_t visit_kept(forward *f)
{
    for (size_t i = 0; i < f->images->count; i++) {
        const cdk_image_record *record = f->images->records[i];
        for (uint32_t k = 0; k < record->doc.layer_count; k++) {
            cdk_member *member = record->members[k];
            cdk_stream *stream;
            if (!member || member->visited || !member->text) continue;
            int32_t status = cdk_stream_memory(f->env, member->text, (size_t)member->size, &stream);
            if (status) return status;
            status = visit(f, stream, member);
            cdk_stream_close(stream);
            if (status) return status;
        }
    }
    return CISDOCK_OK;
}

static int32_t stream_rootfs(forward *f, cdk_stream *stream)
{
    const uint8_t *data;
    size_t size;
    int32_t status = f->visitor->layer(f->visitor->user, CDK_STR(""), stream);
    while (!status && !(status = cdk_stream_next(stream, &data, &size)) && size) continue;
    cdk_stream_close(stream);
    if (status && !cdk_images_take_damage(f->images, f->env, status)) return status;
    return cdk_images_resolve(f->images, f->env);
}

/* Ends with `cursor` taken over or closed. */
static int32_t stream_by_kind(forward *f, cdk_cursor *cursor)
{
    const uint8_t *head;
    size_t got;
    bool likely = false;
    uint64_t entries = 0;
    cdk_stream *stream;
    int32_t status = cdk_cursor_peek(cursor, LOOK_BYTES, &head, &got);
    if (!status) {
        status = look_ahead(f, head, got, &likely, &entries);
        /* The look ends inside some member as a rule: that is no damage yet. */
        if (status && entries && cdk_images_take_damage(f->images, f->env, status)) status = CISDOCK_OK;
        if (status && !entries && cdk_images_take_damage(f->images, f->env, status))
            status = cdk_fail(f->env, CDK_CLASS_NOT_AN_IMAGE, NULL, "not an archive: %s", f->images->damage.message);
        f->images->damage.status = CISDOCK_OK;
    }
    if (!status && !got) status = cdk_fail(f->env, CDK_CLASS_NOT_AN_IMAGE, NULL, "the input is empty");
    if (status) {
        cdk_cursor_close(cursor);
        return status;
    }
    status = cdk_stream_of_cursor(f->env, cursor, &stream);
    if (status) return status;
    return likely ? stream_archive(f, stream) : stream_rootfs(f, stream);
}

static int32_t open_outer(cdk_images *images, const cdk_env *env, cdk_stream **out)
{
    cdk_source *source = &images->store.source;
    cdk_stream *stream;
    int32_t status = source->length < 0 ? cdk_stream_forward(env, source, &stream)
                                        : cdk_stream_range(env, source, 0, (uint64_t)source->length, &stream);
    return status ? status : cdk_codec_auto(env, stream, &images->outer, out);
}

int32_t cdk_images_stream(cdk_images *images, const cdk_env *env, const cdk_layer_visitor *visitor)
{
    forward f = {images, env, visitor, CISDOCK_OK};
    cdk_stream *stream;
    cdk_cursor cursor;
    if (images->ready || images->store.streamed) return cdk_fail(env, CDK_CLASS_ARGUMENT, NULL, "there is nothing to stream");
    images->store.streamed = true;
    int32_t status = open_outer(images, env, &stream);
    if (status) return status;
    cdk_cursor_init(&cursor, stream);
    status = stream_by_kind(&f, &cursor);
    if (!status) status = visit_kept(&f);
    images->ready = !status;
    return status;
}
