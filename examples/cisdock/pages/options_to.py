# SPDX-License-Identifier: Apache-2.0
"""Writes the options of options.def into the man page, or a shell completion: options_to.py man|bash DEF COMMANDS TEMPLATE OUT."""
import re
import sys

ROW = re.compile(r'^OPTION\("(--[\w-]+)", (\w+), \w+, (?:"([^"]*)"|NULL), ([^"]*), "((?:[^"\\]|\\.)*)"\)', re.M)
COMMAND = re.compile(r"^COMMAND\((\w+), (FOR_\w+)", re.M)


def rows(text):
    return [(name, argument, bits, help_.replace('\\"', '"')) for name, _, argument, bits, help_ in ROW.findall(text)]


def man(options, _commands):
    out = []
    for name, argument, _, help_ in options:
        text = name.replace("-", "\\-")
        out += [".TP", f".B {text}" + (f" \\fI{argument}\\fR" if argument else ""), help_.replace("-", "\\-")]
    return "\n".join(out)


def bash(options, commands):
    return "\n".join(f"    {name}) words=\"{' '.join(option for option, _, bits, _ in options if '~0u' in bits or bit in bits)}\" ;;" for name, bit in commands)


def main(form, definitions, table, template, target):
    options, commands = rows(open(definitions).read()), COMMAND.findall(open(table).read())
    text = {"man": man, "bash": bash}[form](options, commands)
    filled = open(template).read().replace("@OPTIONS@", text).replace("@COMMANDS@", " ".join(name for name, _ in commands))
    open(target, "w").write(filled)


if __name__ == "__main__":
    main(*sys.argv[1:])
