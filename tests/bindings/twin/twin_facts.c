/* SPDX-License-Identifier: Apache-2.0 */
/* Cases: plans, analyses, layers, cache, hooks. */
#include "twin.h"

void case_plans(void)
{
    cisdock_context *c = context();
    cisdock_plan *base, *documents, *all, *merged;
    need(cisdock_plan_base(c, &base), c);
    need(cisdock_plan_documents(c, &documents), c);
    need(cisdock_plan_all(c, &all), c);
    need(cisdock_plan_merge(c, documents, base, &merged), c);
    printf("plans: %d %d %d %d\n", cisdock_plan_reads_layers(base), cisdock_plan_reads_layers(documents),
           cisdock_plan_reads_layers(all), cisdock_plan_reads_layers(merged));
    cisdock_plan_free(base);
    cisdock_plan_free(documents);
    cisdock_plan_free(all);
    cisdock_plan_free(merged);
    cisdock_context_free(c);
}

static int32_t print_file(void *user, const cisdock_file *f)
{
    printf("%s: file %.*s %c %04o %llu %llu %llu %lld link=%.*s layer=%d hard=%d\n", (const char *)user, (int)f->path_size,
           (const char *)f->path, f->type, f->mode, (unsigned long long)f->uid, (unsigned long long)f->gid,
           (unsigned long long)f->size, (long long)f->mtime, (int)f->link_size, f->link ? (const char *)f->link : "", f->layer, f->hardlink);
    return 0;
}

static void print_package(const cisdock_analysis *analysis, uint32_t index)
{
    cisdock_package p = {.struct_size = sizeof p};
    if (cisdock_analysis_package_at(analysis, index, &p)) return;
    printf("analysis: package %s %.*s %.*s %.*s layer=%d language=%d\n", p.db, (int)p.name_size, (const char *)p.name, (int)p.version_size,
           (const char *)p.version, (int)p.arch_size, p.arch ? (const char *)p.arch : "", p.layer, p.language);
}

static void print_user(const cisdock_analysis *analysis, uint32_t index)
{
    cisdock_user u = {.struct_size = sizeof u};
    if (cisdock_analysis_user_at(analysis, index, &u)) return;
    printf("analysis: user %.*s %lld %lld %.*s %.*s\n", (int)u.name_size, (const char *)u.name, u.has_uid ? (long long)u.uid : -1,
           u.has_uid ? (long long)u.gid : -1, (int)u.home_size, u.home ? (const char *)u.home : "", (int)u.shell_size,
           u.shell ? (const char *)u.shell : "");
}

static void print_analysis(cisdock_context *c, const char *which, const cisdock_analysis *analysis)
{
    char name[32];
    snprintf(name, sizeof name, "%s", which);
    cisdock_file_visitor visitor = {sizeof visitor, name, print_file};
    printf("%s: %s %s files=%u\n", which, cisdock_analysis_format(analysis), text(cisdock_analysis_image_id(analysis)),
           cisdock_analysis_file_count(analysis));
    printf("%s: %s %s %s %s\n", which, text(cisdock_analysis_manifest_digest(analysis)), text(cisdock_analysis_os(analysis)),
           text(cisdock_analysis_architecture(analysis)), text(cisdock_analysis_variant(analysis)));
    for (uint32_t i = 0; i < cisdock_analysis_layer_count(analysis); i++)
        printf("%s: layer %s %s %d\n", which, text(cisdock_analysis_layer_digest(analysis, i)), text(cisdock_analysis_layer_diff_id(analysis, i)),
               cisdock_analysis_layer_verified(analysis, i));
    for (int32_t fact = CISDOCK_FACT_TREE; fact <= CISDOCK_FACT_SECRETS; fact++)
        printf("%s: known %d %d\n", which, fact, cisdock_analysis_known(analysis, fact));
    for (uint32_t i = 0; i < cisdock_analysis_name_count(analysis); i++) printf("%s: name %s\n", which, cisdock_analysis_name_at(analysis, i));
    need(cisdock_analysis_each_file(c, analysis, &visitor), c);
    print_problems(which, cisdock_analysis_problems(analysis));
}

void case_analysis(void)
{
    cisdock_context *c = context();
    cisdock_analysis *analysis = analyze(c, "docker.tar");
    char which[] = "analysis";
    cisdock_file_visitor visitor = {sizeof visitor, which, print_file};
    cisdock_sink sink = {sizeof sink, stdout, collect};
    size_t size;
    print_analysis(c, "analysis", analysis);
    for (uint32_t i = 0; i < cisdock_analysis_package_count(analysis); i++) print_package(analysis, i);
    for (uint32_t i = 0; i < cisdock_analysis_user_count(analysis); i++) print_user(analysis, i);
    need(cisdock_analysis_find_file(c, analysis, (const uint8_t *)"bin/su", 6, 1, &visitor), c);
    const uint8_t *id = cisdock_analysis_os_release(analysis, "ID", &size);
    printf("analysis: os-release %.*s\n", (int)size, id ? (const char *)id : "");
    need(cisdock_analysis_write_json(c, (const cisdock_analysis *const *)&analysis, 1, 1, &sink), c);
    printf("\n");
    cisdock_analysis_free(analysis);
    cisdock_context_free(c);
}

static int32_t append(void *user, const uint8_t *data, size_t size)
{
    bytes *b = user;
    b->data = realloc(b->data, b->size + size);
    if (!b->data) return -1;
    memcpy(b->data + b->size, data, size);
    b->size += size;
    return 0;
}

/* A layer's facts, through their stored form. */
static cisdock_layer_facts *stored_facts(cisdock_context *c, const char *name)
{
    bytes layer = read_file(name), stored = {NULL, 0, 0};
    cisdock_source source = memory_source(c, &layer);
    cisdock_sink sink = {sizeof sink, &stored, append};
    cisdock_layer_facts *facts, *again;
    need(cisdock_layer_analyze(c, &source, NULL, &facts), c);
    need(cisdock_layer_facts_serialize(c, facts, &sink), c);
    need(cisdock_layer_facts_parse(c, stored.data, stored.size, &again), c);
    printf("layers: %s %s entries=%u covers=%d stored=%zu\n", text(cisdock_layer_facts_digest(again)), text(cisdock_layer_facts_diff_id(again)),
           cisdock_layer_facts_entries(again), cisdock_layer_facts_covers(again, NULL), stored.size);
    cisdock_layer_facts_free(facts);
    facts = NULL;
    if (!cisdock_layer_facts_parse(c, stored.data, stored.size - 1, &facts)) exit(2);
    free(layer.data);
    free(stored.data);
    return again;
}

void case_layers(void)
{
    cisdock_context *c = context();
    const cisdock_layer_facts *layers[2];
    cisdock_layer_facts *lower = stored_facts(c, "layer0.tar"), *upper = stored_facts(c, "layer1.tar"), *folded;
    bytes config = read_file("config.json");
    cisdock_analysis *analysis;
    layers[0] = lower;
    layers[1] = upper;
    need(cisdock_analysis_from_layers(c, config.data, config.size, layers, 2, "made/image:1", &analysis), c);
    print_analysis(c, "layers", analysis);
    need(cisdock_layer_facts_fold(c, lower, upper, &folded), c);
    printf("layers: folded layers=%u entries=%u\n", cisdock_layer_facts_layers(folded), cisdock_layer_facts_entries(folded));
    cisdock_analysis_free(analysis);
    cisdock_layer_facts_free(lower);
    cisdock_layer_facts_free(upper);
    cisdock_layer_facts_free(folded);
    cisdock_context_free(c);
    free(config.data);
}

enum { CACHE_MAX = 8 };
typedef struct store {
    char keys[CACHE_MAX][256];
    bytes values[CACHE_MAX];
    int count, hits;
} store;

static int32_t cache_get(void *user, const char *key, const cisdock_sink *into)
{
    store *s = user;
    for (int i = 0; i < s->count; i++) {
        if (strcmp(s->keys[i], key)) continue;
        s->hits++;
        return into->write(into->user, s->values[i].data, s->values[i].size) ? -1 : 1;
    }
    return 0;
}

static int32_t cache_put(void *user, const char *key, const uint8_t *data, size_t size)
{
    store *s = user;
    if (s->count == CACHE_MAX) return -1;
    snprintf(s->keys[s->count], sizeof s->keys[0], "%s", key);
    append(&s->values[s->count++], data, size);
    return 0;
}

void case_cache(void)
{
    static store s;
    cisdock_cache cache = {sizeof cache, &s, cache_get, cache_put};
    for (int run = 0; run < 2; run++) {
        cisdock_context *c = context();
        cisdock_blobs blobs = folder_blobs();
        cisdock_image *image;
        cisdock_analysis *analysis;
        need(cisdock_context_set_cache(c, &cache), c);
        need(cisdock_image_open_blobs(c, &blobs, NULL, NULL, &image), c);
        need(cisdock_analyze(c, image, NULL, &analysis), c);
        printf("cache: files=%u stored=%d hits=%d\n", cisdock_analysis_file_count(analysis), s.count, s.hits);
        cisdock_analysis_free(analysis);
        cisdock_image_close(image);
        cisdock_context_free(c);
    }
    for (int i = 0; i < s.count; i++) free(s.values[i].data);
}

static void take_phase(void *user, const char *phase, uint64_t done, uint64_t total)
{
    char *seen = user;
    (void)done;
    (void)total;
    if (strstr(seen, phase)) return;
    strncat(seen, " ", 100 - strlen(seen));
    strncat(seen, phase, 100 - strlen(seen));
}

void case_hooks(void)
{
    char seen[128] = "";
    cisdock_context *c = context();
    cisdock_hooks hooks = {sizeof hooks, seen, NULL, take_phase, NULL, NULL};
    uint64_t now, peak, layers;
    need(cisdock_context_set_u64(c, CISDOCK_OPT_MAX_LAYERS, 77), c);
    need(cisdock_context_set_str(c, CISDOCK_OPT_REDACTION_KEY, "key"), c);
    need(cisdock_context_get_u64(c, CISDOCK_OPT_MAX_LAYERS, &layers), c);
    printf("hooks: %llu\n", (unsigned long long)layers);
    need(cisdock_context_set_hooks(c, &hooks), c);
    cisdock_analysis_free(analyze(c, "docker.tar"));
    need(cisdock_context_memory(c, &now, &peak), c);
    printf("hooks: phases%s, memory was used: %d\n", seen, peak > now);
    cisdock_context_free(c);
}
