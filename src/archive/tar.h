/* SPDX-License-Identifier: Apache-2.0 */
/* A tar reader for every dialect: v7, ustar, GNU (long names and links in any order, sparse old, 0.0, 0.1, 1.0), PAX with
 * global records, base-256 numbers, star; end blocks or none. libtar is the codec of single header blocks only
 * (tar_header.c); everything that decides where an entry begins or ends is ours. */
#ifndef CDK_ARCHIVE_TAR_H
#define CDK_ARCHIVE_TAR_H

#include "io/stream.h"

typedef enum cdk_tar_type {
    CDK_TAR_FILE = 'f', CDK_TAR_DIR = 'd', CDK_TAR_SYMLINK = 'l', CDK_TAR_HARDLINK = 'h', CDK_TAR_CHAR = 'c',
    CDK_TAR_BLOCK = 'b', CDK_TAR_FIFO = 'p', CDK_TAR_UNKNOWN = '?'
} cdk_tar_type;

/* One entry; strings are valid until the next cdk_tar_next. */
typedef struct cdk_tar_entry {
    cdk_tar_type type;
    char typeflag;          /* as it stands in the header */
    cdk_str path;           /* raw bytes as archived, neither cleaned nor checked */
    cdk_str link;           /* target of a link, raw */
    uint32_t mode;          /* permission bits, 07777 */
    uint64_t uid, gid;
    uint64_t size;          /* of the file as it would be unpacked: real size of a sparse one */
    uint64_t stored_size;   /* bytes of data in the archive */
    int64_t mtime;          /* seconds */
    uint32_t dev_major, dev_minor;
    bool sparse;            /* has holes: the stored bytes are not the file's */
    cdk_str capability;     /* value of the extended attribute security.capability, raw */
    uint64_t header_offset; /* of the first header that belongs to it */
    uint64_t data_offset;
} cdk_tar_entry;

/* Told of damage that was survived (class bad-tar): entries or their data may not be what another reader sees; and of what
 * is good, but not for every reader (class unsupported). What all readers understand (odd numbers, no end blocks, bytes
 * behind the end) is not told, nor are failures. */
typedef struct cdk_tar_notes {
    void *user;
    void (*note)(void *user, cdk_class cls, const cdk_where *where, const char *message);
} cdk_tar_notes;

typedef struct cdk_tar cdk_tar;
/* Takes `stream` over, also on failure. `notes` may be NULL (copied). */
int32_t cdk_tar_new(const cdk_env *env, cdk_stream *stream, const cdk_tar_notes *notes, cdk_tar **out);
void cdk_tar_close(cdk_tar *tar); /* NULL is fine */
/* The next entry, what is left of the last one's data passed over. *entry NULL: the end of the archive.
 * Failures: bad-tar (a block that is no header), truncated, limit; the entries before it stand. */
int32_t cdk_tar_next(cdk_tar *tar, const cdk_tar_entry **entry);
/* The next piece of the entry's stored data; *size 0: its end. A sparse file gives stored pieces only. */
int32_t cdk_tar_data(cdk_tar *tar, const uint8_t **data, size_t *size);
/* The same of the file as it would be unpacked, holes as zeros: a few stored bytes may stand for exabytes. */
int32_t cdk_tar_data_expanded(cdk_tar *tar, const uint8_t **data, size_t *size);
/* Read the entry's content as it would be unpacked, at most `limit` bytes (else class limit): behind what `out` holds,
 * or NUL-terminated in the arena. */
int32_t cdk_tar_read_into(cdk_tar *tar, uint64_t limit, cdk_buf *out);
int32_t cdk_tar_read(cdk_tar *tar, cdk_arena *arena, uint64_t limit, cdk_str *out);
/* After the end: read what is left of the stream, so that its digest is of all bytes. */
int32_t cdk_tar_drain(cdk_tar *tar);
/* A stream of the current entry's stored data, which may be passed over cheaply. Closing it leaves the reader usable;
 * the reader's next entry ends it. */
int32_t cdk_tar_data_stream(cdk_tar *tar, cdk_stream **out);
/* Are these 512 bytes a tar header (checksum right)? */
bool cdk_tar_is_header(const uint8_t block[512]);

#endif
