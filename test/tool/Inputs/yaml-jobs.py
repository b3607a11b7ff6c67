# SPDX-License-Identifier: Apache-2.0
"""Reads CI files and prints the commands of their jobs: yaml-jobs.py FILE..."""
import sys

import yaml


def commands(value):
    if isinstance(value, dict):
        for name, each in value.items():
            if name in ("run", "script", "entry"):
                yield from [each] if isinstance(each, str) else each
            else:
                yield from commands(each)
    elif isinstance(value, list):
        for each in value:
            yield from commands(each)


for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        found = list(commands(yaml.safe_load(file)))
    if not found:
        sys.exit(f"{path}: no command")
    print(*found, sep="\n")
