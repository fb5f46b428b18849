/* SPDX-License-Identifier: Apache-2.0 */
/* What docker info and docker version say of the engine as a whole. */
#include "checks/daemon_view.h"

/* With an entry that is no text, what the list lacks proves nothing. */
bool cdk_security_options_known(const cdk_eval *eval)
{
    const cdk_json *list = cdk_info(eval, "SecurityOptions");
    if (!cdk_json_is(list, CDK_JSON_ARRAY)) return false;
    CDK_JSON_EACH(item, list)
        if (item->type != CDK_JSON_STRING) return false;
    return true;
}

static cdk_str entry_value(cdk_str entry, const char *key)
{
    cdk_str part, rest = entry, name, value;
    while (rest.n) {
        cdk_str_cut(rest, ',', &part, &rest);
        if (cdk_str_cut(part, '=', &name, &value) && cdk_str_is(name, key)) return value;
    }
    return CDK_STR_NONE;
}

bool cdk_security_option(const cdk_eval *eval, const char *name, const cdk_json **entry)
{
    CDK_JSON_EACH(item, cdk_info(eval, "SecurityOptions")) {
        cdk_str text = cdk_json_str(item);
        if (!cdk_str_is(text, name) && !cdk_str_is(entry_value(text, "name"), name)) continue;
        if (entry) *entry = item;
        return true;
    }
    return false;
}

cdk_str cdk_seccomp_profile(const cdk_json *entry)
{
    cdk_str text = cdk_json_str(entry);
    return cdk_str_is(text, "seccomp") ? CDK_STR("default") : entry_value(text, "profile");
}

bool cdk_is_windows(const cdk_eval *eval)
{
    return cdk_str_is(cdk_json_str(cdk_info(eval, "OSType")), "windows");
}

/* The answer of the API, or the server's half of what the client prints. */
static const cdk_json *server_version(const cdk_eval *eval)
{
    const cdk_json *root = cdk_evidence_json(eval->evidence, CDK_EV_VERSION), *server = cdk_json_get(root, "Server");
    return cdk_json_is(server, CDK_JSON_OBJECT) ? server : cdk_json_get(root, "Client") ? NULL : root;
}

cdk_str cdk_engine_version(const cdk_eval *eval, cdk_evidence_kind *kind, const cdk_json **where)
{
    const cdk_json *server = server_version(eval);
    *kind = CDK_EV_VERSION;
    CDK_JSON_EACH(component, cdk_json_get(server, "Components")) {
        *where = cdk_json_get(component, "Version");
        if (cdk_str_is(cdk_json_get_str(component, "Name"), "Engine") && cdk_json_is(*where, CDK_JSON_STRING)) return (*where)->text;
    }
    *where = cdk_json_get(server, "Version");
    if (cdk_json_is(*where, CDK_JSON_STRING)) return (*where)->text;
    *kind = CDK_EV_INFO;
    *where = cdk_info(eval, "ServerVersion");
    return cdk_json_str(*where);
}

/* Takes the next number off a version; -1: there is none. */
static int64_t next_number(cdk_str *rest)
{
    size_t n = 0;
    uint64_t number;
    while (n < rest->n && rest->p[n] >= '0' && rest->p[n] <= '9') n++;
    if (n == 0 || n > 9 || !cdk_str_u64((cdk_str){rest->p, n}, 10, &number)) return -1;
    *rest = (cdk_str){rest->p + n, rest->n - n};
    if (rest->n && rest->p[0] == '.') *rest = (cdk_str){rest->p + 1, rest->n - 1};
    return (int64_t)number;
}

static bool is_mark(cdk_str word)
{
    static const char *const marks[] = {"rc", "beta", "alpha", "dev", "pre"};
    while (word.n && word.p[word.n - 1] >= '0' && word.p[word.n - 1] <= '9') word.n--;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (cdk_str_eq_nocase(word, cdk_str_of(marks[i]))) return true;
    return false;
}

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* What stands behind the numbers: a candidate ("-rc.1", "~rc1", "-beta") is older than the release; else no difference. */
static int candidate_rank(cdk_str suffix)
{
    for (size_t at = 0; at < suffix.n; at++) {
        size_t begin = at;
        while (at < suffix.n && is_alnum(suffix.p[at])) at++;
        if (is_mark((cdk_str){suffix.p + begin, at - begin})) return -1;
    }
    return 0;
}

int cdk_version_order(cdk_str a, cdk_str b)
{
    if (cdk_str_starts(a, CDK_STR("v"))) a = cdk_str_from(a, 1);
    if (cdk_str_starts(b, CDK_STR("v"))) b = cdk_str_from(b, 1);
    for (;;) {
        int64_t x = next_number(&a), y = next_number(&b);
        if (x < 0 && y < 0) return candidate_rank(a) - candidate_rank(b);
        x = x < 0 ? 0 : x;
        y = y < 0 ? 0 : y;
        if (x != y) return x < y ? -1 : 1;
    }
}
