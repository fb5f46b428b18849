/* SPDX-License-Identifier: Apache-2.0 */
/* A case's image is written as an archive in memory and read back as any other image is. */
#include "case.h"

#include "facts/analyze.h"

#include <stdio.h>

typedef struct bytes {
    cdk_str text;
} bytes;

static int64_t read_at(void *user, uint64_t offset, uint8_t *buffer, size_t size)
{
    cdk_str rest = cdk_str_from(((bytes *)user)->text, offset < SIZE_MAX ? (size_t)offset : SIZE_MAX);
    size_t n = rest.n < size ? rest.n : size;
    if (n) memcpy(buffer, rest.p, n);
    return (int64_t)n;
}

static int64_t length(void *user)
{
    return (int64_t)((bytes *)user)->text.n;
}

static void put_header(cdk_buf *tar, cdk_str name, char type, unsigned mode, size_t size, cdk_str link)
{
    char h[512] = {0};
    memcpy(h, name.p, name.n < 100 ? name.n : 100);
    snprintf(h + 100, 8, "%07o", mode);
    snprintf(h + 108, 8, "%07o", 0);
    snprintf(h + 116, 8, "%07o", 0);
    snprintf(h + 124, 12, "%011llo", (unsigned long long)size);
    snprintf(h + 136, 12, "%011o", 0);
    h[156] = type;
    if (link.n) memcpy(h + 157, link.p, link.n < 100 ? link.n : 100);
    memcpy(h + 257, "ustar\00000", 8);
    memset(h + 148, ' ', 8);
    unsigned sum = 0;
    for (int i = 0; i < 512; i++) sum += (unsigned char)h[i];
    snprintf(h + 148, 8, "%06o", sum);
    cdk_buf_add(tar, h, sizeof h);
}

static void put_content(cdk_buf *tar, cdk_str content)
{
    static const char zeros[512];
    cdk_buf_str(tar, content);
    cdk_buf_add(tar, zeros, (512 - content.n % 512) % 512);
}

static void put_record(cdk_buf *records, const char *key, cdk_str value)
{
    size_t base = strlen(key) + value.n + 3, n = base + 1;
    char digits[24];
    while ((size_t)snprintf(digits, sizeof digits, "%zu", n) + base != n) n = (size_t)snprintf(digits, sizeof digits, "%zu", n) + base;
    cdk_buf_printf(records, "%zu %s=", n, key);
    cdk_buf_str(records, value);
    cdk_buf_char(records, '\n');
}

static void put_member(case_run *run, cdk_buf *tar, cdk_str name, char type, unsigned mode, cdk_str content, cdk_str link)
{
    if (name.n > 100 || link.n > 100) {
        cdk_buf records;
        cdk_buf_init(&records, run->env->mem);
        if (name.n > 100) put_record(&records, "path", name);
        if (link.n > 100) put_record(&records, "linkpath", link);
        put_header(tar, CDK_STR("pax"), 'x', 0644, records.n, CDK_STR_NONE);
        put_content(tar, cdk_buf_view(&records));
        cdk_buf_free(&records);
    }
    put_header(tar, name, type, mode, content.n, link);
    put_content(tar, content);
}

static void put_case_member(case_run *run, cdk_buf *tar, const cdk_json *member)
{
    static const struct {
        const char *word;
        char type;
    } rows[] = {{"dir", '5'}, {"slink", '2'}, {"hlink", '1'}, {"fifo", '6'}, {"char", '3'}, {"block", '4'}};
    uint64_t mode = 0644;
    char type = '0';
    cdk_str word = cdk_json_get_str(member, "type"), text = cdk_json_get_str(member, "mode");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (cdk_str_is(word, rows[i].word)) type = rows[i].type;
    if (cdk_str_starts(text, CDK_STR("0o"))) text = cdk_str_from(text, 2);
    cdk_str_u64(text, 8, &mode);
    put_member(run, tar, cdk_json_get_str(member, "path"), type, (unsigned)mode & 07777, type == '0' ? cdk_json_get_str(member, "content") : CDK_STR_NONE,
               cdk_json_get_str(member, "link"));
}

static void end_tar(cdk_buf *tar)
{
    static const char zeros[1024];
    cdk_buf_add(tar, zeros, sizeof zeros);
}

static int32_t config_text(case_run *run, const cdk_json *config, cdk_buf *out)
{
    cisdock_sink sink = {sizeof sink, out, cdk_buf_collect};
    cdk_jsonw_options options = {.indent = 0};
    cdk_jsonw *w;
    int32_t status = cdk_jsonw_new(run->env, &sink, &options, &w);
    if (status) return status;
    if (config)
        cdk_jsonw_value(w, config);
    else {
        cdk_jsonw_object(w);
        cdk_jsonw_object_end(w);
    }
    return cdk_jsonw_end(w);
}

/* manifest.json, the configuration and the layers. */
static int32_t write_archive(case_run *run, const cdk_json *image, cdk_buf *tar)
{
    cdk_buf manifest, config, layer;
    uint32_t index = 0;
    cdk_buf_init(&manifest, run->env->mem);
    cdk_buf_init(&config, run->env->mem);
    cdk_buf_text(&manifest, "[{\"Config\":\"config.json\",\"RepoTags\":[],\"Layers\":[");
    CDK_JSON_EACH(members, cdk_json_get(image, "layers")) {
        char name[32];
        snprintf(name, sizeof name, "%u/layer.tar", (unsigned)index);
        cdk_buf_init(&layer, run->env->mem);
        CDK_JSON_EACH(member, members) put_case_member(run, &layer, member);
        end_tar(&layer);
        put_member(run, tar, cdk_str_of(name), '0', 0644, cdk_buf_view(&layer), CDK_STR_NONE);
        cdk_buf_printf(&manifest, "%s\"%s\"", index++ ? "," : "", name);
        cdk_buf_free(&layer);
    }
    cdk_buf_text(&manifest, "]}]");
    int32_t status = config_text(run, cdk_json_get(image, "config"), &config);
    put_member(run, tar, CDK_STR("config.json"), '0', 0644, cdk_buf_view(&config), CDK_STR_NONE);
    put_member(run, tar, CDK_STR("manifest.json"), '0', 0644, cdk_buf_view(&manifest), CDK_STR_NONE);
    end_tar(tar);
    cdk_buf_free(&manifest);
    cdk_buf_free(&config);
    return status;
}

/* What the engine's analyzers collect by default, whatever the bundle asks for. */
static int32_t default_plan(case_run *run, cdk_plan **out)
{
    static const cdk_need_kind kinds[] = {CDK_NEED_FILES, CDK_NEED_DIGESTS, CDK_NEED_PACKAGES, CDK_NEED_LANGUAGES, CDK_NEED_KNOWN_FILES};
    static const char *const gates[] = {"secret_scans", "passwd_file"};
    int32_t status = cdk_plan_new(run->env, out);
    for (size_t i = 0; !status && i < sizeof kinds / sizeof *kinds; i++) {
        cdk_need need = {.kind = kinds[i]};
        status = cdk_plan_add(run->env, *out, &need);
    }
    for (size_t i = 0; !status && i < 2; i++) status = cdk_gate_find(cdk_str_of(gates[i]))->triggers[0].needs(run->env, NULL, *out);
    return status;
}

static int32_t take_extra(case_run *run, const cdk_json *image)
{
    const cdk_json *extra = cdk_json_get(run->document, "extra_facts");
    cdk_str dockerfile = cdk_json_get_str(image, "dockerfile");
    if (dockerfile.n) {
        run->facts->dockerfile = dockerfile;
        run->facts->dockerfile_mode = CDK_STR("Actual");
    }
    return extra ? cdk_gate_facts_read_document(run->env, extra, run->facts) : 0;
}

static int32_t analyze(case_run *run, cdk_images *images, cdk_facts **out)
{
    cdk_plan *plan = NULL;
    cdk_analyze_options options = {.store = NULL};
    cdk_choice choice = {.index = 0};
    int32_t status = default_plan(run, &plan);
    if (!status) status = cdk_layer_store_new(run->env, &options.store);
    if (!status) status = cdk_analyze(run->env, images, &choice, plan, &options, out);
    cdk_layer_store_free(options.store);
    cdk_plan_free(plan);
    return status;
}

int32_t case_image_facts(case_run *run)
{
    const cdk_json *image = cdk_json_get(run->document, "image");
    cdk_buf tar;
    cdk_images *images = NULL;
    cdk_buf_init(&tar, run->env->mem);
    int32_t status = write_archive(run, image, &tar);
    bytes content = {cdk_buf_view(&tar)};
    cisdock_source source = {.struct_size = sizeof source, .user = &content, .read_at = read_at, .length = length};
    if (!status) status = cdk_images_open(run->env, &source, &images);
    if (!status) status = analyze(run, images, &run->image_facts);
    if (!status) status = cdk_gate_facts_from_image(run->env, run->image_facts, NULL, &run->facts);
    if (!status) status = take_extra(run, image);
    run->images = images;
    cdk_buf_free(&tar);
    return status;
}
