/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the shell reader: words (shell_word.c), grammar (shell.c), what a command runs in turn (shell_nested.c). */
#ifndef CDK_IMAGE_SHELL_PARSE_H
#define CDK_IMAGE_SHELL_PARSE_H

#include "image/dockerfile_line.h"
#include "image/shell.h"

CDK_VEC(cdk_command_vec, cdk_command)
CDK_VEC(cdk_word_vec, cdk_word)

enum { CDK_SHELL_DEPTH = 64 };

/* What all nested texts share. */
typedef struct cdk_shell_run {
    const cdk_env *env;
    cdk_arena *arena;
    cdk_command_vec commands;
    uint32_t pipelines;
    size_t work;       /* bytes that may still be looked at */
    int32_t status;    /* a real failure */
    const char *why;   /* what was not understood: reading has stopped */
} cdk_shell_run;

typedef struct cdk_shell_heredoc {
    cdk_str name;
    bool strip_tabs, read;
    uint32_t owner;    /* command whose input it is; UINT32_MAX: not known yet */
} cdk_shell_heredoc;
CDK_VEC(cdk_shell_heredocs, cdk_shell_heredoc)

typedef struct cdk_shell {
    cdk_shell_run *run;
    cdk_str text;
    size_t at;
    uint32_t depth;       /* of everything, for the limit */
    uint32_t level;       /* of compounds, for `depth` of commands */
    uint32_t conditional;
    bool substitution, nested, background;
    bool known_parts;     /* substitutions in this text were read already */
    cdk_join join;        /* of the next command */
    uint32_t pipeline, position;
    cdk_shell_heredocs heredocs;
} cdk_shell;

static inline int cdk_shell_peek(const cdk_shell *sh, size_t ahead)
{
    return ahead < sh->text.n - sh->at ? (unsigned char)sh->text.p[sh->at + ahead] : -1;
}

bool cdk_shell_stop(cdk_shell *sh, const char *why); /* false, so that it can be returned */
bool cdk_shell_no_memory(cdk_shell *sh);

/* Over blanks, joined lines and comments; cdk_shell_lines: over line ends and the heredocs behind them, too. */
void cdk_shell_blanks(cdk_shell *sh);
bool cdk_shell_lines(cdk_shell *sh);
/* The bare word at a command's place, for reserved words; none if it is quoted or part of a longer one. */
cdk_str cdk_shell_bare_word(const cdk_shell *sh);
bool cdk_shell_at(const cdk_shell *sh, const char *word);
bool cdk_shell_read_list(cdk_shell *sh);    /* up to what ends a list */
bool cdk_shell_read_command(cdk_shell *sh); /* compound or simple */
bool cdk_shell_simple(cdk_shell *sh);
bool cdk_shell_redirections(cdk_shell *sh); /* behind a compound command */

/* Everything up to the end, or to an unquoted ) where `closed`. */
bool cdk_shell_list(cdk_shell *sh, bool closed);
/* One word; `*any` false: none stands here. Substitutions in it are read on the way. */
bool cdk_shell_word(cdk_shell *sh, cdk_word *out, bool *any);
/* Add a command from its words: wrappers off, nested shells read. */
bool cdk_shell_command(cdk_shell *sh, cdk_word_vec *words, cdk_pairs *assigned, size_t from);
/* Another text that a command runs. */
bool cdk_shell_nested(cdk_shell *sh, cdk_str text, bool known_parts);
/* Is it a shell that reads its commands from its input? */
bool cdk_shell_reads_input(const cdk_command *command);
bool cdk_shell_is_shell(cdk_str program);

#endif
