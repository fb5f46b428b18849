/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the JSON of reports, which the program itself has written, into a tree. */
#ifndef JSON_READ_H
#define JSON_READ_H

#include <stddef.h>

typedef struct json {
    char type;          /* '{' '[' 's' string, '0' number, 't' 'f' 'n' */
    char *key, *text;   /* of a member; of a string or number */
    struct json *first, *last, *next;
} json;

/* NULL: no JSON, or no memory; `at` then tells the byte. Free with json_free. */
json *json_read(const char *text, size_t size, size_t *at);
void json_free(json *value);

/* All take NULL. */
const json *json_get(const json *object, const char *key);
const char *json_text(const json *object, const char *key); /* of a string member; "" where it is missing */

#endif
