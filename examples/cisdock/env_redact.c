/* SPDX-License-Identifier: Apache-2.0 */
#include "env_redact.h"

#include <stdbool.h>
#include <string.h>

/* Behind the end of the text that begins at `p`, which is a quote. */
static const char *text_end(const char *p, const char *end)
{
    for (p++; p < end && *p != '"'; p++)
        if (*p == '\\' && p + 1 < end) p++;
    return p < end ? p + 1 : end;
}

static const char *skip_blanks(const char *p, const char *end)
{
    while (p < end && strchr(" \t\r\n", *p)) p++;
    return p;
}

static void write_variable(FILE *file, const char *begin, const char *end)
{
    const char *equals = memchr(begin, '=', (size_t)(end - begin));
    if (!equals) {
        fwrite(begin, 1, (size_t)(end - begin), file);
        return;
    }
    fwrite(begin, 1, (size_t)(equals - begin) + 1, file);
    fputs("[redacted]\"", file);
}

/* The texts of the array that begins at `p`; gives what stands behind it. */
static const char *write_variables(FILE *file, const char *p, const char *end)
{
    while (p < end && *p != ']') {
        if (*p == '"') {
            const char *stop = text_end(p, end);
            write_variable(file, p, stop);
            p = stop;
        } else {
            fputc(*p++, file);
        }
    }
    return p;
}

/* Is this text, with a colon and a bracket behind it, the member? `*array` is the bracket. */
static bool is_env(const char *p, const char *stop, const char *end, const char **array)
{
    if (stop - p != 5 || memcmp(p, "\"Env\"", 5)) return false;
    const char *colon = skip_blanks(stop, end);
    if (colon >= end || *colon != ':') return false;
    *array = skip_blanks(colon + 1, end);
    return *array < end && **array == '[';
}

void write_without_values(FILE *file, const char *text, size_t size)
{
    const char *p = text, *end = text + size, *array;
    while (p < end) {
        if (*p != '"') {
            fputc(*p++, file);
            continue;
        }
        const char *stop = text_end(p, end);
        if (stop - p > 8 && !memcmp(p, "\"SWMTKN-", 8)) { /* a token to join the swarm with */
            fputs("\"[redacted]\"", file);
            p = stop;
        } else if (is_env(p, stop, end, &array)) {
            fwrite(p, 1, (size_t)(array - p), file);
            p = write_variables(file, array, end);
        } else {
            fwrite(p, 1, (size_t)(stop - p), file);
            p = stop;
        }
    }
}
