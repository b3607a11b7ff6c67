// SPDX-License-Identifier: Apache-2.0
// A model of a library that the unit does not use says nothing about it.
// RUN: %check %s --option=cotidy.Models=%S/Inputs/acme.yaml
// RUN: %check %s
#include <chrono>
#include <mine/task.hpp>
#include <thread>
// The namespace is missing, so even the model's `*::blocking_dump` does not count.
struct Disk {
  void blocking_dump();
};
mine::task<> f(Disk &D) {
  D.blocking_dump();
  std::this_thread::sleep_for(std::chrono::seconds(1)); // WARN: 'std::this_thread::sleep_for' blocks
  co_return;
}
