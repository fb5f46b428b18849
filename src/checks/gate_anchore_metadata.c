/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/anchore.h"

#include "base/num.h"

/* Value of an attribute: a number, a text, or null. */
typedef struct value {
    bool number, null;
    uint64_t n;
    cdk_str text;
} value;

static value text_value(cdk_str text)
{
    return (value){.null = !text.p, .text = text};
}

static value attribute_of(cdk_eval *eval, cdk_str name)
{
    const cdk_gate_facts *facts = cdk_seen(eval);
    if (cdk_str_is(name, "size")) return (value){.number = true, .null = !facts->has_size, .n = facts->size};
    if (cdk_str_is(name, "layer_count")) return (value){.number = true, .n = facts->layer_count};
    if (cdk_str_is(name, "architecture")) return text_value(facts->architecture);
    if (cdk_str_is(name, "os_type"))
        return text_value(facts->of_image && cdk_odd(eval, CDK_ODD_NO_OS_TYPE) ? CDK_STR_NONE : facts->os);
    if (cdk_str_is(name, "distro")) return text_value(facts->distro);
    if (cdk_str_is(name, "distro_version")) return text_value(facts->distro_version);
    return text_value(facts->like_distro);
}

/* The parameter as a number: a size with its unit, or a count. */
static bool number_of(cdk_str name, cdk_str text, uint64_t *out)
{
    uint64_t factor = 1;
    if (cdk_str_is(name, "layer_count")) return cdk_str_u64(cdk_py_strip(text), 10, out);
    if (text.n > 2 && text.p[text.n - 1] == 'b') {
        static const char units[] = "kmgt";
        const char *unit = strchr(units, text.p[text.n - 2]);
        for (const char *p = units; unit && p <= unit; p++) factor *= 1024;
        if (unit && *unit) text.n -= 2;
    }
    return cdk_str_u64(text, 10, out) && cdk_mul_u64(*out, factor, out);
}

/* Comparison by code point is that by bytes. */
static int order_of(const value *seen, const value *wanted)
{
    if (seen->number) return (seen->n > wanted->n) - (seen->n < wanted->n);
    return cdk_str_cmp(seen->text, wanted->text);
}

static bool truthy(const value *seen)
{
    return !seen->null && (seen->number ? seen->n != 0 : seen->text.n != 0);
}

typedef enum answer { NO, YES, CRASH } answer;

static answer null_answer(cdk_str check)
{
    if (cdk_str_is(check, "!=") || cdk_str_is(check, "not_in") || cdk_str_is(check, "not_exists")) return YES;
    return cdk_str_is(check, "=") || cdk_str_is(check, "in") || cdk_str_is(check, "exists") ? NO : CRASH;
}

static int32_t compare(cdk_eval *eval, cdk_str check, const value *seen, const value *wanted, answer *out)
{
    bool negative = cdk_str_starts(check, CDK_STR("not_")), hit = false;
    cdk_str plain = negative ? cdk_str_from(check, 4) : check;
    if (cdk_str_is(plain, "exists")) {
        *out = truthy(seen) != negative ? YES : NO;
        return 0;
    }
    if (seen->null || ((cdk_str_is(plain, "like") || cdk_str_is(plain, "in")) && seen->number)) {
        *out = seen->null ? null_answer(check) : CRASH;
        return 0;
    }
    if (cdk_str_is(plain, "like")) {
        int32_t status = cdk_regex_once(eval->env, wanted->text, CDK_RE_MATCH, seen->text, &hit);
        if (status) return status;
    } else {
        hit = cdk_str_is(plain, "in") ? cdk_list_has(wanted->text, seen->text) : cdk_compare_op(check, order_of(seen, wanted));
    }
    *out = hit != negative ? YES : NO;
    return 0;
}

static void put_value(cdk_buf *text, const value *v)
{
    if (v->null)
        cdk_buf_text(text, "None");
    else if (v->number)
        cdk_buf_printf(text, "%llu", (unsigned long long)v->n);
    else
        cdk_buf_str(text, v->text);
}

static int32_t fire(cdk_eval *eval, cdk_str name, cdk_str check, const value *wanted, const value *seen)
{
    cdk_buf text;
    cdk_buf_init(&text, eval->env->mem);
    cdk_buf_printf(&text, "Attribute check for attribute: '%.*s' check: '%.*s' check_value: '", (int)name.n, name.p, (int)check.n, check.p);
    put_value(&text, wanted);
    cdk_buf_text(&text, "' matched image value: '");
    put_value(&text, seen);
    cdk_buf_text(&text, "'");
    return cdk_anchore_fire(eval, &text, NULL);
}

static int32_t attribute(cdk_eval *eval)
{
    cdk_str name = cdk_param(eval, "attribute"), check = cdk_param(eval, "check"), text = cdk_param(eval, "value");
    bool existence = cdk_str_is(check, "exists") || cdk_str_is(check, "not_exists");
    value seen = attribute_of(eval, name), wanted = {.text = text.p ? text : CDK_STR("")};
    answer result = NO;
    if (!existence && !text.n) return 0;
    if (seen.number && !seen.null && text.p) {
        wanted.number = true;
        if (!number_of(name, text, &wanted.n)) return cdk_anchore_broken(eval, "the parameter value is no number that can be compared");
    }
    if (seen.null && !existence && cdk_anchore_lacks(eval, CDK_NOT_GIVEN, "this attribute of the image")) return 0;
    int32_t status = compare(eval, check, &seen, &wanted, &result);
    if (status) return cdk_anchore_regex_failed(eval, status, "the parameter value");
    if (result == CRASH) return cdk_anchore_broken(eval, "the check does not fit the kind of the attribute's value");
    return result == YES ? fire(eval, name, check, &wanted, &seen) : 0;
}

static int32_t needs(const cdk_env *env, const cdk_params *params, cdk_plan *plan)
{
    cdk_str name = cdk_params_get(params, "attribute");
    cdk_need files = {.kind = CDK_NEED_FILES}, known = {.kind = CDK_NEED_KNOWN_FILES};
    if (cdk_str_is(name, "size")) return cdk_plan_add(env, plan, &files);
    size_t at;
    return cdk_str_find(name, CDK_STR("distro"), &at) ? cdk_plan_add(env, plan, &known) : 0;
}

static const cdk_param_spec params[] = {
    {.name = "attribute", .type = CDK_P_ENUM, .required = true, .choices = "size|architecture|os_type|distro|distro_version|like_distro|layer_count", .description = "what is compared"},
    {.name = "check", .type = CDK_P_ENUM, .required = true, .choices = "=|!=|>|<|>=|<=|exists|not_exists|like|not_like|in|not_in", .description = "how it is compared"},
    {.name = "value", .type = CDK_P_LINKED, .description = "text, pattern, list, number or size (10mb) that it is compared with"}};

static const cdk_trigger triggers[] = {{.name = "attribute", .description = "compares one attribute of the image with a value", .params = params, .param_count = 3, .needs = needs, .evaluate = attribute}};

const cdk_gate cdk_gate_anchore_metadata = {
    .name = "metadata", .description = "checks of the image's size, platform and distribution", .triggers = triggers, .count = 1, .anchore = true};
