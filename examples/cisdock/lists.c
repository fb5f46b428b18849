/* SPDX-License-Identifier: Apache-2.0 */
/* cisdock benchmarks, gates and explain: what is built in. */
#include "program.h"

#include <string.h>

static bool wants_json(program *prog)
{
    const char *format = prog->opt.output_count ? prog->opt.outputs[0].format : NULL;
    if (format && strcmp(format, "json") && strcmp(format, "table")) {
        prog->wrong_use = true;
        complain("the formats of this command are table and json, not %s", format);
    }
    return format && !strcmp(format, "json");
}

static void member(const char *before, const char *name, const char *value)
{
    printf("%s\"%s\":", before, name);
    print_json_string(stdout, value);
}

static void print_recommendation(const cisdock_recommendation *item)
{
    static const char *const marks[] = {"null", "false", "true"};
    member("{", "id", cisdock_recommendation_id(item));
    member(",", "slug", cisdock_recommendation_slug(item));
    member(",", "title", cisdock_recommendation_title(item));
    member(",", "section", cisdock_recommendation_section(item));
    printf(",\"scored\":%s", marks[cisdock_recommendation_scored(item) + 1]);
    member(",", "assessment", cisdock_recommendation_assessment(item));
    fputs(",\"levels\":[", stdout);
    for (uint32_t i = 0; i < cisdock_recommendation_level_count(item); i++) {
        member(i ? ",{" : "{", "target", cisdock_recommendation_level_target(item, i));
        printf(",\"level\":%d}", (int)cisdock_recommendation_level(item, i));
    }
    fputs("]}", stdout);
}

static void print_benchmark(const cisdock_benchmark *benchmark)
{
    member("{", "id", cisdock_benchmark_id(benchmark));
    member(",", "version", cisdock_benchmark_version(benchmark));
    member(",", "title", cisdock_benchmark_title(benchmark));
    printf(",\"order\":%u", (unsigned)cisdock_benchmark_order(benchmark));
    member(",", "confidence", cisdock_benchmark_confidence(benchmark));
    fputs(",\"recommendations\":[", stdout);
    for (uint32_t i = 0; i < cisdock_benchmark_recommendation_count(benchmark); i++) {
        if (i) putchar(',');
        print_recommendation(cisdock_benchmark_recommendation_at(benchmark, i));
    }
    fputs("]}", stdout);
}

static void print_marks(const cisdock_benchmark *benchmark)
{
    uint32_t scored = 0, automated = 0, count = cisdock_benchmark_recommendation_count(benchmark);
    for (uint32_t i = 0; i < count; i++) {
        const cisdock_recommendation *item = cisdock_benchmark_recommendation_at(benchmark, i);
        const char *assessment = cisdock_recommendation_assessment(item);
        scored += cisdock_recommendation_scored(item) == 1;
        automated += assessment && !strcmp(assessment, "automated");
    }
    printf("%-28s %4u recommendations, %3u %s   catalogue: %s\n", cisdock_benchmark_id(benchmark), (unsigned)count,
           (unsigned)(automated ? automated : scored), automated ? "automated" : "scored   ", cisdock_benchmark_confidence(benchmark));
}

int run_benchmarks(program *prog)
{
    bool json = wants_json(prog);
    if (prog->wrong_use) return EXIT_USE;
    if (json) putchar('[');
    for (uint32_t i = 0; i < cisdock_benchmark_count(); i++) {
        if (json && i) putchar(',');
        (json ? print_benchmark : print_marks)(cisdock_benchmark_at(i));
    }
    if (json) puts("]");
    return EXIT_FINE;
}

static void print_parameters(const cisdock_trigger *trigger, bool json)
{
    for (uint32_t i = 0; i < cisdock_trigger_parameter_count(trigger); i++) {
        const char *name = cisdock_trigger_parameter_name(trigger, i), *type = cisdock_trigger_parameter_type(trigger, i);
        const char *choices = cisdock_trigger_parameter_choices(trigger, i), *description = cisdock_trigger_parameter_description(trigger, i);
        bool required = cisdock_trigger_parameter_required(trigger, i);
        if (!json) {
            printf("      %s (%s%s%s%s): %s\n", name, type, choices ? " " : "", choices ? choices : "", required ? ", required" : "", description ? description : "");
            continue;
        }
        member(i ? ",{" : "{", "name", name);
        member(",", "type", type);
        member(",", "choices", choices);
        printf(",\"required\":%s", required ? "true" : "false");
        member(",", "description", description);
        putchar('}');
    }
}

static void print_trigger(const cisdock_trigger *trigger, bool json)
{
    if (json) {
        member("{", "name", cisdock_trigger_name(trigger));
        member(",", "description", cisdock_trigger_description(trigger));
        fputs(",\"parameters\":[", stdout);
    } else {
        printf("    %s: %s\n", cisdock_trigger_name(trigger), cisdock_trigger_description(trigger));
    }
    print_parameters(trigger, json);
    if (json) fputs("]}", stdout);
}

static void print_gate(const cisdock_gate *gate, bool json)
{
    if (json) {
        member("{", "name", cisdock_gate_name(gate));
        member(",", "description", cisdock_gate_description(gate));
        printf(",\"anchore\":%s,\"triggers\":[", cisdock_gate_is_anchore(gate) ? "true" : "false");
    } else {
        printf("%s: %s%s\n", cisdock_gate_name(gate), cisdock_gate_description(gate), cisdock_gate_is_anchore(gate) ? " (Anchore's)" : "");
    }
    for (uint32_t i = 0; i < cisdock_gate_trigger_count(gate); i++) {
        if (json && i) putchar(',');
        print_trigger(cisdock_gate_trigger_at(gate, i), json);
    }
    if (json) fputs("]}", stdout);
}

int run_gates(program *prog)
{
    bool json = wants_json(prog);
    if (prog->wrong_use) return EXIT_USE;
    if (json) putchar('[');
    for (uint32_t i = 0; i < cisdock_gate_count(); i++) {
        if (json && i) putchar(',');
        print_gate(cisdock_gate_at(i), json);
    }
    if (json) puts("]");
    return EXIT_FINE;
}
