/* SPDX-License-Identifier: Apache-2.0 */
/* cisdock collect: writes this host's evidence in the form that --evidence reads. Whatever the library asks the host for
 * when it judges is what is written, so that both give the same verdicts. */
#include "env_redact.h"
#include "live.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct collector {
    program *prog;
    const char *folder;
} collector;

/* The file of a kind in the folder; where a kind has several, the one of the form that is written here. */
static const char *file_of(const char *kind)
{
    static const char *const chosen[][2] = {{"info", "info.json"}, {"stat", "stat.json"}, {"mounts", "mountinfo"}};
    for (size_t i = 0; i < sizeof chosen / sizeof *chosen; i++)
        if (!strcmp(kind, chosen[i][0])) return chosen[i][1];
    for (uint32_t i = 0; i < cisdock_evidence_file_count(); i++)
        if (!strcmp(kind, cisdock_evidence_file_kind(i))) return cisdock_evidence_file_name(i);
    return NULL;
}

/* For the owner alone: inspected containers may hold what nobody else should read. */
static FILE *create(const collector *self, const char *name)
{
    char path[4096];
    int n = snprintf(path, sizeof path, "%s/%s", self->folder, name);
    int fd = n > 0 && (size_t)n < sizeof path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600) : -1;
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (!file) complain("%s/%s: %s", self->folder, name, strerror(errno));
    return file;
}

static bool finish_file(const collector *self, FILE *file, const char *name)
{
    bool good = !ferror(file);
    if (fclose(file) || !good) return complain("%s/%s: %s", self->folder, name, strerror(errno));
    return true;
}

static bool holds_secrets(const char *kind)
{
    return !strcmp(kind, "swarm") || !strcmp(kind, "containers") || !strcmp(kind, "services") || !strcmp(kind, "tasks");
}

static bool write_document(void *user, const char *kind, const char *text, size_t size)
{
    const collector *self = user;
    const char *name = file_of(kind);
    FILE *file = name ? create(self, name) : NULL;
    if (!file) return false;
    if (holds_secrets(kind) && !self->prog->opt.with_secrets)
        write_without_values(file, text, size);
    else
        fwrite(text, 1, size, file);
    return finish_file(self, file, name);
}

/* Documents that the host's answers were put together to; the engine's own were written when they came. */
static bool write_asked(collector *self, const cisdock_evidence *evidence)
{
    static const char *const kinds[] = {"daemon-json", "dockerd-argv", "stat", "audit-rules-files", "mounts", "docker-group", "processes",
                                        "listeners", "docker-unit", "docker-socket-unit", "containerd-config", "lsm"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t size;
        const char *text = cisdock_evidence_text(evidence, kinds[i], &size);
        if (text && !write_document(self, kinds[i], text, size)) return false;
    }
    return true;
}

static void list_kinds(FILE *file, const cisdock_evidence *evidence, const char *member, int32_t state, const char *end)
{
    const char *comma = "";
    fprintf(file, " \"%s\": [", member);
    for (uint32_t i = 0; i < cisdock_evidence_kind_count(); i++) {
        const char *kind = cisdock_evidence_kind_at(i);
        bool listed = state == CISDOCK_EVIDENCE_COMPLETE ? cisdock_evidence_is_complete(evidence, kind) : cisdock_evidence_state(evidence, kind) == state;
        if (!listed) continue;
        fprintf(file, "%s\"%s\"", comma, kind);
        comma = ", ";
    }
    fprintf(file, "]%s\n", end);
}

static bool write_manifest(const collector *self, const cisdock_evidence *evidence)
{
    FILE *file = create(self, "evidence.json");
    if (!file) return false;
    fputs("{\n \"schema\": \"cisdock.evidence/1\",\n \"taken_at\": null,\n", file);
    list_kinds(file, evidence, "complete", CISDOCK_EVIDENCE_COMPLETE, ",");
    list_kinds(file, evidence, "absent", CISDOCK_EVIDENCE_ABSENT, ",");
    list_kinds(file, evidence, "denied", CISDOCK_EVIDENCE_DENIED, "");
    fputs("}\n", file);
    return finish_file(self, file, "evidence.json");
}

/* What could not be seen with the rights of this account. */
static void say_denied(const program *prog, const cisdock_evidence *evidence)
{
    for (uint32_t i = 0; !prog->opt.quiet && i < cisdock_evidence_kind_count(); i++)
        if (cisdock_evidence_state(evidence, cisdock_evidence_kind_at(i)) == CISDOCK_EVIDENCE_DENIED)
            complain("%s: could not be looked at with the rights of this account", cisdock_evidence_kind_at(i));
}

int run_collect(program *prog)
{
    if (prog->opt.word_count != 1) {
        complain("collect needs a DIR to write into");
        return EXIT_USE;
    }
    collector self = {prog, prog->opt.words[0]};
    cisdock_evidence *evidence = NULL;
    document_watcher watcher = {&self, write_document};
    bool good = !mkdir(self.folder, 0700) || errno == EEXIST || complain("%s: %s", self.folder, strerror(errno));
    good = good && (!cisdock_evidence_new(prog->context, &evidence) || failed(prog, "evidence"));
    good = good && add_live_evidence(prog, evidence, &watcher) && write_asked(&self, evidence) && write_manifest(&self, evidence);
    if (good) say_denied(prog, evidence);
    cisdock_evidence_free(evidence);
    if (!good) prog->unread = true;
    return EXIT_FINE;
}
