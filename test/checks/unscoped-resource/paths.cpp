// SPDX-License-Identifier: Apache-2.0
// Conditional acquires, tests of the handle, clean-up by goto, and several resources at once.
// RUN: %check --check=coro-unscoped-resource %s
#include <fcntl.h>
#include <mine/task.hpp>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

mine::task<> step();
mine::task<bool> ready();
bool chance();

// The kernel's way: each label releases what was acquired before.
mine::task<int> gotoChain() {
  int Result = -1;
  FILE *A = nullptr, *B = nullptr;
  A = fopen("a", "r"); // WARN: in the plain handle 'A'
  if (!A)
    goto None;
  B = fopen("b", "r"); // WARN: in the plain handle 'B'
  if (!B)
    goto First;
  co_await step();
  Result = 0;
  fclose(B); // NOTE: this release is skipped
First:
  fclose(A); // NOTE: this release is skipped
None:
  co_return Result;
}
mine::task<> heldWhereTheFirstFails() {
  FILE *A = fopen("a", "r"); // WARN: in the plain handle 'A'
  FILE *B = fopen("b", "r");
  if (!B) {
    co_await step(); // NOTE: suspends here
    if (A)
      fclose(A);
    co_return;
  }
  fclose(B);
  if (A)
    fclose(A);
}
mine::task<> oneOfTwo(bool Which) {
  FILE *F = Which ? fopen("a", "r") : fopen("b", "r"); // WARN: in the plain handle 'F'
  co_await step();
  if (F != nullptr)
    fclose(F);
}
mine::task<> inTheCondition() {
  int Fd;
  if ((Fd = open("a", 0)) >= 0 && co_await ready()) // WARN: in the plain handle 'Fd'
    write(Fd, "x", 1);
  if (Fd >= 0)
    close(Fd);
}
mine::task<> reopened() {
  FILE *F = fopen("a", "r"); // WARN: in the plain handle 'F'
  while (co_await ready()) {
    if (F)
      fclose(F);
    F = fopen("b", "r"); // WARN: in the plain handle 'F'
  }
  if (F)
    fclose(F);
}
mine::task<> earlyReturnLeaks() {
  FILE *F = fopen("a", "r"); // WARN: 'fclose' never runs
  if (!co_await ready())
    co_return;
  fclose(F);
}
mine::task<> fourAtOnce() {
  FILE *A = fopen("a", "r"); // WARN: in the plain handle 'A'
  int B = open("b", 0);      // WARN: in the plain handle 'B'
  void *C = malloc(3);       // WARN: in the plain handle 'C'
  int *D = new int[4];       // WARN: in the plain handle 'D'
  co_await step();
  delete[] D;
  free(C);
  close(B);
  fclose(A);
}
mine::task<> switched(int How) {
  FILE *F = fopen("a", "r"); // WARN: 'fclose' never runs
  switch (How) {
  case 1:
    co_await step();
    break;
  case 2:
    fclose(F);
    co_return;
  }
  fclose(F);
}

// From here on all is well.

// Naive: the label with the release comes after an await. But on that way nothing is held.
mine::task<> gotoBefore() {
  FILE *F = nullptr;
  if (!co_await ready())
    goto End;
  F = fopen("a", "r");
  if (F)
    fclose(F);
End:
  co_await step();
}
// Naive: acquired under a condition, released behind an await. But released under it, too.
mine::task<> sameBranch() {
  if (chance()) {
    FILE *F = fopen("a", "r");
    if (F)
      fclose(F);
  }
  co_await step();
}
// Naive: an await before the release. But only where the test says that there is nothing.
mine::task<> manyTests() {
  FILE *F = fopen("a", "r");
  if (F == nullptr || fgetc(F) == 0) {
    if (F)
      fclose(F);
    co_return;
  }
  fclose(F);
  co_await step();
}
mine::task<> negated() {
  int Fd = open("a", 0);
  if (!(Fd >= 0)) {
    co_await step();
    co_return;
  }
  close(Fd);
}
mine::task<> comparedTheOtherWay() {
  int Fd = open("a", 0);
  if (0 > Fd)
    co_await step();
  else
    close(Fd);
}
// Naive: held in one round of the loop, awaited in the next. But closed at the end of each.
mine::task<> roundByRound() {
  do {
    co_await step();
    FILE *F = fopen("a", "r");
    if (!F)
      continue;
    fclose(F);
  } while (chance());
}
// Naive: the await stands between them. But the program ends before it gets there.
mine::task<> endsTheProgram() {
  FILE *F = fopen("a", "r");
  if (!F)
    exit(1);
  fclose(F);
  co_await step();
}
