/* SPDX-License-Identifier: Apache-2.0 */
/* The effective setting of a daemon: what runs (docker info) before what is configured (daemon.json, command line), and
 * what to say where they differ, contradict each other or are not known. */
#ifndef CDK_CHECKS_DAEMON_VIEW_H
#define CDK_CHECKS_DAEMON_VIEW_H

#include "checks/host_cite.h"
#include "facts/daemon_settings.h"

typedef enum cdk_source_of_truth {
    CDK_FROM_RUNNING, CDK_FROM_CONFIG, CDK_FROM_DEFAULT,
    CDK_FROM_NOWHERE /* not known, or malformed: said already */
} cdk_source_of_truth;

typedef struct cdk_effective {
    cdk_source_of_truth from;
    bool on;
    cdk_str text;
    cdk_setting setting;     /* what is configured */
    const cdk_json *running; /* what docker info shows, or NULL */
    bool pending;            /* configured otherwise than it runs */
} cdk_effective;

const cdk_json *cdk_info(const cdk_eval *eval, const char *dotted); /* NULL: info not given, or not in it */

/* Find the effective value. `running` is the member of info that shows it, or NULL. False: it is not known, malformed or
 * contradictory, which was said (or memory ran out). */
bool cdk_effective_bool(cdk_eval *eval, cdk_daemon_option option, const cdk_json *running, cdk_effective *out);
bool cdk_effective_text(cdk_eval *eval, cdk_daemon_option option, const cdk_json *running, cdk_effective *out);
/* Says what makes a setting that is not known, contradictory or malformed unusable; false. */
bool cdk_say_unusable(cdk_eval *eval, cdk_daemon_option option, const cdk_setting *setting);
/* Lists and maps are configured only. */
bool cdk_effective_list(cdk_eval *eval, cdk_daemon_option option, cdk_effective *out);

/* Say a verdict with the evidence of both sources and, where they differ, that a restart is pending. */
cdk_outcome *cdk_say_effective(cdk_eval *eval, const cdk_effective *effective, cdk_verdict verdict, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void cdk_cite_setting(cdk_eval *eval, cdk_outcome *outcome, const cdk_setting *setting);

/* Does info's list of security options have `name=NAME` (before API 1.25: NAME)? `*entry` is it, where found. */
bool cdk_security_option(const cdk_eval *eval, const char *name, const cdk_json **entry);
/* The profile of such an entry: "default" of "name=seccomp,profile=default". Engines before API 1.25 wrote the bare word and knew the built-in one only. */
cdk_str cdk_seccomp_profile(const cdk_json *entry);
/* Is info there with a readable list of security options? */
bool cdk_security_options_known(const cdk_eval *eval);
bool cdk_is_windows(const cdk_eval *eval);
/* The release of the engine: of version, else of info; none: not known. `*where` is its value. */
cdk_str cdk_engine_version(const cdk_eval *eval, cdk_evidence_kind *kind, const cdk_json **where);
/* "20.10.24+dfsg1" against "23.0": negative, 0, positive; parts by number, "-rc" older than the release itself. */
int cdk_version_order(cdk_str a, cdk_str b);

#endif
