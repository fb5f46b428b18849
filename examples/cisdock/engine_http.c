/* SPDX-License-Identifier: Apache-2.0 */
#include "engine_http.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { HEAD_MAX = 32768 };

bool find_engine(engine *out)
{
    const char *host = getenv("DOCKER_HOST"), *path = "/var/run/docker.sock";
    if (host && *host) {
        if (strncmp(host, "unix://", 7)) return complain("DOCKER_HOST is %s: only unix:// sockets are asked", host);
        path = host + 7;
    }
    if (strlen(path) >= sizeof out->socket) return complain("%s: the path of the socket is too long", path);
    strcpy(out->socket, path);
    return true;
}

static int connect_to(const engine *at)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) return -1;
    strcpy(address.sun_path, at->socket);
    if (!connect(fd, (struct sockaddr *)&address, sizeof address)) return fd;
    int failure = errno;
    close(fd);
    errno = failure;
    return -1;
}

static bool send_all(int fd, const char *text, size_t n)
{
    while (n > 0) {
        ssize_t sent = send(fd, text, n, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) return false;
        text += sent;
        n -= (size_t)sent;
    }
    return true;
}

static ssize_t read_some(int fd, void *into, size_t n)
{
    ssize_t got;
    do got = read(fd, into, n);
    while (got < 0 && errno == EINTR);
    return got;
}

/* Sends the request and reads the head. What follows the head in `head` is the body's beginning. -1: no answer. */
static int begin_get(const engine *at, const char *path, char head[HEAD_MAX], size_t *body, size_t *filled, int *status)
{
    char *request = NULL;
    int n = asprintf(&request, "GET %s HTTP/1.0\r\nHost: engine\r\nAccept: */*\r\n\r\n", path);
    int fd = n < 0 ? -1 : connect_to(at);
    bool sent = fd >= 0 && send_all(fd, request, (size_t)n);
    free(request);
    *filled = 0;
    *status = 0;
    while (sent && *filled < HEAD_MAX - 1) {
        ssize_t got = read_some(fd, head + *filled, HEAD_MAX - 1 - *filled);
        if (got <= 0) break;
        *filled += (size_t)got;
        head[*filled] = '\0';
        char *end = strstr(head, "\r\n\r\n");
        if (!end || sscanf(head, "HTTP/%*d.%*d %d", status) != 1) continue;
        *body = (size_t)(end - head) + 4;
        return fd;
    }
    if (fd >= 0) close(fd);
    return -1;
}

char *engine_get(const engine *at, const char *path, size_t *size, int *status)
{
    char *head = malloc(HEAD_MAX), *answer = NULL;
    size_t body = 0, filled = 0, cap = 1 << 16, n = 0;
    int fd = head ? begin_get(at, path, head, &body, &filled, status) : -1;
    if (fd >= 0 && (answer = malloc(cap))) {
        n = filled - body;
        memcpy(answer, head + body, n);
        for (;;) {
            if (cap - n < 2) {
                char *larger = realloc(answer, cap *= 2);
                if (!larger) break;
                answer = larger;
            }
            ssize_t got = read_some(fd, answer + n, cap - n - 1);
            if (got <= 0) break;
            n += (size_t)got;
        }
        answer[n] = '\0';
    }
    if (fd >= 0) close(fd);
    free(head);
    *size = n;
    return answer;
}

/* --- a body that is streamed --- */

typedef struct body_stream {
    int fd;
    size_t at, end; /* of what came with the head */
    char head[HEAD_MAX];
} body_stream;

static int64_t read_body(void *user, uint8_t *buffer, size_t size)
{
    body_stream *s = user;
    if (s->at < s->end) {
        size_t n = s->end - s->at < size ? s->end - s->at : size;
        memcpy(buffer, s->head + s->at, n);
        s->at += n;
        return (int64_t)n;
    }
    ssize_t got = read_some(s->fd, buffer, size);
    return got < 0 ? -errno : got;
}

static void close_body(void *user)
{
    body_stream *s = user;
    close(s->fd);
    free(s);
}

bool engine_stream(program *prog, const engine *at, const char *path, cisdock_source *out)
{
    body_stream *s = malloc(sizeof *s);
    int status = 0;
    if (!s) return complain("no memory");
    s->fd = begin_get(at, path, s->head, &s->at, &s->end, &status);
    if (s->fd >= 0 && status == 200) {
        *out = (cisdock_source){.struct_size = sizeof *out, .user = s, .read = read_body, .close = close_body};
        return true;
    }
    prog->unread = true;
    if (s->fd >= 0) {
        complain("%s: the engine answers with status %d", path, status);
        close(s->fd);
    } else {
        complain("%s: the engine does not answer: %s", at->socket, strerror(errno));
    }
    free(s);
    return false;
}

char *engine_escape(const char *name)
{
    char *out = malloc(3 * strlen(name) + 1), *p = out;
    if (!out) return NULL;
    for (; *name; name++) {
        unsigned char c = (unsigned char)*name;
        if (isalnum(c) || strchr("-._~/:@", c))
            *p++ = (char)c;
        else
            p += sprintf(p, "%%%02X", c);
    }
    *p = '\0';
    return out;
}
