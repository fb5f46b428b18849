/* SPDX-License-Identifier: Apache-2.0 */
/* cisdock facts: what the analysis sees, as JSON. */
#include "images.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_IMAGES = 4096 };

typedef struct collected {
    cisdock_analysis *items[MAX_IMAGES];
    size_t count;
} collected;

static void collect(void *user, const char *name, cisdock_analysis *analysis)
{
    (void)name;
    collected *all = user;
    if (all->count < MAX_IMAGES)
        all->items[all->count++] = analysis;
    else
        cisdock_analysis_free(analysis);
}

static int print_closed(program *prog)
{
    fputs("{\"opens\":false,\"error_class\":", stdout);
    print_json_string(stdout, cisdock_error_class(prog->context));
    fputs(",\"error\":", stdout);
    print_json_string(stdout, cisdock_error_message(prog->context));
    puts("}");
    return EXIT_FINE;
}

/* Rules that together need all that can be collected without a parameter of theirs. */
static const char gates_text[] =
    "{\"id\":\"facts\",\"version\":\"1_0\",\"whitelists\":[],\"mappings\":[],\"policies\":[{\"id\":\"facts\",\"version\":\"1_0\",\"rules\":["
    "{\"gate\":\"packages\",\"trigger\":\"verify\",\"action\":\"WARN\",\"params\":[]},"
    "{\"gate\":\"secret_scans\",\"trigger\":\"content_regex_checks\",\"action\":\"WARN\",\"params\":[]},"
    "{\"gate\":\"passwd_file\",\"trigger\":\"content_not_available\",\"action\":\"WARN\",\"params\":[]}]}]}";

static int64_t text_at(void *user, uint64_t offset, uint8_t *buffer, size_t size)
{
    (void)user;
    size_t length = sizeof gates_text - 1, n = offset >= length ? 0 : length - (size_t)offset;
    if (n > size) n = size;
    if (n) memcpy(buffer, gates_text + offset, n);
    return (int64_t)n;
}

static int64_t text_length(void *user)
{
    (void)user;
    return sizeof gates_text - 1;
}

/* Adds what the rules of a bundle need; `path` NULL: those of the text above. */
static bool add_bundle(program *prog, const char *path, cisdock_plan **plan)
{
    cisdock_source source = {sizeof source, NULL, text_at, text_length, NULL, NULL};
    cisdock_bundle *bundle = NULL;
    cisdock_plan *needed = NULL, *both = NULL;
    if (path && !open_file(prog, path, &source)) return false;
    bool good = !cisdock_bundle_parse(prog->context, &source, path ? path : "gates", &bundle) && !cisdock_bundle_plan(prog->context, bundle, &needed) &&
                !cisdock_plan_merge(prog->context, *plan, needed, &both);
    if (!good) failed(prog, path ? path : "gates");
    cisdock_plan_free(needed);
    cisdock_bundle_free(bundle);
    if (!good) return false;
    cisdock_plan_free(*plan);
    *plan = both;
    return true;
}

static bool make_plan(program *prog, cisdock_plan **plan)
{
    *plan = NULL;
    if (cisdock_plan_all(prog->context, plan)) return failed(prog, "facts");
    return (!prog->opt.gates || add_bundle(prog, NULL, plan)) && (!prog->opt.bundle || add_bundle(prog, prog->opt.bundle, plan));
}

static void write_tree(program *prog, const cisdock_analysis *analysis)
{
    FILE *file = fopen(prog->opt.tree, "we");
    if (!file) {
        prog->wrong_use = true;
        complain("%s: %s", prog->opt.tree, strerror(errno));
        return;
    }
    cisdock_sink sink = file_sink(file);
    if (cisdock_analysis_write_tree(prog->context, analysis, &sink)) failed(prog, prog->opt.tree);
    if (fclose(file)) complain("%s: %s", prog->opt.tree, strerror(errno));
}

static void print_facts(program *prog, const collected *all)
{
    cisdock_sink sink = file_sink(stdout);
    int32_t flags = prog->opt.gates || prog->opt.bundle ? CISDOCK_FACTS_GATES : prog->opt.redact ? CISDOCK_FACTS_REDACT : 0;
    if (cisdock_analysis_write_json(prog->context, (const cisdock_analysis *const *)all->items, all->count, flags, &sink)) failed(prog, "facts");
    for (size_t i = 0; i < all->count; i++)
        for (const cisdock_problem *p = cisdock_analysis_problems(all->items[i]); p; p = cisdock_problem_next(p))
            if (cisdock_problem_severity(p) == CISDOCK_SEVERITY_ERROR) prog->unread = true;
    if (prog->opt.tree) write_tree(prog, all->items[0]);
}

int run_facts(program *prog)
{
    if (prog->opt.word_count != 1) {
        complain("facts needs one IMAGE; cisdock facts --help says more");
        return EXIT_USE;
    }
    if (prog->opt.redact && (prog->opt.gates || prog->opt.bundle)) {
        complain("what the gates need cannot be hidden: --redact does not go with --gates and --bundle");
        return EXIT_USE;
    }
    cisdock_plan *plan;
    collected *all = calloc(1, sizeof *all);
    if (!all || !make_plan(prog, &plan)) {
        if (!all) complain("no memory");
        if (all) cisdock_plan_free(plan);
        free(all);
        return EXIT_UNREAD;
    }
    /* Facts are of all that the source holds, unless a platform is asked for. */
    if (!prog->opt.platform) prog->opt.all_platforms = true;
    each_image(prog, prog->opt.words[0], plan, &(image_visitor){all, collect});
    if (all->count)
        print_facts(prog, all);
    else if (!prog->wrong_use)
        print_closed(prog);
    for (size_t i = 0; i < all->count; i++) cisdock_analysis_free(all->items[i]);
    free(all);
    cisdock_plan_free(plan);
    return EXIT_FINE;
}
