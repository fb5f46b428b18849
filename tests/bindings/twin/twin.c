/* SPDX-License-Identifier: Apache-2.0 */
#include "twin.h"

static const char *folder;

bytes read_file(const char *name)
{
    char path[4096];
    bytes b = {NULL, 0, 0};
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file) exit(2);
    for (size_t got = 1; got; b.size += got) {
        b.data = realloc(b.data, b.size + 65536);
        if (!b.data) exit(2);
        got = fread(b.data + b.size, 1, 65536, file);
    }
    fclose(file);
    return b;
}

cisdock_source memory_source(cisdock_context *c, const bytes *b)
{
    cisdock_source source;
    need(cisdock_source_memory(c, b->data, b->size, &source), c);
    return source;
}

static int64_t read_next(void *user, uint8_t *buffer, size_t size)
{
    bytes *b = user;
    size_t n = b->size - b->at < size ? b->size - b->at : size;
    memcpy(buffer, b->data + b->at, n);
    b->at += n;
    return (int64_t)n;
}

cisdock_source pipe_source(bytes *b)
{
    cisdock_source source = {sizeof source, b, NULL, NULL, read_next, NULL};
    return source;
}

static int64_t file_next(void *user, uint8_t *buffer, size_t size)
{
    return (int64_t)fread(buffer, 1, size, user);
}

static void file_close(void *user)
{
    fclose(user);
}

static int32_t open_document(void *user, const char *name, cisdock_source *out)
{
    char path[4096];
    (void)user;
    snprintf(path, sizeof path, "%s/oci/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (!file) return 1;
    cisdock_source source = {sizeof source, file, NULL, NULL, file_next, file_close};
    *out = source;
    return 0;
}

static int32_t open_blob(void *user, const char *digest, int64_t size, cisdock_source *out)
{
    char name[200];
    (void)size;
    snprintf(name, sizeof name, "blobs/%s", digest);
    *strchr(name, ':') = '/';
    return open_document(user, name, out);
}

cisdock_blobs folder_blobs(void)
{
    cisdock_blobs blobs = {sizeof blobs, NULL, open_blob, open_document, NULL};
    return blobs;
}

int32_t collect(void *user, const uint8_t *data, size_t size)
{
    return fwrite(data, 1, size, user) == size ? 0 : -1;
}

cisdock_context *context(void)
{
    cisdock_context *c;
    if (cisdock_context_new(NULL, &c)) exit(2);
    return c;
}

void need(int32_t status, cisdock_context *c)
{
    if (!status) return;
    fprintf(stderr, "%s\n", cisdock_error_message(c));
    exit(2);
}

static int32_t close_count;

static void count_close(void *user)
{
    free(((bytes *)user)->data);
    free(user);
    close_count++;
}

static int64_t bytes_at(void *user, uint64_t offset, uint8_t *buffer, size_t size)
{
    const bytes *b = user;
    if (offset >= b->size) return 0;
    size_t n = b->size - (size_t)offset < size ? b->size - (size_t)offset : size;
    memcpy(buffer, b->data + offset, n);
    return (int64_t)n;
}

static int64_t bytes_length(void *user)
{
    return (int64_t)((bytes *)user)->size;
}

cisdock_image *open_image(cisdock_context *c, const char *name)
{
    bytes *b = malloc(sizeof *b);
    cisdock_image *image;
    if (!b) exit(2);
    *b = read_file(name);
    cisdock_source source = {sizeof source, b, bytes_at, bytes_length, NULL, count_close};
    need(cisdock_image_open(c, &source, NULL, NULL, &image), c);
    return image;
}

cisdock_analysis *analyze(cisdock_context *c, const char *name)
{
    cisdock_image *image = open_image(c, name);
    cisdock_analysis *analysis;
    need(cisdock_analyze(c, image, NULL, &analysis), c);
    cisdock_image_close(image);
    return analysis;
}

const char *text(const char *s)
{
    return s ? s : "";
}

void print_problems(const char *which, const cisdock_problem *problem)
{
    for (; problem; problem = cisdock_problem_next(problem)) {
        size_t size;
        const uint8_t *path = cisdock_problem_path(problem, &size);
        printf("%s: problem %s %d %s path=%.*s document=%s pointer=%s offset=%lld layer=%d\n", which, cisdock_problem_class(problem),
               cisdock_problem_severity(problem), cisdock_problem_message(problem), (int)size, path ? (const char *)path : "",
               text(cisdock_problem_document(problem)), text(cisdock_problem_pointer(problem)),
               (long long)cisdock_problem_offset(problem), cisdock_problem_layer(problem));
    }
}

void print_failure(const char *which, int32_t status, cisdock_context *c)
{
    printf("%s: %s class=%s path=%s document=%s pointer=%s offset=%lld layer=%d host=%lld %s\n", which, cisdock_status_name(status),
           cisdock_error_class(c), cisdock_error_path(c), cisdock_error_document(c), cisdock_error_pointer(c),
           (long long)cisdock_error_offset(c), cisdock_error_layer(c), (long long)cisdock_error_host_code(c),
           cisdock_error_message(c));
    if (cisdock_error_status(c) != status || cisdock_error_digest(c)[0]) printf("%s: digest %s\n", which, cisdock_error_digest(c));
}

int main(int argc, char **argv)
{
    if (argc != 2) return 2;
    folder = argv[1];
    case_versions();
    case_image();
    case_pipe();
    case_blobs();
    case_choice();
    case_errors();
    case_cancel();
    case_plans();
    case_analysis();
    case_layers();
    case_cache();
    case_hooks();
    case_bundles();
    case_evidence();
    case_report();
    case_policy();
    return close_count ? 0 : 2;
}
