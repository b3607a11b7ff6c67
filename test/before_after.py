#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Makes two programs of one file that says how they differ.
"""usage: before_after.py FILE FOLDER

Writes FOLDER/before.cpp and FOLDER/after.cpp. A line that ends with `// BEFORE` is only in the
first; what follows `// AFTER ` on a line of its own is only in the second."""
import pathlib
import re
import sys


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    lines = pathlib.Path(sys.argv[1]).read_text().splitlines()
    before = [re.sub(r"\s*// BEFORE$", "", line) for line in lines if "// AFTER " not in line]
    after = [line.replace("// AFTER ", "") for line in lines if not line.endswith("// BEFORE")]
    if before == lines or before == after:
        sys.exit(f"{sys.argv[1]}: no line is marked with `// BEFORE` or `// AFTER `")
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "before.cpp").write_text("\n".join(before) + "\n")
    (folder / "after.cpp").write_text("\n".join(after) + "\n")


main()
