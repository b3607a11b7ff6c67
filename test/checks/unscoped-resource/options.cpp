// SPDX-License-Identifier: Apache-2.0
// The option Ignore.
// RUN: %check --check=coro-unscoped-resource %s
// RUN: %check --check=coro-unscoped-resource --option=coro-unscoped-resource.Ignore='malloc; new[]' \
// RUN:   --mode=ignore %s
#include <mine/task.hpp>
#include <stdio.h>
#include <stdlib.h>

mine::task<> step();
mine::task<> all() {
  FILE *F = fopen("a", "r"); // WARN: holds the file
  void *M = malloc(4);       // WARN(!ignore): holds the memory
  char *N = new char[4];     // WARN(!ignore): holds the array
  co_await step();
  delete[] N;
  free(M);
  fclose(F);
}
