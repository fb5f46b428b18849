/* SPDX-License-Identifier: Apache-2.0 */
/* Text as Python's str has it: white space, lines and words by Unicode, values as they are printed. */
#ifndef CDK_BASE_PYTEXT_H
#define CDK_BASE_PYTEXT_H

#include "base/str.h"

cdk_str cdk_py_strip(cdk_str s);                   /* str.strip() */
bool cdk_py_line(cdk_str *rest, cdk_str *line);    /* the next of str.splitlines(); false: nothing left */
bool cdk_py_word(cdk_str *rest, cdk_str *word);    /* the next of str.split(); false: nothing left */
bool cdk_py_item(cdk_str *rest, cdk_str *item);    /* the next of str.split(","), stripped. Begin with p not NULL */
cdk_str cdk_py_lower(cdk_arena *arena, cdk_str s); /* ASCII letters; p NULL: no memory */
void cdk_py_repr(cdk_buf *out, cdk_str s);         /* repr(str) */
void cdk_py_oct(cdk_buf *out, uint64_t n);         /* oct(n): 0o755 */
void cdk_py_number(cdk_buf *out, cdk_str text);    /* a JSON number as Python prints it again: 7.50 is 7.5 */
bool cdk_py_decimal(cdk_str text, double *out);    /* -12.5; whatever the locale. False: none, or too long */

#endif
