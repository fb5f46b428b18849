/* SPDX-License-Identifier: Apache-2.0 */
/* What a backslash may begin. */
#include "base/pyre.h"

static bool octal(char c)
{
    return c >= '0' && c <= '7';
}

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static int32_t hex_escape(cdk_pyre *p, size_t start, unsigned digits, uint32_t *c)
{
    uint32_t value = 0;
    for (unsigned i = 0; i < digits; i++) {
        int digit = cdk_hex_digit(cdk_pyre_peek(p));
        if (digit < 0) return cdk_pyre_fail(p, start, "incomplete escape");
        value = value << 4 | (uint32_t)digit;
        p->at++;
    }
    if (value > 0x10ffff) return cdk_pyre_fail(p, start, "bad escape");
    *c = value;
    return 1;
}

int32_t cdk_pyre_escape_char(cdk_pyre *p, size_t start, uint32_t *c)
{
    static const char simple[] = "a\af\fn\nr\rt\tv\v\\\\";
    char which = cdk_pyre_peek(p);
    p->at++;
    for (const char *s = simple; *s; s += 2)
        if (which == *s) {
            *c = (unsigned char)s[1];
            return 1;
        }
    if (which == 'x') return hex_escape(p, start, 2, c);
    if (which == 'u' && p->text) return hex_escape(p, start, 4, c);
    if (which == 'U' && p->text) return hex_escape(p, start, 8, c);
    if (which == 'N' && p->text) return cdk_pyre_fail(p, start, "characters by name (\\N{...}) are not supported");
    p->at--;
    return 0;
}

/* Up to `most` octal digits from here on. */
static uint32_t octal_number(cdk_pyre *p, unsigned most)
{
    uint32_t value = 0;
    for (unsigned i = 0; i < most && octal(cdk_pyre_peek(p)); i++) value = value * 8 + (uint32_t)(p->pattern.p[p->at++] - '0');
    return value;
}

/* A digit stands behind the backslash, outside of a set. Gives 1 and a character, or 2 and a group. */
static int32_t digit_escape(cdk_pyre *p, size_t start, uint32_t *value)
{
    if (cdk_pyre_peek(p) == '0') {
        *value = octal_number(p, 3);
        return 1;
    }
    cdk_str rest = cdk_str_from(p->pattern, p->at);
    if (rest.n >= 3 && octal(rest.p[0]) && octal(rest.p[1]) && octal(rest.p[2])) {
        *value = octal_number(p, 3);
        return *value > 0377 ? cdk_pyre_fail(p, start, "octal escape outside of range 0-0o377") : 1;
    }
    uint32_t group = (uint32_t)(p->pattern.p[p->at++] - '0');
    char next = cdk_pyre_peek(p);
    if (next >= '0' && next <= '9') {
        group = group * 10 + (uint32_t)(next - '0');
        p->at++;
    }
    *value = group;
    return 2;
}

int32_t cdk_pyre_reference(cdk_pyre *p, size_t start, uint32_t group, cdk_width *width)
{
    if (group >= p->group_count) return cdk_pyre_fail(p, start, "invalid group reference");
    if (!p->groups[group].closed) return cdk_pyre_fail(p, start, "cannot refer to an open group");
    if (p->lookbehind_groups && group >= p->lookbehind_groups)
        return cdk_pyre_fail(p, start, "cannot refer to group defined in the same lookbehind subpattern");
    cdk_buf_printf(&p->out, "\\g{%u}", (unsigned)group);
    *width = p->groups[group].width;
    return 0;
}

static bool assertion(cdk_pyre *p, char c, uint32_t flags)
{
    if (c == 'A')
        cdk_buf_text(&p->out, "\\A");
    else if (c == 'Z')
        cdk_buf_text(&p->out, "\\z");
    else if (c == 'b' || c == 'B')
        cdk_pyre_boundary(p, c == 'b', flags);
    else
        return false;
    return true;
}

int32_t cdk_pyre_escape(cdk_pyre *p, uint32_t flags, cdk_pyre_item *item, cdk_width *width)
{
    size_t start = p->at - 1;
    if (!cdk_pyre_more(p)) return cdk_pyre_fail(p, start, "bad escape (end of pattern)");
    char c = cdk_pyre_peek(p);
    if (assertion(p, c, flags)) {
        p->at++;
        *item = CDK_PYRE_AT;
        *width = (cdk_width){0, 0};
        return 0;
    }
    if (strchr("dDsSwW", c) && c) {
        p->at++;
        cdk_pyre_category(p, c, flags);
        return 0;
    }
    uint32_t value;
    int32_t is = c >= '0' && c <= '9' ? digit_escape(p, start, &value) : cdk_pyre_escape_char(p, start, &value);
    if (is < 0) return is;
    if (is == 2) return cdk_pyre_reference(p, start, value, width);
    if (is == 0) {
        if (letter(c)) return cdk_pyre_fail(p, start, "bad escape");
        value = cdk_pyre_char(p);
    }
    cdk_pyre_literal(p, value, flags);
    return 0;
}
