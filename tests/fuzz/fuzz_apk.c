/* SPDX-License-Identifier: Apache-2.0 */
/* apk's database of installed packages. */
#include "fuzz_rootfs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_rootfs("lib/apk/db/installed", data, size);
    return 0;
}
