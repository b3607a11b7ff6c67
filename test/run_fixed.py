#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Builds and runs a program before and after cotidy's fixes, and compares results and a measure.
"""usage: run_fixed.py [OPTIONS] PROGRAM.cpp -- [COMPILER AND LINKER FLAGS]

The program prints its results, and as `measure: NUMBER` how much there is of what the fix promises
less of: milliseconds until the end, the longest gap between two beats of a heart, open descriptors.
After the fix the results must be the same, and the measure must be less: before / after has to be
at least --ratio. Both programs run at the same time, so that a busy machine is unfair to both."""
import argparse
import pathlib
import re
import shutil
import subprocess
import sys

MEASURE = re.compile(r"^measure: (\d+(?:\.\d+)?)\n", re.M)


def start(command):
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def together(commands, what):
    """Runs commands at the same time; ends the test when one fails. Returns what they print."""
    running = [start(command) for command in commands]
    printed = []
    for process, command in zip(running, commands):
        try:
            printed.append(process.communicate(timeout=120)[0])
        except subprocess.TimeoutExpired:
            for each in running:
                each.kill()
            sys.exit(f"{what} does not end: {' '.join(command)}")
        if process.returncode != 0:
            sys.exit(f"{what} ended with {process.returncode}: {' '.join(command)}\n{printed[-1]}")
    return printed


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--temp", required=True, help="a folder to work in")
    parser.add_argument("--cotidy", required=True)
    parser.add_argument("--clang", required=True)
    parser.add_argument("--check", required=True, help="whose fixes, without `coro-`")
    parser.add_argument("--notes", action="store_true", help="suggestions, too")
    parser.add_argument("--ratio", type=float, required=True)
    parser.add_argument("program", type=pathlib.Path)
    options = sys.argv[1:]
    flags = options[options.index("--") + 1:]
    args = parser.parse_args(options[:options.index("--")])

    folder = pathlib.Path(args.temp)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    before, after = folder / "before.cpp", folder / "after.cpp"
    shutil.copy(args.program, before)
    shutil.copy(args.program, after)
    compile_flags = ["-std=c++20", *(flag for flag in flags if not flag.startswith("-l"))]
    fixed = subprocess.run(
        [args.cotidy, f"--checks=-*,coro-{args.check}", "--fix-notes" if args.notes else "--fix",
         after, "--", *compile_flags], capture_output=True, text=True, check=False)
    if before.read_text() == after.read_text():
        sys.exit(f"nothing was fixed:\n{fixed.stdout}{fixed.stderr}")
    again = subprocess.run([args.cotidy, "--quiet", f"--checks=-*,coro-{args.check}", after, "--",
                            *compile_flags], capture_output=True, text=True, check=False)
    if again.returncode != 0 or again.stdout:
        sys.exit(f"fixed, and still:\n{again.stdout}{again.stderr}")

    together([[args.clang, "-std=c++20", "-O1", str(file), "-o", str(file.with_suffix("")), *flags]
              for file in (before, after)], "the compiler")
    old, new = together([[str(file.with_suffix(""))] for file in (before, after)], "the program")
    measures = [MEASURE.search(printed) for printed in (old, new)]
    if None in measures:
        sys.exit(f"no measure was printed:\n{old}{new}")
    if MEASURE.sub("", old) != MEASURE.sub("", new):
        sys.exit(f"the results have changed; before:\n{old}after:\n{new}")
    first, second = (float(measure[1]) for measure in measures)
    print(f"{args.program.name}: {first:g} before, {second:g} after")
    if second * args.ratio > first or first == 0:
        sys.exit(f"less by a factor of {args.ratio:g} was promised")


main()
