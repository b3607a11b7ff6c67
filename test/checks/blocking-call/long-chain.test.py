# SPDX-License-Identifier: Apache-2.0
# Writes the units of long-chain.test into a folder: code of sizes that nobody wants to read.
import os
import sys

HEAD = """#include <chrono>
#include <mine/task.hpp>
#include <thread>
void nap() { std::this_thread::sleep_for(std::chrono::seconds(1)); }
"""
COUNT = 10000


def write(name, *lines):
    with open(os.path.join(sys.argv[1], name), "w", encoding="utf-8") as file:
        file.write("\n".join([HEAD, *lines, ""]))


write("chain.cpp",
      "void f0() { std::this_thread::sleep_for(std::chrono::seconds(1)); }",
      *(f"void f{n}() {{ f{n - 1}(); }}" for n in range(1, COUNT)),
      "mine::task<> start() {", f"  f{COUNT - 1}();", "  co_return;", "}")
# A ring in which nobody blocks, and one in which one does; each function also calls back.
for_ring = [f"void {p}{n}();" for p in "fq" for n in range(COUNT)]
write("ring.cpp", *for_ring,
      *(f"void q{n}() {{ q{(n + 1) % COUNT}(); q{(n - 1) % COUNT}(); }}" for n in range(COUNT)),
      "void f0() { nap(); f1(); }",
      *(f"void f{n}() {{ f{(n + 1) % COUNT}(); f{n - 1}(); }}" for n in range(1, COUNT)),
      "mine::task<> quick() {", "  q0();", "  co_return;", "}",
      "mine::task<> sleepy() {", f"  f{COUNT - 1}();", "  co_return;", "}")
write("long.cpp", "void quick(int) {}", "mine::task<> other();", "mine::task<> start() {",
      *(f"  quick({n});" for n in range(2500)), *("  co_await other();" for n in range(2500)),
      "  nap();", "}")
write("nested.cpp", "mine::task<> start(bool B) {", "if (B) {" * 2000, "nap();", "}" * 2000,
      "  co_return;", "}")
