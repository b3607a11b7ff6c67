# SPDX-License-Identifier: Apache-2.0
"""Runs a command several times at once; prints what they all print: at-once.py N COMMAND..."""
import subprocess
import sys

children = [subprocess.Popen(sys.argv[2:], stdout=subprocess.PIPE) for _ in range(int(sys.argv[1]))]
texts = [child.communicate()[0] for child in children]
if any(child.returncode for child in children) or len(set(texts)) != 1:
    sys.exit(f"{[child.returncode for child in children]}, {len(set(texts))} texts")
sys.stdout.buffer.write(texts[0])
