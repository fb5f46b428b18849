/* SPDX-License-Identifier: Apache-2.0 */
/* Writes tar archives byte by byte, wrong ones too. */
#ifndef CDK_TESTS_TAR_MAKE_H
#define CDK_TESTS_TAR_MAKE_H

#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef struct tar_make {
    uint8_t bytes[1 << 16];
    size_t n;
    uint8_t *header; /* the last one, to be changed before tar_sum */
} tar_make;

static inline void tar_sum(tar_make *tar)
{
    unsigned sum = 0;
    memset(tar->header + 148, ' ', 8);
    for (int i = 0; i < 512; i++) sum += tar->header[i];
    snprintf((char *)tar->header + 148, 8, "%06o", sum);
    tar->header[155] = ' ';
}

static inline void tar_octal(tar_make *tar, size_t at, size_t n, uint64_t value)
{
    char text[24];
    snprintf(text, sizeof text, "%0*llo", (int)n - 1, (unsigned long long)value);
    memcpy(tar->header + at, text, n);
}

static inline void tar_text(tar_make *tar, size_t at, size_t n, const char *text)
{
    size_t length = strlen(text);
    memcpy(tar->header + at, text, length < n ? length : n);
}

static inline void tar_header(tar_make *tar, const char *name, char typeflag, uint64_t size)
{
    tar->header = tar->bytes + tar->n;
    memset(tar->header, 0, 512);
    tar_text(tar, 0, 100, name);
    tar_octal(tar, 100, 8, 0644);
    tar_octal(tar, 108, 8, 0);
    tar_octal(tar, 116, 8, 0);
    tar_octal(tar, 124, 12, size);
    tar_octal(tar, 136, 12, 1000000000);
    tar->header[156] = (uint8_t)typeflag;
    memcpy(tar->header + 257, "ustar\00000", 8);
    tar->n += 512;
    tar_sum(tar);
}

static inline void tar_data(tar_make *tar, const void *bytes, size_t n)
{
    size_t blocks = (n + 511) / 512 * 512;
    memset(tar->bytes + tar->n, 0, blocks);
    memcpy(tar->bytes + tar->n, bytes, n);
    tar->n += blocks;
}

static inline void tar_file(tar_make *tar, const char *name, const char *content)
{
    tar_header(tar, name, '0', strlen(content));
    tar_data(tar, content, strlen(content));
}

static inline void tar_meta(tar_make *tar, char typeflag, const void *bytes, size_t n)
{
    tar_header(tar, "././@Meta", typeflag, n);
    tar_data(tar, bytes, n);
}

/* "<length> key=value\n": the length counts itself. */
static inline size_t tar_record(char *out, const char *key, const void *value, size_t n)
{
    size_t bare = strlen(key) + n + 3, length = bare + 1;
    for (char digits[24]; (size_t)snprintf(digits, sizeof digits, "%zu", length) + bare != length;) length++;
    int at = sprintf(out, "%zu %s=", length, key);
    memcpy(out + at, value, n);
    out[length - 1] = '\n';
    return length;
}

static inline void tar_pax(tar_make *tar, const char *key, const char *value)
{
    char record[4096];
    tar_meta(tar, 'x', record, tar_record(record, key, value, strlen(value)));
}

static inline void tar_end(tar_make *tar)
{
    memset(tar->bytes + tar->n, 0, 1024);
    tar->n += 1024;
}

#endif
