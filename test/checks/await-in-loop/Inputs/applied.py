#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Applies the fixes to a file and compares: with what is expected, with the compiler, with a second run.
"""usage: applied.py HOW TEMP-FOLDER FILE EXPECTED CLANG TIDY... [-- FLAGS]

HOW is --fix or --fix-notes. The fixed file must be as EXPECTED, compile, and have no finding left but
those in lines that say `stays`."""
import difflib
import os
import shutil
import subprocess
import sys

how, folder, source, expected, clang = sys.argv[1:6]
rest = sys.argv[6:]
tidy, flags = rest[:rest.index("--")], rest[rest.index("--") + 1:]
os.makedirs(folder, exist_ok=True)
fixed = os.path.join(folder, os.path.basename(source))
shutil.copyfile(source, fixed)


def run(*command):
    return subprocess.run(command, capture_output=True, text=True)


first = run(*tidy, how, fixed, "--", *flags)
with open(fixed, encoding="utf-8") as file:
    after = file.read()
with open(expected, encoding="utf-8") as file:
    want = file.read()
if after.rstrip() != want.rstrip():
    print(first.stdout, first.stderr)
    sys.exit("\n".join(difflib.unified_diff(want.split("\n"), after.split("\n"), "expected", "fixed",
                                            lineterm="")))
compiled = run(clang, "-fsyntax-only", *flags, fixed)
if compiled.returncode:
    sys.exit(compiled.stderr)
again = run(*tidy, fixed, "--", *flags).stdout
for line in again.split("\n"):
    if ": warning:" in line or ": error:" in line:
        if "stays" not in after.split("\n")[int(line.split(":")[1]) - 1]:
            sys.exit(f"after the fix:\n{line}")
