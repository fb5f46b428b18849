/* SPDX-License-Identifier: Apache-2.0 */
/* What a parenthesis may begin: groups, assertions, conditions, comments, flags. */
#include "base/pyre.h"

static uint32_t flag_of(char c)
{
    static const char letters[] = "imsxauLt";
    static const uint32_t values[] = {CDK_PYRE_IGNORECASE, CDK_PYRE_MULTILINE, CDK_PYRE_DOTALL, CDK_PYRE_VERBOSE,
                                      CDK_PYRE_ASCII, CDK_PYRE_UNICODE, CDK_PYRE_LOCALE, CDK_PYRE_DEBUG};
    const char *found = c ? strchr(letters, c) : NULL;
    return found ? values[found - letters] : 0;
}

static int32_t flags_on(cdk_pyre *p, uint32_t *add)
{
    while (flag_of(cdk_pyre_peek(p))) {
        uint32_t flag = flag_of(cdk_pyre_peek(p));
        if (flag == (p->text ? CDK_PYRE_LOCALE : CDK_PYRE_UNICODE))
            return cdk_pyre_fail(p, p->at, "bad inline flags: not for this kind of pattern");
        *add |= flag;
        if (flag & CDK_PYRE_TYPE && (*add & CDK_PYRE_TYPE) != flag)
            return cdk_pyre_fail(p, p->at, "bad inline flags: flags 'a', 'u' and 'L' are incompatible");
        p->at++;
    }
    return 0;
}

static int32_t flags_off(cdk_pyre *p, uint32_t *del)
{
    if (!flag_of(cdk_pyre_peek(p))) return cdk_pyre_fail(p, p->at, "missing flag");
    while (flag_of(cdk_pyre_peek(p))) {
        uint32_t flag = flag_of(cdk_pyre_peek(p));
        if (flag & CDK_PYRE_TYPE) return cdk_pyre_fail(p, p->at, "bad inline flags: cannot turn off flags 'a', 'u' and 'L'");
        *del |= flag;
        p->at++;
    }
    return cdk_pyre_take(p, ':') ? 0 : cdk_pyre_fail(p, p->at, "missing :");
}

int32_t cdk_pyre_flags(cdk_pyre *p, uint32_t *add, uint32_t *del, bool *scoped)
{
    size_t start = p->at;
    *add = *del = 0;
    *scoped = true;
    int32_t status = flags_on(p, add);
    if (status) return status;
    if (*add & CDK_PYRE_LOCALE) return cdk_pyre_fail(p, start, "the flag L (locale) is not supported");
    if (p->at > start && cdk_pyre_take(p, ')')) {
        *scoped = false;
        return 0;
    }
    if (*add & CDK_PYRE_DEBUG) return cdk_pyre_fail(p, start, "bad inline flags: cannot turn on global flag");
    if (cdk_pyre_take(p, '-'))
        status = flags_off(p, del);
    else if (!cdk_pyre_take(p, ':'))
        status = cdk_pyre_fail(p, p->at, "missing -, : or )");
    if (status) return status;
    if (*del & CDK_PYRE_DEBUG) return cdk_pyre_fail(p, start, "bad inline flags: cannot turn off global flag");
    return *add & *del ? cdk_pyre_fail(p, start, "bad inline flags: flag turned on and off") : 0;
}

/* A name up to `end`. */
static int32_t name_until(cdk_pyre *p, char end, cdk_str *name)
{
    size_t start = p->at;
    while (cdk_pyre_more(p) && cdk_pyre_peek(p) != end) p->at++;
    *name = (cdk_str){p->pattern.p + start, p->at - start};
    if (!cdk_pyre_more(p)) return cdk_pyre_fail(p, start, "unterminated name");
    p->at++;
    return name->n ? 0 : cdk_pyre_fail(p, start, "missing group name");
}

static bool identifier(cdk_str name)
{
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        bool letter = (c | 0x20u) - 'a' < 26u || c == '_' || c >= 0x80;
        if (!letter && !(i && c >= '0' && c <= '9')) return false;
    }
    return name.n > 0;
}

static uint32_t group_named(const cdk_pyre *p, cdk_str name)
{
    for (size_t i = 1; i < p->group_count; i++)
        if (p->groups[i].name.p && cdk_str_eq(p->groups[i].name, name)) return (uint32_t)i;
    return 0;
}

/* Contents up to ')' with PCRE2's case option as the flags want it. `open` is what the group begins with. */
static int32_t body(cdk_pyre *p, size_t start, const char *open, uint32_t flags, cdk_width *width)
{
    bool before = p->caseless, wanted = cdk_pyre_wants_caseless(p, flags);
    cdk_buf_text(&p->out, open);
    if (wanted != before) cdk_buf_text(&p->out, wanted ? "(?i)" : "(?-i)");
    p->caseless = wanted;
    int32_t status = cdk_pyre_alternatives(p, flags, width);
    p->caseless = before;
    if (status) return status;
    if (!cdk_pyre_take(p, ')')) return cdk_pyre_fail(p, start, "missing ), unterminated subpattern");
    cdk_buf_char(&p->out, ')');
    return 0;
}

static int32_t capture(cdk_pyre *p, size_t start, cdk_str name, uint32_t flags, cdk_width *width)
{
    size_t number = p->group_count;
    if (name.p && group_named(p, name)) return cdk_pyre_fail(p, start, "redefinition of group name");
    if (number >= CDK_PYRE_MAX_GROUPS) return cdk_pyre_fail(p, start, "too many groups");
    if (!cdk_grow(p->env->mem, (void **)&p->groups, &p->group_cap, number + 1, sizeof *p->groups))
        return cdk_fail_memory(p->env);
    p->groups[p->group_count++] = (cdk_pyre_group){.name = name};
    int32_t status = body(p, start, "(", flags, width);
    p->groups[number].width = *width;
    p->groups[number].closed = true;
    return status;
}

static int32_t named(cdk_pyre *p, size_t start, uint32_t flags, cdk_width *width)
{
    cdk_str name;
    bool definition = cdk_pyre_take(p, '<');
    if (!definition && !cdk_pyre_take(p, '=')) return cdk_pyre_fail(p, start, "unknown extension ?P");
    int32_t status = name_until(p, definition ? '>' : ')', &name);
    if (status) return status;
    if (!identifier(name)) return cdk_pyre_fail(p, start, "bad character in group name");
    if (definition) return capture(p, start, name, flags, width);
    uint32_t group = group_named(p, name);
    return group ? cdk_pyre_reference(p, start, group, width) : cdk_pyre_fail(p, start, "unknown group name");
}

static int32_t assertion(cdk_pyre *p, size_t start, bool behind, uint32_t flags, cdk_width *width)
{
    char sign = cdk_pyre_peek(p);
    if (!cdk_pyre_more(p) || (sign != '=' && sign != '!')) return cdk_pyre_fail(p, start, "unknown extension ?<");
    p->at++;
    uint32_t outer = p->lookbehind_groups;
    if (behind && !outer) p->lookbehind_groups = (uint32_t)p->group_count;
    int32_t status = body(p, start, behind ? (sign == '=' ? "(?<=" : "(?<!") : sign == '=' ? "(?=" : "(?!", flags, width);
    p->lookbehind_groups = outer;
    if (status) return status;
    if (behind && width->lo != width->hi) return cdk_pyre_fail(p, start, "look-behind requires fixed-width pattern");
    *width = (cdk_width){0, 0};
    return 0;
}

/* The number or name between the parentheses of a condition. */
static int32_t condition_group(cdk_pyre *p, size_t start, uint32_t *group)
{
    cdk_str name;
    int32_t status = name_until(p, ')', &name);
    if (status) return status;
    if (identifier(name)) {
        *group = group_named(p, name);
        return *group ? 0 : cdk_pyre_fail(p, start, "unknown group name");
    }
    uint64_t number;
    name = cdk_str_trim(name);
    if (name.n && name.p[0] == '+') name = cdk_str_from(name, 1);
    if (!cdk_str_u64(name, 10, &number)) return cdk_pyre_fail(p, start, "bad character in group name");
    if (number == 0 || number >= CDK_PYRE_MAX_GROUPS) return cdk_pyre_fail(p, start, "bad group number");
    *group = (uint32_t)number;
    return 0;
}

static int32_t condition(cdk_pyre *p, size_t start, uint32_t flags, cdk_width *width)
{
    uint32_t group = 0;
    int32_t status = condition_group(p, start, &group);
    if (status) return status;
    if (p->lookbehind_groups && (group >= p->lookbehind_groups || group >= p->group_count || !p->groups[group].closed))
        return cdk_pyre_fail(p, start, "cannot refer to group defined in the same lookbehind subpattern");
    if (group > p->max_condition) {
        p->max_condition = group;
        p->max_condition_at = start;
    }
    cdk_buf_printf(&p->out, "(?(%u)", (unsigned)group);
    if (++p->depth > CDK_PYRE_MAX_DEPTH) return cdk_pyre_fail(p, start, "groups are nested too deep");
    cdk_width no = {0, 0};
    status = cdk_pyre_sequence(p, flags, width);
    if (!status && cdk_pyre_take(p, '|')) {
        cdk_buf_char(&p->out, '|');
        status = cdk_pyre_sequence(p, flags, &no);
    }
    p->depth--;
    if (status) return status;
    if (cdk_pyre_peek(p) == '|') return cdk_pyre_fail(p, start, "conditional backref with more than two branches");
    if (!cdk_pyre_take(p, ')')) return cdk_pyre_fail(p, start, "missing ), unterminated subpattern");
    cdk_buf_char(&p->out, ')');
    if (no.lo < width->lo) width->lo = no.lo;
    if (no.hi > width->hi) width->hi = no.hi;
    return 0;
}

static int32_t comment(cdk_pyre *p, size_t start)
{
    while (cdk_pyre_more(p)) {
        char c = p->pattern.p[p->at++];
        if (c == ')') return 0;
        if (c == '\\' && cdk_pyre_more(p)) p->at++;
    }
    return cdk_pyre_fail(p, start, "missing ), unterminated comment");
}

static int32_t flagged(cdk_pyre *p, size_t start, uint32_t flags, cdk_pyre_item *item, cdk_width *width)
{
    uint32_t add, del;
    bool scoped;
    int32_t status = cdk_pyre_flags(p, &add, &del, &scoped);
    if (status) return status;
    if (!scoped) {
        p->global_flags |= add;
        *item = CDK_PYRE_NOTHING;
        /* What follows reads quite otherwise: begin anew at once. */
        p->restart = p->global_flags & CDK_PYRE_VERBOSE && !(flags & CDK_PYRE_VERBOSE);
        return p->restart ? CISDOCK_E_SCHEMA : 0;
    }
    if (add & CDK_PYRE_TYPE) flags &= ~(uint32_t)CDK_PYRE_TYPE;
    return body(p, start, "(?:", (flags | add) & ~del, width);
}

int32_t cdk_pyre_group_item(cdk_pyre *p, uint32_t flags, cdk_pyre_item *item, cdk_width *width)
{
    size_t start = p->at - 1;
    if (!cdk_pyre_take(p, '?')) return capture(p, start, CDK_STR_NONE, flags, width);
    if (!cdk_pyre_more(p)) return cdk_pyre_fail(p, start, "unexpected end of pattern");
    char c = cdk_pyre_peek(p);
    if (flag_of(c) || c == '-') return flagged(p, start, flags, item, width);
    if (c != '=' && c != '!') p->at++;
    switch (c) {
    case 'P': return named(p, start, flags, width);
    case ':': return body(p, start, "(?:", flags, width);
    case '=': case '!': return assertion(p, start, false, flags, width);
    case '<': return assertion(p, start, true, flags, width);
    case '(': return condition(p, start, flags, width);
    case '#':
        *item = CDK_PYRE_NOTHING;
        return comment(p, start);
    default: return cdk_pyre_fail(p, start, "unknown extension");
    }
}
