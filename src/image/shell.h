/* SPDX-License-Identifier: Apache-2.0 */
/* Shell text as a flat list of simple commands. Nothing is run or looked up: what only a running shell knows is marked. */
#ifndef CDK_IMAGE_SHELL_H
#define CDK_IMAGE_SHELL_H

#include "image/instruction.h"

typedef struct cdk_word {
    cdk_str text; /* unquoted */
    bool dynamic; /* holds a parameter, substitution or unquoted pattern: text is then as written */
    bool quoted;
} cdk_word;

/* What joins a command to the one before it on its level. */
typedef enum cdk_join { CDK_JOIN_NONE, CDK_JOIN_THEN /* ; & newline */, CDK_JOIN_AND, CDK_JOIN_OR, CDK_JOIN_PIPE } cdk_join;

typedef struct cdk_command {
    const cdk_word *words;    /* words[0] is the program, wrappers (sudo, env, time, exec ...) taken off; none: only assignments */
    uint32_t word_count;
    const cdk_pair *assigned; /* A=b in front, and env's; values unquoted */
    uint32_t assigned_count;
    size_t offset, length;    /* in the text of the outermost shell where it stands there itself; else length 0 */
    cdk_join join;
    uint32_t pipeline, position; /* number of its pipeline, place in it */
    uint32_t depth;           /* of subshells, groups, compounds, nested shells */
    bool conditional;         /* behind || or in a branch, a loop's body, a case or a function: may not run */
    bool background;
    bool substitution;        /* stands in $() or backquotes */
    bool nested;              /* was the argument or input of another shell (sh -c, heredoc) */
    bool wrapped;             /* sudo, env, ... stood in front */
} cdk_command;

typedef struct cdk_commands {
    const cdk_command *items;
    uint32_t count;
    bool understood; /* false: no Bourne-like shell, or broken syntax: the list ends where that began */
    const char *why; /* not understood: a text */
} cdk_commands;

/* Failures: memory, cancelled. Broken syntax is none. */
int32_t cdk_shell_parse(const cdk_env *env, cdk_arena *arena, cdk_str text, cdk_commands *out);
/* What a RUN, CMD, ENTRYPOINT or HEALTHCHECK runs: shell form, exec form, heredocs, SHELL. */
int32_t cdk_shell_of_instruction(const cdk_env *env, cdk_arena *arena, const cdk_instruction *instruction,
                                 cdk_commands *out);
/* The last part of a program's path: "apt-get" of "/usr/bin/apt-get". */
cdk_str cdk_command_name(const cdk_command *command);

/* --- package managers: package_manager.def --- */
typedef enum cdk_pm_role {
    CDK_PM_OTHER,
    CDK_PM_UPDATE,  /* fetches the index, changes no package */
    CDK_PM_INSTALL, /* names packages to install, or builds what needs the index */
    CDK_PM_UPGRADE, /* of all packages */
    CDK_PM_UPDATE_UPGRADE /* index and all packages in one, called "update": yum update */
} cdk_pm_role;

/* The package manager that a command calls ("apt-get", ...) and what it asks for. NULL: it is none. */
const char *cdk_package_manager(const cdk_command *command, cdk_pm_role *role);

typedef struct cdk_lone_update {
    const char *manager;  /* "apt-get" */
    const cdk_command *command;
    cdk_pm_role role;     /* UPDATE: a lone update. UPDATE_UPGRADE: yum update and nothing installed: weaker */
    bool conditional;     /* it may not run */
} cdk_lone_update;

/* An index update that no install or upgrade of the same family follows in these commands (the last one); then the weaker kind.
 * False: there is none. */
bool cdk_find_lone_update(const cdk_commands *commands, cdk_lone_update *out);

#endif
