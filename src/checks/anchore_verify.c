/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/anchore_verify.h"

#include "layer/record.h"

typedef struct verification {
    cdk_eval *eval;
    const cdk_gate_package *package;
    cdk_arena scratch;     /* of the current record */
    cdk_digest *sha1;      /* NULL: not built in */
    bool followed;         /* paths as a system would follow them, not as text */
    bool unread;           /* some digest could not be compared */
    cdk_str why;           /* the first such path */
} verification;

static bool is_digest(cdk_str text)
{
    return text.n && !cdk_str_is(text, CDK_GATE_NO_DIGEST);
}

static cdk_str digest_by(const cdk_gate_file *file, cdk_str algorithm)
{
    if (cdk_str_is(algorithm, "sha256")) return file->sha256;
    if (cdk_str_is(algorithm, "md5")) return file->md5;
    return cdk_str_is(algorithm, "sha1") ? file->sha1 : CDK_STR_NONE;
}

/* The engine compares them in octal, the longer one cut to the last digits of the shorter one. */
static bool modes_differ(const cdk_eval *eval, uint32_t a, uint32_t b)
{
    uint32_t mask = 07777;
    if (cdk_odd(eval, CDK_ODD_RECORD_MODES_CUT))
        for (uint32_t x = a, y = b, cut = 0; x && y; x >>= 3, y >>= 3) mask = cut = cut << 3 | 7;
    return a && b && (a & mask) != (b & mask);
}

static bool not_compared(verification *v, const cdk_gate_record *record)
{
    if (!v->unread) v->why = record->path;
    v->unread = true;
    return false;
}

static bool digests_differ(verification *v, const cdk_gate_record *record, const cdk_gate_file *file)
{
    cdk_eval *eval = v->eval;
    cdk_str digest = digest_by(file, record->algorithm);
    if (!record->digest.n) return false;
    if (record->flags & CDK_GATE_RECORD_DIGEST_UNSEEN && cdk_odd(eval, CDK_ODD_RECORD_DIGESTS_LOST)) return false;
    if (v->followed && !is_digest(digest)) return not_compared(v, record);
    return digest.n && !cdk_str_eq(record->digest, digest);
}

/* apk keeps of a link the digest of its target. */
static bool targets_differ(verification *v, const cdk_gate_record *record, const cdk_gate_file *file)
{
    uint8_t bytes[64];
    char hex[129];
    if (!cdk_str_is(record->algorithm, "sha1")) return true;
    if (!v->sha1 || !file->link.p) return not_compared(v, record);
    cdk_digest_update(v->sha1, file->link.p, file->link.n);
    cdk_hex(bytes, cdk_digest_final(v->sha1, bytes), hex);
    return !cdk_str_is(record->digest, hex);
}

/* Is a file of another kind there than the package has? */
static bool kinds_differ(verification *v, const cdk_gate_record *record, const cdk_gate_file *file)
{
    enum { KIND = 0170000 };
    if (cdk_odd(v->eval, CDK_ODD_RECORD_KINDS_IGNORED)) return false;
    if (record->mode & KIND) return (record->mode & KIND) != (file->mode & KIND);
    if (!record->digest.n || file->type == CDK_GF_FILE) return false;
    return file->type != CDK_GF_SLINK || targets_differ(v, record, file);
}

static const char *verify_present(verification *v, const cdk_gate_record *record, const cdk_gate_file *file)
{
    bool all = cdk_odd(v->eval, CDK_ODD_RECORDS_OF_LEFT_OUT), regular = file->type == CDK_GF_FILE;
    unsigned flags = all ? record->flags & ~(unsigned)(CDK_RECORD_GHOST | CDK_RECORD_ANY_DIGEST | CDK_RECORD_ANY_SIZE | CDK_RECORD_ANY_MODE) : record->flags;
    bool content = !(flags & (CDK_RECORD_GHOST | CDK_RECORD_PROTECTED)), half = cdk_odd(v->eval, CDK_ODD_RECORD_DIGESTS_LOST);
    if (record->flags & CDK_RECORD_CONFIG) return NULL;
    if (kinds_differ(v, record, file)) return "changed";
    if (regular && content && !(flags & CDK_RECORD_ANY_DIGEST) && digests_differ(v, record, file)) return "changed";
    bool mode = !(flags & CDK_RECORD_ANY_MODE) && !(half && flags & CDK_RECORD_MODE_IMPLIED);
    if (mode && (regular || file->type == CDK_GF_DIR) && modes_differ(v->eval, record->mode, file->mode)) return "changed";
    if (!(flags & CDK_RECORD_ANY_SIZE) && content && regular && record->size && file->size && record->size != file->size) return "changed";
    return NULL;
}

/* "missing", "changed", or NULL: as it should be. False: no memory. */
static bool verify_file(verification *v, const cdk_gate_record *record, cdk_str path, const char **state)
{
    const cdk_gate_file *file = cdk_gate_facts_file(cdk_seen(v->eval), path);
    unsigned fine = CDK_RECORD_GHOST | CDK_RECORD_MISSING_FINE;
    *state = NULL;
    if (v->followed && !file && !cdk_gate_facts_walk(cdk_seen(v->eval), path, &v->scratch, &file)) return false;
    if (file)
        *state = verify_present(v, record, file);
    else if (cdk_odd(v->eval, CDK_ODD_RECORDS_OF_LEFT_OUT) || !(record->flags & fine))
        *state = "missing";
    return true;
}

static int32_t fire(verification *v, const cdk_gate_record *record, cdk_str path, const char *state)
{
    cdk_buf text;
    cdk_buf_init(&text, v->eval->env->mem);
    cdk_buf_text(&text, "VERIFY check against package db for package '");
    cdk_buf_str(&text, v->package->name);
    cdk_buf_text(&text, "' failed on entry '");
    cdk_buf_str(&text, path);
    cdk_buf_printf(&text, "' with status: '%s'", state);
    int32_t status = cdk_anchore_fire(v->eval, &text, NULL);
    if (!status) status = cdk_anchore_evidence(v->eval, "package", "name", v->package->name);
    return status ? status : cdk_anchore_evidence(v->eval, "file", "path", record->path);
}

static cdk_str path_of(const verification *v, const cdk_gate_record *record)
{
    return !v->followed && record->path_read.p ? record->path_read : record->path;
}

static int32_t verify_record(verification *v, const cdk_gate_record *record)
{
    cdk_str check = cdk_param(v->eval, "check"), path = path_of(v, record);
    const char *state;
    if (record->flags & CDK_GATE_RECORD_UNSEEN && cdk_odd(v->eval, CDK_ODD_RECORDS_OF_FAMILY)) return 0;
    if (record->flags & CDK_RECORD_NOT_INSTALLED && !cdk_odd(v->eval, CDK_ODD_RECORDS_OF_LEFT_OUT)) return 0;
    bool whole = verify_file(v, record, path, &state);
    cdk_arena_reset(&v->scratch);
    if (!whole) return cdk_fail_memory(v->eval->env);
    return state && (!check.p || cdk_str_is(check, state)) ? fire(v, record, path, state) : 0;
}

/* Those that begin with `folder`, as text; all where it is none. */
static int32_t verify_package(verification *v, cdk_str folder)
{
    enum { BETWEEN_CANCEL = 4096 };
    int32_t status = 0;
    for (uint32_t i = 0; !status && i < v->package->record_count; i++) {
        const cdk_gate_record *record = &v->package->records[i];
        if (i % BETWEEN_CANCEL == 0) status = cdk_check_cancel(v->eval->env);
        if (!status && cdk_str_starts(path_of(v, record), folder)) status = verify_record(v, record);
    }
    return status;
}

static int32_t verify_all(verification *v)
{
    const cdk_gate_facts *facts = cdk_seen(v->eval);
    cdk_str names = cdk_param(v->eval, "only_packages"), folders = cdk_param(v->eval, "only_directories"), folder;
    int32_t status = 0;
    for (uint32_t i = 0; !status && i < facts->package_count; i++) {
        v->package = &facts->packages[i];
        if (names.n && !cdk_list_has(names, v->package->name)) continue;
        if (!folders.n) status = verify_package(v, CDK_STR(""));
        cdk_str rest = folders;
        while (!status && folders.n && cdk_py_item(&rest, &folder)) status = verify_package(v, folder);
    }
    return status;
}

/* Without SHA-1 what needs it is not compared. */
static int32_t begin(verification *v)
{
    int32_t status = cdk_digest_new(v->eval->env, CDK_SHA1, &v->sha1);
    cdk_arena_init(&v->scratch, v->eval->env->mem);
    if (status != CISDOCK_E_UNSUPPORTED) return status;
    cdk_error_clear(v->eval->env);
    return 0;
}

int32_t cdk_anchore_verify(cdk_eval *eval)
{
    const cdk_gate_facts *facts = cdk_seen(eval);
    if (cdk_anchore_lacks(eval, facts->records_state, "what the package database says of files")) return 0;
    if (cdk_anchore_lacks(eval, facts->files_state, "the list of files")) return 0;
    verification v = {.eval = eval, .followed = !cdk_odd(eval, CDK_ODD_RECORDS_AS_TEXT)};
    int32_t status = begin(&v);
    if (!status) status = verify_all(&v);
    cdk_digest_free(v.sha1);
    cdk_arena_free(&v.scratch);
    if (!status && v.unread) {
        const char *what = cdk_arena_printf(eval->arena, "the digest of %.*s, which its package tells", (int)v.why.n, v.why.p);
        if (!what) return cdk_fail_memory(eval->env);
        cdk_anchore_lacks(eval, CDK_UNSUPPORTED, what);
    }
    return status;
}
