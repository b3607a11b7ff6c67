# SPDX-License-Identifier: Apache-2.0
"""Kills runs at random moments, and looks at what they leave: killed.py COTIDY FOLDER TIMES

Each run writes to a cache, fixes, and writes a baseline and a report. Whenever it is killed, every
file is what it was or what it becomes, and the next run is right.
"""
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time

cotidy, folder, times = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
UNITS = 4
FLAGS = ["--", "-std=c++20", "-nostdinc++", "-I."]
HEAD = '#include "relay.h"\n'
BODY = """asio::awaitable<void> f{0}() {{
  std::this_thread::sleep_for(std::chrono::seconds({1}));
  co_return;
}}
"""
FILES = [f"u{number}.cpp" for number in range(UNITS)]
WORK = {"fix": ["--cache-dir", "cache", "--fix"],
        "baseline": ["--cache-dir", "cache", "--baseline", "base.json", "--update-baseline"],
        "report": ["--cache-dir", "cache", "--output", "sarif=report.sarif"]}


def write(round_):
    """New texts each time, so that the cache is written to."""
    for number, name in enumerate(FILES):
        text = HEAD + "".join(BODY.format(index, round_ + 1) for index in range(number, number + 20))
        (folder / name).write_text(text)


def run(*args):
    return subprocess.run([cotidy, "--quiet", *args, *FILES, *FLAGS], cwd=folder,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)


def texts(names):
    return {name: (folder / name).read_bytes() if (folder / name).exists() else None
            for name in names}


def expected(kind):
    """What an undisturbed run makes of the folder, without its cache."""
    before = texts(FILES + ["base.json", "report.sarif"])
    run("--no-cache", *[arg for arg in WORK[kind] if arg not in ("--cache-dir", "cache")])
    after = texts(before)
    for name, data in before.items():
        if data is None:
            (folder / name).unlink(missing_ok=True)
        else:
            (folder / name).write_bytes(data)
    return before, after


random.seed(20)
duration, finished = 0.3, 0
for round_ in range(times):
    kind = list(WORK)[round_ % len(WORK)]
    if round_ % 12 < 3:
        write(round_)
    before, after = expected(kind)
    started = time.monotonic()
    child = subprocess.Popen([cotidy, "--quiet", *WORK[kind], *FILES, *FLAGS], cwd=folder,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        child.wait(random.uniform(0, 1.3 * duration))
        duration, finished = 0.8 * duration + 0.2 * (time.monotonic() - started), finished + 1
    except subprocess.TimeoutExpired:
        child.send_signal(signal.SIGKILL)
        child.wait()
        duration *= 1.05
    now = texts(before)
    for name, data in now.items():
        if data not in (before[name], after[name]):
            sys.exit(f"round {round_}, {kind}: {name} is damaged:\n{data!r}")
    with_cache, without = run("--cache-dir", "cache"), run("--no-cache")
    if (with_cache.returncode, with_cache.stdout) != (without.returncode, without.stdout):
        sys.exit(f"round {round_}, {kind}: the next run says\n{with_cache.stdout}, "
                 f"and without the cache\n{without.stdout}")
left = [each.name for each in folder.iterdir() if ".cotidy-" in each.name]
print(f"{times} runs, {times - finished} of them killed, {len(left)} temporary files left")
if finished == times:
    sys.exit("none was killed")
shutil.rmtree(folder / "cache")
