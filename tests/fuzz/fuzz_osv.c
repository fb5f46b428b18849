/* SPDX-License-Identifier: Apache-2.0 */
/* Feeds of advisories, matched against packages of each kind. A row names its advisory and a package that is there, no fix of it
 * is a version that the package has reached, and what was damaged is never whole. */
#include "fuzz_document.h"

#include "facts/findings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int64_t now(void *user)
{
    (void)user;
    return 1780000000;
}

#define TEXT(literal) {literal, sizeof(literal) - 1}
#define PACKAGE(db, name, version, source) {db, TEXT(name), TEXT(version), TEXT(source), TEXT(version), TEXT(name), TEXT("/a/b")}

static const cdk_installed packages[] = {
    PACKAGE(CDK_DB_DPKG, "libssl3", "1:3.0.9-1", "openssl"), PACKAGE(CDK_DB_APK, "musl", "1.2.3-r4", "musl"),
    PACKAGE(CDK_DB_RPM, "bash", "0:5.1-2.el9", "bash"),      PACKAGE(CDK_DB_PYTHON, "foo-bar", "1.5.dev2", "foo-bar"),
    PACKAGE(CDK_DB_NPM, "left-pad", "1.2.3-beta.2", "left-pad"), PACKAGE(CDK_DB_GEM, "rack", "2.2.a.1", "rack"),
    PACKAGE(CDK_DB_DPKG, "odd", "no version", "odd"),        PACKAGE(CDK_DB_OTHER, "other", "1", "other")};
static const cdk_installed_list lists[] = {
    {packages, sizeof packages / sizeof *packages, TEXT("debian"), TEXT("12"), {CDK_HAVE, CDK_HAVE}},
    {packages, sizeof packages / sizeof *packages, TEXT("sles"), TEXT("15.3"), {CDK_HAVE, CDK_HAVE}}};

static void check_row(const cdk_gate_vulnerability *row)
{
    const cdk_installed *package = packages;
    while (package < packages + sizeof packages / sizeof *packages && !cdk_str_eq(package->name, row->package)) package++;
    if (!row->id.n || package == packages + sizeof packages / sizeof *packages) abort();
    if (row->nvd_count && (!row->nvd[0].base.n || !row->nvd[0].version.n)) abort();
    for (uint32_t i = 0; i < row->fix_count; i++) {
        int order;
        cdk_version_order compare = cdk_db_order(package->db);
        bool known = compare && compare(package->version, row->fixes[i], &order);
        bool semver = cdk_version_semver_loose(package->version, row->fixes[i], &order);
        if (!known && !semver) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_env f;
    int32_t status;
    fuzz_begin(&f);
    f.hooks.now = now;
    cdk_evidence *evidence = fuzz_document(&f, CDK_EV_FEED, data, size, size % 2, &status);
    for (size_t i = 0; i < 2 && !status && cdk_evidence_feed(evidence); i++) {
        cdk_arena arena;
        cdk_findings found;
        cdk_arena_init(&arena, &f.mem);
        if (cdk_feed_match(&f.env, cdk_evidence_feed(evidence), &lists[i], &arena, &found)) abort();
        for (uint32_t k = 0; k < found.count; k++) check_row(&found.items[k]);
        if (cdk_evidence_feed(evidence)->unreadable && !(found.gaps[0].text && found.gaps[1].text)) abort();
        cdk_arena_free(&arena);
    }
    cdk_evidence_free(evidence);
    fuzz_end(&f);
    return 0;
}
