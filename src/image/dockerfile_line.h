/* SPDX-License-Identifier: Apache-2.0 */
/* One instruction from one joined line, as written: no variable is replaced. Dockerfile and history readers share it. */
#ifndef CDK_IMAGE_DOCKERFILE_LINE_H
#define CDK_IMAGE_DOCKERFILE_LINE_H

#include "image/instruction.h"
#include "image/vec.h"

CDK_VEC(cdk_strs, cdk_str)
CDK_VEC(cdk_flags, cdk_flag)
CDK_VEC(cdk_pairs, cdk_pair)
CDK_VEC(cdk_heredocs, cdk_heredoc)

typedef struct cdk_line_reader {
    const cdk_env *env;
    cdk_arena *arena;
    char escape;
    const char *refused; /* why BuildKit would not take the line; set once, the line is read on */
} cdk_line_reader;

/* Fill keyword, flags, words, pairs, command, trigger of `out` from the line. Failures: memory, limit. */
int32_t cdk_line_read(cdk_line_reader *reader, cdk_str line, cdk_instruction *out);
/* The same for what stands behind a known keyword. */
int32_t cdk_line_read_rest(cdk_line_reader *reader, cdk_str rest, cdk_instruction *out);
/* The parts of it that are of use alone. */
bool cdk_line_words(const cdk_line_reader *reader, cdk_str text, cdk_strs *out);  /* quotes and escapes kept */
bool cdk_line_blanks(const cdk_line_reader *reader, cdk_str text, cdk_strs *out); /* cut at runs of blanks */
/* A JSON array of strings. `*is` false: it is none; `*broken`: it is an array, of something else. */
int32_t cdk_line_json(const cdk_line_reader *reader, cdk_str text, cdk_strs *out, bool *is, bool *broken);
/* The heredocs that a line announces, without bodies; `*bad`: one of them has broken quotes. */
int32_t cdk_line_heredocs(const cdk_line_reader *reader, cdk_str line, cdk_heredocs *out, bool *bad);
/* One word as a heredoc: false if it is none. */
int32_t cdk_line_heredoc(const cdk_line_reader *reader, cdk_str word, cdk_heredoc *out, bool *is, bool *bad);

/* dockerfile_check.c: what BuildKit says against the arguments of an instruction, or NULL. */
const char *cdk_line_check(const cdk_instruction *instruction);

static inline bool cdk_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

#endif
