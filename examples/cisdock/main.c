/* SPDX-License-Identifier: Apache-2.0 */
/* cisdock: judges container images and Docker hosts. Built on the library's public interface alone. */
#include "program.h"

#include <stdlib.h>
#include <string.h>

typedef struct command_row {
    const char *name;
    unsigned bit;
    const char *usage, *summary;
    int (*run)(program *prog);
} command_row;

static const command_row commands[] = {
#define COMMAND(name, bit, usage, summary) {#name, bit, usage, summary, run_##name},
#include "commands.def"
#undef COMMAND
};
enum { COMMANDS = sizeof commands / sizeof *commands };

static const command_row *find_command(const char *word)
{
    for (size_t i = 0; i < COMMANDS; i++)
        if (!strcmp(commands[i].name, word)) return &commands[i];
    return NULL;
}

static int print_version(void)
{
    printf("cisdock %s (library %s)\n", CISDOCK_VERSION_STRING, cisdock_version());
    return EXIT_FINE;
}

static void print_formats(void)
{
    puts("\nFormats:");
    for (uint32_t i = 0; i < cisdock_format_count(); i++)
        printf("  %-30s %s\n", cisdock_format_at(i), cisdock_format_description(i));
}

static int print_command_help(const command_row *command)
{
    printf("Usage: cisdock %s [options]\n\n%s\n\nOptions:\n", command->usage, command->summary);
    print_options(command->bit);
    if (command->bit & (FOR_SCAN | FOR_HOST)) print_formats();
    return EXIT_FINE;
}

static int print_help(void)
{
    puts("Usage: cisdock COMMAND ...\n\nJudges container images and Docker hosts against the CIS Docker Benchmark, and by policy bundles.\n\nCommands:");
    for (size_t i = 0; i < COMMANDS; i++) printf("  %-12s %s\n", commands[i].name, commands[i].summary);
    puts("\ncisdock COMMAND --help lists the options of a command. Options of all commands:\n");
    print_options(~0u);
    print_formats();
    puts("\nExit status: 0 nothing asks to stop; 1 a verdict or a policy does; 2 wrong use; 3 something that was given\n"
         "could not be opened or read to its end (what was found is printed all the same).");
    return EXIT_FINE;
}

static int unknown_command(const char *word)
{
    const char *names[COMMANDS];
    for (size_t i = 0; i < COMMANDS; i++) names[i] = commands[i].name;
    const char *near = nearest(word, strlen(word), names, COMMANDS);
    if (near)
        complain("there is no command %s; did you mean %s?", word, near);
    else
        complain("there is no command %s; cisdock --help lists all", word);
    return EXIT_USE;
}

static int run(const command_row *command, int argc, char **argv)
{
    program prog = {0};
    int status = EXIT_USE;
    if (parse_options(argc, argv, command->bit, &prog.opt)) {
        if (prog.opt.help)
            status = print_command_help(command);
        else if (prog.opt.version)
            status = print_version();
        else if (begin(&prog))
            status = command->run(&prog);
    }
    int end = finish(&prog);
    return status == EXIT_FINE ? end : status;
}

int main(int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : "";
    if (!strcmp(word, "--help") || !strcmp(word, "-h") || !strcmp(word, "help")) return print_help();
    if (!strcmp(word, "--version")) return print_version();
    if (!*word) {
        print_help();
        return EXIT_USE;
    }
    const command_row *found = find_command(word);
    int status = !found && word[0] == '-' ? (complain("there is no option %s before a command; cisdock --help", word), EXIT_USE)
                 : !found                ? unknown_command(word)
                                         : run(found, argc - 2, argv + 2);
    if (fflush(stdout) || ferror(stdout)) {
        complain("standard output could not be written");
        return EXIT_UNREAD;
    }
    return status;
}
