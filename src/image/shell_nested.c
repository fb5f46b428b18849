/* SPDX-License-Identifier: Apache-2.0 */
#include "image/shell_parse.h"

enum { MOST_COMMANDS = 100000 };

static const struct wrapper {
    const char *name, *value;
    uint32_t skip;
    bool assigns;
} wrappers[] = {
#define CDK_WRAPPER(name, value, skip, assigns) {name, value, skip, assigns},
#include "image/wrapper.def"
#undef CDK_WRAPPER
};

static cdk_str base_name(cdk_str path)
{
    size_t at;
    return cdk_str_rfind_char(path, '/', &at) ? cdk_str_from(path, at + 1) : path;
}

cdk_str cdk_command_name(const cdk_command *command)
{
    return command->word_count ? base_name(command->words[0].text) : CDK_STR_NONE;
}

bool cdk_shell_is_shell(cdk_str program)
{
    static const char *const names[] = {"sh", "bash", "ash", "dash", "ksh", "mksh", "zsh", "rbash"};
    program = base_name(program);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (cdk_str_is(program, names[i])) return true;
    return false;
}

static const struct wrapper *wrapper_of(cdk_str program)
{
    program = base_name(program);
    for (size_t i = 0; i < sizeof wrappers / sizeof *wrappers; i++)
        if (cdk_str_is(program, wrappers[i].name)) return &wrappers[i];
    return NULL;
}

static bool is_option(cdk_str word)
{
    return word.n > 1 && word.p[0] == '-';
}

/* Over a wrapper's options; `command -v x` asks for a program and runs none. */
static bool skip_options(const struct wrapper *row, const cdk_word_vec *words, uint32_t *at)
{
    while (*at < words->count && is_option(words->items[*at].text)) {
        cdk_str word = words->items[(*at)++].text;
        size_t other;
        if (cdk_str_is(word, "--")) break;
        bool asks = cdk_str_find_char(word, 'v', &other) || cdk_str_find_char(word, 'V', &other);
        if (asks && !strcmp(row->name, "command")) return false;
        if (word.p[1] != '-' && word.n == 2 && strchr(row->value, word.p[1]) && *at < words->count) (*at)++;
    }
    return true;
}

static bool is_assignment(cdk_str word, cdk_pair *pair)
{
    if (!cdk_str_cut(word, '=', &pair->key, &pair->value) || !pair->key.n) return false;
    if (!pair->value.n) pair->value = CDK_STR("");
    return true;
}

/* Takes wrappers off the front of `words`. False: no memory. */
static bool unwrap(cdk_shell *sh, cdk_word_vec *words, cdk_pairs *assigned, bool *wrapped)
{
    for (unsigned rounds = 0; rounds < 16 && words->count; rounds++) {
        const struct wrapper *row = wrapper_of(words->items[0].text);
        uint32_t at = 1;
        cdk_pair pair;
        if (!row || !skip_options(row, words, &at)) return true;
        while (row->assigns && at < words->count && is_assignment(words->items[at].text, &pair)) {
            if (!cdk_pairs_add(sh->run->arena, assigned, pair)) return cdk_shell_no_memory(sh);
            at++;
        }
        at += row->skip;
        if (at >= words->count) return true;
        words->items += at;
        words->count -= at;
        words->cap = words->count;
        *wrapped = true;
    }
    return true;
}

/* Where the text of a shell's -c stands among its words, or 0. */
static uint32_t text_of_shell(const cdk_command *command)
{
    bool given = false;
    for (uint32_t i = 1; i < command->word_count; i++) {
        cdk_str word = command->words[i].text;
        size_t at;
        if (word.n < 2 || (word.p[0] != '-' && word.p[0] != '+')) return given ? i : 0;
        if (word.p[1] == '-') continue;
        given |= cdk_str_find_char(word, 'c', &at);
        if (word.p[word.n - 1] == 'o' || word.p[word.n - 1] == 'O') i++;
    }
    return 0;
}

/* su user -c text */
static uint32_t text_of_su(const cdk_command *command)
{
    for (uint32_t i = 1; i + 1 < command->word_count; i++)
        if (cdk_str_is(command->words[i].text, "-c") || cdk_str_is(command->words[i].text, "-lc")) return i + 1;
    return 0;
}

bool cdk_shell_reads_input(const cdk_command *command)
{
    if (!command->word_count || !cdk_shell_is_shell(command->words[0].text)) return false;
    for (uint32_t i = 1; i < command->word_count; i++) {
        cdk_str word = command->words[i].text;
        if (cdk_str_is(word, "-s") || cdk_str_is(word, "-")) return true;
        if (word.n < 2 || (word.p[0] != '-' && word.p[0] != '+')) return false;
        if (word.p[word.n - 1] == 'o') i++;
    }
    return text_of_shell(command) == 0;
}

bool cdk_shell_nested(cdk_shell *sh, cdk_str text, bool known_parts)
{
    cdk_shell inner = {.run = sh->run, .text = text, .depth = sh->depth + 1, .level = sh->level + 1,
                       .conditional = sh->conditional, .substitution = sh->substitution, .nested = true,
                       .known_parts = known_parts};
    if (inner.depth > CDK_SHELL_DEPTH) return cdk_shell_stop(sh, "commands are nested too deep");
    return cdk_shell_list(&inner, false);
}

static bool eval_text(cdk_shell *sh, const cdk_command *command)
{
    cdk_buf buf;
    cdk_buf_init(&buf, sh->run->env->mem);
    for (uint32_t i = 1; i < command->word_count; i++) {
        cdk_buf_str(&buf, command->words[i].text);
        cdk_buf_char(&buf, ' ');
    }
    cdk_str text = cdk_str_dup(sh->run->arena, cdk_buf_view(&buf));
    bool good = (!buf.failed && text.p) || cdk_shell_no_memory(sh);
    cdk_buf_free(&buf);
    return good && cdk_shell_nested(sh, text, true);
}

/* The text that a command hands to a shell. Its substitutions were read with the word, if it had any. */
static bool run_text(cdk_shell *sh, const cdk_command *command)
{
    cdk_str name = cdk_command_name(command);
    uint32_t at = 0;
    if (cdk_shell_is_shell(name)) at = text_of_shell(command);
    if (cdk_str_is(name, "su") || cdk_str_is(name, "runuser")) at = text_of_su(command);
    if (cdk_str_is(name, "eval")) return eval_text(sh, command);
    return !at || cdk_shell_nested(sh, command->words[at].text, command->words[at].dynamic);
}

bool cdk_shell_command(cdk_shell *sh, cdk_word_vec *words, cdk_pairs *assigned, size_t from)
{
    cdk_command command = {.join = sh->join, .pipeline = sh->pipeline, .position = sh->position, .depth = sh->level,
                           .conditional = sh->conditional > 0, .background = sh->background,
                           .substitution = sh->substitution, .nested = sh->nested};
    if (sh->run->commands.count == MOST_COMMANDS) return cdk_shell_stop(sh, "there are more than 100000 commands");
    if (sh->run->commands.count % 1024 == 0) sh->run->status = cdk_check_cancel(sh->run->env);
    if (sh->run->status || !unwrap(sh, words, assigned, &command.wrapped)) return false;
    command.words = words->items;
    command.word_count = words->count;
    command.assigned = assigned->items;
    command.assigned_count = assigned->count;
    if (!sh->nested) {
        command.offset = from;
        command.length = sh->at - from;
    }
    for (uint32_t i = 0; i < sh->heredocs.count; i++)
        if (sh->heredocs.items[i].owner == UINT32_MAX) sh->heredocs.items[i].owner = sh->run->commands.count;
    if (!cdk_command_vec_add(sh->run->arena, &sh->run->commands, command)) return cdk_shell_no_memory(sh);
    return run_text(sh, &command);
}

static int32_t finish(cdk_shell_run *run, cdk_commands *out)
{
    *out = (cdk_commands){run->commands.items, run->commands.count, run->why == NULL, run->why};
    return run->status;
}

static cdk_shell_run begin(const cdk_env *env, cdk_arena *arena, size_t n)
{
    size_t work;
    if (!cdk_mul_size(n, CDK_SHELL_DEPTH, &work)) work = SIZE_MAX;
    return (cdk_shell_run){.env = env, .arena = arena, .work = work};
}

int32_t cdk_shell_parse(const cdk_env *env, cdk_arena *arena, cdk_str text, cdk_commands *out)
{
    cdk_shell_run run = begin(env, arena, text.n);
    cdk_shell sh = {.run = &run, .text = text};
    cdk_shell_list(&sh, false);
    return finish(&run, out);
}

static int32_t read_words(const cdk_env *env, cdk_arena *arena, const cdk_str *items, uint32_t count, cdk_commands *out)
{
    size_t size = 0;
    for (uint32_t i = 0; i < count; i++) size += items[i].n + 1;
    cdk_shell_run run = begin(env, arena, size);
    cdk_shell sh = {.run = &run, .nested = true};
    cdk_word_vec words = {0};
    cdk_pairs assigned = {0};
    for (uint32_t i = 0; i < count; i++)
        if (!cdk_word_vec_add(arena, &words, (cdk_word){.text = items[i], .quoted = true})) return cdk_fail_memory(env);
    if (count) cdk_shell_command(&sh, &words, &assigned, 0);
    return finish(&run, out);
}

static bool bourne_like(const cdk_instruction *instruction)
{
    for (uint32_t i = 0; i < instruction->shell_count; i++)
        if (cdk_shell_is_shell(instruction->shell[i])) return true;
    return instruction->shell_count == 0;
}

int32_t cdk_shell_of_instruction(const cdk_env *env, cdk_arena *arena, const cdk_instruction *instruction,
                                 cdk_commands *out)
{
    *out = (cdk_commands){.understood = true};
    if (instruction->unknown) {
        *out = (cdk_commands){.why = instruction->why};
    } else if (instruction->exec_form) {
        uint32_t skip = instruction->keyword == CDK_KW_HEALTHCHECK ? 1 : 0; /* CMD stands in front */
        if (instruction->arg_count <= skip) return CISDOCK_OK;
        return read_words(env, arena, instruction->args + skip, instruction->arg_count - skip, out);
    } else if (!bourne_like(instruction)) {
        *out = (cdk_commands){.why = "the commands are not those of a Bourne shell"};
    } else if (instruction->command.n) {
        return cdk_shell_parse(env, arena, instruction->command, out);
    }
    return CISDOCK_OK;
}
