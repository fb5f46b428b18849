/* SPDX-License-Identifier: Apache-2.0 */
/* cisdock scan: judges images, stored facts, or a Dockerfile alone. */
#include "images.h"
#include "judge.h"

static void judge_image(void *user, const char *name, cisdock_analysis *analysis)
{
    judge_one(user, name, analysis);
    cisdock_analysis_free(analysis);
}

static void judge_facts(judge *self, const char *path)
{
    program *prog = self->prog;
    cisdock_source source;
    cisdock_analysis *analysis;
    if (!open_file(prog, path, &source)) return;
    if (cisdock_analysis_from_json(prog->context, &source, &analysis)) {
        failed(prog, path);
        return;
    }
    judge_one(self, path, analysis);
    cisdock_analysis_free(analysis);
}

int run_scan(program *prog)
{
    const options *opt = &prog->opt;
    bool alone = opt->dockerfile || opt->evidence;
    if (!opt->word_count && !opt->facts && !alone) {
        complain("scan needs an IMAGE, --facts, --dockerfile or --evidence; cisdock scan --help says more");
        return EXIT_USE;
    }
    judge self;
    if (begin_judge(prog, opt->scope, &self)) {
        image_visitor visitor = {&self, judge_image};
        for (size_t i = 0; i < opt->word_count; i++) each_image(prog, opt->words[i], self.plan, &visitor);
        if (opt->facts) judge_facts(&self, opt->facts);
        if (!opt->word_count && !opt->facts) judge_one(&self, opt->dockerfile ? opt->dockerfile : opt->evidence, NULL);
    }
    end_judge(&self);
    return EXIT_FINE;
}
