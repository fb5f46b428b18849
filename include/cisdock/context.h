/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file context.h
 * The context: allocator, hooks, limits, and the details of the last failure.
 *
 * One context belongs to one thread at a time. It must outlive what was made with it in the sense of memory only:
 * images, analyses, bundles and reports hold a reference, so that handles may be freed in any order.
 */
#ifndef CISDOCK_CONTEXT_H
#define CISDOCK_CONTEXT_H

#include <cisdock/export.h>
#include <cisdock/io.h>
#include <cisdock/status.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The host's memory. All three functions are needed. Must be thread-safe where threads were asked for. */
typedef struct cisdock_allocator {
    size_t struct_size; /**< sizeof(cisdock_allocator). */
    void *user;         /**< Handed to each callback. */
    /** Give `size` bytes (never 0) aligned for any type, or NULL. */
    void *(*alloc)(void *user, size_t size);
    /** Resize; on NULL the old memory stays as it was. */
    void *(*realloc)(void *user, void *ptr, size_t old_size, size_t new_size);
    /** Take back memory of `size` bytes; `ptr` is never NULL. */
    void (*free)(void *user, void *ptr, size_t size);
} cisdock_allocator;

/** Levels of log lines. */
#define CISDOCK_LOG_ERROR 1
#define CISDOCK_LOG_WARNING 2
#define CISDOCK_LOG_INFO 3
#define CISDOCK_LOG_DEBUG 4

/** What the library tells and asks while it works. Each member may be NULL. None may call the library. */
typedef struct cisdock_hooks {
    size_t struct_size; /**< sizeof(cisdock_hooks). */
    void *user;         /**< Handed to each callback. */
    /** A line for the log: secrets are redacted, no line end. */
    void (*log)(void *user, int32_t level, const char *message);
    /** How far a phase ("open", "layer", "evaluate") is: bytes or items done of `total`; 0: total not known. */
    void (*progress)(void *user, const char *phase, uint64_t done, uint64_t total);
    /** Asked before each read and every few thousand items: not 0 stops the call with CISDOCK_E_CANCELLED. */
    int32_t (*cancel)(void *user);
    /** The time now in seconds since 1970-01-01 UTC. NULL: time is not known, and nothing that depends on it is decided. */
    int64_t (*now)(void *user);
} cisdock_hooks;

/** A store for layer facts, so that a known layer need not be read again. Values check themselves: a damaged or
 * foreign value is a miss. A failing cache never fails an analysis. */
typedef struct cisdock_cache {
    size_t struct_size; /**< sizeof(cisdock_cache). */
    void *user;         /**< Handed to each callback. */
    /** Write the value of `key` into `into`. 1: found; 0: not there; negative: failure (a miss). */
    int32_t (*get)(void *user, const char *key, const cisdock_sink *into);
    /** Keep a value. 0 or negative: failure (ignored). */
    int32_t (*put)(void *user, const char *key, const uint8_t *data, size_t size);
} cisdock_cache;

/** Runs work side by side on threads of the host. */
typedef struct cisdock_executor {
    size_t struct_size; /**< sizeof(cisdock_executor). */
    void *user;         /**< Handed to the callback. */
    /** Call `work(argument, i)` for each i below `count`, in any order, on any threads, and return when all are done. */
    void (*parallel_for)(void *user, size_t count, void (*work)(void *argument, size_t index), void *argument);
} cisdock_executor;

/* Keys of cisdock_context_set_u64(): pinned, append only. Bounds: cisdock_option_bounds(). */
#define CISDOCK_OPT_MAX_MEMORY 1         /**< bytes of heap that the context may hold; 0: no limit */
#define CISDOCK_OPT_MAX_ENTRIES 2        /**< tar entries over all layers of an image */
#define CISDOCK_OPT_MAX_PATH 3           /**< bytes of one path or link target */
#define CISDOCK_OPT_MAX_DOCUMENT 4       /**< bytes of one JSON document of an image */
#define CISDOCK_OPT_MAX_JSON_DEPTH 5     /**< nesting of a JSON document */
#define CISDOCK_OPT_MAX_LAYERS 6         /**< layers of one image */
#define CISDOCK_OPT_MAX_LAYER_BYTES 7    /**< unpacked bytes of one layer */
#define CISDOCK_OPT_MAX_RATIO 8          /**< unpacked to stored size, beyond RATIO_FREE_BYTES */
#define CISDOCK_OPT_RATIO_FREE_BYTES 9   /**< unpacked bytes that any ratio may reach */
#define CISDOCK_OPT_MAX_KEPT_FILE 10     /**< bytes of one file whose content is kept */
#define CISDOCK_OPT_MAX_KEPT_TOTAL 11    /**< bytes of contents kept for one layer */
#define CISDOCK_OPT_MAX_PKGDB 12         /**< bytes of one package database */
#define CISDOCK_OPT_MAX_IMAGES 13        /**< images in one archive or index */
#define CISDOCK_OPT_MAX_INDEX_DEPTH 14   /**< image indexes within indexes */
#define CISDOCK_OPT_MAX_PROBLEMS 15      /**< problems recorded for one image */
#define CISDOCK_OPT_MAX_FINDINGS 16      /**< objects and matches of one report */
#define CISDOCK_OPT_MAX_EVIDENCE 17      /**< bytes of one evidence document */
#define CISDOCK_OPT_MAX_BUNDLE 18        /**< bytes of one policy bundle */
#define CISDOCK_OPT_MAX_PATTERN_STEPS 19 /**< backtracking of one pattern on one text */
#define CISDOCK_OPT_MAX_WINDOW 20        /**< bytes of the window of a zstd or xz stream */
#define CISDOCK_OPT_MAX_LAYER_ENTRIES 21 /**< tar entries of one layer */
#define CISDOCK_OPT_THREADS 22           /**< threads that the library may start; 1: none */
#define CISDOCK_OPT_VERIFY 23            /**< 1: check digests while streaming; 0: do not, and say so in the report */
#define CISDOCK_OPT_MAX_PAX 24           /**< bytes of PAX or GNU records before one entry */
#define CISDOCK_OPT_SECRET_FILE_MAX 25   /**< bytes of a file that is searched for secrets */

/* Keys of cisdock_context_set_str(). */
#define CISDOCK_OPT_REDACTION_KEY 1001 /**< key for the digests of redacted values; none: no digests */

/**
 * Make a context.
 *
 * @param[in]  allocator  Memory for all that is made with it; NULL for malloc. Table copied.
 * @param[out] out        New context, or NULL on failure; not NULL. Owned by the caller: cisdock_context_free().
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  `out` is NULL, or the table lacks a function.
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The caller owns the context; handles made with it keep its memory alive until they are freed.
 * @par Threads    Any thread; contexts are independent of each other.
 * @par Hooks      allocator.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_context_new(const cisdock_allocator *allocator, cisdock_context **out);

/**
 * Give a context back.
 *
 * @param[in] context  The context; NULL is fine.
 *
 * @par Ownership  Its memory goes when the last handle made with it is freed.
 * @par Threads    The thread that uses the context.
 * @par Hooks      allocator.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API void cisdock_context_free(cisdock_context *context);

/**
 * Set a number: a limit or a switch.
 *
 * @param[in] context  Context; not NULL.
 * @param[in] key      One of CISDOCK_OPT_*.
 * @param[in] value    In the key's unit, within cisdock_option_bounds().
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  The key is not known to this version, or the value is out of bounds (message says which).
 *
 * @par Ownership  None.
 * @par Threads    The thread that uses the context; holds for calls made afterwards.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_context_set_u64(cisdock_context *context, int32_t key, uint64_t value);

/**
 * Read a number back.
 *
 * @param[in]  context  Context; not NULL.
 * @param[in]  key      One of CISDOCK_OPT_*.
 * @param[out] out      The value in the key's unit; not NULL.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  The key is not known to this version.
 *
 * @par Ownership  None.
 * @par Threads    The thread that uses the context.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_context_get_u64(const cisdock_context *context, int32_t key, uint64_t *out);

/**
 * Set a text.
 *
 * @param[in] context  Context; not NULL.
 * @param[in] key      CISDOCK_OPT_REDACTION_KEY.
 * @param[in] value    UTF-8, copied; NULL takes the setting back.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  The key is not known to this version.
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The text is copied.
 * @par Threads    The thread that uses the context; holds for calls made afterwards.
 * @par Hooks      allocator.
 * @par Cost       Linear in the text.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_context_set_str(cisdock_context *context, int32_t key, const char *value);

/**
 * Ask which values a numeric option takes.
 *
 * @param[in]  key           One of CISDOCK_OPT_*.
 * @param[out] min           Smallest value; may be NULL.
 * @param[out] max           Largest value; may be NULL.
 * @param[out] default_value What holds where nothing was set; may be NULL.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  The key is not known to this version.
 *
 * @par Ownership  None.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_option_bounds(int32_t key, uint64_t *min, uint64_t *max, uint64_t *default_value);

/**
 * Set the hooks for log, progress, cancellation and time.
 *
 * @param[in] context  Context; not NULL.
 * @param[in] hooks    Table, copied; NULL takes them back.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  `context` is NULL, or `struct_size` is too small to be one.
 *
 * @par Ownership  `user` is borrowed until the hooks are replaced or the last handle of the context is freed.
 * @par Threads    The thread that uses the context.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_context_set_hooks(cisdock_context *context, const cisdock_hooks *hooks);

/**
 * Set the cache of layer facts.
 *
 * @param[in] context  Context; not NULL.
 * @param[in] cache    Table, copied; NULL takes it back.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  `context` is NULL, or the table lacks a function.
 *
 * @par Ownership  `user` is borrowed until the cache is replaced or the context is freed.
 * @par Threads    The thread that uses the context; the callbacks run on the thread that calls the library.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_context_set_cache(cisdock_context *context, const cisdock_cache *cache);

/**
 * Set the executor that runs layers side by side.
 *
 * @param[in] context   Context; not NULL.
 * @param[in] executor  Table, copied; NULL takes it back. The allocator and `read_at`, `open_blob` of sources must
 *                      then be thread-safe.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  `context` is NULL, or the table lacks its function.
 *
 * @par Ownership  `user` is borrowed until the executor is replaced or the context is freed.
 * @par Threads    The thread that uses the context; work runs on the executor's threads.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_context_set_executor(cisdock_context *context, const cisdock_executor *executor);

/**
 * Say how much memory the context and its handles hold, and held at most.
 *
 * @param[in]  context  Context; not NULL.
 * @param[out] now      Bytes now; may be NULL.
 * @param[out] peak     Most bytes at one time; may be NULL.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  `context` is NULL.
 *
 * @par Ownership  None.
 * @par Threads    Any thread.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_context_memory(const cisdock_context *context, uint64_t *now, uint64_t *peak);

/**
 * Give the status of the last call that failed.
 *
 * @param[in] context  Context; NULL gives CISDOCK_E_INVALID_ARG.
 * @return A status code; CISDOCK_OK where nothing failed yet.
 *
 * @par Ownership  None.
 * @par Threads    The thread that uses the context.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_error_status(const cisdock_context *context);

/**
 * Give the class of the last failure, such as "truncated" or "bad-json".
 *
 * @param[in] context  Context; may be NULL.
 * @return The class; "none" where nothing failed; never NULL.
 *
 * @par Ownership  Static storage.
 * @par Threads    The thread that uses the context.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_error_class(const cisdock_context *context);

/**
 * Give the message of the last failure: what failed and what to do.
 *
 * @param[in] context  Context; may be NULL.
 * @return UTF-8 text; empty where nothing failed; never NULL.
 *
 * @par Ownership  Of the context, until its next failing call.
 * @par Threads    The thread that uses the context.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_error_message(const cisdock_context *context);

/**
 * Give the digest of the blob in which the last failure lies.
 *
 * @param[in] context  Context; may be NULL.
 * @return "sha256:..." or an empty text; never NULL.
 *
 * @par Ownership  Of the context, until its next failing call.
 * @par Threads    The thread that uses the context.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_error_digest(const cisdock_context *context);

/**
 * Give the path of the entry in which the last failure lies, bad bytes replaced.
 *
 * @param[in] context  Context; may be NULL.
 * @return UTF-8 text or an empty text; never NULL.
 *
 * @par Ownership  Of the context, until its next failing call.
 * @par Threads    The thread that uses the context.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_error_path(const cisdock_context *context);

/**
 * Give the document in which the last failure lies: "manifest.json", "info".
 *
 * @param[in] context  Context; may be NULL.
 * @return UTF-8 text or an empty text; never NULL.
 *
 * @par Ownership  Of the context, until its next failing call.
 * @par Threads    The thread that uses the context.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_error_document(const cisdock_context *context);

/**
 * Give the JSON pointer (RFC 6901) of the value at fault.
 *
 * @param[in] context  Context; may be NULL.
 * @return UTF-8 text or an empty text; never NULL.
 *
 * @par Ownership  Of the context, until its next failing call.
 * @par Threads    The thread that uses the context.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_error_pointer(const cisdock_context *context);

/**
 * Give the offset of the last failure in its blob or document.
 *
 * @param[in] context  Context; may be NULL.
 * @return Bytes from the start, or -1 where it has none.
 *
 * @par Ownership  None.
 * @par Threads    The thread that uses the context.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int64_t cisdock_error_offset(const cisdock_context *context);

/**
 * Give the layer in which the last failure lies.
 *
 * @param[in] context  Context; may be NULL.
 * @return Index from 0 (lowest), or -1 where it lies in none.
 *
 * @par Ownership  None.
 * @par Threads    The thread that uses the context.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_error_layer(const cisdock_context *context);

/**
 * Give the number with which a callback of the host failed.
 *
 * @param[in] context  Context; may be NULL.
 * @return The host's own negative number; 0 where the last failure was not the host's.
 *
 * @par Ownership  None.
 * @par Threads    The thread that uses the context.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int64_t cisdock_error_host_code(const cisdock_context *context);

#ifdef __cplusplus
}
#endif
#endif
