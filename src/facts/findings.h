/* SPDX-License-Identifier: Apache-2.0 */
/* What a feed of advisories says of the packages of an image. */
#ifndef CDK_FACTS_FINDINGS_H
#define CDK_FACTS_FINDINGS_H

#include "facts/feed.h"
#include "facts/gate_facts.h"

typedef struct cdk_installed {
    cdk_db db;
    cdk_str name, version;           /* as a package manager compares it: with epoch and release */
    cdk_str source, source_version;  /* name p NULL: its own */
    cdk_str type, path;              /* for the row */
} cdk_installed;

typedef struct cdk_installed_list {
    const cdk_installed *items;
    uint32_t count;
    cdk_str distro, version;         /* os-release's ID and VERSION_ID */
    cdk_known known[2];              /* how well the list is known: of the distribution's packages, of languages' */
} cdk_installed_list;

typedef struct cdk_findings {
    const cdk_gate_vulnerability *items;
    uint32_t count;
    bool covers_distro;
    cdk_gate_gap gaps[2];            /* why more may be wrong than is listed: of the distribution's packages, and of languages' */
} cdk_findings;

/* Failures of all: memory, cancelled. Strings are borrowed from facts and feed. */
int32_t cdk_installed_of_facts(const cdk_env *env, const cdk_facts *facts, cdk_arena *arena, cdk_installed_list *out);
int32_t cdk_installed_of_gate_facts(const cdk_env *env, const cdk_gate_facts *facts, cdk_arena *arena, cdk_installed_list *out);
/* The packages of facts against the feed of the evidence, which must have one. `seen` is what the gates see of facts that come
 * from a document; NULL: it is read once more. Facts may be NULL. */
int32_t cdk_findings_of(const cdk_env *env, const cdk_facts *facts, const cdk_gate_facts *seen, const cdk_evidence *evidence, cdk_arena *arena,
                        cdk_installed_list *installed, cdk_findings *out);
int32_t cdk_feed_match(const cdk_env *env, const cdk_feed *feed, const cdk_installed_list *installed, cdk_arena *arena, cdk_findings *out);

#endif
