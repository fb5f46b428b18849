/* SPDX-License-Identifier: Apache-2.0 */
/* cisdock diff: what a later report has that an earlier one had not. What failed or warned is told apart by its fingerprint:
 * new, fixed, inherited (in both), and unknown, where the later report could not judge it again. */
#include "json_read.h"
#include "program.h"

#include <stdlib.h>
#include <string.h>

enum { KINDS = 4 };
static const char *const kinds[KINDS] = {"new", "fixed", "inherited", "unknown"};

typedef struct entry {
    const json *item, *object; /* object NULL: the recommendation itself */
    const char *fingerprint;
} entry;

typedef struct entries {
    entry *list;
    size_t count;
} entries;

typedef struct report {
    json *root;
    entries found;
} report;

static bool is_finding(const json *value)
{
    const char *verdict = json_text(value, "verdict");
    return !strcmp(verdict, "fail") || !strcmp(verdict, "warn");
}

static bool add(entries *to, const json *item, const json *object)
{
    entry *bigger = realloc(to->list, (to->count + 1) * sizeof *bigger);
    if (!bigger) return complain("no memory");
    to->list = bigger;
    to->list[to->count++] = (entry){item, object, json_text(object ? object : item, "fingerprint")};
    return true;
}

static bool gather(entries *to, const json *root)
{
    const json *list = json_get(root, "recommendations");
    for (const json *item = list ? list->first : NULL; item; item = item->next) {
        const json *objects = json_get(item, "objects");
        bool any = false;
        for (const json *object = objects ? objects->first : NULL; object; object = object->next) {
            if (!is_finding(object)) continue;
            any = true;
            if (!add(to, item, object)) return false;
        }
        if (!any && is_finding(item) && !add(to, item, NULL)) return false;
    }
    return true;
}

static char *read_all(program *prog, const char *name, size_t *size)
{
    cisdock_source source;
    char *text = NULL;
    size_t cap = 0;
    int64_t got = 1;
    *size = 0;
    if (!open_file(prog, name, &source)) return NULL;
    while (got > 0) {
        if (*size == cap) {
            cap = cap ? cap * 2 : 65536;
            char *bigger = realloc(text, cap);
            if (!bigger) break;
            text = bigger;
        }
        got = source.read_at ? source.read_at(source.user, *size, (uint8_t *)text + *size, cap - *size)
                             : source.read(source.user, (uint8_t *)text + *size, cap - *size);
        if (got > 0) *size += (size_t)got;
    }
    if (source.close) source.close(source.user);
    if (!got) return text;
    free(text);
    complain("%s: could not be read", name);
    return NULL;
}

static bool read_report(program *prog, const char *name, report *out)
{
    size_t size, at = 0;
    char *text = read_all(prog, name, &size);
    if (text) {
        out->root = json_read(text, size, &at);
        if (!out->root || strcmp(json_text(out->root, "schema"), "cisdock.report/1"))
            complain("%s: is no report of schema cisdock.report/1 (byte %zu)", name, at);
        else if (gather(&out->found, out->root)) {
            free(text);
            return true;
        }
    }
    free(text);
    prog->unread = true;
    return false;
}

static int by_fingerprint(const void *a, const void *b)
{
    return strcmp(((const entry *)a)->fingerprint, ((const entry *)b)->fingerprint);
}

static bool holds(const entries *sorted, const entry *wanted)
{
    return sorted->count && bsearch(wanted, sorted->list, sorted->count, sizeof *sorted->list, by_fingerprint);
}

/* A copy in order of fingerprints; the list itself stays in the report's order. */
static bool sorted_copy(const entries *from, entries *to)
{
    to->count = from->count;
    to->list = malloc((from->count ? from->count : 1) * sizeof *to->list);
    if (!to->list) return complain("no memory");
    if (from->count) memcpy(to->list, from->list, from->count * sizeof *to->list);
    qsort(to->list, to->count, sizeof *to->list, by_fingerprint);
    return true;
}

/* Did the later report judge this recommendation to an end? */
static bool judged(const json *root, const json *item)
{
    const json *list = json_get(root, "recommendations");
    for (const json *later = list ? list->first : NULL; later; later = later->next) {
        if (strcmp(json_text(later, "slug"), json_text(item, "slug"))) continue;
        const char *verdict = json_text(later, "verdict");
        return strcmp(verdict, "insufficient_evidence") && strcmp(verdict, "error") && strcmp(verdict, "manual");
    }
    return false;
}

/* Nothing that a terminal would act on. */
static void print_plain(const char *text)
{
    for (; *text; text++) putchar((unsigned char)*text < 32 || *text == 127 ? '?' : *text);
}

static void print_text(const char *kind, const entry *e)
{
    const json *what = e->object ? e->object : e->item;
    printf("%-10s %-7.7s %-5.5s ", kind, json_text(e->item, "id"), json_text(what, "verdict"));
    print_plain(json_text(what, "message"));
    putchar('\n');
}

static void print_json(const entry *e, bool first)
{
    const json *what = e->object ? e->object : e->item;
    const struct {
        const char *name, *text;
    } members[] = {
        {"id", json_text(e->item, "id")},          {"slug", json_text(e->item, "slug")},
        {"verdict", json_text(what, "verdict")},   {"object_kind", e->object ? json_text(e->object, "kind") : NULL},
        {"object_id", e->object ? json_text(e->object, "id") : NULL}, {"message", json_text(what, "message")},
        {"fingerprint", e->fingerprint},
    };
    fputs(first ? "{" : ",{", stdout);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        printf("%s\"%s\":", i ? "," : "", members[i].name);
        print_json_string(stdout, members[i].text);
    }
    putchar('}');
}

typedef struct difference {
    report old_one, new_one;
    entries old_sorted, new_sorted;
    size_t counts[KINDS];
} difference;

static size_t kind_of(const difference *d, const entry *e, bool later)
{
    if (later) return holds(&d->old_sorted, e) ? 2 : 0;
    return judged(d->new_one.root, e->item) ? 1 : 3;
}

/* Entries of the later report are new or inherited, those that only the earlier one has are fixed or unknown. */
static void print_kind(difference *d, size_t kind, bool as_json)
{
    bool later = kind == 0 || kind == 2;
    const entries *from = later ? &d->new_one.found : &d->old_one.found;
    for (size_t i = 0; i < from->count; i++) {
        const entry *e = &from->list[i];
        if ((!later && holds(&d->new_sorted, e)) || kind_of(d, e, later) != kind) continue;
        if (as_json)
            print_json(e, d->counts[kind] == 0);
        else
            print_text(kinds[kind], e);
        d->counts[kind]++;
    }
}

static void print_all(difference *d, bool as_json)
{
    if (as_json) fputs("{\"schema\":\"cisdock.diff/1\"", stdout);
    for (size_t kind = 0; kind < KINDS; kind++) {
        if (as_json) printf(",\"%s\":[", kinds[kind]);
        print_kind(d, kind, as_json);
        if (as_json) putchar(']');
    }
    if (as_json)
        puts("}");
    else
        printf("%zu new, %zu fixed, %zu inherited, %zu unknown\n", d->counts[0], d->counts[1], d->counts[2], d->counts[3]);
}

static bool asks_to_stop(const difference *d)
{
    for (size_t i = 0; i < d->new_one.found.count; i++) {
        const entry *e = &d->new_one.found.list[i];
        bool fails = !strcmp(json_text(e->object ? e->object : e->item, "verdict"), "fail");
        if (fails && !holds(&d->old_sorted, e)) return true;
    }
    return false;
}

int run_diff(program *prog)
{
    const options *opt = &prog->opt;
    difference d = {0};
    const char *format = opt->output_count ? opt->outputs[0].format : NULL;
    if (opt->word_count != 2 || (format && strcmp(format, "json") && strcmp(format, "table"))) {
        complain("diff takes two reports, the earlier one first, and the formats table and json");
        return EXIT_USE;
    }
    bool read = read_report(prog, opt->words[0], &d.old_one) && read_report(prog, opt->words[1], &d.new_one);
    if (read && sorted_copy(&d.old_one.found, &d.old_sorted) && sorted_copy(&d.new_one.found, &d.new_sorted)) {
        print_all(&d, format && !strcmp(format, "json"));
        prog->stop = asks_to_stop(&d);
    }
    json_free(d.old_one.root);
    json_free(d.new_one.root);
    free(d.old_one.found.list);
    free(d.new_one.found.list);
    free(d.old_sorted.list);
    free(d.new_sorted.list);
    return EXIT_FINE;
}
