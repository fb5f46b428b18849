/* SPDX-License-Identifier: Apache-2.0 */
/* Prints as JSON what the image layer sees in a file (by random access, or with --forward through a pipe's eyes) or in an
 * OCI layout folder. Both ways print the same where both can serve. With --short each read gives few bytes. */
#include "base/json.h"
#include "image/model.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct seen_layer {
    char *name;
    uint64_t size;
    char sha256[65];
    struct seen_layer *next; /* the one seen before */
} seen_layer;

typedef struct program {
    cdk_mem mem;
    cdk_limits limits;
    cisdock_hooks hooks;
    cdk_error error;
    cdk_env env;
    cdk_images *images;
    seen_layer *seen;
    const char *folder;
    bool forward, short_reads;
} program;

static size_t part(const program *p, size_t size)
{
    return p->short_reads && size > 2000 ? 7 + size % 1500 : size;
}

typedef struct file {
    const program *program;
    int fd;
} file;

static int64_t file_read_at(void *user, uint64_t offset, uint8_t *buffer, size_t size)
{
    const file *f = user;
    return pread(f->fd, buffer, part(f->program, size), (off_t)offset);
}

static int64_t file_length(void *user)
{
    struct stat info;
    return fstat(((file *)user)->fd, &info) ? -1 : (int64_t)info.st_size;
}

static int64_t file_read(void *user, uint8_t *buffer, size_t size)
{
    const file *f = user;
    return read(f->fd, buffer, part(f->program, size));
}

static void file_close(void *user)
{
    close(((file *)user)->fd);
    free(user);
}

static int open_file(const program *p, const char *path, cisdock_source *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return errno == ENOENT || errno == ENOTDIR ? 1 : -errno;
    file *f = malloc(sizeof *f);
    if (!f) abort();
    *f = (file){p, fd};
    *out = (cisdock_source){sizeof *out, f, file_read_at, file_length, NULL, file_close};
    if (p->forward) {
        out->read_at = NULL;
        out->length = NULL;
        out->read = file_read;
    }
    return 0;
}

static int32_t folder_document(void *user, const char *name, cisdock_source *out)
{
    const program *p = user;
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", p->folder, name);
    return open_file(p, path, out);
}

static int32_t folder_blob(void *user, const char *digest, int64_t size, cisdock_source *out)
{
    (void)size;
    char name[256];
    snprintf(name, sizeof name, "blobs/%s", digest);
    *strchr(name, ':') = '/';
    return folder_document(user, name, out);
}

static int32_t hash_layer(void *user, cdk_str name, cdk_stream *stored)
{
    program *p = user;
    seen_layer *seen = calloc(1, sizeof *seen);
    cdk_digest *digest;
    uint8_t bytes[64];
    const uint8_t *data;
    size_t size;
    if (!seen || cdk_digest_new(&p->env, CDK_SHA256, &digest)) abort();
    int32_t status;
    while (!(status = cdk_stream_next(stored, &data, &size)) && size) {
        cdk_digest_update(digest, data, size);
        seen->size += size;
    }
    cdk_hex(bytes, cdk_digest_final(digest, bytes), seen->sha256);
    cdk_digest_free(digest);
    seen->name = strndup(name.p ? name.p : "", name.n);
    seen->next = p->seen;
    p->seen = seen;
    return CISDOCK_OK; /* what a broken layer means is decided elsewhere */
}

static const seen_layer *find_seen(program *p, uint32_t image, uint32_t layer)
{
    if (cdk_images_check_layer(p->images, &p->env, image, layer)) return NULL;
    if (!p->images->store.streamed) {
        cdk_stream *stream;
        if (cdk_images_open_layer(p->images, &p->env, image, layer, &stream)) return NULL;
        hash_layer(p, CDK_STR("by index"), stream);
        cdk_stream_close(stream);
        return p->seen;
    }
    cdk_str name = cdk_images_layer_member(p->images, image, layer);
    for (const seen_layer *seen = p->seen; seen && name.p; seen = seen->next)
        if (cdk_str_is(name, seen->name)) return seen;
    return NULL;
}

static void put_list(cdk_jsonw *w, const char *key, const cdk_str_list *list)
{
    cdk_jsonw_key(w, key);
    if (!list->present && strcmp(key, "tags")) {
        cdk_jsonw_null(w);
        return;
    }
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < list->count; i++) cdk_jsonw_str(w, list->items[i]);
    cdk_jsonw_array_end(w);
}

static void put_str(cdk_jsonw *w, const char *key, cdk_str value)
{
    cdk_jsonw_key(w, key);
    cdk_jsonw_str(w, value);
}

static void put_problems(cdk_jsonw *w, const cdk_problems *problems)
{
    cdk_jsonw_key(w, "problems");
    cdk_jsonw_array(w);
    for (const cdk_problem *problem = problems->first; problem; problem = problem->next) {
        cdk_jsonw_object(w);
        cdk_jsonw_key(w, "class");
        cdk_jsonw_text(w, cdk_class_text(problem->cls));
        cdk_jsonw_key(w, "severity");
        cdk_jsonw_text(w, problem->severity == CDK_ERROR ? "error" : "warning");
        cdk_jsonw_key(w, "message");
        cdk_jsonw_text(w, problem->message);
        cdk_jsonw_object_end(w);
    }
    cdk_jsonw_array_end(w);
}

static void put_history(cdk_jsonw *w, const cdk_image_config *c)
{
    cdk_jsonw_key(w, "history");
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < c->history_count; i++) {
        const cdk_history_entry *entry = &c->history[i];
        cdk_jsonw_object(w);
        put_str(w, "created_by", entry->created_by.p ? entry->created_by : CDK_STR(""));
        put_str(w, "comment", entry->comment.p ? entry->comment : CDK_STR(""));
        cdk_jsonw_key(w, "empty_layer");
        cdk_jsonw_bool(w, entry->empty_layer);
        cdk_jsonw_object_end(w);
    }
    cdk_jsonw_array_end(w);
}

static void put_config(cdk_jsonw *w, const cdk_image_config *c)
{
    cdk_jsonw_key(w, "config");
    if (!c) {
        cdk_jsonw_null(w);
        return;
    }
    cdk_jsonw_object(w);
    put_str(w, "architecture", c->architecture);
    put_str(w, "os", c->os);
    put_str(w, "variant", c->variant);
    put_str(w, "created", c->created);
    put_str(w, "user", c->user.p ? c->user : CDK_STR(""));
    put_str(w, "workdir", c->workdir.p ? c->workdir : CDK_STR(""));
    put_str(w, "stop_signal", c->stop_signal);
    put_list(w, "env", &c->env);
    put_list(w, "cmd", &c->cmd);
    put_list(w, "entrypoint", &c->entrypoint);
    put_list(w, "onbuild", &c->onbuild);
    put_list(w, "shell", &c->shell);
    put_list(w, "exposed_ports", &c->exposed_ports);
    put_list(w, "volumes", &c->volumes);
    put_list(w, "diff_ids", &c->diff_ids);
    cdk_jsonw_key(w, "labels");
    cdk_jsonw_object(w);
    for (uint32_t i = 0; i < c->labels.count; i++) {
        cdk_jsonw_key_str(w, c->labels.items[i].key);
        cdk_jsonw_str(w, c->labels.items[i].value);
    }
    cdk_jsonw_object_end(w);
    cdk_jsonw_key(w, "healthcheck");
    cdk_jsonw_value(w, c->healthcheck.raw);
    put_history(w, c);
    cdk_jsonw_object_end(w);
}

static void put_layers(program *p, cdk_jsonw *w, uint32_t image)
{
    const cdk_image_doc *doc = cdk_images_at(p->images, image);
    cdk_jsonw_key(w, "layers");
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < doc->layer_count; i++) {
        const cdk_layer_ref *layer = &doc->layers[i];
        cdk_jsonw_object(w);
        put_str(w, "name", layer->name);
        put_str(w, "digest", layer->digest);
        put_str(w, "media_type", layer->media_type);
        put_str(w, "told_diff_id", layer->diff_id);
        cdk_jsonw_key(w, "told_size");
        cdk_jsonw_i64(w, layer->size);
        cdk_jsonw_key(w, "history");
        cdk_jsonw_i64(w, layer->history);
        const seen_layer *seen = find_seen(p, image, i);
        cdk_jsonw_key(w, "stored_sha256");
        cdk_jsonw_text(w, seen ? seen->sha256 : NULL);
        cdk_jsonw_key(w, "stored_size");
        cdk_jsonw_i64(w, seen ? (int64_t)seen->size : -1);
        cdk_jsonw_object_end(w);
    }
    cdk_jsonw_array_end(w);
}

static void put_image(program *p, cdk_jsonw *w, uint32_t index)
{
    const cdk_image_doc *doc = cdk_images_at(p->images, index);
    cdk_jsonw_object(w);
    put_list(w, "tags", &doc->names);
    put_str(w, "config_name", doc->config_name);
    put_str(w, "image_id", doc->image_id);
    put_str(w, "manifest_digest", doc->manifest_digest);
    put_str(w, "index_digest", doc->index_digest);
    cdk_jsonw_key(w, "digest_matches");
    cdk_jsonw_bool(w, doc->digest_matches);
    put_str(w, "platform_os", doc->platform.os);
    put_str(w, "platform_architecture", doc->platform.architecture);
    put_str(w, "platform_variant", doc->platform.variant);
    put_config(w, doc->config);
    put_layers(p, w, index);
    put_problems(w, &doc->problems);
    cdk_jsonw_object_end(w);
}

static int32_t write_out(void *user, const uint8_t *data, size_t size)
{
    (void)user;
    return fwrite(data, 1, size, stdout) == size ? 0 : -1;
}

static void put_all(program *p, cdk_jsonw *w)
{
    put_str(w, "format", cdk_str_of(cdk_image_format_name(cdk_images_format(p->images))));
    put_str(w, "outer", cdk_str_of(cdk_images_outer(p->images)));
    cdk_jsonw_key(w, "images");
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < cdk_images_count(p->images); i++) put_image(p, w, i);
    cdk_jsonw_array_end(w);
    cdk_jsonw_key(w, "skipped");
    cdk_jsonw_array(w);
    for (uint32_t i = 0; i < cdk_images_skipped_count(p->images); i++) {
        const cdk_image_skipped *skipped = cdk_images_skipped_at(p->images, i);
        cdk_jsonw_object(w);
        put_str(w, "digest", skipped->digest);
        put_str(w, "class", cdk_str_of(cdk_class_text(skipped->cls)));
        put_str(w, "why", cdk_str_of(skipped->why));
        cdk_jsonw_object_end(w);
    }
    cdk_jsonw_array_end(w);
    put_problems(w, cdk_images_problems(p->images));
}

static int32_t print(program *p, int32_t status)
{
    cisdock_sink sink = {sizeof sink, NULL, write_out};
    const cdk_jsonw_options options = {.indent = 1};
    cdk_error error = p->error;
    cdk_jsonw *w;
    if (cdk_jsonw_new(&p->env, &sink, &options, &w)) abort();
    cdk_jsonw_object(w);
    cdk_jsonw_key(w, "opens");
    cdk_jsonw_bool(w, !status);
    if (status) {
        put_str(w, "error_class", cdk_str_of(cdk_class_text(error.cls)));
        put_str(w, "error", cdk_str_of(error.message));
    } else {
        put_all(p, w);
    }
    cdk_jsonw_object_end(w);
    return cdk_jsonw_end(w);
}

static int32_t open_images(program *p, const char *path)
{
    struct stat info;
    cisdock_source source;
    if (stat(path, &info)) abort();
    if (S_ISDIR(info.st_mode)) {
        p->folder = path;
        cisdock_blobs blobs = {sizeof blobs, p, folder_blob, folder_document, NULL};
        return cdk_images_open_blobs(&p->env, &blobs, &p->images);
    }
    if (open_file(p, path, &source)) abort();
    int32_t status = cdk_images_open(&p->env, &source, &p->images);
    if (status || cdk_images_ready(p->images)) return status;
    const cdk_layer_visitor visitor = {p, hash_layer};
    return cdk_images_stream(p->images, &p->env, &visitor);
}

int main(int argc, char **argv)
{
    static program p;
    int at = 1;
    for (; at < argc && argv[at][0] == '-'; at++) {
        p.forward |= !strcmp(argv[at], "--forward");
        p.short_reads |= !strcmp(argv[at], "--short");
    }
    if (at + 1 != argc) return 2;
    cdk_mem_init(&p.mem, NULL);
    cdk_limits_init(&p.limits);
    p.hooks.struct_size = sizeof p.hooks;
    p.env = (cdk_env){&p.mem, &p.limits, &p.hooks, &p.error};
    int32_t status = open_images(&p, argv[at]);
    int32_t printed = print(&p, status);
    cdk_images_close(p.images);
    for (seen_layer *next; p.seen; p.seen = next) {
        next = p.seen->next;
        free(p.seen->name);
        free(p.seen);
    }
    return printed ? 2 : status ? 3 : 0;
}
