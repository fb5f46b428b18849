/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file analysis.h
 * Analyses: the facts of one image. Immutable; may be shared between threads and judged many times.
 *
 * Bytes out of an image (paths, names) are not text: they come as pointer and length (NULL and 0: none), without a NUL,
 * and are not always UTF-8. Paths have no leading slash.
 */
#ifndef CISDOCK_ANALYSIS_H
#define CISDOCK_ANALYSIS_H

#include <cisdock/export.h>
#include <cisdock/image.h>
#include <cisdock/layer.h>
#include <cisdock/plan.h>
#include <cisdock/problem.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The facts of one image. */
typedef struct cisdock_analysis cisdock_analysis;

/** One file of the squashed tree. Set `struct_size` before asking for one. */
typedef struct cisdock_file {
    size_t struct_size;    /**< sizeof(cisdock_file). */
    const uint8_t *path;   /**< Without leading slash. */
    size_t path_size;      /**< Bytes of it. */
    const uint8_t *link;   /**< Target of a symlink; "MAJOR,MINOR" of a device. */
    size_t link_size;      /**< Bytes of it. */
    uint64_t uid;          /**< Owner. */
    uint64_t gid;          /**< Group. */
    uint64_t size;         /**< Bytes. */
    int64_t mtime;         /**< Seconds since 1970-01-01 UTC. */
    const uint8_t *sha256; /**< 32 bytes; NULL where it was not collected. */
    uint32_t mode;         /**< Permission bits, 07777. */
    int32_t type;          /**< 'f' file, 'd' folder, 'l' symlink, 'c' and 'b' devices, 'p' pipe. */
    int32_t layer;         /**< That wrote it last. */
    int32_t hardlink;      /**< 1: stood in the archive as a hard link. */
} cisdock_file;

/** Is told of files. */
typedef struct cisdock_file_visitor {
    size_t struct_size; /**< sizeof(cisdock_file_visitor). */
    void *user;         /**< Handed to the callback. */
    /** Take one file, valid during the call. 0 goes on, 1 stops in peace, a negative number fails the call. */
    int32_t (*file)(void *user, const cisdock_file *file);
} cisdock_file_visitor;

/** One package. Set `struct_size` before asking for one. */
typedef struct cisdock_package {
    size_t struct_size;      /**< sizeof(cisdock_package). */
    const char *db;          /**< "dpkg", "dpkg-status.d", "apk", "rpm", "opkg", "python", "npm", "gem". */
    const uint8_t *name;     /**< Name. */
    size_t name_size;        /**< Bytes of it. */
    const uint8_t *version;  /**< Version as the database has it. */
    size_t version_size;     /**< Bytes of it. */
    const uint8_t *arch;     /**< Architecture. */
    size_t arch_size;        /**< Bytes of it. */
    const uint8_t *source;   /**< Source package. */
    size_t source_size;      /**< Bytes of it. */
    const uint8_t *path;     /**< Language packages: path of the metadata. */
    size_t path_size;        /**< Bytes of it. */
    const uint8_t *license;  /**< License. */
    size_t license_size;     /**< Bytes of it. */
    uint64_t installed_size; /**< Bytes; 0: not known. */
    int32_t layer;           /**< Whose database names it. */
    int32_t language;        /**< 1: of a programming language; 0: of the system. */
} cisdock_package;

/** One account. Set `struct_size` before asking for one. */
typedef struct cisdock_user {
    size_t struct_size;   /**< sizeof(cisdock_user). */
    const uint8_t *name;  /**< Name. */
    size_t name_size;     /**< Bytes of it. */
    const uint8_t *home;  /**< Home folder. */
    size_t home_size;     /**< Bytes of it. */
    const uint8_t *shell; /**< Login shell. */
    size_t shell_size;    /**< Bytes of it. */
    uint64_t uid;         /**< User id, where `has_uid`. */
    uint64_t gid;         /**< Group id, where `has_uid`. */
    int32_t has_uid;      /**< 1: the ids are numbers. */
    int32_t reserved;     /**< 0. */
} cisdock_user;

/* What cisdock_analysis_known() is asked about. */
#define CISDOCK_FACT_TREE              1 /**< the squashed tree */
#define CISDOCK_FACT_PACKAGES          2 /**< packages of the system */
#define CISDOCK_FACT_LANGUAGE_PACKAGES 3 /**< packages of programming languages */
#define CISDOCK_FACT_USERS             4 /**< etc/passwd */
#define CISDOCK_FACT_OS_RELEASE        5 /**< os-release */
#define CISDOCK_FACT_SECRETS           6 /**< the built-in search for secrets */

/* What it answers. Everything but HAVE and ABSENT makes a verdict insufficient_evidence. */
#define CISDOCK_KNOWN_HAVE            0 /**< looked at, and here it is */
#define CISDOCK_KNOWN_ABSENT          1 /**< looked at, and not there */
#define CISDOCK_KNOWN_NOT_COLLECTED   2 /**< the plan did not ask for it */
#define CISDOCK_KNOWN_DAMAGED         3 /**< could not be read to its end */
#define CISDOCK_KNOWN_LIMITED         4 /**< a limit was reached */
#define CISDOCK_KNOWN_UNSUPPORTED     5 /**< a codec or form that is not built in */
#define CISDOCK_KNOWN_UNREADABLE_LINK 6 /**< behind a link that leads to a place that is not kept */
#define CISDOCK_KNOWN_NOT_GIVEN       7 /**< the document was not given at all */

/* What cisdock_analysis_write_json() does beyond writing what is seen. */
#define CISDOCK_FACTS_REDACT 1 /**< hide values that may be secret */
#define CISDOCK_FACTS_GATES  2 /**< add what Anchore's gates need, as the plan collected it: contents too */

/**
 * Read the layers of the chosen image and collect a plan's needs.
 *
 * Damage inside a layer does not fail the call: it becomes a problem of the analysis, and what needed the lost facts is
 * answered insufficient_evidence. A forward-only image is streamed once; where several of its images fit then, the call
 * fails with CISDOCK_E_AMBIGUOUS, and may be made again after cisdock_image_select(): the facts of all layers are kept
 * with the image.
 *
 * @param[in]  context  Context; not NULL. Receives the details of a failure.
 * @param[in]  image    Image; not NULL.
 * @param[in]  plan     What to collect; NULL for the base plan.
 * @param[out] out      New analysis, or NULL on failure; not NULL. Owned by the caller: cisdock_analysis_free().
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_AMBIGUOUS    Several images fit and none is chosen; the message lists them.
 * @retval CISDOCK_E_NOT_FOUND    A forward-only source has no image that fits.
 * @retval CISDOCK_E_UNSUPPORTED  A forward-only source is no image.
 * @retval CISDOCK_E_HOST         A callback failed; its number is kept.
 * @retval CISDOCK_E_LIMIT        The memory budget is used up.
 * @retval CISDOCK_E_CANCELLED
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The caller owns the analysis, which keeps the image open.
 * @par Threads    The thread that uses the context; with an executor or the option THREADS, layers run side by side.
 * @par Hooks      allocator, cancel, progress "layer", log, cache, executor, source, blobs.
 * @par Cost       Linear in the bytes of the layers; memory linear in their entries.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_analyze(cisdock_context *context, cisdock_image *image, const cisdock_plan *plan,
                                    cisdock_analysis **out);

/**
 * Make an analysis from an image's configuration and the facts of its layers.
 *
 * @param[in]  context      Context; not NULL. Receives the details of a failure.
 * @param[in]  config       JSON of the configuration, copied; may be NULL where `config_size` is 0 (a root file
 *                          system).
 * @param[in]  config_size  Bytes of it.
 * @param[in]  layers       Facts from the lowest layer up; not NULL unless `count` is 0. Folded ones stand for all
 *                          their layers.
 * @param[in]  count        Number of facts.
 * @param[in]  name         Name that the image goes by, UTF-8, copied; may be NULL.
 * @param[out] out          New analysis, or NULL on failure; not NULL. Owned by the caller: cisdock_analysis_free().
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_PARSE      The configuration is no JSON object.
 * @retval CISDOCK_E_SCHEMA     The facts are not those of the layers that the configuration names.
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The caller owns the analysis; the facts stay the caller's.
 * @par Threads    The thread that uses the context; the facts are only read.
 * @par Hooks      allocator, cancel.
 * @par Cost       Linear in the entries of all layers.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_analysis_from_layers(cisdock_context *context, const uint8_t *config, size_t config_size,
                                                 const cisdock_layer_facts *const *layers, size_t count,
                                                 const char *name, cisdock_analysis **out);

/**
 * Make an analysis from a document of facts: what cisdock_analysis_write_json() writes, or Anchore's analysis export.
 *
 * What the document does not tell was not collected: what rests on it is insufficient_evidence. Policies of Anchore's form
 * give the rows that they give on the image where the document was written with CISDOCK_FACTS_GATES, from a plan that had
 * what they need. README describes the form.
 *
 * @param[in]  context  Context; not NULL. Receives the details of a failure.
 * @param[in]  source   The bytes; not NULL. Table copied, closed exactly once, also on failure.
 * @param[out] out      New analysis, or NULL on failure; not NULL. Owned by the caller: cisdock_analysis_free().
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_PARSE      The document is no JSON.
 * @retval CISDOCK_E_SCHEMA     The document is not of that form.
 * @retval CISDOCK_E_HOST       A callback failed; its number is kept.
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The caller owns the analysis.
 * @par Threads    The thread that uses the context.
 * @par Hooks      allocator, cancel, source.
 * @par Cost       Linear in the document.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_analysis_from_json(cisdock_context *context, const cisdock_source *source,
                                               cisdock_analysis **out);

/**
 * Name the form of the source.
 *
 * @param[in] analysis  Analysis; may be NULL.
 * @return "docker-archive", "docker-archive-repositories", "oci-layout", "rootfs" or "unknown"; never NULL.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_analysis_format(const cisdock_analysis *analysis);

/**
 * Give the id of the image: the digest of its configuration.
 *
 * @param[in] analysis  Analysis; may be NULL.
 * @return "sha256:...", or NULL (root file system).
 *
 * @par Ownership  Of the analysis; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_analysis_image_id(const cisdock_analysis *analysis);

/**
 * Give the digest of the manifest of the image.
 *
 * @param[in] analysis  Analysis; may be NULL.
 * @return "sha256:...", or NULL where the form has none.
 *
 * @par Ownership  Of the analysis; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_analysis_manifest_digest(const cisdock_analysis *analysis);

/**
 * Count the names of the image.
 *
 * @param[in] analysis  Analysis; may be NULL.
 * @return Their number.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_analysis_name_count(const cisdock_analysis *analysis);

/**
 * Give a name of the image.
 *
 * @param[in] analysis  Analysis; may be NULL.
 * @param[in] index     From 0; beyond the last the answer is neutral.
 * @return UTF-8 text, or NULL.
 *
 * @par Ownership  Of the analysis; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_analysis_name_at(const cisdock_analysis *analysis, uint32_t index);

/**
 * Give the operating system that the image is for.
 *
 * @param[in] analysis  Analysis; may be NULL.
 * @return UTF-8 text ("linux"), or NULL where it is not told.
 *
 * @par Ownership  Of the analysis; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_analysis_os(const cisdock_analysis *analysis);

/**
 * Give the architecture that the image is for.
 *
 * @param[in] analysis  Analysis; may be NULL.
 * @return UTF-8 text ("amd64"), or NULL where it is not told.
 *
 * @par Ownership  Of the analysis; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_analysis_architecture(const cisdock_analysis *analysis);

/**
 * Give the variant of the architecture that the image is for.
 *
 * @param[in] analysis  Analysis; may be NULL.
 * @return UTF-8 text ("v7"), or NULL where it is not told.
 *
 * @par Ownership  Of the analysis; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_analysis_variant(const cisdock_analysis *analysis);

/**
 * Count the layers.
 *
 * @param[in] analysis  Analysis; may be NULL.
 * @return Their number.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_analysis_layer_count(const cisdock_analysis *analysis);

/**
 * Give the digest of a layer's bytes as they are stored.
 *
 * @param[in] analysis  Analysis; may be NULL.
 * @param[in] index     From 0, the lowest layer; beyond the last the answer is NULL.
 * @return "sha256:...", or NULL where it is not known.
 *
 * @par Ownership  Of the analysis; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_analysis_layer_digest(const cisdock_analysis *analysis, uint32_t index);

/**
 * Give the digest of an unpacked layer.
 *
 * @param[in] analysis  Analysis; may be NULL.
 * @param[in] index     From 0, the lowest layer; beyond the last the answer is NULL.
 * @return "sha256:...", or NULL where it is not known.
 *
 * @par Ownership  Of the analysis; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_analysis_layer_diff_id(const cisdock_analysis *analysis, uint32_t index);

/**
 * Say whether the digests of a layer were compared and are right.
 *
 * @param[in] analysis  Analysis; may be NULL.
 * @param[in] index     From 0, the lowest layer; beyond the last the answer is 0.
 * @return 1 or 0.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_analysis_layer_verified(const cisdock_analysis *analysis, uint32_t index);

/**
 * Say how well a question can be answered.
 *
 * @param[in] analysis  Analysis; may be NULL.
 * @param[in] fact      One of CISDOCK_FACT_*.
 * @return One of CISDOCK_KNOWN_*; CISDOCK_KNOWN_NOT_GIVEN for NULL and for facts that this version does not know.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_analysis_known(const cisdock_analysis *analysis, int32_t fact);

/**
 * Count the files of the squashed tree.
 *
 * @param[in] analysis  Analysis; may be NULL.
 * @return Their number.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_analysis_file_count(const cisdock_analysis *analysis);

/**
 * Tell a visitor of all files of the squashed tree, in order of the bytes of their paths.
 *
 * @param[in] context   Context; not NULL. Receives the details of a failure.
 * @param[in] analysis  Analysis; not NULL.
 * @param[in] visitor   Table; not NULL. Used during the call only.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_HOST       The visitor gave a negative number, which is kept.
 * @retval CISDOCK_E_CANCELLED
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The file and its bytes are valid during the callback.
 * @par Threads    The thread that uses the context; the analysis is only read.
 * @par Hooks      allocator, cancel, visitor.
 * @par Cost       Linear in the files.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_analysis_each_file(cisdock_context *context, const cisdock_analysis *analysis,
                                               const cisdock_file_visitor *visitor);

/**
 * Tell a visitor of one file of the squashed tree.
 *
 * @param[in] context   Context; not NULL. Receives the details of a failure.
 * @param[in] analysis  Analysis; not NULL.
 * @param[in] path      Path without leading slash; not NULL.
 * @param[in] size      Bytes of it.
 * @param[in] follow    1: follow symlinks inside the image; 0: do not.
 * @param[in] visitor   Table; not NULL. Used during the call only.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_NOT_FOUND  There is no such file in the tree, or a link leads to none.
 * @retval CISDOCK_E_HOST       The visitor gave a negative number, which is kept.
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The file and its bytes are valid during the callback.
 * @par Threads    The thread that uses the context; the analysis is only read.
 * @par Hooks      allocator, visitor.
 * @par Cost       Logarithmic in the files.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_analysis_find_file(cisdock_context *context, const cisdock_analysis *analysis,
                                               const uint8_t *path, size_t size, int32_t follow,
                                               const cisdock_file_visitor *visitor);

/**
 * Count the packages: those of the system, then those of programming languages.
 *
 * @param[in] analysis  Analysis; may be NULL.
 * @return Their number.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_analysis_package_count(const cisdock_analysis *analysis);

/**
 * Give a package.
 *
 * @param[in]     analysis  Analysis; may be NULL.
 * @param[in]     index     From 0 to cisdock_analysis_package_count() - 1.
 * @param[in,out] out       Filled as far as its `struct_size` goes; not NULL.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  A handle or `out` is NULL, there is no such index, or `struct_size` is too small.
 *
 * @par Ownership  Of the analysis; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_analysis_package_at(const cisdock_analysis *analysis, uint32_t index, cisdock_package *out);

/**
 * Count the accounts of etc/passwd.
 *
 * @param[in] analysis  Analysis; may be NULL.
 * @return Their number.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_analysis_user_count(const cisdock_analysis *analysis);

/**
 * Give an account.
 *
 * @param[in]     analysis  Analysis; may be NULL.
 * @param[in]     index     From 0 to cisdock_analysis_user_count() - 1.
 * @param[in,out] out       Filled as far as its `struct_size` goes; not NULL.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  A handle or `out` is NULL, there is no such index, or `struct_size` is too small.
 *
 * @par Ownership  Of the analysis; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_analysis_user_at(const cisdock_analysis *analysis, uint32_t index, cisdock_user *out);

/**
 * Give a value of os-release ("ID", "VERSION_ID"), quotes taken off.
 *
 * @param[in]  analysis  Analysis; may be NULL.
 * @param[in]  key       Name of the variable; may be NULL, which gives NULL.
 * @param[out] size      Number of bytes; not NULL.
 * @return The bytes, or NULL where there is no such variable.
 *
 * @par Ownership  Of the analysis; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Linear in the variables.
 * @par Since      0.1
 */
CISDOCK_API const uint8_t *cisdock_analysis_os_release(const cisdock_analysis *analysis, const char *key, size_t *size);

/**
 * Give the problems of documents, layers and databases.
 *
 * @param[in] analysis  Analysis; may be NULL.
 * @return The first of a list, or NULL where there are none.
 *
 * @par Ownership  Of the analysis; dies with it.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const cisdock_problem *cisdock_analysis_problems(const cisdock_analysis *analysis);

/**
 * Write the facts of one or several images of a source as one JSON document.
 *
 * @param[in] context   Context; not NULL. Receives the details of a failure.
 * @param[in] analyses  Analyses of images of one source; not NULL unless `count` is 0.
 * @param[in] count     Their number.
 * @param[in] flags     0, or of CISDOCK_FACTS_REDACT and CISDOCK_FACTS_GATES one: what the gates need cannot be hidden.
 * @param[in] sink      Where the text goes; not NULL. Used during the call only.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_ARGUMENT   Other flags.
 * @retval CISDOCK_E_HOST       The sink failed; its number is kept.
 * @retval CISDOCK_E_CANCELLED
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  None.
 * @par Threads    The thread that uses the context; the analysis is only read.
 * @par Hooks      allocator, cancel, sink.
 * @par Cost       Linear in the facts.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_analysis_write_json(cisdock_context *context, const cisdock_analysis *const *analyses,
                                                size_t count, int32_t flags, const cisdock_sink *sink);

/**
 * Write the squashed tree, one line a path, fields between tabs.
 *
 * @param[in] context   Context; not NULL. Receives the details of a failure.
 * @param[in] analysis  Analysis; not NULL.
 * @param[in] sink      Where the text goes; not NULL. Used during the call only.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_HOST       The sink failed; its number is kept.
 * @retval CISDOCK_E_CANCELLED
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  None.
 * @par Threads    The thread that uses the context; the analysis is only read.
 * @par Hooks      allocator, cancel, sink.
 * @par Cost       Linear in the files.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_analysis_write_tree(cisdock_context *context, const cisdock_analysis *analysis,
                                                const cisdock_sink *sink);

/**
 * Give an analysis back.
 *
 * @param[in] analysis  Analysis; NULL is fine.
 *
 * @par Ownership  The handle is gone; reports made from it stay usable.
 * @par Threads    The last user of the analysis.
 * @par Hooks      allocator, close of the source where this was its last user.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API void cisdock_analysis_free(cisdock_analysis *analysis);

#ifdef __cplusplus
}
#endif
#endif
