/* SPDX-License-Identifier: Apache-2.0 */
#include "bundle/policy.h"

#define RAW "regexp:"

static bool raw(cdk_str pattern)
{
    return cdk_str_starts(cdk_py_strip(pattern), CDK_STR(RAW));
}

bool cdk_wildcard_plain(cdk_str pattern)
{
    size_t at;
    return !raw(pattern) && !cdk_str_find_char(pattern, '*', &at);
}

int32_t cdk_wildcard_new(const cdk_env *env, cdk_str pattern, cdk_wildcard *out)
{
    *out = (cdk_wildcard){.glob = pattern};
    if (!raw(pattern)) return 0;
    int32_t status = cdk_regex_new(env, cdk_str_from(pattern, strlen(RAW)), CDK_RE_TEXT, &out->regex);
    if (!status) status = cdk_regex_run_new(env, out->regex, &out->run);
    if (status) cdk_wildcard_free(out);
    return status;
}

void cdk_wildcard_free(cdk_wildcard *wildcard)
{
    cdk_regex_run_free(wildcard->run);
    cdk_regex_free(wildcard->regex);
    *wildcard = (cdk_wildcard){.glob = wildcard->glob};
}

/* One line: a star is any run of characters; going back to the last star is enough. */
static bool glob_line(cdk_str glob, cdk_str text)
{
    size_t g = 0, t = 0, star = SIZE_MAX, from = 0;
    while (t < text.n) {
        if (g < glob.n && glob.p[g] == '*') {
            star = g++;
            from = t;
        } else if (g < glob.n && glob.p[g] == text.p[t]) {
            g++;
            t++;
        } else if (star != SIZE_MAX) {
            g = star + 1;
            t = ++from;
        } else {
            return false;
        }
    }
    while (g < glob.n && glob.p[g] == '*') g++;
    return g == glob.n;
}

/* A star does not cross a newline, so glob and text must have the same lines. */
static bool glob_lines(cdk_str glob, cdk_str text)
{
    for (;;) {
        cdk_str line, text_line;
        bool more = cdk_str_cut(glob, '\n', &line, &glob), text_more = cdk_str_cut(text, '\n', &text_line, &text);
        if (more != text_more || !glob_line(line, text_line)) return false;
        if (!more) return true;
    }
}

int32_t cdk_wildcard_try(const cdk_wildcard *wildcard, cdk_str text, bool *hit)
{
    if (wildcard->run) return cdk_regex_try(wildcard->run, CDK_RE_MATCH, text, hit);
    *hit = glob_lines(wildcard->glob, text);
    /* The engine's "$" also fits before one last newline. */
    if (!*hit && cdk_str_ends(text, CDK_STR("\n"))) *hit = glob_lines(wildcard->glob, (cdk_str){text.p, text.n - 1});
    return 0;
}
