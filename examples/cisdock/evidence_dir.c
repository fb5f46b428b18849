/* SPDX-License-Identifier: Apache-2.0 */
#include "evidence_dir.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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
    for (uint32_t i = 0; i < cisdock_evidence_file_count(); i++) {
        int n = snprintf(path, sizeof path, "%s/%s", folder, cisdock_evidence_file_name(i));
        if (n > 0 && (size_t)n < sizeof path) good = add_if_there(prog, evidence, cisdock_evidence_file_kind(i), path) && good;
    }
    return good;
}
