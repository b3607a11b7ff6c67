// SPDX-License-Identifier: Apache-2.0
// Acquire, await and release in this order, and yet nothing is held: what a naive matcher reports.
// ALL SILENT
// RUN: %check --check=coro-unscoped-resource %s
#include <fcntl.h>
#include <memory>
#include <mine/task.hpp>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <utility>
#include <vector>

mine::task<> step();
mine::task<bool> ready();
bool chance();
void spawn(mine::task<>);
template <class T> struct slot {
  explicit slot(T);
  slot();
  ~slot();
  slot &operator=(T);
  void put(T);
  T take();
};

// Naive: it is the last one to know the file. But the task that is spawned closes it.
mine::task<> drains(FILE *F) {
  co_await step();
  fclose(F);
}
mine::task<> handsToATask() {
  FILE *F = fopen("a", "r");
  if (!F)
    co_return;
  spawn(drains(F));
  co_await step();
}
// Naive: as above. But it is awaited at once, and closes the file before it comes back.
mine::task<> awaitsTheOneThatCloses() {
  FILE *F = fopen("a", "r");
  if (!F)
    co_return;
  co_await drains(F);
  co_await step();
}
// Naive: the lambda is a coroutine of its own. But the file is its copy, and it closes that.
mine::task<> handsToALambda() {
  FILE *F = fopen("a", "r");
  spawn([](FILE *Own) -> mine::task<> {
    co_await step();
    fclose(Own);
  }(F));
  co_await step();
}
// Naive: a local variable. But it outlives the coroutine.
mine::task<> staticLocal() {
  static FILE *Log = fopen("log", "a");
  fputs("x", Log);
  co_await step();
}
FILE *Shared;
mine::task<> global() {
  Shared = fopen("log", "a");
  co_await step();
  fclose(Shared);
}
// Naive: never closed. But the slot has it, by its constructor, assignment or member.
mine::task<> slots() {
  FILE *A = fopen("a", "r");
  slot<FILE *> One(A);
  FILE *B = fopen("b", "r");
  slot<FILE *> Two;
  Two = B;
  FILE *C = fopen("c", "r");
  slot<FILE *> Three;
  Three.put(C);
  co_await step();
}
// Naive: the variable is still there at the await. But its value has gone to the owner.
mine::task<> exchanged(slot<FILE *> &Into) {
  FILE *F = fopen("a", "r");
  Into = std::exchange(F, nullptr);
  co_await step();
}
// Naive: held where the loop awaits. But each round closes before it awaits.
mine::task<> closesInEachRound() {
  for (;;) {
    FILE *F = fopen("a", "r");
    bool Last = !F || fgetc(F) == 0;
    if (F)
      fclose(F);
    co_await step();
    if (Last)
      break;
  }
}
// Naive: one of the ways to the await has no release. But there the program ends.
mine::task<> closesOrEnds() {
  FILE *F = fopen("a", "r");
  if (!F)
    abort();
  fclose(F);
  co_await step();
}
// Naive: the release stands behind the await. But in another branch.
mine::task<> closesInEachBranch(int How) {
  FILE *F = fopen("a", "r");
  switch (How) {
  case 1:
    fclose(F);
    co_await step();
    break;
  default:
    fclose(F);
    break;
  }
}
// Naive: an await between open and close. But of another round of another loop.
mine::task<> twoLoops() {
  while (chance()) {
    int Fd = open("a", 0);
    close(Fd);
  }
  while (chance())
    co_await step();
  while (chance()) {
    int Fd = open("b", 0);
    close(Fd);
  }
}
// Naive: `fclose(Alias)` is not `fclose(F)`. But it is the same variable.
mine::task<> throughAnAlias() {
  FILE *F = fopen("a", "r");
  FILE *&Alias = F;
  fclose(Alias);
  co_await step();
}
// Naive: it is acquired in the coroutine. But the value goes straight to somebody else.
mine::task<> take(FILE *);
mine::task<> neverInAVariable(slot<FILE *> &Into) {
  Into.put(fopen("a", "r"));
  co_await take(fopen("b", "r"));
}
// Naive: the file is open at the await. But a lambda that runs at once has closed it.
mine::task<> lambdaThatRunsAtOnce() {
  FILE *F = fopen("a", "r");
  [&] { fclose(F); }();
  co_await step();
}
// Naive: the release stands behind the await. But it releases what was acquired behind it.
mine::task<> acquiredAnew() {
  char *Text = static_cast<char *>(malloc(4));
  free(Text);
  co_await step();
  Text = static_cast<char *>(malloc(8));
  free(Text);
}
// Naive: the descriptor is open at the await. But a copy is, that somebody else closes.
mine::task<> duplicated(slot<int> &Into) {
  int Fd = open("a", 0);
  Into = dup(Fd);
  close(Fd);
  co_await step();
}
// Naive: `new` and an await. But what is made is put into a list at once.
struct item {
  int Value;
};
mine::task<> intoAList(std::vector<item *> &All) {
  item *I = new item;
  All.push_back(I);
  co_await step();
  All.push_back(new item);
  co_await step();
}
// Naive: no delete. But the two hold each other, and one of them has an owner.
struct leaf {
  leaf *Next;
};
mine::task<> linked(leaf &Head) {
  leaf *L = new leaf;
  L->Next = Head.Next;
  Head.Next = L;
  co_await step();
}
// Naive: nobody closes it in this coroutine. But it gives it to its caller, together with more.
struct opened {
  FILE *File;
  int Size;
};
mine::task<opened> inAResult() {
  FILE *F = fopen("a", "r");
  co_return opened{F, 3};
}
mine::task<> throughAnOutput(opened *Into) {
  FILE *F = fopen("a", "r");
  Into->File = F;
  co_await step();
}
// Naive: the await stands inside. But only where the test says that opening has failed.
mine::task<> elseBranch() {
  if (FILE *F = fopen("a", "r"))
    fclose(F);
  else
    co_await step();
}
mine::task<> twiceFailed() {
  int Fd = open("a", 0);
  if (Fd < 0)
    Fd = open("b", 0);
  if (Fd < 0) {
    co_await step();
    co_return;
  }
  close(Fd);
}
// Naive: the branch does not name the file. But the flag that it tests does.
mine::task<> remembersThatItFailed() {
  FILE *F = fopen("a", "r");
  const bool Good = F != nullptr;
  if (Good)
    fclose(F);
  co_await step();
  int Fd = open("b", 0);
  const bool Failed = Fd < 0, Late = chance();
  if (!Failed || Late)
    close(Fd);
  co_await step();
}
// Naive: it is opened while the coroutine waits. But by another function, that also closes.
void readsAll() {
  FILE *F = fopen("a", "r");
  fclose(F);
}
mine::task<> callsIt() {
  readsAll();
  co_await step();
  readsAll();
}
// Naive: an acquire that is awaited. But what comes back is an owner.
struct lease {
  ~lease();
};
struct pool {
  mine::task<lease> acquire();
  void release(lease &);
};
mine::task<> leased(pool &P) {
  auto L = co_await P.acquire();
  co_await step();
}
// Naive: the two members are a pair by their names. But nothing suspends between them.
struct gate {
  mine::task<> acquire();
  void release();
  ~gate();
};
mine::task<> atOnce(gate &G) {
  co_await G.acquire();
  G.release();
  co_await step();
}
// Naive: open at the await. But a null pointer has nothing to close.
mine::task<> startsWithNothing() {
  FILE *F = nullptr;
  co_await step();
  F = fopen("a", "r");
  if (F)
    fclose(F);
}
// Naive: `co_await` between the two. But in an operand that is never evaluated, or never runs.
mine::task<> neverRuns() {
  FILE *F = fopen("a", "r");
  if constexpr (sizeof(int) == 1)
    co_await step();
  fclose(F);
  co_await step();
}
