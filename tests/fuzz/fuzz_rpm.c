/* SPDX-License-Identifier: Apache-2.0 */
/* RPM's databases: SQLite, ndb, Berkeley DB. Their form is told by their bytes, not by the path. */
#include "fuzz_rootfs.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_rootfs("var/lib/rpm/Packages", data, size);
    return 0;
}
