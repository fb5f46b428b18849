/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands share: options, a context, and how the run ends. */
#ifndef PROGRAM_H
#define PROGRAM_H

#include "options.h"
#include "say.h"

#include <cisdock/cisdock.h>
#include <stdint.h>
#include <stdio.h>

/* Exit statuses: where several hold, wrong use comes before unread evidence, and that before a verdict. */
enum { EXIT_FINE = 0, EXIT_STOP = 1, EXIT_USE = 2, EXIT_UNREAD = 3 };

typedef struct program {
    options opt;
    cisdock_context *context;
    int64_t now;
    bool stop;        /* a verdict asks to stop */
    bool unread;      /* something that was given could not be read to its end */
    bool wrong_use;
    bool progress_on; /* a line of progress stands on the terminal */
} program;

/* A context with the hooks and options that the command line asks for. False: said why. */
bool begin(program *prog);
int finish(program *prog); /* frees all; the exit status */

/* Say the last failure of the context: "NAME: class: message (where)". */
void say_failure(program *prog, const char *name);
/* The same, remembered: as unread evidence, or as wrong use where an argument was at fault. Gives false. */
bool failed(program *prog, const char *name);
void clear_progress(program *prog);

/* A sink that writes to a FILE. */
cisdock_sink file_sink(FILE *file);
/* A source of a file by its name, "-" for standard input. Closing it closes the file. False: said why. */
bool open_file(program *prog, const char *name, cisdock_source *out);

/* The commands, each in its own file: commands.def. */
#define COMMAND(name, bit, usage, summary) int run_##name(program *prog);
#include "commands.def"
#undef COMMAND

#endif
