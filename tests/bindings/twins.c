/* SPDX-License-Identifier: Apache-2.0 */
/* Cases of the interface, each with a twin in Python (twins.py) and Go (bindings/go/twins) that prints the same lines.
 * `twins` lists the cases; `twins CASE ARCHIVE` runs one. */
#include <cisdock/cisdock.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct test {
    cisdock_context *context;
    uint8_t *data;
    size_t size;
} test;

static const char *text(const char *value)
{
    return value ? value : "-";
}

static void say_error(test *t, int32_t status)
{
    printf("%s %s\n", cisdock_status_name(status), cisdock_error_class(t->context));
}

static cisdock_image *open_image(test *t)
{
    cisdock_source source;
    cisdock_image *image = NULL;
    if (cisdock_source_memory(t->context, t->data, t->size, &source) || cisdock_image_open(t->context, &source, NULL, NULL, &image)) exit(9);
    return image;
}

static cisdock_analysis *analyze(test *t)
{
    cisdock_image *image = open_image(t);
    cisdock_analysis *analysis = NULL;
    if (cisdock_analyze(t->context, image, NULL, &analysis)) exit(9);
    cisdock_image_close(image);
    return analysis;
}

static cisdock_report *judge(test *t, const char *benchmark)
{
    cisdock_analysis *analysis = analyze(t);
    cisdock_bundle *bundle = NULL;
    cisdock_report *report = NULL;
    if (cisdock_bundle_builtin(t->context, benchmark, &bundle) || cisdock_evaluate_bundle(t->context, bundle, analysis, NULL, NULL, &report)) exit(9);
    cisdock_bundle_free(bundle);
    cisdock_analysis_free(analysis);
    return report;
}

static void version(test *t)
{
    (void)t;
    printf("%s\n", cisdock_version());
}

static void options(test *t)
{
    printf("%s\n", cisdock_status_name(cisdock_context_set_u64(t->context, CISDOCK_OPT_MAX_LAYERS, 7)));
    say_error(t, cisdock_context_set_u64(t->context, CISDOCK_OPT_MAX_LAYERS, 0));
}

static void image(test *t)
{
    cisdock_image *image = open_image(t);
    printf("%s %u %d\n", cisdock_image_format(image), (unsigned)cisdock_image_count(image), (int)cisdock_image_selected(image));
    for (uint32_t i = 0; i < cisdock_image_name_count(image, 0); i++) printf("%s\n", cisdock_image_name_at(image, 0, i));
    printf("%s %s/%s\n", cisdock_image_id(image, 0), cisdock_image_os(image, 0), cisdock_image_architecture(image, 0));
    for (uint32_t i = 0; i < cisdock_image_layer_count(image, 0); i++) printf("%s\n", text(cisdock_image_layer_diff_id(image, 0, i)));
    cisdock_image_close(image);
}

typedef struct pipe {
    const test *t;
    size_t at;
} pipe;

static int64_t read_pipe(void *user, uint8_t *buffer, size_t size)
{
    pipe *self = user;
    size_t left = self->t->size - self->at, n = size < left ? size : left;
    memcpy(buffer, self->t->data + self->at, n);
    self->at += n;
    return (int64_t)n;
}

static void forward_only(test *t)
{
    pipe self = {t, 0};
    cisdock_source source = {.struct_size = sizeof source, .user = &self, .read = read_pipe};
    cisdock_image *image;
    cisdock_analysis *analysis;
    if (cisdock_image_open(t->context, &source, NULL, NULL, &image)) exit(9);
    printf("%d %s %u\n", (int)cisdock_image_ready(image), cisdock_image_format(image), (unsigned)cisdock_image_count(image));
    say_error(t, cisdock_image_select(t->context, image, 0));
    if (cisdock_analyze(t->context, image, NULL, &analysis)) exit(9);
    printf("%d %s %u\n", (int)cisdock_image_ready(image), cisdock_image_format(image), (unsigned)cisdock_image_count(image));
    cisdock_analysis_free(analysis);
    cisdock_image_close(image);
}

static void findings(test *t)
{
    cisdock_report *report = judge(t, "cis-docker-1.13.0");
    for (uint32_t i = 0; i < cisdock_report_count(report); i++) {
        const cisdock_finding *finding = cisdock_report_at(report, i);
        printf("%s %s %s %s\n", cisdock_finding_id(finding), cisdock_finding_slug(finding), cisdock_verdict_word(cisdock_finding_verdict(finding)),
               cisdock_finding_fingerprint(finding));
    }
    cisdock_report_free(report);
}

static void numbers(test *t)
{
    cisdock_report *report = judge(t, "cis-docker-1.6.0");
    for (int32_t i = 0; i < CISDOCK_VERDICT_COUNT; i++)
        printf("%s %u\n", cisdock_verdict_word(i), (unsigned)cisdock_report_verdict_count(report, CISDOCK_FLAVOUR_ALL, i));
    int32_t score = cisdock_report_number(report, CISDOCK_FLAVOUR_ALL, CISDOCK_NUMBER_SCORE);
    printf("%s %d.%d\n", cisdock_report_headline(report) == CISDOCK_FLAVOUR_ALL ? "all" : "scored", (int)score / 10, (int)score % 10);
    cisdock_report_free(report);
}

static int32_t tell_file(void *user, const cisdock_file *file)
{
    (void)user;
    printf("%.*s %c %04o\n", (int)file->path_size, (const char *)file->path, (char)file->type, (unsigned)file->mode);
    return 0;
}

static void files(test *t)
{
    cisdock_analysis *analysis = analyze(t);
    cisdock_file_visitor visitor = {sizeof visitor, NULL, tell_file};
    if (cisdock_analysis_each_file(t->context, analysis, &visitor)) exit(9);
    say_error(t, cisdock_analysis_find_file(t->context, analysis, (const uint8_t *)"no/such", 7, 1, &visitor));
    cisdock_analysis_free(analysis);
}

static void packages(test *t)
{
    cisdock_analysis *analysis = analyze(t);
    for (uint32_t i = 0; i < cisdock_analysis_package_count(analysis); i++) {
        cisdock_package p = {.struct_size = sizeof p};
        if (cisdock_analysis_package_at(analysis, i, &p)) exit(9);
        printf("%s %.*s %.*s\n", p.db, (int)p.name_size, (const char *)p.name, (int)p.version_size, (const char *)p.version);
    }
    cisdock_analysis_free(analysis);
}

static void users(test *t)
{
    cisdock_analysis *analysis = analyze(t);
    for (uint32_t i = 0; i < cisdock_analysis_user_count(analysis); i++) {
        cisdock_user u = {.struct_size = sizeof u};
        if (cisdock_analysis_user_at(analysis, i, &u)) exit(9);
        printf("%.*s %" PRIu64 " %.*s\n", (int)u.name_size, (const char *)u.name, u.uid, (int)u.shell_size, (const char *)u.shell);
    }
    cisdock_analysis_free(analysis);
}

static void no_image(test *t)
{
    cisdock_source source;
    cisdock_image *image;
    cisdock_source_memory(t->context, (const uint8_t *)"this is no image", 16, &source);
    say_error(t, cisdock_image_open(t->context, &source, NULL, NULL, &image));
    cisdock_source_memory(t->context, t->data, t->size, &source);
    say_error(t, cisdock_image_open(t->context, &source, "other:9", NULL, &image));
}

static int32_t stop(void *user)
{
    (void)user;
    return 1;
}

static void cancelled(test *t)
{
    cisdock_hooks hooks = {.struct_size = sizeof hooks, .cancel = stop};
    cisdock_source source;
    cisdock_image *image;
    cisdock_context_set_hooks(t->context, &hooks);
    cisdock_source_memory(t->context, t->data, t->size, &source);
    say_error(t, cisdock_image_open(t->context, &source, NULL, NULL, &image));
}

static void evidence(test *t)
{
    cisdock_evidence *evidence;
    cisdock_source source;
    if (cisdock_evidence_new(t->context, &evidence)) exit(9);
    cisdock_source_memory(t->context, (const uint8_t *)"{}", 2, &source);
    if (cisdock_evidence_add_document(t->context, evidence, "info", &source) || cisdock_evidence_mark(t->context, evidence, "lsm", CISDOCK_EVIDENCE_DENIED)) exit(9);
    printf("%d %d %d\n", (int)cisdock_evidence_state(evidence, "info"), (int)cisdock_evidence_state(evidence, "lsm"), (int)cisdock_evidence_state(evidence, "stat"));
    say_error(t, cisdock_evidence_mark(t->context, evidence, "no-such-kind", CISDOCK_EVIDENCE_DENIED));
    cisdock_evidence_free(evidence);
}

static void benchmarks(test *t)
{
    (void)t;
    for (uint32_t i = 0; i < cisdock_benchmark_count(); i++) {
        cisdock_bundle *bundle;
        const char *id = cisdock_benchmark_id(cisdock_benchmark_at(i));
        if (cisdock_bundle_builtin(t->context, id, &bundle)) exit(9);
        printf("%s\n", text(cisdock_bundle_id(bundle)));
        cisdock_bundle_free(bundle);
    }
    cisdock_bundle *none;
    say_error(t, cisdock_bundle_builtin(t->context, "cis-docker-9", &none));
}

static void bad_bundle(test *t)
{
    cisdock_source source;
    cisdock_bundle *bundle;
    cisdock_source_memory(t->context, (const uint8_t *)"{\"id\": ", 7, &source);
    say_error(t, cisdock_bundle_parse(t->context, &source, NULL, &bundle));
}

static void selection(test *t)
{
    cisdock_selection *selection;
    if (cisdock_selection_new(t->context, &selection)) exit(9);
    say_error(t, cisdock_selection_set_str(t->context, selection, CISDOCK_SELECT_SCOPE, "moon"));
    say_error(t, cisdock_selection_set_u64(t->context, selection, CISDOCK_SELECT_LEVEL, 3));
    cisdock_selection_free(selection);
}

static int32_t count_bytes(void *user, const uint8_t *data, size_t size)
{
    (void)data;
    *(size_t *)user += size;
    return 0;
}

static void layer_facts(test *t)
{
    cisdock_layer_facts *facts, *again;
    cisdock_source source;
    size_t written = 0;
    cisdock_sink sink = {sizeof sink, &written, count_bytes};
    cisdock_source_memory(t->context, t->data, t->size, &source);
    if (cisdock_layer_analyze(t->context, &source, NULL, &facts) || cisdock_layer_facts_serialize(t->context, facts, &sink)) exit(9);
    printf("%s %u %d %d\n", cisdock_layer_facts_diff_id(facts), (unsigned)cisdock_layer_facts_entries(facts), (int)cisdock_layer_facts_covers(facts, NULL), written > 0);
    say_error(t, cisdock_layer_facts_parse(t->context, (const uint8_t *)"damaged", 7, &again));
    cisdock_layer_facts_free(facts);
}

static const struct {
    const char *name;
    void (*run)(test *t);
} cases[] = {
    {"version", version},   {"options", options},     {"image", image},         {"forward_only", forward_only}, {"findings", findings},
    {"numbers", numbers},   {"files", files},         {"packages", packages},   {"users", users},               {"no_image", no_image},
    {"cancelled", cancelled}, {"evidence", evidence}, {"benchmarks", benchmarks}, {"bad_bundle", bad_bundle},   {"selection", selection},
    {"layer_facts", layer_facts},
};

static bool load(test *t, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END)) return false;
    t->size = (size_t)ftell(file);
    t->data = malloc(t->size);
    rewind(file);
    bool good = t->data && fread(t->data, 1, t->size, file) == t->size;
    fclose(file);
    return good && !cisdock_context_new(NULL, &t->context);
}

int main(int argc, char **argv)
{
    test t = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (argc < 3)
            puts(cases[i].name);
        else if (!strcmp(argv[1], cases[i].name)) {
            if (!load(&t, argv[2])) return 2;
            cases[i].run(&t);
            cisdock_context_free(t.context);
            free(t.data);
            return 0;
        }
    }
    return argc < 3 ? 0 : 2;
}
