/* SPDX-License-Identifier: Apache-2.0 */
#include "image/instruction.h"

static const char *const keywords[CDK_KW_COUNT] = {
    "",
#define CDK_KEYWORD(name, text, makes_layer, form) text,
#include "image/keyword.def"
#undef CDK_KEYWORD
};

const char *cdk_keyword_text(cdk_keyword keyword)
{
    return keyword < CDK_KW_COUNT ? keywords[keyword] : "";
}

cdk_keyword cdk_keyword_find(cdk_str word)
{
    for (int i = CDK_KW_NONE + 1; i < CDK_KW_COUNT; i++)
        if (cdk_str_eq_nocase(word, cdk_str_of(keywords[i]))) return (cdk_keyword)i;
    return CDK_KW_NONE;
}

const char *cdk_builder_text(cdk_builder builder)
{
    static const char *const texts[CDK_BUILDER_COUNT] = {
#define CDK_BUILDER(name, text) text,
#include "image/builder.def"
#undef CDK_BUILDER
    };
    return builder < CDK_BUILDER_COUNT ? texts[builder] : "";
}

const char *cdk_origin_text(cdk_origin origin)
{
    static const char *const texts[] = {"unknown", "base", "own"};
    return texts[origin];
}

bool cdk_instruction_flag(const cdk_instruction *instruction, const char *name, cdk_str *value)
{
    for (uint32_t i = 0; i < instruction->flag_count; i++)
        if (cdk_str_is(instruction->flags[i].name, name)) {
            *value = instruction->flags[i].value;
            return true;
        }
    return false;
}

const char *cdk_copy_kind_text(cdk_copy_kind kind)
{
    static const char *const texts[] = {
        [CDK_COPY_FILE] = "local file or folder", [CDK_COPY_ARCHIVE] = "local archive",
        [CDK_COPY_URL] = "URL", [CDK_COPY_GIT] = "git repository", [CDK_COPY_HEREDOC] = "text in the Dockerfile",
        [CDK_COPY_HASH] = "file named by its hash", [CDK_COPY_STAGE] = "another stage or image",
    };
    return texts[kind];
}

static bool starts_any(cdk_str s, const char *const *prefixes)
{
    for (; *prefixes; prefixes++)
        if (s.n >= strlen(*prefixes) && cdk_str_eq_nocase((cdk_str){s.p, strlen(*prefixes)}, cdk_str_of(*prefixes)))
            return true;
    return false;
}

/* The names that tar files bear; what ADD unpacks is decided by content, so this is what the name tells. */
static bool archive_name(cdk_str source)
{
    static const char *const ends[] = {".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz",
                                       ".tar.zst", ".tzst", ".tar.lzma", ".tar.Z", NULL};
    for (const char *const *end = ends; *end; end++)
        if (cdk_str_ends(source, cdk_str_of(*end))) return true;
    return false;
}

/* BuildKit takes a source as git where it names the scheme, a git@ address, or an http URL whose path ends in .git. */
static bool git_source(cdk_str source)
{
    static const char *const schemes[] = {"git://", "ssh://", "git@", NULL};
    static const char *const http[] = {"http://", "https://", NULL};
    if (starts_any(source, schemes)) return true;
    if (!starts_any(source, http)) return false;
    cdk_str path, rest;
    cdk_str_cut(source, '#', &path, &rest);
    cdk_str_cut(path, '?', &path, &rest);
    return cdk_str_ends(path, CDK_STR(".git"));
}

cdk_copy_kind cdk_instruction_source(const cdk_instruction *instruction, uint32_t index)
{
    static const char *const hashes[] = {"file:", "dir:", "multi:", NULL};
    static const char *const urls[] = {"http://", "https://", NULL};
    cdk_str from;
    if (cdk_instruction_flag(instruction, "from", &from)) return CDK_COPY_STAGE;
    if (index >= instruction->arg_count) return CDK_COPY_FILE;
    cdk_str source = instruction->args[index];
    if (cdk_str_starts(source, CDK_STR("<<"))) return CDK_COPY_HEREDOC;
    if (instruction->builder != CDK_BUILDER_DOCKERFILE && starts_any(source, hashes)) return CDK_COPY_HASH;
    if (instruction->keyword == CDK_KW_ADD && git_source(source)) return CDK_COPY_GIT;
    if (instruction->keyword == CDK_KW_ADD && starts_any(source, urls)) return CDK_COPY_URL;
    return archive_name(source) ? CDK_COPY_ARCHIVE : CDK_COPY_FILE;
}

bool cdk_instruction_is_add(const cdk_instructions *list, uint32_t index)
{
    return index < list->count && list->items[index].keyword == CDK_KW_ADD && list->root != (int32_t)index;
}
