/* SPDX-License-Identifier: Apache-2.0 */
#include "image/history.h"

#include "image/history_text.h"

enum how { LINE, MAYBE, STEP, COMMIT, ROOT, OPAQUE };

static const struct history_row {
    cdk_builder builder;
    const char *start, *end, *comment, *author;
    enum how how;
} rows[] = {
#define CDK_HISTORY(builder, start, end, comment, author, how) {CDK_BUILDER_##builder, start, end, comment, author, how},
#include "image/history.def"
#undef CDK_HISTORY
};

/* A mark of the table: "" fits anything, "=TEXT" all of it, else its beginning. */
static bool fits(cdk_str text, const char *mark)
{
    return *mark == '=' ? cdk_str_is(text, mark + 1) : cdk_str_starts(text, cdk_str_of(mark));
}

static const struct history_row *row_of(cdk_str created_by, const cdk_history_entry *entry)
{
    const struct history_row *row = rows;
    while (!(fits(created_by, row->start) && cdk_str_ends(created_by, cdk_str_of(row->end)) &&
             fits(entry->comment, row->comment) && fits(entry->author, row->author)))
        row++; /* the last row fits anything */
    return row;
}

static void set_unknown(cdk_instruction *out, const char *why)
{
    out->unknown = true;
    out->why = why;
    out->sure = CDK_SURE_LOW;
}

/* Does the text begin with the name of an instruction, in capitals and followed by a blank? */
static bool names_instruction(cdk_str text)
{
    size_t at = 0;
    while (at < text.n && text.p[at] >= 'A' && text.p[at] <= 'Z') at++;
    return at && at < text.n && text.p[at] == ' ' && cdk_keyword_find((cdk_str){text.p, at}) != CDK_KW_NONE;
}

/* A command line without a shell: a RUN in exec form, or the command of a container that was committed. */
static void doubt_bare_command(cdk_instruction *out, const cdk_history_entry *entry)
{
    if (out->builder != CDK_BUILDER_UNKNOWN || out->shell_count || out->build_arg_count) return;
    out->sure = CDK_SURE_LOW;
    if (entry->comment.n || out->arg_count < 2) {
        out->builder = CDK_BUILDER_COMMIT;
        out->keyword = CDK_KW_NONE;
        set_unknown(out, "a container was committed: history does not tell what was done in it");
    }
}

/* BuildKit runs a heredoc with a #! line as a file: its text is not in history. */
static bool runs_hidden_script(const cdk_instruction *out)
{
    cdk_str text = cdk_str_trim(out->command);
    return out->keyword == CDK_KW_RUN && cdk_str_starts(text, CDK_STR("/dev/pipes/"));
}

static int32_t read_maybe(cdk_line_reader *reader, cdk_str text, const cdk_history_entry *entry, cdk_instruction *out)
{
    if (names_instruction(text)) {
        if (out->builder == CDK_BUILDER_UNKNOWN) out->sure = CDK_SURE_MEDIUM;
        return cdk_history_line(reader, text, out);
    }
    int32_t status = cdk_history_run(reader, text, false, out);
    if (status) return status;
    if (out->shell_count && out->builder == CDK_BUILDER_UNKNOWN) out->builder = CDK_BUILDER_CLASSIC;
    doubt_bare_command(out, entry);
    return CISDOCK_OK;
}

/* "stage-1 2/3] RUN ..." */
static int32_t read_step(cdk_line_reader *reader, cdk_str text, cdk_instruction *out)
{
    cdk_str raw = out->raw;
    size_t at;
    if (!cdk_str_find(text, CDK_STR("] "), &at)) return CISDOCK_OK;
    int32_t status = cdk_line_read(reader, cdk_str_from(text, at + 2), out);
    out->raw = raw;
    if (!status && out->keyword == CDK_KW_RUN && cdk_str_find(out->text, CDK_STR("<<"), &at))
        set_unknown(out, "history shortens the heredoc that was run");
    return status;
}

static int32_t read_text(cdk_line_reader *reader, const cdk_history_entry *entry, const struct history_row *row,
                         cdk_instruction *out)
{
    cdk_str text = cdk_str_trim(entry->created_by);
    if (*row->start != '=') text = cdk_str_from(text, strlen(row->start));
    text.n -= strlen(row->end);
    text = cdk_str_trim(text);
    out->builder = row->builder;
    out->sure = CDK_SURE_HIGH;
    int32_t status = row->how == LINE   ? cdk_history_line(reader, text, out)
                     : row->how == STEP ? read_step(reader, text, out)
                                        : read_maybe(reader, text, entry, out);
    if (!status && out->keyword == CDK_KW_NONE && !out->unknown) set_unknown(out, "history names no instruction");
    if (!status && runs_hidden_script(out)) set_unknown(out, "a script was run whose text history does not hold");
    return status;
}

static int32_t read_entry(const cdk_env *env, cdk_arena *arena, const cdk_history_entry *entry, cdk_instruction *out)
{
    static const char *const silent[] = {
        [COMMIT] = "a container was committed: history does not tell what was done in it",
        [ROOT] = "a root file system was laid over what was there",
        [OPAQUE] = "the builder lays files down without telling its instructions",
    };
    cdk_line_reader reader = {.env = env, .arena = arena, .escape = '\0'};
    cdk_str created_by = cdk_str_trim(entry->created_by);
    const struct history_row *row = row_of(created_by, entry);
    out->raw = out->text = entry->created_by;
    out->builder = row->builder;
    if (entry->damaged) {
        set_unknown(out, "the history entry is damaged");
        return CISDOCK_OK;
    }
    if (row->how >= COMMIT) {
        if (row->how != OPAQUE || !entry->empty_layer) set_unknown(out, silent[row->how]); /* without a layer: settings alone */
        return CISDOCK_OK;
    }
    if (!created_by.n) {
        out->sure = CDK_SURE_HIGH;
        if (!entry->empty_layer) set_unknown(out, "history does not tell what made the layer");
        return CISDOCK_OK;
    }
    return read_text(&reader, entry, row, out);
}

static bool touches_files(const cdk_instruction *in)
{
    return in->unknown || in->keyword == CDK_KW_ADD || in->keyword == CDK_KW_COPY || in->keyword == CDK_KW_RUN;
}

/* The first thing that is laid down is an archive (or what only a hash names), added to /, or what a tool for it made. */
static int32_t find_root(const cdk_instructions *list)
{
    for (uint32_t i = 0; i < list->count; i++) {
        const cdk_instruction *in = &list->items[i];
        bool old_empty = i == 0 && !in->raw.n && in->builder == CDK_BUILDER_UNKNOWN; /* the empty layer of old Docker images */
        if (!touches_files(in) || old_empty) continue;
        if (in->builder == CDK_BUILDER_BOOTSTRAP) return (int32_t)i;
        if (in->keyword != CDK_KW_ADD || in->arg_count != 2 || !cdk_str_is(in->args[1], "/")) return -1;
        cdk_copy_kind kind = cdk_instruction_source(in, 0);
        return kind == CDK_COPY_HASH || kind == CDK_COPY_ARCHIVE ? (int32_t)i : -1;
    }
    return -1;
}

static void set_origin(cdk_instructions *list, uint32_t from, uint32_t to, cdk_origin origin, const char *why, cdk_sure sure)
{
    for (uint32_t i = from; i < to && i < list->count; i++) {
        list->items[i].origin = origin;
        list->items[i].origin_why = why;
        list->items[i].origin_sure = sure;
    }
}

/* Builds usually end with CMD or ENTRYPOINT: one that file changes follow was most likely the end of the base's build. */
static void guess_origins(cdk_instructions *list)
{
    uint32_t border = 0;
    bool changed = false;
    for (uint32_t i = list->count; i > 0 && !border; i--) {
        const cdk_instruction *in = &list->items[i - 1];
        bool ends = in->keyword == CDK_KW_CMD || in->keyword == CDK_KW_ENTRYPOINT;
        if (ends && changed) border = i;
        changed |= touches_files(in);
    }
    if (border) {
        set_origin(list, 0, border, CDK_ORIGIN_BASE, "a command that ends a build stands behind it, and changes follow", CDK_SURE_LOW);
        set_origin(list, border, list->count, CDK_ORIGIN_OWN, "it follows what looks like the end of the base's build", CDK_SURE_LOW);
    }
    if (list->root >= 0)
        set_origin(list, 0, (uint32_t)list->root + 1, CDK_ORIGIN_BASE, "the root file system that begins the history", CDK_SURE_MEDIUM);
    list->own_from = border;
}

static void judge_whole(cdk_instructions *list)
{
    list->complete = true;
    for (uint32_t i = 0; i < list->count && list->complete; i++)
        if (list->items[i].unknown) {
            list->complete = false;
            list->why = list->items[i].why;
        }
    if (!list->count) {
        list->complete = false;
        list->why = "there is no history";
    }
}

int32_t cdk_history_read(const cdk_env *env, cdk_arena *arena, const cdk_history_entry *entries, uint32_t count,
                         cdk_instructions **out)
{
    cdk_instructions *list = cdk_arena_calloc(arena, 1, sizeof *list);
    if (list) list->items = cdk_arena_calloc(arena, count, sizeof *list->items);
    if (!list || !list->items) return cdk_fail_memory(env);
    list->count = count;
    for (uint32_t i = 0; i < count; i++) {
        cdk_instruction *in = &list->items[i];
        int32_t status = i % 1024 ? CISDOCK_OK : cdk_check_cancel(env);
        in->stage = -1;
        in->history = (int32_t)i;
        in->layer = entries[i].layer;
        in->empty_layer = entries[i].empty_layer;
        if (!status) status = read_entry(env, arena, &entries[i], in);
        if (status) return status;
    }
    list->root = find_root(list);
    if (list->root >= 0 && list->items[list->root].builder == CDK_BUILDER_BOOTSTRAP) {
        list->items[list->root].unknown = false;
        list->items[list->root].why = NULL;
        list->items[list->root].sure = CDK_SURE_HIGH;
    }
    guess_origins(list);
    judge_whole(list);
    *out = list;
    return CISDOCK_OK;
}

int32_t cdk_history_of_config(const cdk_env *env, cdk_arena *arena, const cdk_image_config *config, cdk_instructions **out)
{
    int32_t status = cdk_history_read(env, arena, config->history, config->history_count, out);
    if (!status && (*out)->complete && !config->history_layers_match) {
        (*out)->complete = false;
        (*out)->why = "history and layers do not fit together";
    }
    return status;
}

void cdk_history_set_base(cdk_instructions *list, uint32_t base_layers, const char *why)
{
    uint32_t border = 0;
    for (uint32_t i = 0; i < list->count; i++)
        if (list->items[i].layer >= 0 && (uint32_t)list->items[i].layer < base_layers) border = i + 1;
    while (border < list->count && list->items[border].layer < 0 && !touches_files(&list->items[border]) &&
           list->items[border].origin == CDK_ORIGIN_BASE)
        border++;
    set_origin(list, 0, border, CDK_ORIGIN_BASE, why, CDK_SURE_HIGH);
    set_origin(list, border, list->count, CDK_ORIGIN_OWN, why, CDK_SURE_HIGH);
    list->own_from = border;
}
