# SPDX-License-Identifier: Apache-2.0
"""Writes the options of options.def into the man page, or a shell completion: options_to.py man|bash DEF COMMANDS TEMPLATE OUT."""
import re
import sys

ROW = re.compile(r'^OPTION\("(--[\w-]+)", (\w+), \w+, (?:"([^"]*)"|NULL), ([^"]*), "((?:[^"\\]|\\.)*)"\)', re.M)
COMMAND = re.compile(r'^COMMAND\((\w+), (FOR_\w+), "((?:[^"\\]|\\.)*)", "((?:[^"\\]|\\.)*)"\)', re.M)


def rows(text):
    return [(name, argument, bits, help_.replace('\\"', '"')) for name, _, argument, bits, help_ in ROW.findall(text)]


def roff(text):
    return text.replace("\\", "").replace("-", "\\-")


def man(options, _commands):
    out = []
    for name, argument, _, help_ in options:
        out += [".TP", f".B {roff(name)}" + (f" \\fI{roff(argument)}\\fR" if argument else ""), roff(help_)]
    return "\n".join(out)


def synopsis(commands):
    usages = [usage.strip() for _, _, text, _ in commands for usage in text.split("|") if usage.strip().split()[0] in {name for name, *_ in commands}]
    return "\n.br\n".join(f".B cisdock {roff(usage)}" for usage in usages)


def described(commands):
    return "\n".join(f".TP\n.B {name}\n{roff(summary[:1].upper() + summary[1:])}." for name, _, _, summary in commands)


def bash(options, commands):
    return "\n".join(f"    {name}) words=\"{' '.join(option for option, _, bits, _ in options if '~0u' in bits or bit in bits)}\" ;;" for name, bit, _, _ in commands)


def main(form, definitions, table, template, target):
    options, commands = rows(open(definitions).read()), COMMAND.findall(open(table).read())
    text = {"man": man, "bash": bash}[form](options, commands)
    filled = open(template).read().replace("@OPTIONS@", text).replace("@COMMANDS@", " ".join(name for name, *_ in commands))
    filled = filled.replace("@SYNOPSIS@", synopsis(commands)).replace("@DESCRIBED@", described(commands))
    open(target, "w").write(filled)


if __name__ == "__main__":
    main(*sys.argv[1:])
