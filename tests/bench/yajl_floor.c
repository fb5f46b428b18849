/* SPDX-License-Identifier: Apache-2.0 */
/* What yajl alone needs for a document: its events with nobody listening, or its own tree. `yajl_floor events|tree FILE` */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yajl/yajl_parse.h>
#include <yajl/yajl_tree.h>

static int nothing(void *user)
{
    (void)user;
    return 1;
}

static int boolean(void *user, int value)
{
    (void)user;
    (void)value;
    return 1;
}

static int number(void *user, const char *text, size_t n)
{
    (void)user;
    (void)text;
    (void)n;
    return 1;
}

static int string(void *user, const unsigned char *text, size_t n)
{
    (void)user;
    (void)text;
    (void)n;
    return 1;
}

static int events(FILE *file)
{
    static const yajl_callbacks callbacks = {nothing, boolean, NULL, NULL, number, string, nothing, string, nothing, nothing, nothing};
    static unsigned char piece[65536];
    yajl_handle parser = yajl_alloc(&callbacks, NULL, NULL);
    size_t n;
    while (parser && (n = fread(piece, 1, sizeof piece, file)) > 0)
        if (yajl_parse(parser, piece, n) != yajl_status_ok) return 1;
    return !parser || yajl_complete_parse(parser) != yajl_status_ok;
}

static int tree(FILE *file)
{
    char error[256], *text;
    long size;
    if (fseek(file, 0, SEEK_END) || (size = ftell(file)) < 0 || fseek(file, 0, SEEK_SET) || !(text = malloc((size_t)size + 1))) return 1;
    text[fread(text, 1, (size_t)size, file)] = '\0';
    return yajl_tree_parse(text, error, sizeof error) == NULL;
}

int main(int argc, char **argv)
{
    FILE *file = argc == 3 ? fopen(argv[2], "rb") : NULL;
    return file ? (strcmp(argv[1], "tree") ? events : tree)(file) : 2;
}
