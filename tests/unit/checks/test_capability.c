/* SPDX-License-Identifier: Apache-2.0 */
/* Records of security.capability as linux/capability.h lays them out. */
#include "checks/file_capability.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

static void test_records(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t n;
        const char *want;
    } rows[] = {
        /* setcap cap_net_raw+ep: revision 2, effective; permitted 1 << 13 */
        {"\x01\x00\x00\x02\x00\x20\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", 20, "net_raw"},
        {"\x00\x00\x00\x02\x00\x34\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", 20, "net_bind_service,net_admin,net_raw"},
        /* bit 38 stands in the second word; revision 3 ends with a root id */
        {"\x01\x00\x00\x03\x00\x00\x00\x00\x00\x00\x00\x00\x40\x00\x00\x00\x00\x00\x00\x00\xe8\x03\x00\x00", 24, "perfmon"},
        {"\x01\x00\x00\x01\x01\x00\x00\x00\x00\x00\x00\x00", 12, "chown"},
        {"\x01\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x80\x00\x00\x00\x00", 20, "63"},
        {"\x01\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", 20, "none"},
        {"\x01\x00\x00\x02\x00\x20\x00\x00", 8, "damaged"},
        {"\x01\x00\x00\x09\x00\x20\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", 20, "damaged"},
        {"", 0, "damaged"},
    };
    cdk_mem mem;
    cdk_arena arena;
    cdk_mem_init(&mem, NULL);
    cdk_arena_init(&arena, &mem);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_true(cdk_str_is(cdk_file_capability(&arena, (cdk_str){rows[i].bytes, rows[i].n}), rows[i].want));
    cdk_arena_free(&arena);
    assert_int_equal(mem.used_bytes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_records)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
