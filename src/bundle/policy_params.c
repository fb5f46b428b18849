/* SPDX-License-Identifier: Apache-2.0 */
/* A rule's parameters against those of its trigger. Patterns are searched, as JSON schemas have it, and carry their own
 * anchors; "$" fits before one last newline. */
#include "bundle/policy.h"

#define INVALID "ParameterValueInvalidError"

static cdk_str skip_space(cdk_str s)
{
    cdk_str stripped = cdk_py_strip(s);
    return stripped.n ? (cdk_str){stripped.p, (size_t)(s.p + s.n - stripped.p)} : cdk_str_from(s, s.n);
}

static size_t digits(cdk_str s)
{
    size_t n = 0;
    while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9') n++;
    return n;
}

/* White space to the end. */
static bool only_space(cdk_str s)
{
    return cdk_py_strip(s).n == 0;
}

static bool is_integer(cdk_str text)
{
    text = skip_space(text);
    size_t n = digits(text);
    return n && only_space(cdk_str_from(text, n));
}

static bool is_float(cdk_str text)
{
    text = skip_space(text);
    while (text.n && text.p[0] == '-') text = cdk_str_from(text, 1);
    text = cdk_str_from(text, digits(text));
    if (text.n && text.p[0] == '.') {
        text = cdk_str_from(text, 1);
        text = cdk_str_from(text, digits(text));
    }
    return only_space(text);
}

/* Items between commas, each of at least one character. */
static bool is_list(cdk_str text, bool numbers)
{
    if (text.n == 0) return false;
    for (bool more = true; more;) {
        cdk_str item, tail;
        more = cdk_str_cut(text, ',', &item, &tail);
        if (item.n == 0 || (numbers && !is_integer(item))) return false;
        text = tail;
    }
    return true;
}

static bool is_choice(const char *choices, cdk_str text)
{
    cdk_str rest = cdk_str_of(choices), one;
    for (bool more = true; more;) {
        more = cdk_str_cut(rest, '|', &one, &rest);
        if (cdk_str_eq(one, text)) return true;
    }
    return false;
}

static bool is_size(cdk_str text)
{
    if (cdk_str_ends(text, CDK_STR("\n"))) text.n--;
    size_t n = digits(text);
    cdk_str unit = cdk_str_from(text, n);
    return n && (unit.n == 0 || (unit.n == 2 && strchr("kmgt", unit.p[0]) && unit.p[1] == 'b'));
}

static bool valid_text(const cdk_param_spec *spec, cdk_str text)
{
    switch (spec->type) {
    case CDK_P_LIST: return is_list(text, false);
    case CDK_P_INT_LIST: return is_list(text, true);
    case CDK_P_INT: return is_integer(text);
    case CDK_P_NUMBER: return is_float(text);
    case CDK_P_ENUM: return is_choice(spec->choices, text);
    case CDK_P_BOOL: return cdk_str_eq_nocase(text, CDK_STR("true")) || cdk_str_eq_nocase(text, CDK_STR("false"));
    default: return true;
    }
}

/* The text of a value that is valid; p NULL: it is not. */
static cdk_str value_text(const cdk_param_spec *spec, const cdk_json *value)
{
    bool flag;
    if (spec->type == CDK_P_BOOL && cdk_json_bool(value, &flag)) return flag ? CDK_JSON_TRUE_TEXT : CDK_JSON_FALSE_TEXT;
    if (!cdk_json_is(value, CDK_JSON_STRING) || !valid_text(spec, value->text)) return CDK_STR_NONE;
    return value->text.n ? value->text : CDK_STR("");
}

/* The last parameter of a name, which is compared in lower case. */
static const cdk_json *given(const cdk_json *params, const char *name)
{
    const cdk_json *found = NULL;
    CDK_JSON_EACH(param, params) {
        if (cdk_str_eq_nocase(cdk_json_get_str(param, "name"), cdk_str_of(name))) found = param;
    }
    return found ? cdk_json_get(found, "value") : NULL;
}

static bool empty_text(const cdk_json *value)
{
    if (cdk_json_is(value, CDK_JSON_STRING)) return value->text.n == 0;
    return cdk_json_missing(value) || cdk_json_is(value, CDK_JSON_FALSE);
}

static const cdk_json *given_or_alias(const cdk_json *params, const cdk_param_spec *spec)
{
    const cdk_json *value = given(params, spec->name);
    if (!cdk_json_missing(value) || !spec->alias) return value;
    const cdk_json *older = given(params, spec->alias);
    return empty_text(older) ? value : older;
}

/* metadata.attribute: the value's form hangs on the attribute, and is asked for even where it is absent. */
static int32_t check_linked(cdk_policy_run *run, const cdk_json *params, const cdk_json *value, cdk_str attribute, cdk_str check)
{
    bool text = cdk_json_is(value, CDK_JSON_STRING), good = text;
    bool existence = cdk_str_is(check, "exists") || cdk_str_is(check, "not_exists");
    if (cdk_json_missing(value) && existence && !cdk_oddity_holds(run->compat, CDK_ODD_METADATA_VALUE_REQUIRED)) return 0;
    if (text && cdk_str_is(attribute, "size")) good = is_size(value->text);
    if (text && cdk_str_is(attribute, "layer_count")) good = is_integer(value->text);
    return good ? 0 : cdk_policy_raise(run, INVALID, value ? value : params, "the parameter value does not fit the attribute");
}

static int32_t check_one(cdk_policy_run *run, const cdk_json *params, const cdk_param_spec *spec, cdk_params *out, cdk_pair *pairs)
{
    const cdk_json *value = given_or_alias(params, spec);
    if (cdk_json_missing(value))
        return spec->required ? cdk_policy_raise(run, INVALID, params, "the parameter %s is required", spec->name) : 0;
    cdk_str text = value_text(spec, value);
    if (!text.p) return cdk_policy_raise(run, INVALID, value, "the value of the parameter %s is not valid", spec->name);
    pairs[out->count++] = (cdk_pair){cdk_str_of(spec->name), text};
    return 0;
}

static bool known_name(const cdk_policy_run *run, const cdk_trigger *trigger, cdk_str name)
{
    for (uint32_t i = 0; i < trigger->param_count; i++) {
        const cdk_param_spec *spec = &trigger->params[i];
        if (strcmp(spec->name, "match_type") == 0 && cdk_oddity_holds(run->compat, CDK_ODD_MESSAGES_0_3)) continue;
        if (cdk_str_eq_nocase(name, cdk_str_of(spec->name)) || (spec->alias && cdk_str_eq_nocase(name, cdk_str_of(spec->alias))))
            return true;
    }
    return false;
}

/* However many are unknown, one problem is told. */
static int32_t check_names(cdk_policy_run *run, const cdk_json *params, const cdk_trigger *trigger)
{
    CDK_JSON_EACH(param, params) {
        cdk_str name = cdk_json_get_str(param, "name");
        if (known_name(run, trigger, name)) continue;
        return cdk_policy_raise(run, "InvalidParameterError", param, "the trigger %s has no parameter \"%.*s\"", trigger->name,
                                (int)(name.n < 80 ? name.n : 80), name.p ? name.p : "");
    }
    return 0;
}

int32_t cdk_policy_build_params(cdk_policy_run *run, const cdk_json *rule, const cdk_trigger *trigger, cdk_params *out)
{
    const cdk_json *params = cdk_json_get(rule, "params");
    cdk_pair *pairs = cdk_arena_calloc(run->arena, trigger->param_count ? trigger->param_count : 1, sizeof *pairs);
    int32_t raised = 0;
    if (!pairs) return cdk_fail_memory(run->env);
    *out = (cdk_params){pairs, 0};
    for (uint32_t i = 0; i < trigger->param_count; i++) {
        int32_t status = check_one(run, params, &trigger->params[i], out, pairs);
        if (status < 0) return status;
        raised |= status;
    }
    for (uint32_t i = 0; i < trigger->param_count; i++) {
        if (trigger->params[i].type != CDK_P_LINKED) continue;
        int32_t status = check_linked(run, params, given(params, trigger->params[i].name), cdk_params_get(out, "attribute"),
                                      cdk_params_get(out, "check"));
        if (status < 0) return status;
        raised |= status;
    }
    int32_t status = check_names(run, params, trigger);
    return status < 0 ? status : raised | status;
}
