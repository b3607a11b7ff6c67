# SPDX-License-Identifier: Apache-2.0
# Takes the complete example out of docs/models.md: its model, its coroutine, its findings and fixes.
import os
import re
import sys

docs, folder = sys.argv[1:]
with open(docs, encoding="utf-8") as file:
    text = file.read()
blocks = re.findall(r"^```(\S*)\n(.*?)^```$", text, re.M | re.S)
model = next(body for kind, body in blocks if kind == "yaml")
code = next(body for kind, body in blocks if kind == "c++" and "refresh(" in body)
said = next(body for kind, body in blocks if kind == "" and "shop.cpp:" in body)
fixed = re.findall(r"into\s+`(co_await [^`]*)`", text)

includes = ["acme/pool.hpp", "acme/store.hpp", "acme/task.hpp", "thread"]
head = "".join(f"#include <{name}>\n" for name in includes)
for name, body in (("acme.yaml", model), ("shop.cpp", head + code), ("said.txt", said),
                   ("fixed.txt", "".join(f"{line}\n" for line in fixed))):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(body)
