/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file evidence.h
 * Evidence: what is known besides the image. Documents by kind, and answers of the host.
 *
 * Kinds are those of cisdock_evidence_kind_at(): "info", "containers", "dockerfile", "site", ... "Absent", "not allowed
 * to look" and "not asked" are three answers. Once a report was made with it, evidence takes no more.
 *
 * Two kinds tell of vulnerabilities. "feed" is knowledge: advisories in the form of OSV (ossf.github.io/osv-schema), which
 * are held against the packages of whatever image is judged. One record, a JSON array of them, JSON lines, or an object
 *
 *     {"schema": "cisdock.feed/1", "generated_at": TIME, "covers": ["Debian:12", "PyPI"], "advisories": [RECORD, ...]}
 *
 * in which `generated_at` is the feed's age (without it the newest `modified` is) and `covers` the ecosystems of which it
 * knows everything (without it those that it has records of): packages of others are not free of vulnerabilities, nothing is
 * known of them. Several documents of this kind add up; the oldest gives the age. An object may also have `npm` and `gem`:
 * {"synced": true, "packages": {NAME: {"latest": VERSION, "versions": [VERSION, ...]}}}, what the registries have.
 * "vulnerabilities" is what a scanner has found in this image: [{"id", "severity", "package", "version", "pkg_type",
 * "path", "fix_versions": [VERSION, ...], "will_not_fix", "link", "nvd_cvss", "vendor_cvss"}, ...], or that as the member
 * "vulnerabilities" of an object with "generated_at". How old either may be for CIS's "scanned and rebuilt" to pass is the
 * site's `scan_max_days` (30 where it says nothing).
 *
 * "malware" is what malware scanners found in the image: {"scans": [{"scanner": "clamav", "completed": true, "findings":
 * [{"path", "signature"}, ...]}, ...]}, a plain list of findings each with its "scanner" (of scans that were completed), or
 * the text that clamscan prints, run over the unpacked image, to the end of its summary. Several documents add up. A scan
 * that was not completed is never "no malware", whatever it found before.
 */
#ifndef CISDOCK_EVIDENCE_H
#define CISDOCK_EVIDENCE_H

#include <cisdock/export.h>
#include <cisdock/io.h>
#include <cisdock/problem.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What is known besides the image. */
typedef struct cisdock_evidence cisdock_evidence;

/* What is known of a kind. */
#define CISDOCK_EVIDENCE_NOT_ASKED 0 /**< nobody looked */
#define CISDOCK_EVIDENCE_GIVEN     1 /**< given and read */
#define CISDOCK_EVIDENCE_ABSENT    2 /**< looked for, and it does not exist */
#define CISDOCK_EVIDENCE_DENIED    3 /**< could not be read: not allowed */
#define CISDOCK_EVIDENCE_DAMAGED   4 /**< given, and cannot be understood */
#define CISDOCK_EVIDENCE_COMPLETE  5 /**< for cisdock_evidence_mark(): the list that is given is whole */

/** What the host says of a path. Set by the callback. */
typedef struct cisdock_host_stat {
    size_t struct_size; /**< Set by the library: sizeof(cisdock_host_stat). */
    uint64_t uid;       /**< Owner. */
    uint64_t gid;       /**< Group. */
    uint64_t size;      /**< Bytes. */
    uint32_t mode;      /**< Permission bits, 07777. */
    int32_t type;       /**< 'f' file, 'd' folder, 'l' symlink, 's' socket, 'c' and 'b' devices, 'p' pipe. */
    char owner[64];     /**< Name of the owner, NUL-terminated; empty: not known. */
    char group[64];     /**< Name of the group, NUL-terminated; empty: not known. */
    int64_t mtime;      /**< Last change, seconds since 1970; -1: not known. */
    char target[1024];  /**< Where a symlink leads, NUL-terminated; empty: not known. */
} cisdock_host_stat;

/** Answers of the host, for hosts that would rather be asked. Each gives 0: answered; 1: does not exist; 2: not allowed
 * to look; negative: failure. Each may be NULL: not asked. */
typedef struct cisdock_host_answers {
    size_t struct_size; /**< sizeof(cisdock_host_answers). */
    void *user;         /**< Handed to each callback. */
    /** Say what stands at an absolute path, links followed. */
    int32_t (*stat)(void *user, const char *path, cisdock_host_stat *out);
    /** Write the content of a file into `into`. */
    int32_t (*read)(void *user, const char *path, const cisdock_sink *into);
    /** Write the names in a folder into `into`, each ended by a NUL. */
    int32_t (*list)(void *user, const char *path, const cisdock_sink *into);
    /** Called exactly once when the library needs the answers no more. May be NULL. */
    void (*close)(void *user);
} cisdock_host_answers;

/**
 * Make empty evidence.
 *
 * @param[in]  context  Context; not NULL. Receives the details of a failure.
 * @param[out] out      New evidence, or NULL on failure; not NULL. Owned by the caller: cisdock_evidence_free().
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The caller owns the evidence.
 * @par Threads    The thread that uses the context.
 * @par Hooks      allocator.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_evidence_new(cisdock_context *context, cisdock_evidence **out);

/**
 * Give evidence back.
 *
 * @param[in] evidence  Evidence; NULL is fine.
 *
 * @par Ownership  The handle is gone; reports made with it stay usable.
 * @par Threads    The last user of the evidence.
 * @par Hooks      allocator.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API void cisdock_evidence_free(cisdock_evidence *evidence);

/**
 * Add a document of one kind.
 *
 * What the document lacks or misuses does not fail the call: it becomes a problem of the evidence, and what needed it
 * is answered insufficient_evidence or error.
 *
 * @param[in] context   Context; not NULL. Receives the details of a failure.
 * @param[in] evidence  Evidence; not NULL.
 * @param[in] kind      Name of the kind; not NULL. "evidence" is the page that says what is complete, absent and
 *                      denied.
 * @param[in] source    The bytes; not NULL. Table copied, closed exactly once, also on failure.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  There is no such kind, or an argument is NULL.
 * @retval CISDOCK_E_BUSY         A report was made with this evidence.
 * @retval CISDOCK_E_HOST         A callback failed; its number is kept.
 * @retval CISDOCK_E_LIMIT        The document is larger than MAX_EVIDENCE.
 * @retval CISDOCK_E_CANCELLED
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The document is read during the call.
 * @par Threads    The thread that uses the context; no other call may be using the evidence.
 * @par Hooks      allocator, cancel, source.
 * @par Cost       Linear in the document.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_evidence_add_document(cisdock_context *context, cisdock_evidence *evidence,
                                                  const char *kind, const cisdock_source *source);

/**
 * Say of a kind that it is absent or denied, or that its list is complete.
 *
 * @param[in] context   Context; not NULL. Receives the details of a failure.
 * @param[in] evidence  Evidence; not NULL.
 * @param[in] kind      Name of the kind; not NULL.
 * @param[in] state     CISDOCK_EVIDENCE_ABSENT, _DENIED or _COMPLETE.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  There is no such kind or state, or an argument is NULL.
 * @retval CISDOCK_E_BUSY         A report was made with this evidence.
 *
 * @par Ownership  None.
 * @par Threads    The thread that uses the context; no other call may be using the evidence.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_evidence_mark(cisdock_context *context, cisdock_evidence *evidence, const char *kind,
                                          int32_t state);

/**
 * Record that something which should have been judged by could not be read, so that every report made with this evidence
 * says so.
 *
 * For what fails before there is a report: a policy bundle that is no JSON, say. The image's findings are then delivered all
 * the same, and none of them is taken for the whole answer: the problem has severity "error".
 *
 * @param[in] context        Context; not NULL. Receives the details of a failure.
 * @param[in] evidence       Evidence; not NULL.
 * @param[in] problem_class  Its class, as cisdock_error_class() gives it; not NULL.
 * @param[in] message        What happened, UTF-8; not NULL. Copied; beyond 1,023 bytes it is cut.
 * @param[in] document       What could not be read, a file name perhaps, UTF-8; may be NULL. Copied.
 * @param[in] pointer        JSON pointer of the place; may be NULL. Copied.
 * @param[in] offset         Byte of the place; -1: not known.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  There is no such class, or an argument is NULL.
 * @retval CISDOCK_E_BUSY         A report was made with this evidence.
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  The texts are copied.
 * @par Threads    The thread that uses the context; no other call may be using the evidence.
 * @par Hooks      allocator.
 * @par Cost       Linear in the texts.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_evidence_add_problem(cisdock_context *context, cisdock_evidence *evidence,
                                                 const char *problem_class, const char *message, const char *document,
                                                 const char *pointer, int64_t offset);

/**
 * Ask the host about its files instead of being handed documents.
 *
 * Asked for are the engine's files and what the checks look at: kinds that were given already are not. Give documents
 * first, as the daemon's settings say where its files are.
 *
 * @param[in] context   Context; not NULL. Receives the details of a failure.
 * @param[in] evidence  Evidence; not NULL.
 * @param[in] answers   Table; not NULL. Used during the call, and closed exactly once, also on failure.
 *
 * @retval CISDOCK_OK
 * @retval CISDOCK_E_INVALID_ARG  An argument is NULL, or `struct_size` is too small.
 * @retval CISDOCK_E_BUSY         A report was made with this evidence.
 * @retval CISDOCK_E_HOST         A callback failed; its number is kept.
 * @retval CISDOCK_E_CANCELLED
 * @retval CISDOCK_E_NO_MEMORY
 *
 * @par Ownership  What the callbacks gave is copied.
 * @par Threads    The thread that uses the context; no other call may be using the evidence.
 * @par Hooks      allocator, cancel, host answers.
 * @par Cost       Linear in the files asked for: some dozens, and what is below the folders among them.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_evidence_ask(cisdock_context *context, cisdock_evidence *evidence,
                                         const cisdock_host_answers *answers);

/**
 * Say whether a list was given and said to be whole.
 *
 * @param[in] evidence  Evidence; may be NULL.
 * @param[in] kind      Name of the kind; may be NULL.
 * @return 1: it is; 0: it is not, or is no list.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_evidence_is_complete(const cisdock_evidence *evidence, const char *kind);

/**
 * Give the text of a document: as it was added, or as it was put together from the host's answers.
 *
 * @param[in]  evidence  Evidence; may be NULL.
 * @param[in]  kind      Name of the kind; may be NULL.
 * @param[out] size      Its bytes; may be NULL.
 * @return The text, ended by a NUL, or NULL: not given, or kept in another form (documents that are JSON by their kind).
 *
 * @par Ownership  Of the evidence; valid until more is added.
 * @par Threads    The thread that uses the context, while evidence is added; any afterwards.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_evidence_text(const cisdock_evidence *evidence, const char *kind, size_t *size);

/**
 * Say what is known of a kind.
 *
 * @param[in] evidence  Evidence; may be NULL.
 * @param[in] kind      Name of the kind; may be NULL.
 * @return One of CISDOCK_EVIDENCE_*; CISDOCK_EVIDENCE_NOT_ASKED also for kinds that this version does not know.
 *
 * @par Ownership  None.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API int32_t cisdock_evidence_state(const cisdock_evidence *evidence, const char *kind);

/**
 * Count the kinds of evidence that this version knows.
 *
 * @return Their number.
 *
 * @par Ownership  None.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_evidence_kind_count(void);

/**
 * Name a kind of evidence.
 *
 * @param[in] index  From 0; beyond the last the answer is neutral.
 * @return The name, or NULL beyond the last.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_evidence_kind_at(uint32_t index);

/**
 * Count the files that a folder of evidence may have.
 *
 * @return Their number.
 *
 * @par Ownership  None.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API uint32_t cisdock_evidence_file_count(void);

/**
 * Name a file of a folder of evidence. The documents are added in this order.
 *
 * @param[in] index  From 0; beyond the last the answer is neutral.
 * @return The name ("containers.json"), or NULL beyond the last.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_evidence_file_name(uint32_t index);

/**
 * Give the kind of evidence that a file of a folder holds.
 *
 * @param[in] index  From 0; beyond the last the answer is neutral.
 * @return The name of the kind, or NULL beyond the last.
 *
 * @par Ownership  Static storage.
 * @par Threads    Any thread at any time.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const char *cisdock_evidence_file_kind(uint32_t index);

/**
 * Give the problems of the documents.
 *
 * @param[in] evidence  Evidence; may be NULL.
 * @return The first of a list, or NULL where there are none.
 *
 * @par Ownership  Of the evidence.
 * @par Threads    Any thread: the object is immutable.
 * @par Hooks      None.
 * @par Cost       Constant.
 * @par Since      0.1
 */
CISDOCK_API const cisdock_problem *cisdock_evidence_problems(const cisdock_evidence *evidence);

#ifdef __cplusplus
}
#endif
#endif
