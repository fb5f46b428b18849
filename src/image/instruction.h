/* SPDX-License-Identifier: Apache-2.0 */
/* Build instructions in one form, whatever they were read from: a Dockerfile, or the history that some builder wrote. */
#ifndef CDK_IMAGE_INSTRUCTION_H
#define CDK_IMAGE_INSTRUCTION_H

#include "image/config.h"

typedef enum cdk_keyword {
    CDK_KW_NONE, /* the source does not tell an instruction */
#define CDK_KEYWORD(name, text, makes_layer, form) CDK_KW_##name,
#include "image/keyword.def"
#undef CDK_KEYWORD
    CDK_KW_COUNT
} cdk_keyword;

const char *cdk_keyword_text(cdk_keyword keyword); /* "RUN"; "" for NONE */
cdk_keyword cdk_keyword_find(cdk_str word);        /* any case; NONE: no such instruction */

typedef enum cdk_builder {
#define CDK_BUILDER(name, text) CDK_BUILDER_##name,
#include "image/builder.def"
#undef CDK_BUILDER
    CDK_BUILDER_COUNT
} cdk_builder;

const char *cdk_builder_text(cdk_builder builder);

typedef enum cdk_sure { CDK_SURE_LOW, CDK_SURE_MEDIUM, CDK_SURE_HIGH } cdk_sure;

/* Whose instruction it is: of the image that was built on, or of the build that made this one. */
typedef enum cdk_origin { CDK_ORIGIN_UNKNOWN, CDK_ORIGIN_BASE, CDK_ORIGIN_OWN } cdk_origin;
const char *cdk_origin_text(cdk_origin origin); /* "base", "own", "unknown" */

/* --name or --name=value, value unquoted and, in a Dockerfile, with its variables replaced where they are known. */
typedef struct cdk_flag {
    cdk_str name, value; /* name without dashes; value p NULL: none */
} cdk_flag;

typedef struct cdk_heredoc {
    cdk_str name, body; /* body with its last newline; tabs are taken off where <<- asked for it */
    bool expand;        /* the delimiter was not quoted */
    bool strip_tabs;
    int32_t fd;         /* 0: standard input */
} cdk_heredoc;

typedef struct cdk_instruction {
    cdk_keyword keyword;
    cdk_builder builder;
    cdk_str raw;         /* as it stands: created_by, or the Dockerfile's lines */
    cdk_str text;        /* what follows keyword and flags, continuations joined, the builder's own marks taken off */
    const cdk_flag *flags;
    uint32_t flag_count;
    /* Words by keyword: ADD, COPY: sources, then the destination (from history: "file:<hash>", "dir:", "multi:" where the
     * builder writes hashes). Exec form: the array. EXPOSE, VOLUME: each. FROM: image, "AS", name. USER, WORKDIR,
     * STOPSIGNAL, MAINTAINER: one. SHELL: the array. HEALTHCHECK: "NONE", or "CMD"/"CMD-SHELL" and what follows. */
    const cdk_str *args;
    uint32_t arg_count;
    bool exec_form;
    cdk_str command;     /* RUN, CMD, ENTRYPOINT, HEALTHCHECK CMD in shell form: the text that the shell is given */
    const cdk_str *shell; /* that runs it: "/bin/sh", "-c"; none for exec form */
    uint32_t shell_count;
    const cdk_pair *pairs; /* ENV, LABEL, ARG; value p NULL: ARG without default */
    uint32_t pair_count;
    const cdk_pair *build_args; /* of a RUN from history: |2 A=b C=d */
    uint32_t build_arg_count;
    const cdk_heredoc *heredocs;
    uint32_t heredoc_count;
    const struct cdk_instruction *trigger; /* ONBUILD: the instruction behind it */
    int32_t stage;       /* Dockerfile: from 0; -1 before the first FROM and in history */
    uint32_t line, end_line; /* Dockerfile: from 1; else 0 */
    int32_t history;     /* index, or -1 */
    int32_t layer;       /* index of the layer that it made, or -1 */
    bool empty_layer;
    bool unexpanded;     /* some variable that matters is not known here: the words still hold ${...} */
    cdk_sure sure;       /* how surely keyword and text are what was built with */
    bool unknown;        /* the source does not tell what was done: checks answer insufficient_evidence */
    const char *why;     /* unknown: a text for the reason; else NULL */
    cdk_origin origin;
    const char *origin_why; /* a text; NULL where unknown */
    cdk_sure origin_sure;
} cdk_instruction;

typedef struct cdk_instructions {
    cdk_instruction *items;
    uint32_t count;
    int32_t root;        /* index of the instruction that puts the base's root file system onto an empty image, or -1 */
    uint32_t own_from;   /* index from which on instructions are own; 0 where that is not known */
    bool complete;       /* no entry is unknown or damaged, and history and layers fit together */
    const char *why;     /* not complete: a text */
} cdk_instructions;

/* The value of flag `name`: false where it is not there. */
bool cdk_instruction_flag(const cdk_instruction *instruction, const char *name, cdk_str *value);

/* What an ADD or COPY takes. */
typedef enum cdk_copy_kind {
    CDK_COPY_FILE,    /* a file or folder of the build context, as far as its name tells */
    CDK_COPY_ARCHIVE, /* of the build context, by its name; ADD unpacks it */
    CDK_COPY_URL, CDK_COPY_GIT, CDK_COPY_HEREDOC,
    CDK_COPY_HASH,    /* the builder wrote a hash: a file, archive or folder, even one that was fetched */
    CDK_COPY_STAGE    /* --from */
} cdk_copy_kind;
const char *cdk_copy_kind_text(cdk_copy_kind kind); /* "local file", "local archive", "URL", ... */
/* Sources are args[0 .. arg_count-2]. */
cdk_copy_kind cdk_instruction_source(const cdk_instruction *instruction, uint32_t index);
/* Is this an ADD (or COPY) into the image that its author could have written as COPY? False for `list->root`. */
bool cdk_instruction_is_add(const cdk_instructions *list, uint32_t index);

#endif
