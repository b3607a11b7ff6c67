#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# The rule: no kind of fix goes out as safe that no validated scenario covers.
"""usage: kinds.py COTIDY-VALIDATE SOURCE [FOLDER]

The kinds of fixes are those that the program lists (checks/fixes/Kinds.def). Each that the checks
offer on the runtime needs three programs in FOLDER (test/validate) whose test sees it hold: a plain
one, one with errors, one with cancellation. Such a test has a line

  // CHECK: KIND (safe|suggestion) {{.*}} holds

What is only offered on other libraries needs a program in test/fixes/run, which is run before and
after, with the line `// PROVES: KIND`. A fix that no table knows cannot go out: every fix goes
through CoroutineCheck::attach(), and this looks that none is made elsewhere."""
import json
import pathlib
import re
import subprocess
import sys

PROGRAMS_A_KIND = 3
HOLDS = re.compile(r"^// CHECK: (\S+) \((safe|suggestion)\) \{\{\.\*\}\} holds$", re.M)


def proven(folder):
    """How many programs prove a kind, by (kind, is safe)."""
    count = {}
    for program in folder.glob("*/*.cpp"):
        text = program.read_text()
        # The others see it refuted.
        if "// RUN: %validate" in text and " %s | FileCheck %s" in text:
            for key in {(kind, how == "safe") for kind, how in HOLDS.findall(text)}:
                count[key] = count.get(key, 0) + 1
    return count


def missing(kinds, source, folder):
    count = proven(folder)
    on_libraries = "".join(each.read_text() for each in (source / "test/fixes/run").glob("*.cpp"))
    for row in kinds:
        if row["provenOn"] == "libraries":
            if row["safe"] and f"// PROVES: {row['kind']}\n" not in on_libraries:
                yield f"no program of test/fixes/run says `PROVES: {row['kind']}`"
            continue
        found = count.get((row["kind"], row["safe"]), 0)
        if found < PROGRAMS_A_KIND:
            yield (f"fixes of the kind {row['kind']} go out as "
                   f"{'safe' if row['safe'] else 'suggestions'}: {found} of {PROGRAMS_A_KIND} "
                   "programs prove that they hold")
    for key in sorted(set(count) - {(row["kind"], safe) for row in kinds
                                    for safe in (True, False)
                                    if row["safe" if safe else "suggestion"]}):
        yield f"programs prove what no check offers: {key}"
    said = dict(re.findall(r'^COTIDY_CHECK\(\s*\w+,\s*"([\w-]+)",\s*\w+,\s*(\w+),',
                           (source / "checks/Checks.def").read_text(), re.M))
    for row in kinds:
        fixes = said[row["check"].removeprefix("coro-")]
        for how in ("safe", "suggestion"):
            if row[how] and fixes not in (how.capitalize(), "Both"):
                yield (f"Checks.def says `{fixes}` of the fixes of {row['check']}, but those of "
                       f"the kind {row['kind']} go out as {how}")
    for each in sorted((source / "checks").glob("**/*.cpp")):
        if each.name != "CoroutineCheck.cpp" and "FixItHint" in each.read_text():
            yield f"{each.name} makes a FixItHint of its own, which has no kind"


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    listed = subprocess.run([sys.argv[1], "--list-fixes"], capture_output=True, text=True,
                            check=True)
    source = pathlib.Path(sys.argv[2])
    folder = pathlib.Path(sys.argv[3]) if len(sys.argv) == 4 else source / "test/validate"
    wrong = list(missing(json.loads(listed.stdout), source, folder))
    print("\n".join(wrong) or "every kind of fix is proven")
    return 1 if wrong else 0


sys.exit(main())
