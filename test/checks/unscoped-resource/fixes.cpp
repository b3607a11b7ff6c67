// SPDX-License-Identifier: Apache-2.0
// Owners: std::make_unique where every use compiles on, std::unique_ptr with the releasing function.
// RUN: %check --check=coro-unscoped-resource --real %s -- -isystem %inputs/libs
#include <memory>
#include <mine/task.hpp>
#include <stdio.h>
#include <stdlib.h>

mine::task<> step();
mine::task<> send(FILE *, char *);
void look(const char *);
struct point {
  point(int X, int Y);
  point *Next;
  int X;
};
struct hidden {
  static hidden *make();
  void end();
  mine::task<> run() {
    hidden *H = new hidden; // WARN: holds the object from 'new'
    H->X = 1;
    co_await step();
    delete H;
  }
  int X;

private:
  hidden();
  ~hidden();
};

mine::task<> made(int Y) {
  point *P = new point(1, Y); // WARN: holds the object // FIX: auto P = std::make_unique<point>(1, Y);
  if (!P || P->X)
    (*P).X = 2;
  co_await step();
  if (P->X) {
    delete P; // FIX: P.reset();
    co_return;
  }
  delete P; // FIX: P.reset();
}
mine::task<> autoPointer() {
  auto *P = new int(3); // WARN: holds the object // FIX: auto P = std::make_unique<int>(3);
  co_await step();
  ++*P;
  delete P; // FIX: P.reset();
}
mine::task<> file() {
  FILE *F = fopen("a", "r"); // WARN: holds the file // SUGGEST: std::unique_ptr<FILE, int (*)(FILE *)> F(fopen("a", "r"), &fclose);
  if (!F)
    co_return;
  fputs("x", F); // SUGGEST: fputs("x", F.get());
  co_await send(F, nullptr); // SUGGEST: co_await send(F.get(), nullptr);
  fclose(F); // SUGGEST: F.reset();
}
mine::task<> memory() {
  char *Text = static_cast<char *>(malloc(4)); // WARN: holds the memory // SUGGEST: std::unique_ptr<char, void (*)(void *)> Text(static_cast<char *>(malloc(4)), &free);
  if (Text == nullptr) // SUGGEST: if (Text.get() == nullptr)
    co_return;
  Text[0] = 1; // SUGGEST: Text.get()[0] = 1;
  look(Text + 1); // SUGGEST: look(Text.get() + 1);
  co_await step();
  free(Text); // SUGGEST: Text.reset();
}

// Reported, and nothing is offered: the fix would not compile, or not mean the same.

mine::task<> copied() {
  point *P = new point(1, 2); // WARN: holds the object
  point *Q = P;
  co_await step();
  Q->X = 1;
  delete P;
}
mine::task<> reassigned() {
  point *P = new point(1, 2); // WARN: holds the object
  co_await step();
  delete P;
  P = nullptr;
}
mine::task<> zero() {
  struct with_pointer {
    with_pointer(const int *);
  };
  with_pointer *P = new with_pointer(0); // WARN: holds the object
  co_await step();
  delete P;
}
struct aggregate {
  int A, B;
};
mine::task<> braces() {
  aggregate *P = new aggregate{1, 2}; // WARN: holds the object
  co_await step();
  delete P;
}
mine::task<> separate() {
  FILE *F; // Declared here, opened there.
  F = fopen("a", "r"); // WARN: holds the file
  co_await step();
  fclose(F);
}
mine::task<> usedResult() {
  FILE *F = fopen("a", "r"); // WARN: holds the file
  co_await step();
  if (fclose(F) != 0)
    co_await step();
}
mine::task<> withComment() {
  FILE *F = fopen("a", /* mode */ "r"); // WARN: holds the file
  co_await step();
  fclose(F);
}
#define OPEN(NAME) fopen(NAME, "r")
mine::task<> macro() {
  FILE *F = OPEN("a"); // WARN: holds the file
  co_await step();
  fclose(F);
}
template <class T> mine::task<> pattern(T) {
  int *P = new int(1); // WARN: holds the object
  co_await step();
  delete P;
}
template mine::task<> pattern(int);
