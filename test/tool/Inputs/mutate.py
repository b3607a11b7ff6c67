# SPDX-License-Identifier: Apache-2.0
"""Writes broken variants of a file: mutate.py FILE FOLDER

Each has one token taken out, written twice, or is cut off after it. The text before the first blank
line (the includes) stays.
"""
import pathlib
import re
import sys

source, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
head, body = source.read_text().split("\n\n", 1)
folder.mkdir(parents=True)
for number, token in enumerate(re.finditer(r"\w+|::|->|<<|[^\s\w]", body)):
    before, after = body[:token.start()], body[token.end():]
    for name, text in (("without", before + after),
                       ("twice", f"{before}{token[0]} {token[0]}{after}"),
                       ("cut", before)):
        (folder / f"{number:03}-{name}.cpp").write_text(f"{head}\n{text}\n")
