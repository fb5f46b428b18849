/* SPDX-License-Identifier: Apache-2.0 */
/* Lines for people: wrapped, indented, and with nothing in them that a terminal would act on. */
#ifndef CDK_REPORT_TABLE_TEXT_H
#define CDK_REPORT_TABLE_TEXT_H

#include "report/out.h"

enum { CDK_TABLE_WIDTH = 96 };

typedef struct cdk_table {
    cdk_out out;       /* redaction, status */
    cdk_buf buf;
    const cisdock_sink *sink;
    bool colour;
    size_t column;     /* of the line being built, in characters */
} cdk_table;

typedef enum cdk_paint { CDK_PLAIN, CDK_RED, CDK_GREEN, CDK_YELLOW, CDK_BLUE, CDK_DIM, CDK_BOLD } cdk_paint;

void cdk_table_put(cdk_table *table, cdk_str text);       /* control characters and bad UTF-8 replaced */
void cdk_table_printf(cdk_table *table, const char *format, ...) __attribute__((format(printf, 2, 3)));
void cdk_table_paint(cdk_table *table, cdk_paint paint);  /* nothing without colour */
void cdk_table_to(cdk_table *table, size_t column);       /* blanks up to a column */
void cdk_table_end_line(cdk_table *table);
/* Words from `column` on, wrapped there; at most `lines` lines, the last one with "..." where more was to come. */
void cdk_table_wrap(cdk_table *table, size_t column, cdk_str text, unsigned lines);
void cdk_table_flush(cdk_table *table);

#endif
