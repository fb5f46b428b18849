/* SPDX-License-Identifier: Apache-2.0 */
#include "archive/path.h"

/* Takes the next part off `*rest`; empty and "." parts are passed over. */
static bool next_part(cdk_str *rest, cdk_str *part)
{
    while (rest->n) {
        cdk_str tail;
        cdk_str_cut(*rest, '/', part, &tail);
        *rest = tail;
        if (part->n && !(part->n == 1 && part->p[0] == '.')) return true;
    }
    return false;
}

static bool is_up(cdk_str part)
{
    return part.n == 2 && part.p[0] == '.' && part.p[1] == '.';
}

/* Puts a part behind the n bytes that stand in the buffer. */
static bool put_part(char *buf, size_t cap, size_t *n, cdk_str part)
{
    size_t slash = *n > 0;
    if (part.n > cap || *n > cap - part.n || slash > cap - part.n - *n) return false;
    if (slash) buf[(*n)++] = '/';
    memcpy(buf + *n, part.p, part.n);
    *n += part.n;
    return true;
}

/* Most names are clean already: then they are copied in one piece. */
static bool is_clean(cdk_str raw)
{
    char before = '/';
    for (size_t i = 0; i < raw.n; i++) {
        if (before == '/' && (raw.p[i] == '/' || raw.p[i] == '.')) return false;
        before = raw.p[i];
    }
    return raw.n && before != '/';
}

cdk_path_result cdk_path_clean(cdk_str raw, char *buf, size_t cap, cdk_str *out)
{
    size_t n = 0;
    cdk_str part;
    *out = CDK_STR_NONE;
    if (is_clean(raw)) {
        if (raw.n > cap) return CDK_PATH_TOO_LONG;
        memcpy(buf, raw.p, raw.n);
        *out = (cdk_str){buf, raw.n};
        return CDK_PATH_OK;
    }
    while (next_part(&raw, &part)) {
        if (is_up(part)) return CDK_PATH_ESCAPES;
        if (!put_part(buf, cap, &n, part)) return CDK_PATH_TOO_LONG;
    }
    *out = (cdk_str){buf, n};
    return CDK_PATH_OK;
}

cdk_str cdk_path_parent(cdk_str clean)
{
    size_t at;
    return cdk_str_rfind_char(clean, '/', &at) ? (cdk_str){clean.p, at} : (cdk_str){clean.p, 0};
}

cdk_str cdk_path_base(cdk_str clean)
{
    size_t at;
    return cdk_str_rfind_char(clean, '/', &at) ? cdk_str_from(clean, at + 1) : clean;
}

cdk_path_result cdk_path_resolve(cdk_str folder, cdk_str target, char *buf, size_t cap, cdk_str *out)
{
    size_t n = 0;
    cdk_str halves[2] = {target.n && target.p[0] == '/' ? CDK_STR_NONE : folder, target}, part;
    *out = CDK_STR_NONE;
    for (int i = 0; i < 2; i++) {
        while (next_part(&halves[i], &part)) {
            if (is_up(part))
                n = cdk_path_parent((cdk_str){buf, n}).n;
            else if (!put_part(buf, cap, &n, part))
                return CDK_PATH_TOO_LONG;
        }
    }
    *out = (cdk_str){buf, n};
    return CDK_PATH_OK;
}
