# SPDX-License-Identifier: Apache-2.0
"""Compares the options that are documented with those of --help: options.py COTIDY MAN GUIDE..."""
import re
import subprocess
import sys

help_ = subprocess.run([sys.argv[1], "--help"], stdout=subprocess.PIPE, text=True, check=True).stdout
real = set(re.findall(r"^  (--?[a-z][a-z-]*)", help_, re.M))
with open(sys.argv[2], encoding="utf-8") as file:
    page = file.read().replace("\\-", "-")
manual = {option for line in re.findall(r"^\.TP\n\.BI? (.*)$", page, re.M)
          for option in re.findall(r"(?<![\w-])--?[a-z][a-z-]*", line)}
if manual != real:
    sys.exit(f"only in the manual: {manual - real}; only in --help: {real - manual}")
guide = "".join(open(name, encoding="utf-8").read() for name in sys.argv[3:])
# What is for those who develop checks or models stands on their pages.
elsewhere = {"--dump-coroutines", "--check-models", "--help", "--help-list", "--version",
             "--use-color", "--format-style", "--fix-errors"}
missing = [option for option in sorted(real - elsewhere)
           if not re.search(rf"(?<![\w-]){option}(?![\w-])", guide)]
if missing:
    sys.exit(f"not in the guide: {missing}")
