# SPDX-License-Identifier: Apache-2.0
"""Damages all results in a cache: damage.py FOLDER cut|empty|flip|exchange|folder"""
import os
import pathlib
import sys

folder, how = pathlib.Path(sys.argv[1]), sys.argv[2]
files = sorted(each for each in folder.iterdir()
               if each.is_file() and each.name.startswith("llvmcache-") and each.stat().st_size)
if len(files) < 2:
    sys.exit(f"{folder} has {len(files)} results")
for number, each in enumerate(files):
    data = each.read_bytes()
    if how == "cut":
        each.write_bytes(data[:len(data) * (number + 1) // (len(files) + 1)])
    elif how == "empty":
        each.write_bytes(b"")
    elif how == "flip":
        place = len(data) * (number + 1) // (len(files) + 1)
        each.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1:])
    elif how == "folder":
        each.unlink()
        each.mkdir()
if how == "exchange":
    for each in files:
        each.rename(f"{each}.tmp")
    for each, other in zip(files, files[1:] + files[:1]):
        os.rename(f"{each}.tmp", other)
