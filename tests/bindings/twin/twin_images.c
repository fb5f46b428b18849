/* SPDX-License-Identifier: Apache-2.0 */
/* Cases: versions, images, choice, failures. */
#include "twin.h"

void case_versions(void)
{
    printf("versions: %s\n", cisdock_version());
    for (uint32_t i = 0; i < cisdock_benchmark_count(); i++) {
        const cisdock_benchmark *b = cisdock_benchmark_at(i);
        printf("versions: %s %s %s\n", cisdock_benchmark_id(b), cisdock_benchmark_version(b), cisdock_benchmark_title(b));
    }
    for (int32_t status = 0; status >= -17; status--) printf("versions: %s %s\n", cisdock_status_name(status), cisdock_status_text(status));
    for (uint32_t i = 0; i < cisdock_format_count(); i++) printf("versions: format %s\n", cisdock_format_at(i));
    static const char *const schemes[] = {"dpkg", "rpm", "apk", "pep440", "semver", "gem"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        int32_t order = 9;
        if (cisdock_compare_versions(schemes[i], "1.0.0-1", "1.0.0-2", &order) == CISDOCK_OK) printf("versions: order %s %d\n", schemes[i], (int)order);
    }
}

static void print_image(const char *which, const cisdock_image *image)
{
    printf("%s: %s %s ready=%d selected=%d count=%u\n", which, cisdock_image_format(image), cisdock_image_codec(image),
           cisdock_image_ready(image), cisdock_image_selected(image), cisdock_image_count(image));
    for (uint32_t i = 0; i < cisdock_image_count(image); i++) {
        size_t size;
        const uint8_t *config = cisdock_image_config(image, i, &size);
        printf("%s: %s %s %s/%s%s%s config=%zu\n", which, text(cisdock_image_id(image, i)), text(cisdock_image_manifest_digest(image, i)),
               text(cisdock_image_os(image, i)), text(cisdock_image_architecture(image, i)), cisdock_image_variant(image, i) ? "/" : "",
               text(cisdock_image_variant(image, i)), config ? size : 0);
        for (uint32_t k = 0; k < cisdock_image_name_count(image, i); k++) printf("%s: name %s\n", which, cisdock_image_name_at(image, i, k));
        for (uint32_t k = 0; k < cisdock_image_layer_count(image, i); k++)
            printf("%s: layer %s %s %s %lld\n", which, text(cisdock_image_layer_digest(image, i, k)), text(cisdock_image_layer_diff_id(image, i, k)),
                   text(cisdock_image_layer_media_type(image, i, k)), (long long)cisdock_image_layer_size(image, i, k));
    }
    for (uint32_t i = 0; i < cisdock_image_skipped_count(image); i++)
        printf("%s: skipped %s %s\n", which, text(cisdock_image_skipped_digest(image, i)), text(cisdock_image_skipped_reason(image, i)));
    print_problems(which, cisdock_image_problems(image));
}

void case_image(void)
{
    cisdock_context *c = context();
    cisdock_image *image = open_image(c, "docker.tar");
    need(cisdock_image_set_source_name(c, image, "docker.tar"), c);
    print_image("image", image);
    printf("image: matches %d %d %d %d\n", cisdock_image_matches(image, 0, "docker.io/made/image:1", NULL),
           cisdock_image_matches(image, 0, "other", NULL), cisdock_image_matches(image, 0, NULL, "linux/x86_64"),
           cisdock_image_matches(image, 9, NULL, NULL));
    cisdock_image_close(image);
    cisdock_context_free(c);
}

void case_pipe(void)
{
    cisdock_context *c = context();
    bytes b = read_file("docker.tar");
    cisdock_source source = pipe_source(&b);
    cisdock_image *image;
    cisdock_analysis *analysis;
    need(cisdock_image_open(c, &source, NULL, NULL, &image), c);
    print_image("pipe", image);
    need(cisdock_analyze(c, image, NULL, &analysis), c);
    print_image("pipe", image);
    printf("pipe: files %u\n", cisdock_analysis_file_count(analysis));
    cisdock_analysis_free(analysis);
    cisdock_image_close(image);
    cisdock_context_free(c);
    free(b.data);
}

void case_blobs(void)
{
    cisdock_context *c = context();
    cisdock_blobs blobs = folder_blobs();
    cisdock_image *image;
    need(cisdock_image_open_blobs(c, &blobs, NULL, NULL, &image), c);
    print_image("blobs", image);
    cisdock_image_close(image);
    cisdock_context_free(c);
}

void case_choice(void)
{
    cisdock_context *c = context();
    cisdock_image *image = open_image(c, "two.tar");
    cisdock_analysis *analysis;
    print_image("choice", image);
    print_failure("choice", cisdock_analyze(c, image, NULL, &analysis), c);
    print_failure("choice", cisdock_image_select(c, image, 7), c);
    need(cisdock_image_select(c, image, 1), c);
    need(cisdock_analyze(c, image, NULL, &analysis), c);
    printf("choice: %s\n", cisdock_analysis_image_id(analysis));
    cisdock_analysis_free(analysis);
    cisdock_image_close(image);
    cisdock_context_free(c);
}

static void open_badly(cisdock_context *c, const char *name, const char *ref)
{
    bytes b = read_file(name);
    cisdock_source source = memory_source(c, &b);
    cisdock_image *image;
    print_failure("errors", cisdock_image_open(c, &source, ref, NULL, &image), c);
    free(b.data);
}

static int64_t failing_read(void *user, uint8_t *buffer, size_t size)
{
    (void)user;
    (void)buffer;
    (void)size;
    return -1;
}

void case_errors(void)
{
    cisdock_context *c = context();
    cisdock_source source = {sizeof source, NULL, NULL, NULL, failing_read, NULL};
    cisdock_layer_facts *facts;
    open_badly(c, "cut.tar", NULL);
    open_badly(c, "text", NULL);
    open_badly(c, "bad.tar", NULL);
    open_badly(c, "docker.tar", "no/such:name");
    print_failure("errors", cisdock_layer_analyze(c, &source, NULL, &facts), c);
    print_failure("errors", cisdock_context_set_u64(c, CISDOCK_OPT_MAX_LAYERS, 0), c);
    cisdock_context_free(c);
}

static int32_t cancel_at_once(void *user)
{
    (void)user;
    return 1;
}

void case_cancel(void)
{
    cisdock_context *c = context();
    cisdock_hooks hooks = {sizeof hooks, NULL, NULL, NULL, cancel_at_once, NULL};
    bytes b = read_file("docker.tar");
    cisdock_source source = memory_source(c, &b);
    cisdock_image *image;
    need(cisdock_context_set_hooks(c, &hooks), c);
    int32_t status = cisdock_image_open(c, &source, NULL, NULL, &image);
    printf("cancel: %s %s\n", cisdock_status_name(status), cisdock_error_class(c));
    cisdock_context_free(c);
    free(b.data);
}
