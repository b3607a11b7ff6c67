# SPDX-License-Identifier: Apache-2.0
# Finds what is measured (clang, clang-tidy, cotidy's products), runs it, and takes its costs.
import atexit
import os
import re
import shutil
import subprocess
import tempfile
from typing import NamedTuple

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
UPSTREAM = ["cppcoreguidelines-avoid-capturing-lambda-coroutines",
            "cppcoreguidelines-avoid-reference-coroutine-parameters",
            "cppcoreguidelines-no-suspend-with-lock",
            "misc-coroutine-hostile-raii"]


class Missing(Exception):
    """Something that is measured is not there; the message says what to do."""


class Cost(NamedTuple):
    user: float  # seconds, of the process and its children
    peak: float  # megabytes, of the largest one of them
    code: int
    out: str


PLACES = {"plugin": ("the plugin", "lib/cotidy.so"), "driver": ("the driver", "bin/cotidy"),
          "clangd": ("the language server", "bin/cotidy-clangd")}


def add_arguments(parser, *measured):
    """Which build, which LLVM, and for each that is measured (of PLACES) another place."""
    parser.add_argument("--build", default=os.path.join(ROOT, "build", "release"), metavar="DIR",
                        help="where cotidy was built (default: build/release)")
    for name in measured:
        what, where = PLACES[name]
        parser.add_argument("--" + name, help=f"{what} (default: {where} of the build)")
    parser.add_argument("--llvm", type=int, default=22, metavar="N",
                        help="version of LLVM's own programs (default: 22)")


def tool(name, version):
    """A program of that LLVM."""
    for path in (shutil.which(f"{name}-{version}"), f"/usr/lib/llvm-{version}/bin/{name}"):
        if path and os.path.exists(path):
            return path
    raise Missing(f"{name}-{version} is not installed: `tool/install-deps` installs it")


def product(given, build, *where):
    path = os.path.abspath(given or os.path.join(build, *where))
    if os.path.exists(path):
        return path
    shown = os.path.relpath(path, ROOT)
    raise Missing(f"{path if shown.startswith('..') else shown} is not built: "
                  "`cmake --preset release && cmake --build build/release` builds it, "
                  "or name another build with --build")


def commands(args):
    """For each product a function from a file and its flags to the command line, in the order of
    the table, and what is missing."""
    found, missing = {}, []

    def add(name, make):
        try:
            found[name] = make()
        except Missing as what:
            missing.append(f"{name}: {what}")

    def compiler():
        path = tool("clang++", args.llvm)
        return lambda file, flags: [path, "-fsyntax-only", "-w", *flags, file]

    def upstream():
        path, checks = tool("clang-tidy", args.llvm), ",".join(["-*"] + UPSTREAM)
        return lambda file, flags: [path, "--quiet", f"--checks={checks}", file, "--", *flags]

    def plugin():
        path = tool("clang-tidy", args.llvm)
        load = product(args.plugin, args.build, "lib", "cotidy.so")
        return lambda file, flags: [path, f"--load={load}", "--quiet", "--checks=-*,coro-*", file,
                                    "--", *flags]

    def driver():
        path = product(args.driver, args.build, "bin", "cotidy")
        return lambda file, flags: [path, "--quiet", "--no-cache", "--checks=-*,coro-*", file, "--",
                                    *flags]

    def again():
        path = product(args.driver, args.build, "bin", "cotidy")
        folder = tempfile.mkdtemp(prefix="cotidy-bench-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return lambda file, flags: [path, "--quiet", "--cache-dir", folder, "--checks=-*,coro-*",
                                    file, "--", *flags]

    add(f"clang++ {args.llvm} -fsyntax-only", compiler)
    add("clang-tidy, upstream's 4 coroutine checks", upstream)
    add("clang-tidy, cotidy.so", plugin)
    add("cotidy", driver)
    add("cotidy, second run", again)
    return found, missing


def run(command):
    """Runs the command to its end and takes what the kernel charged for it."""
    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode(errors="replace")
    return Cost(usage.ru_utime, usage.ru_maxrss / 1024, child.returncode, text)


def instructions(command, only=()):
    """How many instructions valgrind counts in the process and its children: a number that does not
    depend on what else the machine does. With `only`: those within functions of these names."""
    valgrind = shutil.which("valgrind")
    if not valgrind:
        raise Missing("valgrind is not installed: `apt-get install valgrind` does that")
    with tempfile.TemporaryDirectory() as folder:
        program = command[0]
        if os.path.realpath(program).startswith(ROOT) and shutil.which("objcopy"):
            # Valgrind cannot read the debug information of LLVM's archives.
            program = os.path.join(folder, os.path.basename(program))
            subprocess.run(["objcopy", "--strip-debug", command[0], program], check=True)
        run([program, *command[1:]])  # So that a cache has something of this very program.
        result = run([valgrind, "--tool=callgrind", f"--callgrind-out-file={folder}/%p",
                      *(f"--toggle-collect={each}" for each in only), program, *command[1:]])
    counts = re.findall(r"==\d+== Collected : (\d+)", result.out)
    if not counts or result.code:
        why = re.search(r"Process terminating.*|[^\n]*error[^\n]*", result.out)
        raise Missing("no count, valgrind says: " + (why[0] if why else result.out[-200:].strip()))
    return sum(map(int, counts))


def failure(command, cost):
    """Why the run counts for nothing, or None."""
    if cost.code < 0:
        return f"{command[0]} ended by signal {-cost.code}"
    if cost.code != 0:
        line = next((l for l in cost.out.splitlines() if "error" in l), "no message")
        return f"{command[0]} ended with code {cost.code}: {line}"
    return None
