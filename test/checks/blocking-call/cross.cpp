// SPDX-License-Identifier: Apache-2.0
// Paths, libraries and their borders: what ends the program, what a library does inside, handlers.
// RUN: %check %s
#include <asio/awaitable.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <cstdlib>
#include <cstdio>
#include <exception>
#include <fstream>
#include <mine/task.hpp>
#include <stdexcept>
#include <thread>

using namespace std::chrono_literals;
void nap() { std::this_thread::sleep_for(1s); }

// On the way to the program's end nobody is kept waiting.
void crash() {
  std::ofstream Report("crash");
  std::abort();
}
mine::task<> endsProgram(bool Broken) {
  if (Broken) {
    std::ofstream Report("crash");
    nap();
    std::exit(1);
  }
  co_return;
}
mine::task<> mayEndProgram(bool Broken) {
  nap(); // WARN: 'nap' blocks
  if (Broken)
    std::exit(1);
  co_return;
}

// A throw leaves the coroutine, after it has waited.
mine::task<> throws(bool Broken) {
  if (Broken) {
    nap(); // WARN: 'nap' blocks
    throw std::runtime_error("broken");
  }
  co_return;
}

// A function that only makes something that would block later.
struct Later {
  void run() { nap(); }
};
Later makeLater() { return {}; }
mine::task<> makes() {
  Later L = makeLater();
  Later *P = &L;
  (void)P;
  co_return;
}
mine::task<> runs() {
  makeLater().run(); // WARN: 'Later::run' blocks
  co_return;
}

// Both calls of one line are told apart by their place.
int first() {
  nap();
  return 1;
}
mine::task<> twiceInOneLine() {
  co_await [](int) -> mine::task<> { co_return; }(first()); // WARN: 'first' blocks
}

// Friends of the check: names that contain a blocking one, and strings and comments that do.
void sleep_for_later() {}
const char *Text = "std::this_thread::sleep_for(1s)";
mine::task<> names() {
  // std::this_thread::sleep_for(1s);
  sleep_for_later();
  (void)Text;
  co_return;
}

// Printing into memory is no file.
mine::task<> prints(char *Into) {
  std::printf("hello");
  std::puts("hello");
  co_return;
}

// goto and labels.
mine::task<> jumps(bool B) {
  if (B)
    goto end;
  nap(); // WARN: 'nap' blocks
end:
  co_return;
}

// noexcept, const, ref-qualified, explicit object.
struct Qualified {
  void a() const noexcept { nap(); }
  void b() && { nap(); }
  void b() & {}
};
mine::task<> qualified(Qualified Q) {
  Q.a(); // WARN: 'Qualified::a' blocks
  Q.b();
  std::move(Q).b(); // WARN: 'Qualified::b' blocks
  co_return;
}

// A function try block, and a coroutine that is one.
void triesToo() try { nap(); } catch (...) {
}
mine::task<> functionTry() try {
  triesToo(); // WARN: 'triesToo' blocks
  co_return;
} catch (...) {
  nap(); // WARN: 'nap' blocks
}

// What is yielded is made by the coroutine.
mine::stream<int> yieldsSlowly() {
  co_yield first(); // WARN: 'first' blocks the thread that runs coroutine 'yieldsSlowly'
  co_yield 1;
}

// Statement expressions, comma, sizeof of a call's result type only.
mine::task<int> gnu() {
  int A = ({ nap(); 1; }); // WARN: 'nap' blocks
  int B = (first(), 2); // WARN: 'first' blocks
  int C = __builtin_choose_expr(1, 2, first());
  co_return A + B + C;
}

// A static object is destroyed at the program's end, a thread_local one with its thread.
struct Joins {
  std::jthread Thread;
};
mine::task<> statics() {
  static Joins S;
  thread_local Joins T;
  static int Slow = first(); // WARN: 'first' blocks
  co_return;
}

// An alias of a function and of a type.
using Sleepy = Joins;
mine::task<> aliases() {
  Sleepy S; // WARN: the destructor of 'S' blocks
  auto &Same = S;
  co_return;
}

// Default arguments and initialisers run where they are used: here on a pool, there not.
int defaulted(int = first()) { return 1; }
struct Defaulted {
  int A = first();
};
mine::task<> usesDefaults() {
  defaulted(); // WARN: 'first' blocks
  defaulted(1);
  Defaulted D{}; // WARN: 'first' blocks
  Defaulted E{1};
  co_return;
}
mine::task<> usesThemAgain() {
  defaulted(); // WARN: 'first' blocks
  co_return;
}
