# SPDX-License-Identifier: Apache-2.0
"""usage: table.py FILE PAGE CLANG-TIDY INPUTS

Runs clang-tidy's own checks on each function of FILE that a `// ROW:` names, and compares with the
table of PAGE. A function with a WARN suspends with a lock. Prints the table that would be right."""
import re
import subprocess
import sys

CHECKS = [  # Its column, its name, and its options.
    ("hostile-raii", "misc-coroutine-hostile-raii", {}),
    ("hostile-raii with all locks", "misc-coroutine-hostile-raii",
     {"RAIITypesList": "std::lock_guard;std::scoped_lock;std::unique_lock;std::shared_lock"}),
    ("no-suspend-with-lock", "cppcoreguidelines-no-suspend-with-lock", {}),
]


def reported(tidy, inputs, file, check, options):
    config = ", ".join(f"{check}.{k}: '{v}'" for k, v in options.items())
    run = subprocess.run(
        [tidy, "--quiet", f"--checks=-*,{check}", f"--config={{CheckOptions: {{{config}}}}}", file,
         "--", "-std=c++20", "-Wno-everything", "-nostdlibinc", "-isystem", f"{inputs}/std",
         "-isystem", f"{inputs}/libs"], capture_output=True, text=True)
    if ": error: " in run.stdout:
        sys.exit(run.stdout)
    return {int(n) for n in re.findall(r":(\d+):\d+: warning: ", run.stdout)}


def main():
    file, page, tidy, inputs = sys.argv[1:]
    with open(file, encoding="utf-8") as source:
        lines = source.read().split("\n")
    rows, row = {}, None  # What is said about a row: the lines of its function, whether it holds.
    for number, line in enumerate(lines, 1):
        if line.startswith("// ROW: "):
            row = rows.setdefault(line[len("// ROW: "):], {"lines": set(), "held": False})
        if row:
            row["lines"].add(number)
            row["held"] |= "// WARN:" in line
    table = ["| case | lock held | coro-lock-across-await | " +
             " | ".join(c[0] for c in CHECKS) + " |", "| --- " * (3 + len(CHECKS)) + "|"]
    found = [reported(tidy, inputs, file, c[1], c[2]) for c in CHECKS]
    for text, row in rows.items():
        cells = ["yes" if row["held"] else "no", "reported" if row["held"] else "silent"]
        for lines_reported in found:
            said = bool(lines_reported & row["lines"])
            cells.append(("reported" if said else "**missed**") if row["held"] else
                         ("**false alarm**" if said else "silent"))
        table.append(f"| {text} | " + " | ".join(cells) + " |")
    with open(page, encoding="utf-8") as text:
        if "\n".join(table) not in text.read():
            print("\n".join(table))
            sys.exit(f"{page}: its table is not this one")


main()
