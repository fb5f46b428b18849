/* SPDX-License-Identifier: Apache-2.0 */
/* The command line: one table of options (options.def), one parser. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* Commands that an option belongs to. */
enum {
    FOR_SCAN = 1, FOR_FACTS = 2, FOR_HOST = 4, FOR_COLLECT = 8, FOR_EXPLAIN = 16, FOR_BUNDLE = 32, FOR_LISTS = 64, FOR_DIFF = 128
};

enum { MAX_OUTPUTS = 16 };

/* A report goes in `format` (NULL: the default) to `file` (NULL: standard output). */
typedef struct output_option {
    const char *format, *file;
} output_option;

typedef struct options {
    const char **words; /* what is no option: images, ids, files */
    size_t word_count;
    const char *benchmark, *bundle, *compat, *tag, *level, *scope;
    char *target, *only, *skip; /* joined with commas where given several times */
    const char *dockerfile, *evidence, *facts, *site;
    const char *cache, *threads, *platform, *fail_on, *now, *tree;
    bool all_platforms, quiet, redact, gates, live, help, version, with_secrets;
    output_option outputs[MAX_OUTPUTS];
    size_t output_count;
} options;

/* False: wrong use, said on standard error. `command` is one of FOR_*. */
bool parse_options(int argc, char **argv, unsigned command, options *out);
void free_options(options *opt);
/* Options of a command, a line each, on standard output. */
void print_options(unsigned command);

#endif
