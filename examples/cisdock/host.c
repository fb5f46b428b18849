/* SPDX-License-Identifier: Apache-2.0 */
/* cisdock host: judges everything that can be judged without an image file. */
#include "judge.h"

int run_host(program *prog)
{
    const options *opt = &prog->opt;
    if (!opt->evidence && !opt->live) {
        complain("host needs --evidence DIR or --live; cisdock host --help says more");
        return EXIT_USE;
    }
    if (opt->word_count) {
        complain("host takes no image: %s", opt->words[0]);
        return EXIT_USE;
    }
    judge self;
    if (begin_judge(prog, "host", &self)) judge_one(&self, opt->evidence ? opt->evidence : "this host", NULL);
    end_judge(&self);
    return EXIT_FINE;
}
