# SPDX-License-Identifier: Apache-2.0
# The units that are measured: real ones in units/, and one that is generated.
import glob
import os

import products
import shapes

UNITS = os.path.join(products.HERE, "units")


def qt():
    """Where Qt 6 and QCoro keep their headers, as system headers, as CMake passes them."""
    base = next(iter(glob.glob("/usr/include/*/qt6") + glob.glob("/usr/include/qt6")), "")
    folders = [base, base + "/QtCore", base + "/QtNetwork"]
    folders += ["/usr/include/qcoro6", "/usr/include/qcoro6/qcoro"]
    return ["-fPIC"] + [flag for folder in folders for flag in ("-isystem", folder)]


def real_units():
    """Name, flags, a header it cannot do without, and the package that has that."""
    return [("asio-echo", ["-DASIO_HAS_CO_AWAIT", "-DASIO_HAS_STD_COROUTINE"],
             "/usr/include/asio.hpp", "libasio-dev"),
            ("asio-plain", [], "/usr/include/asio.hpp", "libasio-dev"),
            ("qcoro-feeds", qt(), "/usr/include/qcoro6/qcoro/qcorotask.h", "qcoro-qt6-dev"),
            ("beast-files", ["-DBOOST_ASIO_HAS_CO_AWAIT", "-DBOOST_ASIO_HAS_STD_COROUTINE"],
             "/usr/include/boost/asio/cancellation_type.hpp", "libboost1.81-dev")]


def names():
    return [name for name, *_ in real_units()] + ["synthetic"]


def add_arguments(parser, choices):
    parser.add_argument("--unit", action="append", metavar="NAME", help="only this one; repeatable",
                        choices=choices)
    parser.add_argument("--coroutines", type=int, default=2000, metavar="N",
                        help="how many the synthetic unit has (default: 2000)")


def units(args, folder):
    """The units to measure (name, file, flags), and what is missing for others."""
    found, missing = [], []
    for name, flags, header, package in real_units():
        if args.unit and name not in args.unit:
            continue
        if os.path.exists(header):
            found.append((name, os.path.join(UNITS, name + ".cpp"), ["-std=c++20", *flags]))
        else:
            missing.append(f"{name}: {header} is not there: `tool/install-deps` installs {package}")
    if not args.unit or "synthetic" in args.unit:
        path = os.path.join(folder, "synthetic.cpp")
        with open(path, "w", encoding="utf-8") as file:
            file.write(shapes.coroutines(args.coroutines).text)
        found.append(("synthetic", path, ["-std=c++20", "-nostdinc++"]))
    return found, missing
