/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_host.h"
#include "checks/host_files.h"

/* Do two mounts show the same file system? Names such as "tmpfs" name none. */
static bool same_file_system(const cdk_mount *a, const cdk_mount *b)
{
    if (!a || !b || a == b) return false;
    if (a->device.n && b->device.n) return cdk_str_eq(a->device, b->device);
    return cdk_str_starts(a->source, CDK_STR("/")) && cdk_str_eq(a->source, b->source);
}

/* The mount that would hold the path if nothing were mounted on it. */
static const cdk_mount *mount_above(const cdk_mounts *mounts, cdk_str path)
{
    size_t slash = 0;
    cdk_str_rfind_char(path, '/', &slash);
    return cdk_mounts_holding(mounts, slash ? (cdk_str){path.p, slash} : CDK_STR("/"));
}

static cdk_outcome *say_mounted(cdk_eval *eval, const cdk_mounts *mounts, const cdk_mount *mount, const char *path)
{
    const cdk_mount *above = mount_above(mounts, mount->point), *root = cdk_mounts_at(mounts, CDK_STR("/"));
    if (!same_file_system(mount, above) && !same_file_system(mount, root))
        return cdk_say(eval, CDK_PASS, "%s is a file system of its own", path);
    if (cdk_str_is(mount->type, "btrfs"))
        return cdk_say(eval, CDK_WARN, "%s is a subvolume of the file system above it: see that its size is limited", path);
    return cdk_say(eval, CDK_FAIL, "%s is a folder of the file system above it, mounted onto itself", path);
}

int32_t cdk_host_partition(cdk_eval *eval)
{
    const cdk_mounts *mounts = &cdk_evidence_hostdoc(eval->evidence)->mounts;
    cdk_host_paths paths;
    if (cdk_evidence_state(eval->evidence, CDK_EV_MOUNTS) != CDK_GIVEN) {
        cdk_say_no_evidence(eval, CDK_EV_MOUNTS);
        return cdk_eval_status(eval);
    }
    if (!cdk_object_paths(eval, CDK_HO_DATA_ROOT, &paths)) return cdk_eval_status(eval);
    const cdk_mount *mount = cdk_mounts_at(mounts, paths.items[0]), *holder = cdk_mounts_holding(mounts, paths.items[0]);
    const char *assumed = paths.assumed ? " (the data folder is assumed: nothing that was given names it)" : "";
    const char *path = cdk_arena_printf(eval->arena, "%s%s", cdk_shown(eval, paths.items[0]), assumed);
    cdk_outcome *outcome;
    if (!path) return cdk_fail_memory(eval->env);
    if (mounts->count == 0)
        outcome = cdk_say_unknown(eval, CDK_WHY_DAMAGED, "the mount table is empty");
    else if (mount && !mounts->fstab && !cdk_mounts_at(mounts, CDK_STR("/")))
        outcome = cdk_say_unknown(eval, CDK_WHY_DAMAGED, "the mount table is not whole: it does not tell what is mounted at /");
    else if (mount)
        outcome = say_mounted(eval, mounts, mount, path);
    else
        outcome = cdk_say(eval, CDK_FAIL, "%s is no mount point: it lies in %s", path, holder ? cdk_shown(eval, holder->point) : "nothing that is mounted");
    if (outcome) outcome->basis = mounts->fstab ? CDK_CONFIGURED : CDK_OBSERVED;
    const cdk_mount *shown = mount ? mount : holder;
    if (shown) cdk_cite_line(eval, outcome, CDK_EV_MOUNTS, shown->line, shown->source);
    cdk_cite(eval, outcome, CDK_EV_INFO, NULL, cdk_info(eval, "DockerRootDir"));
    cdk_about(eval, outcome, "file", CDK_STR_NONE, paths.items[0]);
    return cdk_eval_status(eval);
}
