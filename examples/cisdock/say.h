/* SPDX-License-Identifier: Apache-2.0 */
/* What the program says on standard error, and text helpers. */
#ifndef SAY_H
#define SAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* "cisdock: ..." on standard error; gives false. */
bool complain(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The name that needs the fewest changes to become `word`; NULL where none is near. */
const char *nearest(const char *word, size_t n, const char *const *names, size_t count);
/* A JSON string, quotes included; NULL gives null. Bytes that are not UTF-8 become U+FFFD. */
void print_json_string(FILE *to, const char *text);

#endif
