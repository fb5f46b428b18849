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
    if (cisdock_analysis_write_json(prog->context, (const cisdock_analysis *const *)all->items, all->count, prog->opt.redact, &sink)) failed(prog, "facts");
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
    cisdock_plan *plan;
    collected *all = calloc(1, sizeof *all);
    if (!all || cisdock_plan_all(prog->context, &plan)) {
        free(all);
        complain("no memory");
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
