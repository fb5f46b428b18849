/* SPDX-License-Identifier: Apache-2.0 */
/* dpkg's status file. */
#include "fuzz_rootfs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_rootfs("var/lib/dpkg/status", data, size);
    return 0;
}
