/* SPDX-License-Identifier: Apache-2.0 */
#include "live.h"

#include "engine_http.h"
#include "host_answers.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

typedef struct gatherer {
    program *prog;
    cisdock_evidence *evidence;
    const document_watcher *watcher;
    engine at;
} gatherer;

/* --- documents --- */

static bool add_text(gatherer *g, const char *kind, const char *text, size_t size, bool whole)
{
    cisdock_source source;
    if (g->watcher && !g->watcher->document(g->watcher->user, kind, text, size)) return false;
    if (cisdock_source_memory(g->prog->context, (const uint8_t *)text, size, &source)) return failed(g->prog, kind);
    if (cisdock_evidence_add_document(g->prog->context, g->evidence, kind, &source)) return failed(g->prog, kind);
    return !whole || !cisdock_evidence_mark(g->prog->context, g->evidence, kind, CISDOCK_EVIDENCE_COMPLETE) || failed(g->prog, kind);
}

static char *get(gatherer *g, const char *path, size_t *size)
{
    int status;
    char *answer = engine_get(&g->at, path, size, &status);
    if (answer && status == 200) return answer;
    free(answer);
    return NULL;
}

static bool add_answer(gatherer *g, const char *kind, const char *path, bool whole)
{
    size_t size;
    char *answer = get(g, path, &size);
    bool good = !answer || add_text(g, kind, answer, size, whole);
    free(answer);
    return good;
}

/* --- the ids in a listing --- */

/* Values of "Id" at the top level of each element of a listing: there the engine writes them before anything nested that
 * has an Id of its own could be mistaken, so depth is counted and texts are passed over. */
typedef bool (*id_visitor)(gatherer *g, const char *id, void *user);

static const char *text_end(const char *p)
{
    for (p++; *p && *p != '"'; p++)
        if (*p == '\\' && p[1]) p++;
    return p;
}

static bool is_member(const char *key, const char *end, const char *name)
{
    return (size_t)(end - key) == strlen(name) && !strncmp(key, name, (size_t)(end - key));
}

/* `member`: "Id", "ID" or "Name". False: a visit failed. */
static bool each_value(gatherer *g, const char *listing, const char *member, id_visitor visit, void *user)
{
    int depth = 0;
    for (const char *p = listing; *p; p++) {
        depth += (*p == '[' || *p == '{') - (*p == ']' || *p == '}');
        if (*p != '"') continue;
        const char *key = p + 1, *end = text_end(p);
        p = end;
        if (!*p) break;
        if (depth != 2 || !is_member(key, end, member) || end[1] != ':' || end[2] != '"') continue;
        const char *value = end + 3, *stop = text_end(end + 2);
        char id[256];
        p = stop;
        if (!*stop || (size_t)(stop - value) >= sizeof id) continue;
        memcpy(id, value, (size_t)(stop - value));
        id[stop - value] = '\0';
        if (!visit(g, id, user)) return false;
    }
    return true;
}

/* --- lists whose elements are asked for one by one --- */

typedef struct joined {
    const char *format; /* of the path of one: "/containers/%s/json" */
    bool keyed;         /* an object by id instead of a list */
    FILE *text;
    size_t count;
    bool gaps;          /* some was not answered: gone since it was listed */
} joined;

static bool join_one(gatherer *g, const char *id, void *user)
{
    joined *all = user;
    char path[512];
    size_t size;
    snprintf(path, sizeof path, all->format, id);
    char *answer = get(g, path, &size);
    if (!answer) return all->gaps = true;
    if (all->count++) fputs(",\n", all->text);
    if (all->keyed) fprintf(all->text, "\"%s\": ", id);
    fwrite(answer, 1, size, all->text);
    free(answer);
    return true;
}

static bool add_joined(gatherer *g, const char *kind, const char *listing, const char *format, bool keyed)
{
    char *text = NULL;
    size_t size = 0;
    joined all = {.format = format, .keyed = keyed, .text = open_memstream(&text, &size)};
    if (!all.text) return complain("no memory");
    fputs(keyed ? "{" : "[", all.text);
    bool good = each_value(g, listing, "Id", join_one, &all);
    fputs(keyed ? "}\n" : "]\n", all.text);
    fclose(all.text);
    /* What went away between listing and asking is no container or image of the host any more. */
    good = good && add_text(g, kind, text, size, !keyed);
    free(text);
    return good;
}

static bool add_containers(gatherer *g)
{
    size_t size;
    char *all = get(g, "/containers/json?all=1", &size), *running = get(g, "/containers/json", &size);
    bool good = (!all || add_joined(g, "containers", all, "/containers/%s/json", false)) &&
                (!running || add_joined(g, "top", running, "/containers/%s/top", true));
    free(all);
    free(running);
    return good;
}

static bool add_images(gatherer *g)
{
    size_t size;
    char *all = get(g, "/images/json", &size);
    bool good = !all || (add_joined(g, "images", all, "/images/%s/json", false) && add_joined(g, "image-history", all, "/images/%s/history", true));
    free(all);
    return good;
}

static bool add_networks(gatherer *g)
{
    size_t size;
    char *all = get(g, "/networks", &size);
    bool good = !all || add_joined(g, "networks", all, "/networks/%s", false);
    free(all);
    return good;
}

static bool add_swarm(gatherer *g)
{
    static const char *const kinds[][2] = {{"swarm", "/swarm"}, {"nodes", "/nodes"}, {"services", "/services"}, {"tasks", "/tasks"},
                                           {"secrets", "/secrets"}, {"configs", "/configs"}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!add_answer(g, kinds[i][0], kinds[i][1], i > 0)) return false;
    return true;
}

static bool add_engine(gatherer *g)
{
    size_t size;
    int status;
    char *info = engine_get(&g->at, "/info", &size, &status);
    if (!info) {
        bool denied = errno == EACCES || errno == EPERM;
        complain("%s: %s; nothing of the engine is judged", g->at.socket, strerror(errno));
        return !cisdock_evidence_mark(g->prog->context, g->evidence, "info", denied ? CISDOCK_EVIDENCE_DENIED : CISDOCK_EVIDENCE_ABSENT);
    }
    bool good = add_text(g, "info", info, size, false) && add_answer(g, "version", "/version", false) && add_containers(g) && add_images(g) &&
                add_networks(g) && add_answer(g, "volumes", "/volumes", true);
    if (good && strstr(info, "\"ControlAvailable\":true")) good = add_swarm(g);
    free(info);
    return good;
}

/* The client's environment is this program's: the one variable that matters, and no other, as they may hold secrets. */
static bool add_environment(gatherer *g)
{
    const char *trust = getenv("DOCKER_CONTENT_TRUST");
    char line[128];
    int n = snprintf(line, sizeof line, "DOCKER_CONTENT_TRUST=%.64s\n", trust ? trust : "");
    return add_text(g, "environment", line, (size_t)n, false);
}

/* The rules that the kernel has loaded: only its own program asks for them. */
static bool add_audit(gatherer *g)
{
    static const char *const programs[] = {"/usr/sbin/auditctl", "/sbin/auditctl"};
    char text[262144];
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        char command[64];
        snprintf(command, sizeof command, "%s -l 2>/dev/null", programs[i]);
        FILE *pipe = popen(command, "re");
        size_t n = pipe ? fread(text, 1, sizeof text, pipe) : 0;
        if (pipe && pclose(pipe) == 0 && n > 0 && n < sizeof text) return add_text(g, "audit-rules", text, n, true);
    }
    return true;
}

bool add_live_evidence(program *prog, cisdock_evidence *evidence, const document_watcher *watcher)
{
    gatherer g = {.prog = prog, .evidence = evidence, .watcher = watcher};
    if (!find_engine(&g.at)) return !(prog->wrong_use = true);
    if (!add_engine(&g) || !add_environment(&g) || !add_audit(&g)) return false;
    return !cisdock_evidence_ask(prog->context, evidence, &own_answers) || failed(prog, "this host");
}
