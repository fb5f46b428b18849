/* SPDX-License-Identifier: Apache-2.0 */
#include "image/member_name.h"

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* One character off `*s`, folded as Go folds: beside ASCII letters, the long s (U+017F) and the Kelvin sign (U+212A)
 * are letters' other forms. Other bytes stand for themselves. */
static char folded(cdk_str *s)
{
    static const struct {
        cdk_str form;
        char letter;
    } forms[] = {{{"\xc5\xbf", 2}, 's'}, {{"\xe2\x84\xaa", 3}, 'k'}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if (!cdk_str_starts(*s, forms[i].form)) continue;
        *s = cdk_str_from(*s, forms[i].form.n);
        return forms[i].letter;
    }
    char c = lower(s->p[0]);
    *s = cdk_str_from(*s, 1);
    return c;
}

static bool same_field(cdk_str key, cdk_str name)
{
    while (key.n && name.n)
        if (folded(&key) != folded(&name)) return false;
    return !key.n && !name.n;
}

const cdk_json *cdk_go_member(const cdk_json *object, const char *name)
{
    if (!cdk_json_is(object, CDK_JSON_OBJECT)) return NULL;
    const cdk_json *last = NULL;
    CDK_JSON_EACH(member, object)
        if (same_field(member->key, cdk_str_of(name))) last = member;
    return last;
}
