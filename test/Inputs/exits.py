# SPDX-License-Identifier: Apache-2.0
# Runs a command and succeeds if its exit code is the one asked for: exits.py CODE COMMAND...
import subprocess
import sys

wanted = int(sys.argv[1])
code = subprocess.run(sys.argv[2:], check=False).returncode
if code != wanted:
    sys.exit(f"exit code {code}, not {wanted}: {' '.join(sys.argv[2:])}")
