/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/anchore_retired.h"

static const cdk_retired_gate gates[] = {
    {"anchoresec", "vulnerabilities", "vulnlow|vulnmedium|vulnhigh|vulncritical|vulnunknown|feedoutofdate|unsupporteddistro"},
    {"dockerfilecheck", "dockerfile", "directivecheck|effectiveuser|expose|nofrom|fromscratch|notag|sudo|volumepresent|nohealthcheck|nodockerfile"},
    {"filecheck", "files", "contentmatch|filenamematch|suidsgidcheck"},
    {"fileparse_passwd", "passwd_file", "filenotstored|usernamematch|useridmatch|groupidmatch|shellmatch|pentrymatch"},
    {"pkgcheck", "packages", "pkgnotpresent|verify"},
    {"pkgblacklist", "packages", "pkgfullmatch|pkgnamematch"},
    {"metadatacheck", "metadata", "attributecheck"},
    {"licblacklist", "licenses", "licfullmatch|licsubmatch"},
    {"secretcheck", "secret_scans", "contentmatch|filenamematch"},
    {"gemcheck", "gems", "gemnotlatest|gemnotofficial|gembadversion|gempkgfullmatch|gempkgnamematch|gemnofeed"},
    {"npmcheck", "npms", "npmnotlatest|npmnotofficial|npmbadversion|npmpkgfullmatch|npmpkgnamematch|npmnofeed"},
    {"suiddiff", NULL, "suiddiff|suidfileadd|suidfiledel|suidmodediff"},
    {"imagecheck", NULL, "baseoutofdate"},
    {"pkgdiff", NULL, "pkgversiondiff|pkgadd|pkgdel|pkgdiff"}};

const cdk_retired_gate *cdk_retired_gate_find(cdk_str name)
{
    for (size_t i = 0; i < sizeof gates / sizeof *gates; i++)
        if (cdk_str_is(name, gates[i].name)) return &gates[i];
    return NULL;
}

const cdk_retired_gate *cdk_retired_gate_at(uint32_t index)
{
    return index < sizeof gates / sizeof *gates ? &gates[index] : NULL;
}

bool cdk_retired_trigger(const cdk_retired_gate *gate, cdk_str name)
{
    cdk_str rest = cdk_str_of(gate->triggers), one;
    while (rest.n) {
        cdk_str_cut(rest, '|', &one, &rest);
        if (cdk_str_eq(one, name)) return true;
    }
    return false;
}
