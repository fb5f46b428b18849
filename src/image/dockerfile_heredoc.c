/* SPDX-License-Identifier: Apache-2.0 */
#include "image/dockerfile_expand.h"

static uint32_t quotes_in(cdk_str text)
{
    uint32_t count = 0;
    for (size_t i = 0; i < text.n; i++) count += text.p[i] == '\'' || text.p[i] == '"';
    return count;
}

/* <<NAME, 3<<-NAME: what stands behind the mark; false: no heredoc. */
static bool mark(cdk_str word, cdk_heredoc *out, cdk_str *name)
{
    size_t at = 0, other;
    uint64_t fd = 0;
    while (at < word.n && word.p[at] >= '0' && word.p[at] <= '9') at++;
    if (!cdk_str_starts(cdk_str_from(word, at), CDK_STR("<<"))) return false;
    if (at && (!cdk_str_u64((cdk_str){word.p, at}, 10, &fd) || fd > INT32_MAX)) fd = INT32_MAX;
    *name = cdk_str_from(word, at + 2);
    *out = (cdk_heredoc){.fd = (int32_t)fd, .strip_tabs = name->n && name->p[0] == '-'};
    if (out->strip_tabs) *name = cdk_str_from(*name, 1);
    return name->n && !cdk_str_find_char(*name, '<', &other);
}

/* Where the name loses quotes by unquoting, its body is taken as it stands. */
int32_t cdk_line_heredoc(const cdk_line_reader *reader, cdk_str word, cdk_heredoc *out, bool *is, bool *bad)
{
    cdk_str name;
    cdk_expander x = {.env = reader->env, .arena = reader->arena, .escape = '\\', .keep_unset = true};
    cdk_expanded plain, raw;
    *is = *bad = false;
    if (!mark(word, out, &name)) return CISDOCK_OK;
    int32_t status = cdk_expand(&x, name, &plain);
    x.raw_quotes = true;
    if (!status) status = cdk_expand(&x, name, &raw);
    if (status) return status;
    *bad = plain.error || raw.error || (plain.words.count == 1 && raw.words.count != 1);
    if (*bad || plain.words.count != 1) return CISDOCK_OK;
    out->name = plain.words.items[0];
    out->expand = quotes_in(out->name) == quotes_in(raw.words.items[0]);
    *is = true;
    return CISDOCK_OK;
}

int32_t cdk_line_heredocs(const cdk_line_reader *reader, cdk_str line, cdk_heredocs *out, bool *bad)
{
    cdk_expander x = {.env = reader->env, .arena = reader->arena, .escape = '\\',
                      .keep_unset = true, .raw_quotes = true, .raw_escapes = true};
    cdk_expanded words;
    *bad = false;
    int32_t status = cdk_expand(&x, line, &words);
    for (uint32_t i = 0; !status && !*bad && i < words.words.count; i++) {
        cdk_heredoc doc;
        bool is;
        status = cdk_line_heredoc(reader, words.words.items[i], &doc, &is, bad);
        if (!status && is && !cdk_heredocs_add(reader->arena, out, doc)) return cdk_fail_memory(reader->env);
    }
    return status;
}
