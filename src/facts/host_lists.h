/* SPDX-License-Identifier: Apache-2.0 */
/* Small texts of a host: its processes, its listening sockets, the members of its docker group. */
#ifndef CDK_FACTS_HOST_LISTS_H
#define CDK_FACTS_HOST_LISTS_H

#include "base/env.h"
#include "base/str.h"

/* `ps -eo pid,ppid,user,args`, with or without its heading; or `ps aux` and `ps -ef` with theirs. */
typedef struct cdk_process {
    cdk_str user, args;
    uint64_t pid;
    uint32_t line;
    struct cdk_process *next;
} cdk_process;
typedef struct cdk_processes {
    cdk_process *first, *last;
} cdk_processes;
int32_t cdk_processes_parse(const cdk_env *env, cdk_arena *arena, cdk_str text, cdk_processes *processes);
/* The first process whose program has this name ("dockerd" of "/usr/sbin/dockerd -H ..."), or NULL. */
const cdk_process *cdk_process_find(const cdk_processes *processes, const char *program);
cdk_str cdk_program_name(cdk_str args); /* last part of the first word */

/* `ss -lnt`, `ss -lntu`, `netstat -lnt`, or one socket path a line. */
typedef struct cdk_listener {
    cdk_str protocol; /* "tcp", "udp", "unix" */
    cdk_str address;  /* without brackets and zone; "*" for all; of a unix socket its path */
    uint16_t port;
    uint32_t line;
    struct cdk_listener *next;
} cdk_listener;
typedef struct cdk_listeners {
    cdk_listener *first, *last;
    bool has_tcp, has_udp; /* such sockets were looked for, as far as the text shows */
} cdk_listeners;
int32_t cdk_listeners_parse(const cdk_env *env, cdk_arena *arena, cdk_str text, cdk_listeners *listeners);
bool cdk_address_is_any(cdk_str address);      /* "", "*", "0.0.0.0", "::" in any spelling */
bool cdk_address_is_loopback(cdk_str address); /* 127/8, ::1, localhost */

/* `docker:x:105:alice,bob` as in /etc/group; lines of /etc/passwd tell users whose first group it is. */
typedef struct cdk_member_name {
    cdk_str name;
    bool primary;
    struct cdk_member_name *next;
} cdk_member_name;
typedef struct cdk_docker_group {
    bool found;
    cdk_str name;
    bool has_gid;
    uint64_t gid;
    bool unread;   /* the text holds something, but neither a group nor an account */
    bool accounts; /* lines of /etc/passwd were there, so that first groups are known */
    cdk_member_name *first, *last;
} cdk_docker_group;
int32_t cdk_docker_group_parse(const cdk_env *env, cdk_arena *arena, cdk_str text, cdk_docker_group *group);

#endif
