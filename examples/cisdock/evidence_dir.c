/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence_dir.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
    const char *kind, *file;
} files[] = {
#define EVIDENCE_FILE(kind, file) {kind, file},
#include "evidence_files.def"
#undef EVIDENCE_FILE
};

bool add_evidence_file(program *prog, cisdock_evidence *evidence, const char *kind, const char *path)
{
    cisdock_source source;
    if (!open_file(prog, path, &source)) return false;
    return !cisdock_evidence_add_document(prog->context, evidence, kind, &source) || failed(prog, path);
}

static bool add_if_there(program *prog, cisdock_evidence *evidence, const char *kind, const char *path)
{
    if (!access(path, R_OK)) return add_evidence_file(prog, evidence, kind, path);
    if (errno == ENOENT || errno == ENOTDIR) return true;
    if (cisdock_evidence_state(evidence, kind) != CISDOCK_EVIDENCE_NOT_ASKED) return true;
    return !cisdock_evidence_mark(prog->context, evidence, kind, CISDOCK_EVIDENCE_DENIED) || failed(prog, path);
}

bool add_evidence_dir(program *prog, cisdock_evidence *evidence, const char *folder)
{
    struct stat info;
    char path[4096];
    if (stat(folder, &info) || !S_ISDIR(info.st_mode)) {
        prog->unread = true;
        return complain("%s: is no folder of evidence", folder);
    }
    bool good = true;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        int n = snprintf(path, sizeof path, "%s/%s", folder, files[i].file);
        if (n > 0 && (size_t)n < sizeof path) good = add_if_there(prog, evidence, files[i].kind, path) && good;
    }
    return good;
}
