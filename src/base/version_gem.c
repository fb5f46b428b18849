/* SPDX-License-Identifier: Apache-2.0 */
/* Gem::Version: numbers and words, zeros at the end of the numbers and of all that follows the first word count for nothing;
 * a word is older than any number, and "-" reads ".pre.". */
#include "base/version.h"

typedef struct halves {
    cdk_str numbers, words;
} halves;

static bool is_letter(char c)
{
    return ((unsigned char)c | 0x20u) - 'a' < 26u;
}

/* digits{.alnum}[-alnum{.alnum}], where behind the first dash more may stand. None at all is version 0. A word right behind
 * the first number, as in old feeds, is taken too, though Ruby refuses it today. */
static bool valid(cdk_str text)
{
    bool dashed = false, empty = true;
    if (text.n && !cdk_is_digit(text.p[0])) return false;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '.' || (c == '-' && !dashed)) {
            if (empty) return false;
            empty = true;
            dashed = dashed || c == '-';
        } else if (cdk_is_digit(c) || is_letter(c) || c == '-') {
            empty = false;
        } else {
            return false;
        }
    }
    return !empty || text.n == 0;
}

static cdk_str without_zeros(cdk_str text)
{
    for (;;) {
        size_t n = text.n;
        while (n && text.p[n - 1] == '0') n--;
        bool number = n < text.n && !(n && cdk_is_digit(text.p[n - 1]));
        if (!number) n = text.n;
        while (n && text.p[n - 1] == '.') n--;
        if (n == text.n) return text;
        text.n = n;
    }
}

static halves split(cdk_str text)
{
    size_t at = 0;
    while (at < text.n && (cdk_is_digit(text.p[at]) || text.p[at] == '.')) at++;
    return (halves){without_zeros((cdk_str){text.p, at}), without_zeros(cdk_str_from(text, at))};
}

/* The next number or word; "0" behind the last. */
static cdk_str next(halves *h)
{
    cdk_str *rest = h->numbers.n ? &h->numbers : &h->words;
    while (rest->n && rest->p[0] == '.') *rest = cdk_str_from(*rest, 1);
    if (!rest->n) return rest == &h->numbers ? next(h) : CDK_STR("0");
    if (cdk_is_digit(rest->p[0])) return cdk_version_digits(rest);
    if (rest->p[0] == '-') {
        *rest = cdk_str_from(*rest, 1);
        return CDK_STR("pre");
    }
    size_t n = 0;
    while (n < rest->n && is_letter(rest->p[n])) n++;
    cdk_str word = {rest->p, n};
    *rest = cdk_str_from(*rest, n);
    return word;
}

static int compare_segments(cdk_str a, cdk_str b)
{
    bool numbers[] = {cdk_is_digit(a.p[0]), cdk_is_digit(b.p[0])};
    if (numbers[0] && numbers[1]) return cdk_version_number(a, b);
    if (numbers[0] != numbers[1]) return numbers[0] ? 1 : -1;
    int order = cdk_str_cmp(a, b);
    return order < 0 ? -1 : order > 0;
}

bool cdk_version_gem(cdk_str a, cdk_str b, int *order)
{
    a = cdk_str_trim(a);
    b = cdk_str_trim(b);
    if (!valid(a) || !valid(b)) return false;
    halves x = split(a), y = split(b);
    *order = 0;
    while (!*order && (x.numbers.n || x.words.n || y.numbers.n || y.words.n)) *order = compare_segments(next(&x), next(&y));
    return true;
}
