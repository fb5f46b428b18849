/* SPDX-License-Identifier: Apache-2.0 */
#include "checks/gate_container.h"
#include "facts/host_lists.h"
#include "facts/site.h"

#include <stdio.h>

/* One published port: "80/tcp" of the container at an address and a range of ports of the host. */
typedef struct published {
    cdk_str port, address;
    uint32_t low, high; /* 0: the daemon chooses */
    const cdk_json *where;
} published;

typedef bool (*port_visitor)(void *user, const published *port);

/* "8080", 8080, "1000-1010", "". False: none of these. */
static bool read_range(const cdk_json *value, uint32_t *low, uint32_t *high)
{
    uint64_t a = 0, b = 0;
    cdk_str first, last;
    *low = *high = 0;
    if (value->type != CDK_JSON_STRING && value->type != CDK_JSON_NUMBER) return false;
    if (value->text.n == 0) return true;
    bool range = cdk_str_cut(value->text, '-', &first, &last);
    if (!cdk_str_u64(first, 10, &a) || a > 65535 || (range && (!cdk_str_u64(last, 10, &b) || b > 65535 || b < a))) return false;
    *low = (uint32_t)a;
    *high = range ? (uint32_t)b : (uint32_t)a;
    return true;
}

static bool take_binding(const cdk_container *c, cdk_str port, const cdk_json *binding, port_visitor visit, void *user, cdk_outcome **outcome)
{
    published found = {.port = port, .where = binding};
    const cdk_json *address = cdk_json_get(binding, "HostIp"), *number = cdk_json_get(binding, "HostPort");
    if (binding->type != CDK_JSON_OBJECT) return *outcome = cdk_container_wrong(c, binding, "an address and a port"), false;
    if (!cdk_json_missing(address) && address->type != CDK_JSON_STRING) return *outcome = cdk_container_wrong(c, address, "an address"), false;
    if (cdk_json_missing(number)) return *outcome = cdk_container_lacks(c, binding, "HostPort"), false;
    if (!read_range(number, &found.low, &found.high)) return *outcome = cdk_container_wrong(c, number, "a port"), false;
    found.address = cdk_json_str(address);
    return visit(user, &found);
}

static const cdk_json *open_ports(const cdk_container *c)
{
    return cdk_container_at(c, CDK_CN_Ports);
}

/* The ports of a running container are what is open; those of another what will be. */
static const cdk_json *port_map(const cdk_container *c)
{
    const cdk_json *open = open_ports(c), *asked = cdk_container_at(c, CDK_HC_PortBindings);
    if ((c->running || !c->state_told) && cdk_json_is(open, CDK_JSON_OBJECT) && open->count) return open;
    return asked ? asked : open;
}

/* Old engines and sparse answers tell one of the two maps: the wrong one may show that a port is published, but not that
 * none is. Then the outcome that says so; NULL: the map that counts is there. */
static cdk_outcome *lacks_ports(const cdk_container *c)
{
    const cdk_json *open = open_ports(c), *settings = cdk_container_at(c, CDK_C_NetworkSettings);
    if ((c->running || !c->state_told) && !open) return cdk_container_lacks(c, settings ? settings : c->value, settings ? "Ports" : "NetworkSettings");
    if (!c->running && !cdk_container_at(c, CDK_HC_PortBindings)) return cdk_container_lacks(c, c->host_config, "PortBindings");
    return NULL;
}

static bool each_binding(const cdk_container *c, const cdk_json *port, port_visitor visit, void *user, cdk_outcome **outcome)
{
    if (port->type == CDK_JSON_NULL) return true; /* exposed, not published */
    if (port->type != CDK_JSON_ARRAY) return *outcome = cdk_container_wrong(c, port, "a list of addresses and ports"), false;
    CDK_JSON_EACH(binding, port)
        if (!take_binding(c, port->key, binding, visit, user, outcome)) return false;
    return true;
}

static bool each_port(const cdk_container *c, port_visitor visit, void *user, cdk_outcome **outcome)
{
    const cdk_json *map = port_map(c), *open = open_ports(c);
    if (!map) return *outcome = cdk_container_lacks(c, c->host_config, "PortBindings"), false;
    if (!cdk_json_missing(open) && open->type != CDK_JSON_OBJECT) return *outcome = cdk_container_wrong(c, open, "an object of ports"), false;
    if (map->type == CDK_JSON_NULL) return true;
    if (map->type != CDK_JSON_OBJECT) return *outcome = cdk_container_wrong(c, map, "an object of ports"), false;
    CDK_JSON_EACH(port, map)
        if (!each_binding(c, port, visit, user, outcome)) return false;
    return true;
}

static bool on_host_network(const cdk_container *c, const cdk_json **where)
{
    *where = cdk_container_at(c, CDK_HC_NetworkMode);
    return cdk_str_is(cdk_json_str(*where), "host");
}

typedef struct hit {
    const cdk_container *c;
    uint32_t count;
    bool found;
    published port;
} hit;

static const char *range_text(const cdk_container *c, const published *port)
{
    const char *text = port->high > port->low ? cdk_arena_printf(c->eval->arena, "%u-%u", port->low, port->high)
                                              : cdk_arena_printf(c->eval->arena, "%u", port->low);
    return text ? text : "";
}

/* --- privileged ports --- */

static bool look_for_low(void *user, const published *port)
{
    hit *h = user;
    bool low = port->low > 0 && port->low < 1024;
    if (!low || h->found || cdk_site_lists_number(h->c->eval->evidence, "allowed_privileged_ports", port->low)) return true;
    h->found = true;
    h->port = *port;
    return true;
}

static cdk_outcome *judge_low(const cdk_container *c)
{
    hit h = {.c = c};
    const cdk_json *mode;
    cdk_outcome *outcome = NULL;
    if (on_host_network(c, &mode)) return cdk_container_says(c, CDK_NOT_APPLICABLE, mode, "it uses the host's network: nothing is mapped");
    if (!each_port(c, look_for_low, &h, &outcome)) return outcome;
    if (h.found) return cdk_container_says(c, CDK_FAIL, h.port.where, "host port %s is mapped", range_text(c, &h.port));
    if ((outcome = lacks_ports(c))) return outcome;
    return cdk_container_says(c, CDK_PASS, port_map(c), "no host port below 1024 is mapped");
}

int32_t cdk_container_privileged_ports(cdk_eval *eval)
{
    return cdk_each_container(eval, judge_low, NULL);
}

/* --- needed ports --- */

static bool is_needed(const cdk_container *c, const published *port)
{
    char text[48];
    cdk_str name, protocol;
    cdk_str_cut(port->port, '/', &name, &protocol);
    snprintf(text, sizeof text, "%u/%.*s", port->low, protocol.n < 16 ? (int)protocol.n : 0, protocol.p ? protocol.p : "");
    return cdk_site_lists(c->eval->evidence, "needed_ports", port->port) || cdk_site_lists(c->eval->evidence, "needed_ports", cdk_str_of(text));
}

static bool look_for_unneeded(void *user, const published *port)
{
    hit *h = user;
    h->count++;
    if (h->found || is_needed(h->c, port)) return true;
    h->found = true;
    h->port = *port;
    return true;
}

static cdk_outcome *judge_needed(const cdk_container *c)
{
    hit h = {.c = c};
    bool all = false;
    const cdk_json *publish = cdk_container_at(c, CDK_HC_PublishAllPorts);
    cdk_outcome *outcome = NULL;
    if (!each_port(c, look_for_unneeded, &h, &outcome)) return outcome;
    cdk_json_bool(publish, &all);
    bool policy = cdk_site_has_list(c->eval->evidence, "needed_ports");
    const char *port = h.found ? cdk_shown(c->eval, h.port.port) : "";
    if (h.found && policy) return cdk_container_says(c, CDK_FAIL, h.port.where, "port %s is published, and is not among the needed ones", port);
    if (h.found) return cdk_container_says(c, CDK_WARN, h.port.where, "port %s is published (of %u in all): see whether it is needed", port, h.count);
    if (all) return cdk_container_says(c, CDK_WARN, publish, "all ports that the image names are published: see whether they are needed");
    if ((outcome = lacks_ports(c))) return outcome;
    return cdk_container_says(c, CDK_PASS, port_map(c), h.count ? "all published ports are needed ones" : "no port is published");
}

int32_t cdk_container_needed_ports(cdk_eval *eval)
{
    return cdk_each_container(eval, judge_needed, NULL);
}

/* --- the interface --- */

typedef struct interface_rule {
    bool named;    /* the daemon's default address is one of its own */
    cdk_str by_default;
} interface_rule;

static bool look_for_any(void *user, const published *port)
{
    hit *h = user;
    const interface_rule *rule = h->c->shared;
    h->count++;
    bool defaulted = port->address.n == 0 && rule->named;
    if (h->found || defaulted || !cdk_address_is_any(port->address)) return true;
    h->found = true;
    h->port = *port;
    return true;
}

static cdk_outcome *judge_interface(const cdk_container *c)
{
    hit h = {.c = c};
    const cdk_json *mode;
    cdk_outcome *outcome = NULL;
    if (on_host_network(c, &mode)) return cdk_container_says(c, CDK_NOT_APPLICABLE, mode, "it uses the host's network: nothing is mapped");
    if (!each_port(c, look_for_any, &h, &outcome)) return outcome;
    if (h.found)
        return cdk_container_says(c, CDK_FAIL, h.port.where, "port %s is published on all interfaces", cdk_shown(c->eval, h.port.port));
    if ((outcome = lacks_ports(c))) return outcome;
    if (h.count == 0) return cdk_container_says(c, CDK_NOT_APPLICABLE, port_map(c), "no port is published");
    return cdk_container_says(c, CDK_PASS, port_map(c), "each published port is bound to a named interface");
}

int32_t cdk_container_bind_interface(cdk_eval *eval)
{
    cdk_setting ip;
    int32_t status = cdk_daemon_setting(eval->env, eval->arena, eval->evidence, CDK_DO_IP, &ip);
    interface_rule rule = {.by_default = ip.text, .named = ip.state == CDK_SETTING_SET && !cdk_address_is_any(ip.text)};
    return status ? status : cdk_each_container(eval, judge_interface, &rule);
}
