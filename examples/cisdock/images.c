/* SPDX-License-Identifier: Apache-2.0 */
/* From a word of the command line to analyses: files, folders, pipes; names and platforms. */
#include "images.h"

#include "engine_http.h"
#include "folder.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>

static bool is_folder(const char *word)
{
    struct stat info;
    return strcmp(word, "-") && !stat(word, &info) && S_ISDIR(info.st_mode);
}

/* "docker://NAME": what the engine would save, streamed without a file between. */
static bool open_engine_image(program *prog, const char *name, cisdock_source *out)
{
    engine at;
    char *escaped = engine_escape(name), *path = NULL;
    bool good = escaped && asprintf(&path, "/images/%s/get", escaped) >= 0 && find_engine(&at) && engine_stream(prog, &at, path, out);
    free(path);
    free(escaped);
    return good;
}

static bool open_source(program *prog, const char *word, cisdock_source *out)
{
    static const char scheme[] = "docker://";
    bool of_engine = !strncmp(word, scheme, sizeof scheme - 1);
    return of_engine ? open_engine_image(prog, word + sizeof scheme - 1, out) : open_file(prog, word, out);
}

static cisdock_image *open_image(program *prog, const char *word)
{
    cisdock_image *image = NULL;
    cisdock_source source;
    cisdock_blobs blobs;
    int32_t status;
    if (is_folder(word)) {
        if (!open_folder(prog, word, &blobs)) return NULL;
        status = cisdock_image_open_blobs(prog->context, &blobs, NULL, prog->opt.platform, &image);
    } else {
        if (!open_source(prog, word, &source)) return NULL;
        status = cisdock_image_open(prog->context, &source, NULL, prog->opt.platform, &image);
    }
    const char *slash = strrchr(word, '/');
    if (!status) status = cisdock_image_set_source_name(prog->context, image, slash && slash[1] ? slash + 1 : word);
    if (status) failed(prog, word);
    return image;
}

/* This machine's platform in the words of images. */
static void own_platform(char *out, size_t cap)
{
    static const char *const words[][2] = {{"x86_64", "amd64"}, {"aarch64", "arm64"}, {"armv7l", "arm"}, {"armv6l", "arm"},
                                           {"i686", "386"},     {"i386", "386"},      {"loongarch64", "loong64"}};
    struct utsname name;
    const char *machine = uname(&name) ? "unknown" : name.machine;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(machine, words[i][0])) machine = words[i][1];
    snprintf(out, cap, "linux/%s", machine);
}

static bool same_text(const char *a, const char *b)
{
    return !strcmp(a ? a : "", b ? b : "");
}

static bool same_platform(const cisdock_image *image, uint32_t a, uint32_t b)
{
    return same_text(cisdock_image_os(image, a), cisdock_image_os(image, b)) &&
           same_text(cisdock_image_architecture(image, a), cisdock_image_architecture(image, b)) &&
           same_text(cisdock_image_variant(image, a), cisdock_image_variant(image, b));
}

/* Images of one name on several platforms are choices of one; the platform decides among them. */
static bool has_choices(const cisdock_image *image, uint32_t index)
{
    const char *name = cisdock_image_name_at(image, index, 0);
    for (uint32_t i = 0; i < cisdock_image_count(image); i++)
        if (i != index && same_text(name, cisdock_image_name_at(image, i, 0)) && !same_platform(image, i, index)) return true;
    return false;
}

static void list_choices(const cisdock_image *image, const char *word)
{
    complain("%s: no image for this machine's platform; choose one with --platform, or --all-platforms:", word);
    for (uint32_t i = 0; i < cisdock_image_count(image); i++) {
        const char *variant = cisdock_image_variant(image, i), *name = cisdock_image_name_at(image, i, 0);
        const char *os = cisdock_image_os(image, i), *architecture = cisdock_image_architecture(image, i);
        fprintf(stderr, "  %s/%s%s%s  %s\n", os ? os : "?", architecture ? architecture : "?", variant ? "/" : "", variant ? variant : "",
                name ? name : "");
    }
}

static bool is_meant(const program *prog, const cisdock_image *image, uint32_t index, const char *own)
{
    if (prog->opt.platform) return cisdock_image_matches(image, index, NULL, prog->opt.platform);
    return prog->opt.all_platforms || !has_choices(image, index) || cisdock_image_matches(image, index, NULL, own);
}

static bool visit(program *prog, cisdock_image *image, const char *word, const cisdock_plan *plan, const image_visitor *visitor)
{
    cisdock_analysis *analysis;
    if (cisdock_analyze(prog->context, image, plan, &analysis)) return failed(prog, word);
    clear_progress(prog);
    visitor->image(visitor->user, word, analysis);
    return true;
}

static bool visit_all(program *prog, cisdock_image *image, const char *word, const cisdock_plan *plan, const image_visitor *visitor)
{
    char own[80];
    own_platform(own, sizeof own);
    uint32_t meant = 0;
    bool good = true;
    for (uint32_t i = 0; i < cisdock_image_count(image); i++) {
        if (!is_meant(prog, image, i, own)) continue;
        meant++;
        if (cisdock_image_select(prog->context, image, i))
            good = failed(prog, word);
        else
            good = visit(prog, image, word, plan, visitor) && good;
    }
    if (meant) return good;
    list_choices(image, word);
    prog->wrong_use = true;
    return false;
}

/* A pipe is streamed by the first analysis; where that finds several images, they can be chosen from afterwards. */
static bool visit_unknown(program *prog, cisdock_image *image, const char *word, const cisdock_plan *plan, const image_visitor *visitor)
{
    cisdock_analysis *analysis;
    int32_t status = cisdock_analyze(prog->context, image, plan, &analysis);
    if (status == CISDOCK_E_AMBIGUOUS) return visit_all(prog, image, word, plan, visitor);
    if (status) return failed(prog, word);
    clear_progress(prog);
    visitor->image(visitor->user, word, analysis);
    return true;
}

bool each_image(program *prog, const char *word, const cisdock_plan *plan, const image_visitor *visitor)
{
    cisdock_image *image = open_image(prog, word);
    if (!image) return false;
    bool good = !cisdock_image_ready(image)          ? visit_unknown(prog, image, word, plan, visitor)
                : cisdock_image_selected(image) >= 0 ? visit(prog, image, word, plan, visitor)
                                                     : visit_all(prog, image, word, plan, visitor);
    cisdock_image_close(image);
    return good;
}
