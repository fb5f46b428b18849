/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include "say.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum kind { TEXT, LIST, FLAG, FORMAT, OUTPUT };

typedef struct option_row {
    const char *name;
    enum kind kind;
    size_t member; /* offset in options */
    const char *argument;
    unsigned commands;
    const char *help;
} option_row;

static const option_row rows[] = {
#define OPTION(name, kind, member, argument, commands, help) {name, kind, offsetof(options, member), argument, commands, help},
#include "options.def"
#undef OPTION
};
enum { ROWS = sizeof rows / sizeof *rows };

static void *member(options *opt, const option_row *row)
{
    return (char *)opt + row->member;
}

static bool set_text(options *opt, const option_row *row, const char *value)
{
    memcpy(member(opt, row), &value, sizeof value);
    return true;
}

static bool add_list(options *opt, const option_row *row, const char *value)
{
    char **list = member(opt, row);
    size_t old = *list ? strlen(*list) + 1 : 0, more = strlen(value) + 1;
    char *joined = realloc(*list, old + more);
    if (!joined) return complain("no memory");
    if (old) joined[old - 1] = ',';
    memcpy(joined + old, value, more);
    *list = joined;
    return true;
}

/* A format opens a new output unless the last one has none yet; the same with a file. */
static bool set_output(options *opt, const char *format, const char *file)
{
    output_option *last = opt->output_count ? &opt->outputs[opt->output_count - 1] : NULL;
    if (!last || (format && last->format) || (file && last->file)) {
        if (opt->output_count == MAX_OUTPUTS) return complain("at most %d outputs", MAX_OUTPUTS);
        last = &opt->outputs[opt->output_count++];
        *last = (output_option){NULL, NULL};
    }
    if (format) last->format = format;
    if (file) last->file = file;
    return true;
}

static bool set(options *opt, const option_row *row, const char *value)
{
    switch (row->kind) {
    case TEXT: return set_text(opt, row, value);
    case LIST: return add_list(opt, row, value);
    case FLAG: *(bool *)member(opt, row) = true; return true;
    case FORMAT: return set_output(opt, value, NULL);
    case OUTPUT: return set_output(opt, NULL, value);
    }
    return false;
}

static const option_row *find(const char *word, size_t n)
{
    for (size_t i = 0; i < ROWS; i++)
        if (strlen(rows[i].name) == n && !memcmp(rows[i].name, word, n)) return &rows[i];
    return NULL;
}

static bool unknown(const char *word, size_t n, unsigned command)
{
    const char *names[ROWS];
    size_t count = 0;
    for (size_t i = 0; i < ROWS; i++)
        if (rows[i].commands & command) names[count++] = rows[i].name;
    const char *near = nearest(word, n, names, count);
    if (near) return complain("there is no option %.*s here; did you mean %s?", (int)n, word, near);
    return complain("there is no option %.*s here; --help lists all", (int)n, word);
}

/* Takes argv[*at] and its argument. */
static bool take_option(int argc, char **argv, int *at, unsigned command, options *opt)
{
    const char *word = argv[*at], *equals = strchr(word, '=');
    size_t n = equals ? (size_t)(equals - word) : strlen(word);
    if (!strcmp(word, "-h")) word = "--help", n = strlen(word);
    const option_row *row = find(word, n);
    if (!row || !(row->commands & command)) return unknown(word, n, command);
    if (!row->argument) return equals ? complain("%s takes no value", row->name) : set(opt, row, NULL);
    if (equals) return set(opt, row, equals + 1);
    if (*at + 1 >= argc) return complain("%s needs a value: %s %s", row->name, row->name, row->argument);
    return set(opt, row, argv[++*at]);
}

bool parse_options(int argc, char **argv, unsigned command, options *out)
{
    memset(out, 0, sizeof *out);
    out->words = calloc((size_t)argc + 1, sizeof *out->words);
    if (!out->words) return complain("no memory");
    bool only_words = false;
    for (int i = 0; i < argc; i++) {
        const char *word = argv[i];
        if (only_words || word[0] != '-' || !word[1])
            out->words[out->word_count++] = word;
        else if (!strcmp(word, "--"))
            only_words = true;
        else if (!take_option(argc, argv, &i, command, out))
            return false;
    }
    return true;
}

void free_options(options *opt)
{
    free(opt->words);
    free(opt->target);
    free(opt->only);
    free(opt->skip);
}

void print_options(unsigned command)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (!(rows[i].commands & command)) continue;
        char left[64];
        snprintf(left, sizeof left, "%s%s%s", rows[i].name, rows[i].argument ? " " : "", rows[i].argument ? rows[i].argument : "");
        printf("  %-30s %s\n", left, rows[i].help);
    }
}
