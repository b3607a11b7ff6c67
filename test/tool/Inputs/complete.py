# SPDX-License-Identifier: Apache-2.0
# Types a command line in a shell, presses the tab key, and prints what the shell then runs.
"""complete.py SHELL SCRIPT COTIDY LINE...: in SHELL with the completion SCRIPT, for each LINE (cotidy's
arguments, of which the last is completed)."""
import os
import pty
import re
import select
import shlex
import sys
import tempfile
import time

shell, script, cotidy, *lines = sys.argv[1:]
START = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "source {script}"),
    "fish": (["fish", "--no-config", "-i"], "source {script}"),
    "zsh": (["zsh", "-f", "-i"], "fpath=({folder} $fpath); autoload -U compinit; compinit -u -D"),
}


def read(terminal, until, seconds=30):
    """What the shell shows until the pattern comes."""
    text, end = "", time.monotonic() + seconds
    while not re.search(until, text):
        if time.monotonic() > end or not select.select([terminal], [], [], 1)[0]:
            if time.monotonic() > end:
                sys.exit(f"{shell}: no {until!r} came, but: {text!r}")
            continue
        text += os.read(terminal, 4096).decode(errors="replace")
    return text


with tempfile.TemporaryDirectory() as home:
    # Stands for cotidy: completions ask the real one, and what is run is only shown.
    program = os.path.join(home, "cotidy")
    with open(program, "w", encoding="utf-8") as file:
        file.write("#!/bin/sh\n"
                   f'case $1 in --help | --list-checks) exec {shlex.quote(cotidy)} "$@" ;; esac\n'
                   'echo "<runs:$*>"\n')
    os.chmod(program, 0o755)
    command, setup = START[shell]
    setup = setup.format(script=shlex.quote(script), folder=shlex.quote(os.path.dirname(script)))
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(PATH=home + ":" + os.environ["PATH"], HOME=home, TERM="dumb",
                          XDG_CONFIG_HOME=home, XDG_DATA_HOME=home)
        os.chdir(home)
        os.execvp(command[0], command)
    os.write(terminal, f"{setup}\recho re''ady\r".encode())
    read(terminal, "ready")
    for line in lines:
        os.write(terminal, f"cotidy {line}\t\r".encode())
        shown = read(terminal, r"<runs:[^\r\n]*>")
        print(re.findall(r"<runs:([^\r\n]*?) *>", shown)[-1], flush=True)
    os.kill(child, 9)
