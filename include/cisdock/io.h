/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file io.h
 * How bytes come in and go out: tables of callbacks that the host fills.
 *
 * Each table begins with `struct_size`, which the host sets to `sizeof` of the table that it was compiled with: members
 * that a later version appends are then known to be missing. Set unused members to NULL. Tables are copied; `user`
 * is borrowed.
 *
 * A reader gives the number of bytes that it put into `buffer`: fewer than asked is fine at any time, 0 only at the
 * end, negative is a failure whose number is kept (cisdock_error_host_code()). More than asked is a failure of the
 * host. Callbacks run on the thread that called the library, unless threads were asked for (context.h).
 */
#ifndef CISDOCK_IO_H
#define CISDOCK_IO_H

#include <cisdock/export.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cisdock_context cisdock_context;

/** A range of bytes: `read_at` with `length` for random access, or `read` alone, forward only. */
typedef struct cisdock_source {
    size_t struct_size; /**< sizeof(cisdock_source). */
    void *user;         /**< Handed to each callback. */
    /** Read up to `size` bytes at `offset`; at and past the end it gives 0. NULL: forward only. Must be thread-safe
     * where threads were asked for. */
    int64_t (*read_at)(void *user, uint64_t offset, uint8_t *buffer, size_t size);
    /** Length in bytes; negative is a failure. Needed beside `read_at`. */
    int64_t (*length)(void *user);
    /** Read the next up to `size` bytes. Used only where `read_at` is NULL. */
    int64_t (*read)(void *user, uint8_t *buffer, size_t size);
    /** Called exactly once when the library needs the source no more, also after a failure. May be NULL. */
    void (*close)(void *user);
} cisdock_source;

/** A store of blobs by digest, and of few documents by name (an OCI layout's `index.json`, `oci-layout`). */
typedef struct cisdock_blobs {
    size_t struct_size; /**< sizeof(cisdock_blobs). */
    void *user;         /**< Handed to each callback. */
    /** Fill `out` with a source of the blob ("sha256:<hex>"). `size` is the descriptor's size in bytes, or -1.
     * 0: opened; 1: not there; negative: failure. */
    int32_t (*open_blob)(void *user, const char *digest, int64_t size, cisdock_source *out);
    /** The same for a document by name. May be NULL: no documents. */
    int32_t (*open_document)(void *user, const char *name, cisdock_source *out);
    /** Called exactly once when the library needs the store no more. May be NULL. */
    void (*close)(void *user);
} cisdock_blobs;

/** Where the library writes to. */
typedef struct cisdock_sink {
    size_t struct_size; /**< sizeof(cisdock_sink). */
    void *user;         /**< Handed to the callback. */
    /** Take all of `data`; 0 or a negative number of the host's own, which is kept. */
    int32_t (*write)(void *user, const uint8_t *data, size_t size);
} cisdock_sink;

/**
 * Fill a source that reads bytes in memory.
 *
 * @param[in]  context  Gives the memory for the source's own state; not NULL; must outlive the source.
 * @param[in]  data     The bytes, borrowed until the source is closed; may be NULL where `size` is 0.
 * @param[in]  size     Their number.
 * @param[out] out      The source; not NULL.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  `out` is NULL, or `data` is NULL with a `size`.
 * @retval CISDOCK_E_NO_MEMORY    No memory for the source's own state, which its `close` frees.
 *
 * @par Ownership  Where it is handed to no call, call its `close` yourself.
 * @par Threads    Any thread; the source is thread-safe.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_source_memory(cisdock_context *context, const uint8_t *data, size_t size, cisdock_source *out);

/**
 * Fill a source that reads a file descriptor: by pread where it can be sought, else forward only.
 *
 * Left out of builds without the option `posix_io`: then it gives CISDOCK_E_UNSUPPORTED.
 *
 * @param[in]  context  Receives the details of a failure; not NULL.
 * @param[in]  fd       An open descriptor, borrowed until the source is closed; the library never closes it.
 * @param[out] out      The source; not NULL.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  `out` is NULL or `fd` is negative.
 * @retval CISDOCK_E_IO           The descriptor cannot be asked what it is.
 *
 * @par Ownership  Where it is handed to no call, call its `close` yourself.
 * @par Threads    Any thread; with random access the source is thread-safe.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_source_fd(cisdock_context *context, int32_t fd, cisdock_source *out);

#ifdef __cplusplus
}
#endif
#endif
