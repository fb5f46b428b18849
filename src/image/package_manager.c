/* SPDX-License-Identifier: Apache-2.0 */
#include "image/shell.h"

typedef enum family { APT, APK, RPM, ZYPPER, PACMAN, OPKG, FAMILY_COUNT } family;

typedef struct manager {
    family family;
    const char *name, *value;
    const char *roles[5]; /* by cdk_pm_role */
} manager;

static const manager managers[] = {
#define CDK_PM(family, name, value, update, install, upgrade, both) {family, name, value, {"", update, install, upgrade, both}},
#include "image/package_manager.def"
#undef CDK_PM
};

static const manager *manager_of(const cdk_command *command)
{
    cdk_str name = cdk_command_name(command);
    if (!command->word_count || command->words[0].dynamic) return NULL;
    for (size_t i = 0; i < sizeof managers / sizeof *managers; i++)
        if (cdk_str_is(name, managers[i].name)) return &managers[i];
    return NULL;
}

static bool in_list(const char *list, cdk_str word)
{
    cdk_str rest = cdk_str_of(list), one;
    while (cdk_str_word(&rest, &one))
        if (cdk_str_eq(one, word)) return true;
    return false;
}

static bool is_option(cdk_str word)
{
    return word.n > 0 && word.p[0] == '-';
}

/* The next word that is no option and no option's value, from `*at` on. */
static bool next_operand(const manager *m, const cdk_command *command, uint32_t *at, cdk_str *word)
{
    while (*at < command->word_count) {
        *word = command->words[(*at)++].text;
        if (!is_option(*word)) return word->n > 0;
        if (in_list(m->value, *word)) (*at)++;
    }
    return false;
}

/* -Sy, -Syu name: letters of all short options together. */
static cdk_pm_role pacman_role(const cdk_command *command)
{
    bool sync = false, refresh = false, upgrade = false, file = false, names = false, query = false;
    for (uint32_t i = 1; i < command->word_count; i++) {
        cdk_str word = command->words[i].text;
        size_t at;
        if (!is_option(word)) {
            names |= word.n > 0;
        } else if (cdk_str_starts(word, CDK_STR("--"))) {
            sync |= cdk_str_is(word, "--sync");
            refresh |= cdk_str_is(word, "--refresh");
            upgrade |= cdk_str_is(word, "--sysupgrade");
            file |= cdk_str_is(word, "--upgrade");
        } else {
            sync |= cdk_str_find_char(word, 'S', &at);
            refresh |= cdk_str_find_char(word, 'y', &at);
            upgrade |= cdk_str_find_char(word, 'u', &at);
            file |= cdk_str_find_char(word, 'U', &at);
            query |= cdk_str_find_char(word, 's', &at) || cdk_str_find_char(word, 'i', &at) || cdk_str_find_char(word, 'c', &at);
        }
    }
    if (file || (sync && names && !query)) return CDK_PM_INSTALL;
    if (sync && upgrade) return CDK_PM_UPGRADE;
    return sync && refresh ? CDK_PM_UPDATE : CDK_PM_OTHER;
}

static cdk_pm_role role_of(const manager *m, const cdk_command *command)
{
    cdk_str word = CDK_STR_NONE, name;
    uint32_t at = 1;
    if (m->family == PACMAN) return pacman_role(command);
    if (command->word_count == 2 && (cdk_str_is(command->words[1].text, "--help") || cdk_str_is(command->words[1].text, "--version")))
        return CDK_PM_OTHER;
    bool has = next_operand(m, command, &at, &word);
    for (int role = CDK_PM_UPDATE; role <= CDK_PM_UPDATE_UPGRADE; role++) {
        if (strcmp(m->roles[role], "*") != 0 && !(has && in_list(m->roles[role], word))) continue;
        bool whole = role == CDK_PM_UPGRADE || role == CDK_PM_UPDATE_UPGRADE;
        return whole && next_operand(m, command, &at, &name) ? CDK_PM_INSTALL : (cdk_pm_role)role;
    }
    return CDK_PM_OTHER;
}

const char *cdk_package_manager(const cdk_command *command, cdk_pm_role *role)
{
    const manager *m = manager_of(command);
    *role = m ? role_of(m, command) : CDK_PM_OTHER;
    return m ? m->name : NULL;
}

static bool uses_index(cdk_pm_role role, bool installs_only)
{
    return role == CDK_PM_INSTALL || (!installs_only && (role == CDK_PM_UPGRADE || role == CDK_PM_UPDATE_UPGRADE));
}

/* From the end on, so that each command is looked at once: an update is used by what stands behind it. */
static bool find_role(const cdk_commands *commands, cdk_pm_role wanted, cdk_lone_update *out)
{
    bool used[FAMILY_COUNT] = {false}, whole = wanted == CDK_PM_UPDATE_UPGRADE;
    for (int pass = whole ? 0 : 1; pass < 2; pass++) /* what was installed before the update counts, too, for the weaker kind */
        for (uint32_t i = commands->count; i > 0; i--) {
            const cdk_command *command = &commands->items[i - 1];
            const manager *m = manager_of(command);
            cdk_pm_role role = m ? role_of(m, command) : CDK_PM_OTHER;
            if (m && uses_index(role, whole)) used[m->family] = true;
            if (pass == 0 || !m || role != wanted || used[m->family]) continue;
            *out = (cdk_lone_update){m->name, command, wanted, command->conditional};
            return true;
        }
    return false;
}

bool cdk_find_lone_update(const cdk_commands *commands, cdk_lone_update *out)
{
    return find_role(commands, CDK_PM_UPDATE, out) || find_role(commands, CDK_PM_UPDATE_UPGRADE, out);
}
