/* SPDX-License-Identifier: Apache-2.0 */
/* Contexts through the public interface: tables, options, details of failures, and who may call when. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <cisdock/cisdock.h>

static void test_options(void **state)
{
    (void)state;
    cisdock_context *context;
    uint64_t min, max, def, value;
    assert_int_equal(cisdock_context_new(NULL, &context), CISDOCK_OK);
    assert_int_equal(cisdock_option_bounds(CISDOCK_OPT_MAX_LAYERS, &min, &max, &def), CISDOCK_OK);
    assert_int_equal(cisdock_context_get_u64(context, CISDOCK_OPT_MAX_LAYERS, &value), CISDOCK_OK);
    assert_int_equal(value, def);
    assert_int_equal(cisdock_context_set_u64(context, CISDOCK_OPT_MAX_LAYERS, max), CISDOCK_OK);
    assert_int_equal(cisdock_context_get_u64(context, CISDOCK_OPT_MAX_LAYERS, &value), CISDOCK_OK);
    assert_int_equal(value, max);
    assert_int_equal(cisdock_context_set_u64(context, CISDOCK_OPT_MAX_LAYERS, min - 1), CISDOCK_E_INVALID_ARG);
    assert_non_null(strstr(cisdock_error_message(context), "MAX_LAYERS"));
    assert_string_equal(cisdock_error_class(context), "argument");
    assert_int_equal(cisdock_context_set_u64(context, 4711, 1), CISDOCK_E_INVALID_ARG);
    assert_int_equal(cisdock_context_set_str(context, CISDOCK_OPT_REDACTION_KEY, "key"), CISDOCK_OK);
    assert_int_equal(cisdock_context_set_str(context, CISDOCK_OPT_REDACTION_KEY, NULL), CISDOCK_OK);
    assert_int_equal(cisdock_context_set_str(context, 1, "key"), CISDOCK_E_INVALID_ARG);
    cisdock_context_free(context);
}

static void test_null(void **state)
{
    (void)state;
    cisdock_context_free(NULL);
    assert_int_equal(cisdock_context_new(NULL, NULL), CISDOCK_E_INVALID_ARG);
    assert_int_equal(cisdock_context_set_u64(NULL, 1, 1), CISDOCK_E_INVALID_ARG);
    assert_int_equal(cisdock_context_set_hooks(NULL, NULL), CISDOCK_E_INVALID_ARG);
    assert_int_equal(cisdock_error_status(NULL), CISDOCK_E_INVALID_ARG);
    assert_string_equal(cisdock_error_message(NULL), "");
    assert_int_equal(cisdock_error_layer(NULL), -1);
    assert_null(cisdock_problem_next(NULL));
    assert_string_equal(cisdock_problem_class(NULL), "none");
}

/* A host that was compiled with an older, shorter table: what it lacks is not there. */
static void test_tables(void **state)
{
    (void)state;
    cisdock_context *context;
    assert_int_equal(cisdock_context_new(NULL, &context), CISDOCK_OK);
    cisdock_hooks hooks = {0};
    assert_int_equal(cisdock_context_set_hooks(context, &hooks), CISDOCK_E_INVALID_ARG);
    hooks.struct_size = offsetof(cisdock_hooks, progress);
    assert_int_equal(cisdock_context_set_hooks(context, &hooks), CISDOCK_OK);
    cisdock_cache cache = {.struct_size = sizeof cache};
    assert_int_equal(cisdock_context_set_cache(context, &cache), CISDOCK_E_INVALID_ARG);
    cisdock_executor executor = {.struct_size = sizeof executor};
    assert_int_equal(cisdock_context_set_executor(context, &executor), CISDOCK_E_INVALID_ARG);
    assert_int_equal(cisdock_context_set_executor(context, NULL), CISDOCK_OK);
    cisdock_allocator allocator = {.struct_size = sizeof allocator};
    cisdock_context *none = context;
    assert_int_equal(cisdock_context_new(&allocator, &none), CISDOCK_E_INVALID_ARG);
    assert_null(none);
    cisdock_context_free(context);
}

static void test_memory(void **state)
{
    (void)state;
    cisdock_context *context;
    cisdock_source source;
    uint64_t before, during, after, peak;
    assert_int_equal(cisdock_context_new(NULL, &context), CISDOCK_OK);
    assert_int_equal(cisdock_context_memory(context, &before, NULL), CISDOCK_OK);
    assert_int_equal(cisdock_source_memory(context, (const uint8_t *)"abc", 3, &source), CISDOCK_OK);
    assert_int_equal(source.length(source.user), 3);
    assert_int_equal(cisdock_context_memory(context, &during, &peak), CISDOCK_OK);
    assert_true(during > before && peak >= during);
    source.close(source.user);
    assert_int_equal(cisdock_context_memory(context, &after, NULL), CISDOCK_OK);
    assert_int_equal(after, before);
    assert_int_equal(cisdock_source_memory(context, NULL, 3, &source), CISDOCK_E_INVALID_ARG);
    assert_int_equal(cisdock_source_fd(context, -1, &source), CISDOCK_E_INVALID_ARG);
    cisdock_context_free(context);
}

static void test_names(void **state)
{
    (void)state;
    assert_string_equal(cisdock_status_name(CISDOCK_E_TRUNCATED), "TRUNCATED");
    assert_string_equal(cisdock_status_name(12345), "UNKNOWN");
    assert_non_null(cisdock_status_text(12345));
    assert_string_equal(cisdock_version(), CISDOCK_VERSION_STRING);
    assert_int_equal(cisdock_version_number(),
                     CISDOCK_VERSION_MAJOR * 1000000 + CISDOCK_VERSION_MINOR * 1000 + CISDOCK_VERSION_PATCH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_options), cmocka_unit_test(test_null),  cmocka_unit_test(test_tables),
        cmocka_unit_test(test_memory),  cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
