# SPDX-License-Identifier: Apache-2.0
"""Documents with one thing taken away or damaged, and what such a loss must never do."""
import copy

# Members whose own members are names that somebody chose: taking one away is another answer, not a loss of evidence.
MAPS = {"Labels", "Ports", "PortBindings", "Networks", "ExposedPorts", "Options", "IndexConfigs", "Volumes", "Sysctls", "Tmpfs", "DriverOpts", "StorageOpt",
        "Annotations", "Data", "Containers", "GwPriority"}
# Where the engine itself writes null for "none of it".
NULL_IS_NONE = {"CapAdd", "CapDrop", "Binds", "SecurityOpt", "Devices", "DeviceRequests", "DeviceCgroupRules", "Ulimits", "Healthcheck", "PidsLimit",
                "PortBindings", "Ports", "Mounts", "Options", "Labels", "Cmd", "Entrypoint", "Args", "Authorization", "Env", "ExposedPorts", "VolumesFrom",
                "OnBuild", "Volumes", "Driver"}
CLEAN = {"pass", "not_applicable"}


def nodes(value, path=()):
    """(path, value) of each value below the root."""
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield path + (key,), child
        yield from nodes(child, path + (key,))


def changed(root, path, replacement):
    """A copy in which the value at `path` is another; `...`: is not there."""
    out = copy.copy(root)
    if len(path) > 1:
        out[path[0]] = changed(root[path[0]], path[1:], replacement)
    elif replacement is ...:
        del out[path[0]]
    else:
        out[path[0]] = replacement
    return out


def is_chosen(path):
    """Is it an element of a list, or a member of a map of chosen names?"""
    return isinstance(path[-1], int) or (len(path) > 1 and path[-2] in MAPS)


def damages(path, value):
    """(what is done, replacement) of one value."""
    if not is_chosen(path):
        yield "taken away", ...
        if value is not None and path[-1] not in NULL_IS_NONE:
            yield "null", None
    if isinstance(value, (list, dict)):
        yield "a text", "word"
    elif isinstance(value, str):
        yield "a number", 7
        yield "an object", {"x": [1]}
    elif value is not None:
        yield "a text", "word"
        yield "a list", [1]


def pointer(path):
    return "/" + "/".join(str(part) for part in path)

