# SPDX-License-Identifier: Apache-2.0
"""Unpacks the one Debian package in a folder into root/, and its control file: unpack.py FOLDER"""
import glob
import subprocess
import sys

package, = glob.glob(f"{sys.argv[1]}/*.deb")
subprocess.run(["dpkg-deb", "-x", package, f"{sys.argv[1]}/root"], check=True)
with open(f"{sys.argv[1]}/control", "w", encoding="utf-8") as file:
    subprocess.run(["dpkg-deb", "-f", package], stdout=file, check=True)
