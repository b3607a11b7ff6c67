#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Runs a check on a test file and compares what it says and fixes with the marks in the file.
"""usage: check_coro.py [OPTIONS] FILE -- [COMPILER FLAGS]

Marks in the file, each in a line comment:
  // WARN: TEXT      this line has one warning with TEXT in it ({{...}} is a regular expression)
  // NOTE: TEXT      the same for a note; a line may have several, and notes without a mark are fine
  // FIX: TEXT       with --fix, the code line above becomes TEXT (spaces at the ends aside)
  // SUGGEST: TEXT   the same, but only with --fix-notes
  // INCLUDE: NAME   a fix adds this header, or `// INCLUDE(suggest): NAME` with --fix-notes
  // NO-NOTE: TEXT   no note of this line contains TEXT
A mark that stands alone on its line belongs to the last line above it with code. `// WARN(a,b): ...`
counts only where --mode is a or b, `// WARN(!a): ...` where it is not a.

Every line without a mark is a negative test: a warning there fails, and so does any change by a fix.
With FIX or SUGGEST in the file the fixed file is compiled, and checked again: the findings whose
lines were fixed must be gone, and all others must still be there. The driver, where there is one,
has to find the same as the plugin."""
import argparse
import collections
import difflib
import os
import re
import shutil
import subprocess
import sys

MARK = re.compile(r"//\s*(WARN|NOTE|NO-NOTE|FIX|SUGGEST|INCLUDE)(?:\(([^)]*)\))?: (.*?)"
                  r"(?=\s+//\s*(?:WARN|NOTE|NO-NOTE|FIX|SUGGEST)|\s*$)")
SAID = re.compile(r"^(.*?):(\d+):(\d+): (warning|error|note|fatal error): (.*)$")
INPUTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs")
HERMETIC = ["-std=c++20", "-Wno-everything", "-nostdlibinc", "-isystem", f"{INPUTS}/std",
            "-isystem", f"{INPUTS}/libs"]


def pattern(text):
    parts = re.split(r"\{\{(.*?)\}\}", text)
    return re.compile("".join(p if i % 2 else re.escape(p) for i, p in enumerate(parts)))


def applies(where, mode):
    if where is None:
        return True
    words = where.split(",")
    return mode not in [w[1:] for w in words] if words[0].startswith("!") else mode in words


class Marks:
    """What the marks of a file ask for, by line."""

    def __init__(self, lines, mode):
        self.warn, self.fix, self.suggest = {}, {}, {}
        self.note, self.no_note = collections.defaultdict(list), collections.defaultdict(list)
        self.include, self.suggest_include = [], []
        self.lines = set()
        code = 0
        for number, line in enumerate(lines, 1):
            found = list(MARK.finditer(line))
            if not found:
                code = number if line.strip() and not line.strip().startswith("//") else code
                continue
            if line[:found[0].start()].strip():
                code = number
            else:
                self.lines.add(number)
            for mark in found:
                kind, where, text = mark.groups()
                if kind == "INCLUDE":
                    (self.suggest_include if where == "suggest" else self.include).append(text)
                elif applies(where, mode):
                    if kind in ("NOTE", "NO-NOTE"):
                        (self.note if kind == "NOTE" else self.no_note)[code].append(text)
                    else:
                        kept = {"WARN": self.warn, "FIX": self.fix, "SUGGEST": self.suggest}[kind]
                        kept[code] = text


def compare(said, marks, gone, shift, path):
    """The differences between the warnings and notes in `said` and the marks."""
    wrong, warned, notes = [], {}, collections.defaultdict(list)
    for file, line, _, kind, text in said:
        here = os.path.realpath(file) == os.path.realpath(path)
        line = int(line) - shift if here else int(line)
        if "error" in kind:
            wrong.append(f"{file}:{line}: {text}")
        elif kind == "warning" and (not here or line in warned):
            wrong.append(f"{file}:{line}: one warning too many: {text}")
        elif kind == "warning":
            warned[line] = text
        elif here:
            notes[line].append(text)
    for line in sorted(set(warned) | set(marks.warn)):
        want, have = marks.warn.get(line), warned.get(line)
        if line in gone:
            if have:
                wrong.append(f"line {line}: is still reported after its fix: {have}")
        elif want is None:
            wrong.append(f"line {line}: no warning was expected: {have}")
        elif have is None:
            wrong.append(f"line {line}: a warning is missing: {want}")
        elif not pattern(want).search(have):
            wrong.append(f"line {line}: the warning\n    {have}\n  does not contain\n    {want}")
    for line, wanted in marks.note.items():
        for text in wanted:
            if not gone and not any(pattern(text).search(n) for n in notes[line]):
                wrong.append(f"line {line}: no note contains '{text}', there are {notes[line]}")
    for line, unwanted in marks.no_note.items():
        for text in unwanted:
            if not gone and any(pattern(text).search(n) for n in notes[line]):
                wrong.append(f"line {line}: a note contains '{text}': {notes[line]}")
    return wrong


def compare_text(before, after, marks, wanted, includes):
    """The differences between the fixed file and the marks, and how many lines were put in."""
    added = [f"#include <{name}>" for name in includes]
    wrong, rest = [], list(after)
    for line in added:
        if line in rest and line not in before:
            rest.remove(line)
        else:
            wrong.append(f"the fixed file has no new line '{line}'")
    if len(rest) != len(before):
        return wrong + [f"the fixed file has {len(rest)} lines besides its new includes, "
                        f"not {len(before)}:\n    " + "\n    ".join(
                                l for l in difflib.unified_diff(before, after, n=0, lineterm=""))
                        ], len(after) - len(before)
    for number, (old, new) in enumerate(zip(before, rest), 1):
        if number in wanted:
            code = MARK.split(new)[0].strip() if MARK.search(new) else new.strip()
            if code != wanted[number].strip():
                wrong.append(f"line {number}: became\n    {code}\n  instead of\n"
                             f"    {wanted[number]}")
        elif old != new:
            wrong.append(f"line {number}: was changed to\n    {new}")
    return wrong, len(after) - len(before)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--tidy", required=True, help="the command of clang-tidy with the plugin")
    parser.add_argument("--cotidy", default="", help="the driver")
    parser.add_argument("--clang", required=True)
    parser.add_argument("--check", default="coro-blocking-call")
    parser.add_argument("--option", action="append", default=[], help="KEY=VALUE")
    parser.add_argument("--mode", default="")
    parser.add_argument("--temp", required=True)
    parser.add_argument("--real", action="store_true", help="without the hermetic headers")
    parser.add_argument("file")
    args, rest = parser.parse_known_args()
    flags = [f for f in rest if f != "--"]
    flags = (["-std=c++20", "-Wno-everything"] if args.real else HERMETIC) + flags

    with open(args.file, encoding="utf-8") as file:
        text = file.read()
    before = text.split("\n")
    marks = Marks(before, args.mode)
    options = ", ".join("{}: '{}'".format(*o.split("=", 1)) for o in args.option)
    common = [f"--checks=-*,{args.check}", f"--config={{CheckOptions: {{{options}}}}}"]
    temp = os.path.splitext(args.temp)[0] + os.path.splitext(args.file)[1]
    failures = []

    def check(command, path, *more):
        run = subprocess.run([*command, *common, *more, path, "--", *flags],
                             capture_output=True, text=True)
        said = [m.groups() for m in map(SAID.match, run.stdout.split("\n")) if m]
        if run.returncode not in (0, 1):
            sys.exit(f"{' '.join(command)} ended with {run.returncode}:\n{run.stdout}{run.stderr}")
        return said

    def report(title, wrong):
        if wrong:
            failures.append(f"{title}:\n  " + "\n  ".join(wrong))

    tidy = args.tidy.split()
    report("plugin", compare(check(tidy, args.file), marks, {}, 0, args.file))
    if args.cotidy and os.path.exists(args.cotidy):
        report("driver", compare(check([args.cotidy], args.file), marks, {}, 0, args.file))

    rounds = [("--fix", marks.fix, marks.include)]
    if marks.suggest:
        rounds.append(("--fix-notes", {**marks.suggest, **marks.fix},
                       list(dict.fromkeys(marks.include + marks.suggest_include))))
    for how, wanted, includes in rounds:
        if not marks.warn:
            continue
        shutil.copyfile(args.file, temp)
        check(tidy, temp, how)
        with open(temp, encoding="utf-8") as file:
            after = file.read().split("\n")
        wrong, shift = compare_text(before, after, marks, wanted, includes)
        report(f"after {how}", wrong)
        if not wanted:
            continue
        run = subprocess.run([args.clang, "-fsyntax-only", *flags, temp], capture_output=True,
                             text=True)
        report(f"after {how}, compiling", run.stderr.split("\n") if run.returncode else [])
        report(f"after {how}, checked again", compare(check(tidy, temp), marks, wanted, shift, temp))

    if failures:
        print("\n".join(failures), file=sys.stderr)
    if not marks.warn and "// ALL SILENT" not in text:
        sys.exit("no WARN in this mode; a file where that is meant says `// ALL SILENT`")
    return 1 if failures else 0


sys.exit(main())
