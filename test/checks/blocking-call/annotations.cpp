// SPDX-License-Identifier: Apache-2.0
// [[clang::blocking]] and [[clang::nonblocking]]: what a function's author knows.
// LLVM 19 does not know them yet.
// REQUIRES: llvm-22
// RUN: %check %s
#include <chrono>
#include <fstream>
#include <mine/task.hpp>
#include <thread>

using namespace std::chrono_literals;
void nap() { std::this_thread::sleep_for(1s); }

void waitsForDevice() [[clang::blocking]];
void cachedLookup() [[clang::nonblocking]];
void seemsToWait(bool Debug) [[clang::nonblocking]] {
  if (Debug)
    nap();
}
void noBody();
void wraps() { waitsForDevice(); } // NOTE: 'wraps' calls 'waitsForDevice' here
void wrapsQuick() { seemsToWait(false); }

struct Device {
  void sync() [[clang::blocking]];
  void poll() [[clang::nonblocking]] { nap(); }
  virtual void flush() [[clang::blocking]];
};
struct Other : Device {
  void flush() override;
};

mine::task<> annotated(Device &D, Device *P) {
  waitsForDevice(); // WARN: 'waitsForDevice' blocks the thread that runs coroutine 'annotated' as its declaration says
  cachedLookup();
  seemsToWait(true);
  noBody();
  wraps(); // WARN: 'wraps' blocks the thread that runs coroutine 'annotated': it ends in 'waitsForDevice'
  wrapsQuick();
  D.sync(); // WARN: 'Device::sync' blocks
  D.poll();
  // By its name, whoever overrides it.
  P->flush(); // WARN: 'Device::flush' blocks
  co_return;
}

// The annotation on a lambda's call operator.
mine::task<> lambdas() {
  auto Quick = []() [[clang::nonblocking]] { nap(); };
  Quick();
  auto Slow = [] { nap(); };
  Slow(); // WARN: calling this lambda blocks
  co_return;
}
