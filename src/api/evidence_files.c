/* SPDX-License-Identifier: Apache-2.0 */
/* Which files of an evidence folder hold which kind. */
#include <cisdock/evidence.h>

static const struct {
    const char *kind, *file;
} files[] = {
#define EVIDENCE_FILE(kind, file) {kind, file},
#include "api/evidence_files.def"
#undef EVIDENCE_FILE
};
enum { FILES = sizeof files / sizeof *files };

uint32_t cisdock_evidence_file_count(void)
{
    return FILES;
}

const char *cisdock_evidence_file_name(uint32_t index)
{
    return index < FILES ? files[index].file : NULL;
}

const char *cisdock_evidence_file_kind(uint32_t index)
{
    return index < FILES ? files[index].kind : NULL;
}
