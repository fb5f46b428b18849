/* SPDX-License-Identifier: Apache-2.0 */
#include "report/table_text.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

/* Controls of ASCII and of U+0080..U+009F, and the marks that turn text around (U+202A..U+202E, U+2066..U+2069). */
static bool harmful(cdk_str character)
{
    const uint8_t *c = (const uint8_t *)character.p;
    if (character.n == 1) return c[0] < 0x20 || c[0] == 0x7f;
    if (character.n == 2) return c[0] == 0xc2 && c[1] < 0xa0;
    if (character.n != 3 || c[0] != 0xe2) return false;
    return (c[1] == 0x80 && c[2] >= 0xaa && c[2] <= 0xae) || (c[1] == 0x81 && c[2] >= 0xa6 && c[2] <= 0xa9);
}

void cdk_table_put(cdk_table *table, cdk_str text)
{
    while (text.n) {
        bool good;
        size_t n = cdk_utf8_length(text, &good);
        cdk_str character = {text.p, n};
        if (!good)
            cdk_buf_text(&table->buf, "\xef\xbf\xbd");
        else if (harmful(character))
            cdk_buf_char(&table->buf, n == 1 && (text.p[0] == '\n' || text.p[0] == '\t') ? ' ' : '?');
        else
            cdk_buf_str(&table->buf, character);
        table->column++;
        text = cdk_str_from(text, n);
    }
}

void cdk_table_printf(cdk_table *table, const char *format, ...)
{
    char text[256];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    cdk_table_put(table, cdk_str_of(text));
}

void cdk_table_paint(cdk_table *table, cdk_paint paint)
{
    static const char *const codes[] = {
        [CDK_PLAIN] = "\x1b[0m", [CDK_RED] = "\x1b[31m",  [CDK_GREEN] = "\x1b[32m", [CDK_YELLOW] = "\x1b[33m",
        [CDK_BLUE] = "\x1b[34m", [CDK_DIM] = "\x1b[2m",   [CDK_BOLD] = "\x1b[1m",
    };
    if (table->colour) cdk_buf_text(&table->buf, codes[paint]);
}

void cdk_table_to(cdk_table *table, size_t column)
{
    while (table->column < column) {
        cdk_buf_char(&table->buf, ' ');
        table->column++;
    }
}

void cdk_table_end_line(cdk_table *table)
{
    cdk_buf_char(&table->buf, '\n');
    table->column = 0;
}

static size_t characters(cdk_str text)
{
    size_t n = 0;
    while (text.n) {
        bool good;
        text = cdk_str_from(text, cdk_utf8_length(text, &good));
        n++;
    }
    return n;
}

/* A word that no line could hold is cut. */
static void put_word(cdk_table *table, cdk_str word, size_t length)
{
    bool cut = table->column + length > CDK_TABLE_WIDTH;
    while (word.n && (!cut || table->column + 3 < CDK_TABLE_WIDTH)) {
        bool good;
        size_t n = cdk_utf8_length(word, &good);
        cdk_table_put(table, (cdk_str){word.p, n});
        word = cdk_str_from(word, n);
    }
    if (word.n) cdk_table_put(table, CDK_STR("..."));
}

void cdk_table_wrap(cdk_table *table, size_t column, cdk_str text, unsigned lines)
{
    cdk_str word;
    unsigned line = 1;
    bool fresh = true;
    cdk_table_to(table, column);
    while (cdk_str_word(&text, &word)) {
        size_t n = characters(word);
        if (!fresh && table->column + 1 + n > CDK_TABLE_WIDTH) {
            if (line == lines) {
                cdk_table_put(table, CDK_STR(" ..."));
                break;
            }
            cdk_table_end_line(table);
            cdk_table_to(table, column);
            line++;
            fresh = true;
        }
        if (!fresh) cdk_table_put(table, CDK_STR(" "));
        put_word(table, word, n);
        fresh = false;
    }
    cdk_table_end_line(table);
}

void cdk_table_flush(cdk_table *table)
{
    const cdk_env *env = table->out.env;
    if (table->buf.failed && !table->out.status) table->out.status = cdk_fail_memory(env);
    if (!table->out.status && table->buf.n) {
        int32_t code = table->sink->write(table->sink->user, (const uint8_t *)table->buf.p, table->buf.n);
        if (code) table->out.status = cdk_fail_host(env, "write", code);
    }
    table->buf.n = 0;
    cdk_arena_reset(&table->out.scratch);
}
