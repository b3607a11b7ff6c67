// SPDX-License-Identifier: Apache-2.0
// Files, descriptors and memory in plain variables: when they are held at a suspension point.
// RUN: %check --check=coro-unscoped-resource %s
#include <fcntl.h>
#include <mine/task.hpp>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#define NULL __null

extern "C" {
struct addrinfo;
int getaddrinfo(const char *, const char *, const addrinfo *, addrinfo **);
void freeaddrinfo(addrinfo *);
}
mine::task<> step();
mine::task<int> answer();
bool chance();

mine::task<> file() {
  FILE *F = fopen("a", "r"); // WARN: coroutine 'file' holds the file from 'fopen' in the plain handle 'F' across a suspension point: if it is destroyed there or the await throws, 'fclose' never runs and the file stays open
  co_await step();          // NOTE: 'F' is still held when the coroutine suspends here
  fclose(F);                 // NOTE: this release is skipped
}

// Later suspension points are counted, not reported again.
mine::task<> twice() {
  FILE *F = fopen("a", "r"); // WARN: coroutine 'twice' holds the file
  co_await step();          // NOTE: suspends here, and at 2 later suspension points
  co_await step();
  co_await step();
  fclose(F);
}

mine::task<> descriptor(char *Into) {
  int Fd = open("a", 0); // WARN: 'close' never runs and the descriptor stays open
  if (Fd < 0)
    co_return;
  read(Fd, Into, 1);
  co_await step();
  close(Fd);
}

mine::task<> memory() {
  char *Buffer = static_cast<char *>(malloc(16)); // WARN: 'free' never runs and the memory is leaked
  Buffer[0] = 1;
  co_await step();
  free(Buffer);
}

mine::task<> assignedLater() {
  int Fd = -1;
  if (chance())
    Fd = open("a", 0); // WARN: in the plain handle 'Fd'
  co_await step();
  if (Fd != -1)
    close(Fd);
}

mine::task<> throughAnArgument() {
  addrinfo *List = nullptr;
  if (getaddrinfo("a", "b", nullptr, &List) != 0) // WARN: holds the list of addresses from 'getaddrinfo'
    co_return;
  co_await step();
  freeaddrinfo(List);
}

mine::task<> inACondition() {
  if (FILE *F = fopen("a", "r")) { // WARN: 'fclose' never runs
    co_await step();
    fclose(F);
  }
}

mine::task<> gotoCleanup() {
  FILE *F = fopen("a", "r"); // WARN: 'fclose' never runs
  if (!F)
    co_return;
  if (chance())
    goto Cleanup;
  co_await step();
Cleanup:
  fclose(F); // NOTE: this release is skipped
}

mine::task<> inALoop() {
  for (int I = 0; I < 3; ++I) {
    FILE *F = fopen("a", "r"); // WARN: 'fclose' never runs
    if (!F)
      continue;
    co_await step();
    fclose(F);
  }
}

mine::stream<int> generator() {
  FILE *F = fopen("a", "r"); // WARN: coroutine 'generator' holds the file
  // A consumer that stops early destroys the frame here.
  co_yield fgetc(F); // NOTE: suspends here
  fclose(F);
}

mine::task<> leaked() {
  FILE *F = fopen("a", "r"); // WARN: coroutine 'leaked' holds the file from 'fopen' in the plain handle 'F' across a suspension point, and no path calls 'fclose': the file stays open
  fgetc(F);
  co_await step();
}

mine::task<FILE *> returnedTooLate() {
  FILE *F = fopen("a", "r"); // WARN: across a suspension point before anything owns it
  co_await step();
  co_return F;
}

mine::task<> two() {
  FILE *A = fopen("a", "r"); // WARN: in the plain handle 'A'
  FILE *B = fopen("b", "r"); // WARN: in the plain handle 'B'
  co_await step();
  fclose(B);
  fclose(A);
}

// The await is an argument, so that it runs while the handle is held.
mine::task<> asAnArgument() {
  FILE *F = fopen("a", "r"); // WARN: 'fclose' never runs
  fprintf(F, "%d", co_await answer());
  fclose(F);
}

template <class T> mine::task<> inATemplate(T What) {
  FILE *F = fopen("a", "r"); // WARN: 'fclose' never runs
  co_await step();
  fclose(F);
}
template mine::task<> inATemplate(int);
template mine::task<> inATemplate(char);

auto Lambda = []() -> mine::task<> {
  FILE *F = fopen("a", "r"); // WARN: this lambda coroutine holds the file
  co_await step();
  fclose(F);
};

// From here on all is well.

// Naive: acquire, await and release stand in this order. But the file is closed before.
mine::task<> closedBefore() {
  FILE *F = fopen("a", "r");
  fclose(F);
  co_await step();
  F = fopen("b", "r");
  fclose(F);
}

// Naive: an await between acquire and release. But there the acquire has failed.
mine::task<> failed() {
  FILE *F = fopen("a", "r");
  if (!F) {
    co_await step();
    co_return;
  }
  fclose(F);
}
mine::task<> failedDescriptor() {
  int Fd = open("a", 0);
  if (Fd == -1)
    co_await step();
  else
    close(Fd);
}
mine::task<> failedMacro() {
  FILE *F;
  if ((F = fopen("a", "r")) == NULL) {
    co_await step();
    co_return;
  }
  fclose(F);
}
mine::task<> failedWithStatus() {
  addrinfo *List;
  int Error = getaddrinfo("a", "b", nullptr, &List);
  if (Error) {
    co_await step();
    co_return;
  }
  freeaddrinfo(List);
}

// Naive: the await comes after the acquire in the source. But not on any path.
mine::task<> otherBranch() {
  FILE *F = nullptr;
  if (chance())
    F = fopen("a", "r");
  else
    co_await step();
  if (F)
    fclose(F);
}
mine::task<> closedInTheLoop() {
  for (int I = 0; I < 3; ++I) {
    co_await step();
    FILE *F = fopen("a", "r");
    if (F)
      fclose(F);
  }
}

// Naive: `co_await`. But this one never suspends.
mine::task<> neverSuspends() {
  FILE *F = fopen("a", "r");
  co_await std::suspend_never();
  fclose(F);
}

// Naive: a function that is called `open`. But it is somebody else's.
namespace mine {
int open(const char *);
int close(int);
} // namespace mine
mine::task<> namesake() {
  int Fd = mine::open("a");
  co_await step();
  mine::close(Fd);
}

// Naive: the acquire is in the coroutine's text. But it runs in a lambda of its own.
mine::task<> inALambda() {
  auto Run = [] {
    FILE *F = fopen("a", "r");
    fclose(F);
  };
  co_await step();
  Run();
}

// Naive: a plain function has no suspension points.
void notACoroutine() {
  FILE *F = fopen("a", "r");
  fclose(F);
}

mine::task<> silenced() {
  FILE *F = fopen("a", "r"); // NOLINT(coro-unscoped-resource)
  co_await step();
  fclose(F);
}
