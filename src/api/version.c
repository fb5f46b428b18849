/* SPDX-License-Identifier: Apache-2.0 */
#include <cisdock/version.h>

const char *cisdock_version(void)
{
    return CISDOCK_VERSION_STRING;
}

uint32_t cisdock_version_number(void)
{
    return CISDOCK_VERSION_MAJOR * 1000000 + CISDOCK_VERSION_MINOR * 1000 + CISDOCK_VERSION_PATCH;
}
