/* SPDX-License-Identifier: Apache-2.0 */
/* Small files of a known place: accounts, os-release, the banner of BusyBox, metadata of language packages. The first byte chooses. */
#include "fuzz_rootfs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const paths[] = {"etc/passwd", "etc/group", "etc/shadow", "etc/os-release", "etc/sudoers",
                                        "p/a.dist-info/METADATA", "p/node_modules/a/package.json",
                                        "p/specifications/a.gemspec", "root/.npmrc", "var/lib/dpkg/status.d/a", "bin/busybox"};
    if (!size) return 0;
    fuzz_rootfs(paths[data[0] % (sizeof paths / sizeof *paths)], data + 1, size - 1);
    return 0;
}
