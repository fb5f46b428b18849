/* SPDX-License-Identifier: Apache-2.0 */
/* cisdock explain: one recommendation in words. */
#include "program.h"

#include <string.h>

static bool is_it(const cisdock_recommendation *item, const char *word)
{
    return !strcmp(cisdock_recommendation_id(item), word) || !strcmp(cisdock_recommendation_slug(item), word);
}

static const cisdock_recommendation *find(const cisdock_benchmark *benchmark, const char *word)
{
    for (uint32_t i = 0; i < cisdock_benchmark_recommendation_count(benchmark); i++) {
        const cisdock_recommendation *item = cisdock_benchmark_recommendation_at(benchmark, i);
        if (is_it(item, word)) return item;
    }
    return NULL;
}

static void paragraph(const char *title, const char *text)
{
    if (text && *text) printf("\n%s\n  %s\n", title, text);
}

static void print_profiles(const cisdock_recommendation *item)
{
    static const char *const marks[] = {NULL, "not scored", "scored"};
    const char *mark = cisdock_recommendation_assessment(item);
    if (!mark) mark = marks[cisdock_recommendation_scored(item) + 1];
    printf("  section %s, %s", cisdock_recommendation_section(item), mark ? mark : "mark not known");
    for (uint32_t i = 0; i < cisdock_recommendation_level_count(item); i++)
        printf(", level %d (%s)", (int)cisdock_recommendation_level(item, i), cisdock_recommendation_level_target(item, i));
    putchar('\n');
}

static void print_elsewhere(const char *slug)
{
    fputs("\nIn the versions\n ", stdout);
    for (uint32_t i = 0; i < cisdock_benchmark_count(); i++) {
        const cisdock_recommendation *item = find(cisdock_benchmark_at(i), slug);
        if (item) printf(" %s: %s ", cisdock_benchmark_version(cisdock_benchmark_at(i)), cisdock_recommendation_id(item));
    }
    putchar('\n');
}

static int no_such(const cisdock_benchmark *benchmark, const char *word)
{
    const char *names[512];
    size_t count = 0;
    for (uint32_t i = 0; i < cisdock_benchmark_recommendation_count(benchmark) && count < 512; i++)
        names[count++] = cisdock_recommendation_slug(cisdock_benchmark_recommendation_at(benchmark, i));
    const char *near = nearest(word, strlen(word), names, count);
    complain("%s has no recommendation %s%s%s", cisdock_benchmark_id(benchmark), word, near ? "; did you mean " : "", near ? near : "");
    return EXIT_USE;
}

int run_explain(program *prog)
{
    const options *opt = &prog->opt;
    if (opt->word_count != 1) {
        complain("explain needs one ID, such as 4.1 or image-user-nonroot");
        return EXIT_USE;
    }
    const cisdock_benchmark *benchmark = cisdock_benchmark_find(opt->benchmark);
    if (!benchmark) {
        complain("there is no benchmark %s; cisdock benchmarks lists them", opt->benchmark ? opt->benchmark : "built in");
        return EXIT_USE;
    }
    const cisdock_recommendation *item = find(benchmark, opt->words[0]);
    if (!item) return no_such(benchmark, opt->words[0]);
    printf("%s %s (%s)\n  %s\n", cisdock_benchmark_id(benchmark), cisdock_recommendation_id(item), cisdock_recommendation_slug(item),
           cisdock_recommendation_title(item));
    print_profiles(item);
    paragraph("Why", cisdock_recommendation_rationale(item));
    paragraph("What decides it", cisdock_recommendation_evidence(item));
    paragraph("Why a person must look", cisdock_recommendation_manual(item));
    paragraph("How to mend it", cisdock_recommendation_remediation(item));
    paragraph("NIST SP 800-190", cisdock_recommendation_nist(item));
    print_elsewhere(cisdock_recommendation_slug(item));
    return EXIT_FINE;
}
