/* SPDX-License-Identifier: Apache-2.0 */
/* cisdock bundle: what is wrong with a policy bundle, and what it would do with a reference. */
#include "program.h"

#include <string.h>

/* Errors ask to stop, warnings do not. */
static bool lint(const cisdock_bundle *bundle)
{
    unsigned errors = 0, warnings = 0;
    for (const cisdock_problem *problem = cisdock_bundle_problems(bundle); problem; problem = cisdock_problem_next(problem)) {
        bool error = cisdock_problem_severity(problem) != 0;
        printf("%s: %s\n", error ? "error" : "warning", cisdock_problem_message(problem));
        *(error ? &errors : &warnings) += 1;
    }
    printf("%u error%s, %u warning%s\n", errors, errors == 1 ? "" : "s", warnings, warnings == 1 ? "" : "s");
    return errors != 0;
}

static void explain(program *prog, const cisdock_bundle *bundle)
{
    cisdock_sink sink = file_sink(stdout);
    if (cisdock_bundle_explain(prog->context, bundle, prog->opt.tag, &sink)) failed(prog, prog->opt.words[1]);
}

int run_bundle(program *prog)
{
    const options *opt = &prog->opt;
    cisdock_source source;
    cisdock_bundle *bundle;
    bool linting = opt->word_count == 2 && !strcmp(opt->words[0], "lint");
    if (!linting && !(opt->word_count == 2 && !strcmp(opt->words[0], "explain"))) {
        complain("bundle takes lint or explain, and a file");
        return EXIT_USE;
    }
    if (!open_file(prog, opt->words[1], &source)) return EXIT_FINE;
    if (cisdock_bundle_parse(prog->context, &source, opt->words[1], &bundle)) {
        failed(prog, opt->words[1]);
        return EXIT_FINE;
    }
    if (linting)
        prog->stop = lint(bundle);
    else
        explain(prog, bundle);
    cisdock_bundle_free(bundle);
    return EXIT_FINE;
}
