# SPDX-License-Identifier: Apache-2.0
"""Write the catalogue of built-in benchmarks as C tables: generate.py OUT.c FILE.json...

Files under slugs/ hold what is the same in all versions: texts and rules by slug. Files under versions/ hold one
benchmark each: ids, marks and levels, and for some recommendations parameters that their rules get besides their own.
"""
import json
import sys
from pathlib import Path

SLUG_MEMBERS = {"title", "rationale", "remediation", "evidence", "manual", "rules", "nist"}
RULE_MEMBERS = {"gate", "trigger", "params"}
VERSION_MEMBERS = {"id", "version", "title", "order", "confidence", "marks", "recommendations"}
ITEM_MEMBERS = {"id", "slug", "scored", "assessment", "levels", "confidence", "params"}
TRI = {True: "CDK_YES", False: "CDK_NO", None: "CDK_UNKNOWN"}
TARGETS = {"docker", "linux-host", "swarm", "enterprise"}


class CatalogueError(Exception):
    pass


def only(where, got, known, needed):
    extra, missing = set(got) - known, needed - set(got)
    if extra or missing:
        raise CatalogueError(f"{where}: unknown members {sorted(extra)}, missing members {sorted(missing)}")


def load(path):
    def no_doubles(pairs):
        keys = [key for key, _ in pairs]
        if len(keys) != len(set(keys)):
            raise CatalogueError(f"{path}: a key stands twice among {keys}")
        return dict(pairs)

    return json.loads(Path(path).read_text(encoding="utf-8"), object_pairs_hook=no_doubles)


def c_text(text):
    if text is None:
        return "NULL"
    out = ['"']
    for byte in text.encode("utf-8"):
        if byte in b'"\\':
            out.append("\\" + chr(byte))
        elif 32 <= byte < 127 and byte != ord("?"):
            out.append(chr(byte))
        else:
            out.append(f"\\{byte:03o}")
    return "".join(out) + '"'


def param_text(value):
    if isinstance(value, list):
        return ",".join(param_text(item) for item in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


class Writer:
    def __init__(self):
        self.lines = ["/* Generated from the catalogue: do not edit. */", '#include "bundle/benchmark.h"', ""]
        self.rules = {}

    def rule_table(self, rules):
        """The name of a C array with these rules; alike ones share one."""
        if not rules:
            return "NULL"
        key = json.dumps(rules, sort_keys=True)
        if key not in self.rules:
            name = f"rules_{len(self.rules)}"
            rows = []
            for number, rule in enumerate(rules):
                params = rule.get("params", {})
                pointer = "NULL"
                if params:
                    pointer = f"{name}_params_{number}"
                    pairs = ", ".join(
                        f"{{{{{c_text(k)}, {len(k.encode())}}}, {{{c_text(v)}, {len(v.encode())}}}}}"
                        for k, v in ((k, param_text(v)) for k, v in params.items())
                    )
                    self.lines.append(f"static const cdk_pair {pointer}[] = {{{pairs}}};")
                rows.append(
                    f"    {{.gate = {c_text(rule['gate'])}, .trigger = {c_text(rule['trigger'])}, "
                    f".params = {{{pointer}, {len(params)}}}}},"
                )
            self.lines += [f"static const cdk_bench_rule {name}[] = {{", *rows, "};"]
            self.rules[key] = name
        return self.rules[key]

    def slug_table(self, slugs):
        rows = []
        for slug, item in slugs.items():
            nist = ", ".join(item.get("nist", [])) or None
            rows.append(
                f"    {{.slug = {c_text(slug)}, .title = {c_text(item['title'])},\n"
                f"     .rationale = {c_text(item['rationale'])},\n     .remediation = {c_text(item['remediation'])},\n"
                f"     .evidence = {c_text(item['evidence'])}, .manual = {c_text(item.get('manual'))},\n"
                f"     .rules = {self.rule_table(item['rules'])}, .rule_count = {len(item['rules'])}, .nist = {c_text(nist)}}},"
            )
        self.lines += ["static const cdk_slug slugs[] = {", *rows, "};", ""]

    def version_table(self, number, version, slugs):
        index = {slug: n for n, slug in enumerate(slugs)}
        rows = []
        for n, item in enumerate(version["recommendations"]):
            slug = slugs[item["slug"]]
            rules = [dict(rule, params={**rule.get("params", {}), **item.get("params", {})}) for rule in slug["rules"]]
            levels = ", ".join(
                f"{{CDK_TARGET_{level['target'].upper().replace('-', '_')}, {level['level']}}}" for level in item["levels"]
            )
            self.lines.append(f"static const cdk_level v{number}_levels_{n}[] = {{{levels}}};")
            assessment = item.get("assessment")
            rows.append(
                f"    {{.id = {c_text(item['id'])}, .title = {c_text(slug['title'])}, "
                f".section = {c_text(item['id'].split('.')[0])}, .slug = &slugs[{index[item['slug']]}],\n"
                f"     .rules = {self.rule_table(rules)}, .rule_count = {len(rules)}, .scored = {TRI[item.get('scored')]}, "
                f".assessment = CDK_ASSESS_{(assessment or 'none').upper()},\n"
                f"     .levels = v{number}_levels_{n}, .level_count = {len(item['levels'])}, "
                f".confidence = {c_text(item['confidence'])}}},"
            )
        self.lines += [f"static const cdk_recommendation v{number}_items[] = {{", *rows, "};", ""]

    def benchmarks(self, versions):
        self.lines.append("const cdk_benchmark cdk_builtin_benchmarks[] = {")
        for number, version in enumerate(versions):
            self.lines.append(
                f"    {{.id = {c_text(version['id'])}, .version = {c_text(version['version'])}, "
                f".title = {c_text(version['title'])}, .confidence = {c_text(version['confidence'])},\n"
                f"     .order = {version['order']}, .has_scored_marks = {str(version['marks'] == 'scored').lower()}, "
                f".items = v{number}_items, .count = {len(version['recommendations'])}}},"
            )
        self.lines += ["};", f"const uint32_t cdk_builtin_benchmark_count = {len(versions)};", ""]


def check_slug(slug, item):
    only(slug, item, SLUG_MEMBERS, {"title", "rationale", "remediation", "evidence", "rules"})
    for rule in item["rules"]:
        only(f"{slug}, rule", rule, RULE_MEMBERS, {"gate", "trigger"})


def check_version(version, slugs):
    only(version.get("id", "a version"), version, VERSION_MEMBERS, VERSION_MEMBERS)
    seen = set()
    for item in version["recommendations"]:
        where = f"{version['id']} {item.get('id')}"
        mark = "scored" if version["marks"] == "scored" else "assessment"
        only(where, item, ITEM_MEMBERS, {"id", "slug", "levels", "confidence", mark})
        if item["id"] in seen or item["slug"] not in slugs or not item["levels"]:
            raise CatalogueError(f"{where}: id twice, slug not known or no level")
        seen.add(item["id"])
        for level in item["levels"]:
            if level["target"] not in TARGETS or level["level"] not in (1, 2):
                raise CatalogueError(f"{where}: level {level}")
        if item.get("assessment") not in (None, "automated", "manual"):
            raise CatalogueError(f"{where}: assessment {item['assessment']}")


def main(out, *paths):
    slugs, versions = {}, []
    for path in sorted(paths):
        if Path(path).parent.name == "versions":
            versions.append(load(path))
        else:
            part = load(path)
            double = slugs.keys() & part.keys()
            if double:
                raise CatalogueError(f"{path}: slugs that stand elsewhere: {sorted(double)}")
            slugs.update(part)
    versions.sort(key=lambda version: version["order"])
    for slug, item in slugs.items():
        check_slug(slug, item)
    for version in versions:
        check_version(version, slugs)
    used = {item["slug"] for version in versions for item in version["recommendations"]}
    if used != slugs.keys():
        raise CatalogueError(f"slugs that no version uses: {sorted(slugs.keys() - used)}")
    writer = Writer()
    writer.slug_table(slugs)
    for number, version in enumerate(versions):
        writer.version_table(number, version, slugs)
    writer.benchmarks(versions)
    Path(out).write_text("\n".join(writer.lines), encoding="ascii")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (CatalogueError, OSError, ValueError) as error:
        sys.exit(f"catalogue: {error}")
