/* SPDX-License-Identifier: Apache-2.0 */
/* Characters, classes and sets, written so that PCRE2 takes them as Python does. */
#include "base/pyre.h"

typedef struct range {
    uint32_t lo, hi;
} range;

static const range unicode_space[] = {{0x09, 0x0d}, {0x1c, 0x20}, {0x85, 0x85}, {0xa0, 0xa0}, {0x1680, 0x1680},
                                      {0x2000, 0x200a}, {0x2028, 0x2029}, {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000}};
static const range ascii_space[] = {{0x09, 0x0d}, {0x20, 0x20}};
static const range ascii_digit[] = {{'0', '9'}};
static const range ascii_word[] = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};

static uint32_t last_char(const cdk_pyre *p)
{
    return p->text ? 0x10ffff : 0xff;
}

/* A range inside of a set. Surrogates are no characters of a UTF-8 text. */
static void emit_range(cdk_pyre *p, uint32_t lo, uint32_t hi)
{
    if (p->text && lo >= 0xd800 && lo <= 0xdfff) lo = 0xe000;
    if (p->text && hi >= 0xd800 && hi <= 0xdfff) hi = 0xd7ff;
    if (lo > hi) return;
    cdk_buf_printf(&p->out, lo == hi ? "\\x{%x}" : "\\x{%x}-\\x{%x}", (unsigned)lo, (unsigned)hi);
}

static void emit_ranges(cdk_pyre *p, const range *ranges, size_t n, bool complement)
{
    uint32_t next = 0;
    for (size_t i = 0; i < n; i++) {
        if (!complement)
            emit_range(p, ranges[i].lo, ranges[i].hi);
        else if (ranges[i].lo > next)
            emit_range(p, next, ranges[i].lo - 1);
        next = ranges[i].hi + 1;
    }
    if (complement && next <= last_char(p)) emit_range(p, next, last_char(p));
}

/* The content of a class as it may stand in a set. */
static void emit_category(cdk_pyre *p, char letter, uint32_t flags)
{
    bool ascii = !p->text || flags & CDK_PYRE_ASCII, complement = letter < 'a';
    switch (letter | 0x20) {
    case 'd':
        if (ascii)
            emit_ranges(p, ascii_digit, 1, complement);
        else
            cdk_buf_text(&p->out, complement ? "\\P{Nd}" : "\\p{Nd}");
        break;
    case 's':
        if (ascii)
            emit_ranges(p, ascii_space, 2, complement);
        else
            emit_ranges(p, unicode_space, sizeof unicode_space / sizeof *unicode_space, complement);
        break;
    default:
        if (ascii)
            emit_ranges(p, ascii_word, 4, complement);
        else
            cdk_buf_text(&p->out, complement ? "\\W" : "\\w");
    }
}

void cdk_pyre_category(cdk_pyre *p, char letter, uint32_t flags)
{
    cdk_buf_char(&p->out, '[');
    emit_category(p, letter, flags);
    cdk_buf_char(&p->out, ']');
}

void cdk_pyre_boundary(cdk_pyre *p, bool at_one, uint32_t flags)
{
    if (p->text && !(flags & CDK_PYRE_ASCII))
        cdk_buf_text(&p->out, at_one ? "\\b" : "\\B");
    else
        cdk_buf_text(&p->out, at_one ? "(?:(?<![0-9A-Za-z_])(?=[0-9A-Za-z_])|(?<=[0-9A-Za-z_])(?![0-9A-Za-z_]))"
                                     : "(?:(?<![0-9A-Za-z_])(?![0-9A-Za-z_])|(?<=[0-9A-Za-z_])(?=[0-9A-Za-z_]))");
}

/* Python folds four letters i into one; PCRE2 knows only I and i. */
static bool folds_i(uint32_t lo, uint32_t hi)
{
    static const uint32_t all[] = {'I', 'i', 0x130, 0x131};
    for (size_t i = 0; i < 4; i++)
        if (lo <= all[i] && all[i] <= hi) return true;
    return false;
}

static uint32_t max32(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

static uint32_t min32(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* A range and what IGNORECASE adds to it beyond PCRE2's own folding. */
static void emit_folded(cdk_pyre *p, uint32_t lo, uint32_t hi, uint32_t flags)
{
    emit_range(p, lo, hi);
    if (!(flags & CDK_PYRE_IGNORECASE)) return;
    if (cdk_pyre_wants_caseless(p, flags)) {
        if (p->text && folds_i(lo, hi)) cdk_buf_text(&p->out, "Ii\\x{130}\\x{131}");
        return;
    }
    if (lo <= 'Z' && hi >= 'A') emit_range(p, max32(lo, 'A') + 32, min32(hi, 'Z') + 32);
    if (lo <= 'z' && hi >= 'a') emit_range(p, max32(lo, 'a') - 32, min32(hi, 'z') - 32);
}

void cdk_pyre_literal(cdk_pyre *p, uint32_t c, uint32_t flags)
{
    bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '/';
    bool fold = flags & CDK_PYRE_IGNORECASE && p->text && (folds_i(c, c) || !cdk_pyre_wants_caseless(p, flags));
    if (p->text && c >= 0xd800 && c <= 0xdfff)
        cdk_buf_text(&p->out, "[^\\x{0}-\\x{10ffff}]");
    else if (fold) {
        cdk_buf_char(&p->out, '[');
        emit_folded(p, c, c, flags);
        cdk_buf_char(&p->out, ']');
    } else if (plain)
        cdk_buf_char(&p->out, (char)c);
    else
        cdk_buf_printf(&p->out, "\\x{%x}", (unsigned)c);
}

/* One member of a set: 1 and a character, or 2 and the letter of a class. */
static int32_t member(cdk_pyre *p, uint32_t *value)
{
    size_t start = p->at;
    if (!cdk_pyre_take(p, '\\')) {
        *value = cdk_pyre_char(p);
        return 1;
    }
    if (!cdk_pyre_more(p)) return cdk_pyre_fail(p, start, "bad escape (end of pattern)");
    char c = cdk_pyre_peek(p);
    if (strchr("dDsSwW", c) && c) {
        p->at++;
        *value = (unsigned char)c;
        return 2;
    }
    if (cdk_pyre_take(p, 'b')) {
        *value = '\b';
        return 1;
    }
    if (c >= '0' && c <= '7') {
        *value = 0;
        for (int i = 0; i < 3 && cdk_pyre_peek(p) >= '0' && cdk_pyre_peek(p) <= '7'; i++)
            *value = *value * 8 + (uint32_t)(p->pattern.p[p->at++] - '0');
        return *value > 0377 ? cdk_pyre_fail(p, start, "octal escape outside of range 0-0o377") : 1;
    }
    int32_t is = cdk_pyre_escape_char(p, start, value);
    if (is) return is;
    if ((c >= '8' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')) return cdk_pyre_fail(p, start, "bad escape");
    *value = cdk_pyre_char(p);
    return 1;
}

static void emit_member(cdk_pyre *p, int32_t kind, uint32_t value, uint32_t flags)
{
    if (kind == 2)
        emit_category(p, (char)value, flags);
    else
        emit_folded(p, value, value, flags);
}

/* One member or range. `*last` is set where the set ended with it ("a-]"). */
static int32_t member_or_range(cdk_pyre *p, uint32_t flags, size_t set_start, bool *last)
{
    size_t start = p->at;
    uint32_t lo, hi;
    int32_t kind = member(p, &lo);
    if (kind < 0) return kind;
    if (!cdk_pyre_take(p, '-')) {
        emit_member(p, kind, lo, flags);
        return 0;
    }
    if (!cdk_pyre_more(p)) return cdk_pyre_fail(p, set_start, "unterminated character set");
    if (cdk_pyre_take(p, ']')) {
        emit_member(p, kind, lo, flags);
        emit_range(p, '-', '-');
        *last = true;
        return 0;
    }
    int32_t other = member(p, &hi);
    if (other < 0) return other;
    if (kind == 2 || other == 2 || hi < lo) return cdk_pyre_fail(p, start, "bad character range");
    emit_folded(p, lo, hi, flags);
    return 0;
}

int32_t cdk_pyre_set(cdk_pyre *p, uint32_t flags)
{
    size_t start = p->at - 1;
    bool negate = cdk_pyre_take(p, '^'), last = false;
    cdk_buf_text(&p->out, negate ? "[^" : "[");
    for (bool first = true;; first = false) {
        if (!cdk_pyre_more(p)) return cdk_pyre_fail(p, start, "unterminated character set");
        if (!first && cdk_pyre_take(p, ']')) break;
        size_t before = p->out.n;
        int32_t status = member_or_range(p, flags, start, &last);
        if (status) return status;
        /* A lone surrogate leaves nothing behind, and a set must not be empty. */
        if (p->out.n == before && !p->out.failed) cdk_buf_text(&p->out, "\\P{Any}");
        if (last) break;
    }
    cdk_buf_char(&p->out, ']');
    return 0;
}
