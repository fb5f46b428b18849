/* SPDX-License-Identifier: Apache-2.0 */
#include "judge.h"

#include "evidence_dir.h"
#include "live.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A benchmark beside a bundle needs what all benchmarks need. */
static bool add_base_plan(judge *self)
{
    program *prog = self->prog;
    cisdock_plan *base = NULL, *both = NULL;
    if (cisdock_plan_base(prog->context, &base) || cisdock_plan_merge(prog->context, self->plan, base, &both)) {
        cisdock_plan_free(base);
        return failed(prog, "plan");
    }
    cisdock_plan_free(base);
    cisdock_plan_free(self->plan);
    self->plan = both;
    return true;
}

static bool use_benchmark(judge *self)
{
    program *prog = self->prog;
    return !cisdock_bundle_builtin(prog->context, prog->opt.benchmark, &self->bundle) || (say_failure(prog, "--benchmark"), !(prog->wrong_use = true));
}

/* A bundle that could not be read stands in the reports, and the images are judged by the benchmark all the same. */
static bool do_without_bundle(judge *self, const char *problem_class, const char *message, int64_t offset)
{
    program *prog = self->prog;
    const char *pointer = offset >= 0 ? cisdock_error_pointer(prog->context) : "";
    if (prog->wrong_use) return false;
    if (cisdock_evidence_add_problem(prog->context, self->evidence, problem_class, message, prog->opt.bundle, *pointer ? pointer : NULL, offset))
        return failed(prog, "evidence");
    return use_benchmark(self);
}

static bool open_bundle(judge *self)
{
    program *prog = self->prog;
    cisdock_context *context = prog->context;
    const options *opt = &prog->opt;
    cisdock_source source;
    if (!opt->bundle) return use_benchmark(self);
    if (!open_file(prog, opt->bundle, &source)) return do_without_bundle(self, "io", "the policy bundle could not be opened", -1);
    if (cisdock_bundle_parse(context, &source, opt->bundle, &self->bundle)) {
        failed(prog, opt->bundle);
        return do_without_bundle(self, cisdock_error_class(context), cisdock_error_message(context), cisdock_error_offset(context));
    }
    if (cisdock_bundle_plan(context, self->bundle, &self->plan)) return failed(prog, opt->bundle);
    return !opt->benchmark || add_base_plan(self);
}

static bool gather_evidence(judge *self)
{
    program *prog = self->prog;
    const options *opt = &prog->opt;
    bool good = !opt->evidence || add_evidence_dir(prog, self->evidence, opt->evidence);
    good = (!opt->live || add_live_evidence(prog, self->evidence, NULL)) && good;
    good = (!opt->dockerfile || add_evidence_file(prog, self->evidence, "dockerfile", opt->dockerfile)) && good;
    return (!opt->site || add_evidence_file(prog, self->evidence, "site", opt->site)) && good;
}

/* Lines of .cisdockignore: ids or slugs to skip; "#" begins a comment. */
static bool read_ignored(options *opt)
{
    char line[512];
    FILE *file = fopen(".cisdockignore", "re");
    if (!file) return true;
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "#\r\n")] = '\0';
        char *word = line + strspn(line, " \t");
        word[strcspn(word, " \t")] = '\0';
        if (!*word) continue;
        char *joined = NULL;
        if (asprintf(&joined, "%s%s%s", opt->skip ? opt->skip : "", opt->skip ? "," : "", word) < 0) break;
        free(opt->skip);
        opt->skip = joined;
    }
    fclose(file);
    return true;
}

static bool select_what(judge *self, const char *scope)
{
    program *prog = self->prog;
    const options *opt = &prog->opt;
    if (cisdock_selection_new(prog->context, &self->selection)) return failed(prog, "selection");
    const struct {
        const char *option;
        int32_t key;
        const char *value;
    } texts[] = {
        {"--target", CISDOCK_SELECT_TARGETS, opt->target}, {"--scope", CISDOCK_SELECT_SCOPE, scope},
        {"--only", CISDOCK_SELECT_ONLY, opt->only},        {"--skip", CISDOCK_SELECT_SKIP, opt->skip},
        {"--compat", CISDOCK_SELECT_COMPAT, opt->compat},  {"--tag", CISDOCK_SELECT_TAG, opt->tag},
        {"--benchmark", CISDOCK_SELECT_BENCHMARK, opt->bundle ? opt->benchmark : NULL},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (texts[i].value && cisdock_selection_set_str(prog->context, self->selection, texts[i].key, texts[i].value))
            return failed(prog, texts[i].option);
    if (!opt->level) return true;
    uint64_t level = strlen(opt->level) == 1 ? (uint64_t)(opt->level[0] - '0') : 0;
    return !cisdock_selection_set_u64(prog->context, self->selection, CISDOCK_SELECT_LEVEL, level) || failed(prog, "--level");
}

static bool known_format(const char *format)
{
    const char *names[64];
    size_t count = 0;
    for (uint32_t i = 0; i < cisdock_format_count() && count < 64; i++) {
        if (!strcmp(format, cisdock_format_at(i))) return true;
        names[count++] = cisdock_format_at(i);
    }
    const char *near = nearest(format, strlen(format), names, count);
    return complain("there is no format %s%s%s", format, near ? "; did you mean " : "; --help lists all", near ? near : "");
}

/* People at a terminal get colours, unless NO_COLOR says otherwise. */
static const char *default_format(FILE *file)
{
    const char *off = getenv("NO_COLOR");
    return file == stdout && isatty(STDOUT_FILENO) && !(off && *off) ? "table-colour" : "table";
}

static bool open_outputs(judge *self)
{
    options *opt = &self->prog->opt;
    if (!opt->output_count) opt->outputs[opt->output_count++] = (output_option){NULL, NULL};
    for (size_t i = 0; i < opt->output_count; i++) {
        output_option *output = &opt->outputs[i];
        self->files[i] = stdout;
        if (output->format && !known_format(output->format)) return !(self->prog->wrong_use = true);
        if (output->file && strcmp(output->file, "-") && !(self->files[i] = fopen(output->file, "we"))) {
            self->prog->wrong_use = true;
            return complain("%s: %s", output->file, strerror(errno));
        }
        if (!output->format || !strcmp(output->format, "table")) output->format = default_format(self->files[i]);
    }
    return true;
}

static bool check_fail_on(program *prog)
{
    const char *word = prog->opt.fail_on;
    if (!word || !strcmp(word, "fail") || !strcmp(word, "warn") || !strcmp(word, "never")) return true;
    prog->wrong_use = true;
    return complain("--fail-on takes fail, warn or never, not %s", word);
}

bool begin_judge(program *prog, const char *scope, judge *out)
{
    *out = (judge){.prog = prog};
    if (!check_fail_on(prog) || !read_ignored(&prog->opt) || !open_outputs(out) || !select_what(out, scope)) return false;
    if (cisdock_evidence_new(prog->context, &out->evidence)) return failed(prog, "evidence");
    if (!open_bundle(out)) return false;
    gather_evidence(out);
    return true;
}

static bool asks_to_stop(const judge *self, const cisdock_report *report)
{
    const char *on = self->prog->opt.fail_on ? self->prog->opt.fail_on : "fail";
    const char *action = cisdock_report_final_action(report);
    if (!strcmp(on, "never")) return false;
    if (action && !strcmp(action, "stop")) return true;
    for (uint32_t i = 0; i < cisdock_report_count(report); i++) {
        int32_t verdict = cisdock_finding_verdict(cisdock_report_at(report, i));
        if (verdict == CISDOCK_VERDICT_FAIL || (verdict == CISDOCK_VERDICT_WARN && !strcmp(on, "warn"))) return true;
    }
    return false;
}

static bool write_everywhere(judge *self, const cisdock_report *report)
{
    const options *opt = &self->prog->opt;
    for (size_t i = 0; i < opt->output_count; i++) {
        cisdock_sink sink = file_sink(self->files[i]);
        bool table = !strncmp(opt->outputs[i].format, "table", 5);
        if (self->reports && table) fputc('\n', self->files[i]);
        if (cisdock_report_write(self->prog->context, report, opt->outputs[i].format, &sink)) return failed(self->prog, opt->outputs[i].format);
    }
    self->reports++;
    return true;
}

bool judge_one(judge *self, const char *name, const cisdock_analysis *analysis)
{
    program *prog = self->prog;
    cisdock_report *report;
    if (cisdock_evaluate_bundle(prog->context, self->bundle, analysis, self->evidence, self->selection, &report)) return failed(prog, name);
    clear_progress(prog);
    if (cisdock_report_has_errors(report)) prog->unread = true;
    if (asks_to_stop(self, report)) prog->stop = true;
    bool good = write_everywhere(self, report);
    cisdock_report_free(report);
    return good;
}

static void close_outputs(judge *self)
{
    const options *opt = &self->prog->opt;
    for (size_t i = 0; i < opt->output_count; i++)
        if (self->files[i] && self->files[i] != stdout && fclose(self->files[i])) {
            self->prog->unread = true;
            complain("%s: %s", opt->outputs[i].file, strerror(errno));
        }
}

void end_judge(judge *self)
{
    close_outputs(self);
    cisdock_plan_free(self->plan);
    cisdock_bundle_free(self->bundle);
    cisdock_evidence_free(self->evidence);
    cisdock_selection_free(self->selection);
}
