// SPDX-License-Identifier: Apache-2.0
// Releases by hand on the way out of an exception.
// RUN: %check --check=coro-unscoped-resource %s
#include <exception>
#include <mine/task.hpp>
#include <stdexcept>
#include <stdio.h>

mine::task<> step();
struct odd {};

// The handler lets most exceptions pass.
mine::task<> someOnly() {
  FILE *F = fopen("a", "r"); // WARN: 'fclose' never runs
  try {
    co_await step();
  } catch (const odd &) {
    fclose(F);
    throw;
  }
  fclose(F);
}

// The handler forgets it.
mine::task<> forgotten() {
  FILE *F = fopen("a", "r"); // WARN: 'fclose' never runs
  try {
    co_await step();
  } catch (...) {
    throw;
  }
  fclose(F);
}

// Another await stands outside of the block.
mine::task<> outside() {
  FILE *F = fopen("a", "r"); // WARN: 'fclose' never runs
  try {
    co_await step();
  } catch (...) {
    fclose(F);
    throw;
  }
  co_await step(); // NOTE: suspends here
  fclose(F);
}

// From here on all is well.

// Naive: held at the await. But both ways out release it.
mine::task<> both() {
  FILE *F = fopen("a", "r");
  try {
    co_await step();
  } catch (...) {
    fclose(F);
    throw;
  }
  fclose(F);
}

// Naive: the handler has no release. But it goes on to one.
mine::task<> swallowed() {
  FILE *F = fopen("a", "r");
  std::exception_ptr Error;
  try {
    co_await step();
  } catch (...) {
    Error = std::current_exception();
  }
  fclose(F);
}

// Naive: the inner handler has no release. But the outer one has.
mine::task<> nested() {
  FILE *F = fopen("a", "r");
  try {
    try {
      co_await step();
    } catch (const odd &) {
      throw;
    }
  } catch (...) {
    fclose(F);
    throw;
  }
  fclose(F);
}

// Naive: not `catch (...)`. But next to nothing is not a std::exception.
mine::task<> standard() {
  FILE *F = fopen("a", "r");
  try {
    co_await step();
  } catch (const std::exception &) {
    fclose(F);
    throw;
  }
  fclose(F);
}
