/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/container_sources.h"

#include "facts/stat_table.h"

typedef struct walk {
    const cdk_container *c;
    cdk_source_visitor visit;
    void *user;
    bool propagation; /* is what counts */
    cdk_outcome **outcome;
} walk;

static bool has_word(cdk_str list, const char *word)
{
    cdk_str part;
    while (list.n) {
        cdk_str_cut(list, ',', &part, &list);
        if (cdk_str_is(part, word)) return true;
    }
    return false;
}

static bool give(walk *w, cdk_mount_source *found)
{
    if (found->source.n && found->source.p[0] == '/') {
        found->source = cdk_host_path(w->c->eval->arena, found->source);
        if (!found->source.p) return w->c->eval->failed = true, cdk_fail_memory(w->c->eval->env), false;
    }
    return w->visit(w->user, found);
}

/* --- volumes that are a path of the host under another name --- */

static bool give_volume(walk *w, cdk_mount_source *found, cdk_str name)
{
    const cdk_element *volume = cdk_evidence_volume(w->c->eval->evidence, name);
    const cdk_json *options = volume ? cdk_json_get(volume->value, "Options") : NULL;
    cdk_str how = cdk_json_get_str(options, "o"), device = cdk_json_get_str(options, "device"), type = cdk_json_get_str(options, "type");
    bool bound = has_word(how, "bind") || has_word(how, "rbind") || type.n == 0 || cdk_str_is(type, "none");
    found->source = CDK_STR_NONE;
    if (cdk_str_starts(device, CDK_STR("/")) && bound) {
        found->source = device;
        found->volume = volume;
        found->read_only |= has_word(how, "ro");
    }
    return give(w, found);
}

/* --- Mounts: what is mounted --- */

static bool tells_text(walk *w, const cdk_json *mount, const char *member)
{
    const cdk_json *value = cdk_json_get(mount, member);
    if (cdk_json_is(value, CDK_JSON_STRING)) return true;
    *w->outcome = cdk_json_missing(value) ? cdk_container_lacks(w->c, mount, member) : cdk_container_wrong(w->c, value, "a text");
    return false;
}

/* What was asked for at a place tells the propagation where the mount itself does not: engines before API 1.22. */
static bool asked_for(const cdk_container *c, cdk_str destination)
{
    cdk_str source, rest, at, options;
    CDK_JSON_EACH(bind, cdk_container_at(c, CDK_HC_Binds)) {
        cdk_str_cut(cdk_json_str(bind), ':', &source, &rest);
        cdk_str_cut(rest, ':', &at, &options);
        if (cdk_str_eq(at, destination)) return true;
    }
    return false;
}

static bool take_mount(walk *w, const cdk_json *mount)
{
    cdk_str type = cdk_json_get_str(mount, "Type"), name = cdk_json_get_str(mount, "Name");
    cdk_mount_source found = {.source = cdk_json_get_str(mount, "Source"), .destination = cdk_json_get_str(mount, "Destination"),
                              .propagation = cdk_json_get_str(mount, "Propagation"), .where = mount};
    bool writable = true;
    if (mount->type != CDK_JSON_OBJECT) return *w->outcome = cdk_container_wrong(w->c, mount, "an object"), false;
    if (cdk_json_bool(cdk_json_get(mount, "RW"), &writable))
        found.read_only = !writable;
    else
        found.read_only = has_word(cdk_json_get_str(mount, "Mode"), "ro");
    /* Before there was a type, volumes were the ones with a name. */
    bool volume = type.n ? !cdk_str_is(type, "bind") : name.n > 0;
    if (!volume && !tells_text(w, mount, "Source")) return false;
    if (!volume && w->propagation && !asked_for(w->c, found.destination) && !tells_text(w, mount, "Propagation")) return false;
    return volume ? give_volume(w, &found, name) : give(w, &found);
}

/* --- Binds: "source:destination[:options]" --- */

static bool take_bind(walk *w, const cdk_json *bind)
{
    cdk_str rest = cdk_json_str(bind), options = CDK_STR_NONE, part;
    cdk_mount_source found = {.where = bind};
    if (bind->type != CDK_JSON_STRING) return *w->outcome = cdk_container_wrong(w->c, bind, "a text"), false;
    cdk_str_cut(rest, ':', &found.source, &rest);
    cdk_str_cut(rest, ':', &found.destination, &options);
    found.read_only = has_word(options, "ro");
    while (options.n) {
        cdk_str_cut(options, ',', &part, &options);
        if (cdk_str_ends(part, CDK_STR("shared")) || cdk_str_ends(part, CDK_STR("slave")) || cdk_str_ends(part, CDK_STR("private")))
            found.propagation = part;
    }
    return found.source.n && found.source.p[0] == '/' ? give(w, &found) : give_volume(w, &found, found.source);
}

/* --- HostConfig.Mounts: what was asked for --- */

static bool take_spec(walk *w, const cdk_json *spec)
{
    cdk_mount_source found = {.source = cdk_json_get_str(spec, "Source"), .destination = cdk_json_get_str(spec, "Target"), .where = spec,
                              .propagation = cdk_json_get_str(cdk_json_get(spec, "BindOptions"), "Propagation")};
    if (spec->type != CDK_JSON_OBJECT) return *w->outcome = cdk_container_wrong(w->c, spec, "an object"), false;
    cdk_json_bool(cdk_json_get(spec, "ReadOnly"), &found.read_only);
    if (cdk_str_is(cdk_json_get_str(spec, "Type"), "bind") || cdk_str_is(cdk_json_get_str(spec, "Type"), "npipe")) return give(w, &found);
    return give_volume(w, &found, found.source);
}

static bool each_of(walk *w, cdk_container_member member, bool (*take)(walk *w, const cdk_json *item))
{
    const cdk_json *list = cdk_container_at(w->c, member);
    if (cdk_json_missing(list)) return true;
    if (list->type != CDK_JSON_ARRAY) return *w->outcome = cdk_container_wrong(w->c, list, "a list"), false;
    CDK_JSON_EACH(item, list)
        if (!take(w, item)) return false;
    return true;
}

bool cdk_container_each_source(const cdk_container *c, bool propagation, cdk_source_visitor visit, void *user, cdk_outcome **outcome)
{
    walk w = {c, visit, user, propagation, outcome};
    return each_of(&w, CDK_C_Mounts, take_mount) && each_of(&w, CDK_HC_Binds, take_bind) && each_of(&w, CDK_HC_Mounts, take_spec);
}

/* Mounts tells what is mounted. Engines before API 1.20 do not have it, and a container that takes the mounts of another
 * shows them there alone. Binds tells what was asked for; sparse answers leave it out. */
cdk_outcome *cdk_container_lacks_sources(const cdk_container *c)
{
    const cdk_json *mounts = cdk_container_at(c, CDK_C_Mounts), *others = cdk_container_at(c, CDK_HC_VolumesFrom);
    if (!cdk_container_at(c, CDK_HC_Binds)) return mounts ? NULL : cdk_container_lacks(c, c->host_config, "Binds");
    return !mounts && others && others->count ? cdk_container_lacks(c, c->value, "Mounts") : NULL;
}
