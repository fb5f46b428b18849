/* SPDX-License-Identifier: Apache-2.0 */
#include "host_answers.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ANSWERED = 0, NOT_THERE = 1, NOT_ALLOWED = 2 };

/* Anything else that goes wrong is no fault of the host's settings: there is nothing to be seen. */
static int32_t answer_of(int failure)
{
    return failure == EACCES || failure == EPERM ? NOT_ALLOWED : NOT_THERE;
}

static int32_t type_of(mode_t mode)
{
    switch (mode & S_IFMT) {
    case S_IFREG: return 'f';
    case S_IFDIR: return 'd';
    case S_IFLNK: return 'l';
    case S_IFSOCK: return 's';
    case S_IFCHR: return 'c';
    case S_IFBLK: return 'b';
    case S_IFIFO: return 'p';
    default: return '?';
    }
}

static void copy_name(char *out, size_t cap, const char *name)
{
    size_t n = name ? strlen(name) : 0;
    if (n < cap) memcpy(out, name ? name : "", n + 1);
}

static int32_t own_stat(void *user, const char *path, cisdock_host_stat *out)
{
    struct stat info;
    (void)user;
    if (lstat(path, &info)) return answer_of(errno);
    const struct passwd *owner = getpwuid(info.st_uid);
    const struct group *group = getgrgid(info.st_gid);
    out->uid = info.st_uid;
    out->gid = info.st_gid;
    out->size = (uint64_t)info.st_size;
    out->mode = info.st_mode & 07777;
    out->type = type_of(info.st_mode);
    out->mtime = info.st_mtime;
    copy_name(out->owner, sizeof out->owner, owner ? owner->pw_name : NULL);
    copy_name(out->group, sizeof out->group, group ? group->gr_name : NULL);
    ssize_t n = S_ISLNK(info.st_mode) ? readlink(path, out->target, sizeof out->target - 1) : 0;
    out->target[n > 0 ? n : 0] = '\0';
    return ANSWERED;
}

static int32_t own_read(void *user, const char *path, const cisdock_sink *into)
{
    uint8_t buffer[16384];
    ssize_t got;
    (void)user;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) return answer_of(errno);
    int32_t answer = ANSWERED;
    while ((got = read(fd, buffer, sizeof buffer)) > 0 && !answer)
        if (into->write(into->user, buffer, (size_t)got)) answer = -1;
    if (got < 0 && !answer) answer = answer_of(errno);
    close(fd);
    return answer;
}

static int32_t own_list(void *user, const char *path, const cisdock_sink *into)
{
    (void)user;
    DIR *folder = opendir(path);
    if (!folder) return answer_of(errno);
    int32_t answer = ANSWERED;
    for (struct dirent *entry; !answer && (entry = readdir(folder));)
        if (into->write(into->user, (const uint8_t *)entry->d_name, strlen(entry->d_name) + 1)) answer = -1;
    closedir(folder);
    return answer;
}

const cisdock_host_answers own_answers = {.struct_size = sizeof own_answers, .stat = own_stat, .read = own_read, .list = own_list};
