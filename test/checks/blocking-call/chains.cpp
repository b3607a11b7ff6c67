// SPDX-License-Identifier: Apache-2.0
// Chains of visible calls, with a note for each step, and the option MaxDepth.
// RUN: %check %s
// RUN: %check %s --mode=0 --option=coro-blocking-call.MaxDepth=0
// RUN: %check %s --mode=1 --option=coro-blocking-call.MaxDepth=1
// RUN: %check %s --mode=2 --option=coro-blocking-call.MaxDepth=2
#include <cstdlib>
#include <mine/task.hpp>
#include <thread>

using namespace std::chrono_literals;

void one() { std::this_thread::sleep_for(1s); } // NOTE(!0): 'one' calls 'std::this_thread::sleep_for' here
void two() { one(); } // NOTE(!0,!1): 'two' calls 'one' here
void three() { two(); } // NOTE(!0,!1,!2): 'three' calls 'two' here

mine::task<> direct() {
  std::this_thread::sleep_for(1s); // WARN: 'std::this_thread::sleep_for' blocks the thread that runs coroutine 'direct' for 1 s
  co_return;
}
mine::task<> calls() {
  one(); // WARN(!0): 'one' blocks the thread that runs coroutine 'calls': it ends in 'std::this_thread::sleep_for', which blocks it
  two(); // WARN(!0,!1): 'two' blocks the thread
  three(); // WARN(!0,!1,!2): 'three' blocks the thread
  co_return;
}

// The shortest of two chains is shown: not by way of three().
void longOrShort(bool Long) {
  if (Long)
    three(); // NO-NOTE: 'longOrShort' calls
  one(); // NOTE(!0,!1): 'longOrShort' calls 'one' here
}
mine::task<> shortest() {
  longOrShort(true); // WARN(!0,!1): 'longOrShort' blocks
  co_return;
}

// Methods, static ones too, by value, reference, pointer and through `this`.
struct Store {
  void flush() { one(); } // NOTE(!0,!1): 'Store::flush' calls 'one' here
  void save() { flush(); } // NOTE(!0,!1,!2): 'Store::save' calls 'Store::flush' here
  static void open() { one(); }
  void look() const {}
  mine::task<> work() {
    save(); // WARN(!0,!1,!2): 'Store::save' blocks the thread that runs coroutine 'Store::work'
    this->flush(); // WARN(!0,!1): 'Store::flush' blocks
    look();
    co_return;
  }
};
mine::task<> methods(Store A, Store &B, Store *C) {
  A.flush(); // WARN(!0,!1): 'Store::flush' blocks
  B.flush(); // WARN(!0,!1): 'Store::flush' blocks
  C->flush(); // WARN(!0,!1): 'Store::flush' blocks
  Store::open(); // WARN(!0,!1): 'Store::open' blocks
  A.look();
  co_return;
}

// Overloads: the name alone says nothing.
void load(int) { one(); }
void load(const char *) {}
mine::task<> overloads() {
  load("name");
  load(1); // WARN(!0,!1): 'load' blocks
  co_return;
}

// Operators, conversions, default arguments.
struct Log {
  Log &operator<<(const char *) {
    one(); // NOTE(!0,!1): 'Log::operator<<' calls 'one' here
    return *this;
  }
  Log &operator<<(int) { return *this; }
};
int slowDefault() {
  one();
  return 1;
}
void takesDefault(int = slowDefault()) {}
mine::task<> operators(Log &L) {
  L << 1;
  L << "text"; // WARN(!0,!1): 'Log::operator<<' blocks
  takesDefault(2);
  takesDefault(); // WARN(!0,!1): 'slowDefault' blocks
  co_return;
}

// Recursion that never gets to a call that blocks, and one that does.
int even(int N);
int odd(int N) { return N == 0 ? 0 : even(N - 1); }
int even(int N) { return N == 0 ? 1 : odd(N - 1); }
int sleepyEven(int N);
int sleepyOdd(int N) { return N == 0 ? 0 : sleepyEven(N - 1); }
int sleepyEven(int N) {
  if (N == 0)
    one();
  return sleepyOdd(N - 1);
}
void itself(int N) {
  if (N)
    itself(N - 1);
}
mine::task<> recursive() {
  even(10);
  itself(10);
  sleepyEven(10); // WARN(!0,!1): 'sleepyEven' blocks
  sleepyOdd(10); // WARN(!0,!1,!2): 'sleepyOdd' blocks
  co_return;
}

// A coroutine that is called blocks on its own account, and is reported there.
mine::task<> inner() {
  one(); // WARN(!0): 'one' blocks the thread that runs coroutine 'inner'
  co_return;
}
mine::task<> outer() {
  co_await inner();
  auto Later = inner();
  co_await Later;
}
// A plain function that only makes a coroutine does not run it.
mine::task<> forwards() { return inner(); }
mine::task<> awaitsForwarded() { co_await forwards(); }

// Not visible: unknown is not blocking.
void elsewhere();
mine::task<> unknown() {
  elsewhere();
  co_return;
}

// Who never comes back waits for nobody.
[[noreturn]] void die() {
  one();
  std::abort();
}
mine::task<> dies(bool Broken) {
  if (Broken)
    die();
  co_return;
}

// The name is like one of C's, but it is the user's own function.
namespace own {
void sleep(int) {}
void wait(int *) {}
struct Device {
  int read(int, void *, unsigned long) { return 0; }
  void flush() {}
  void join() {}
  void get() {}
};
} // namespace own
void usleep(double) {}
mine::task<> namesakes(own::Device &D, int *Status) {
  own::sleep(1);
  own::wait(Status);
  D.read(0, nullptr, 0);
  D.flush();
  D.join();
  D.get();
  usleep(1.0);
  co_return;
}

// An expression that waits may stand anywhere.
int answer() {
  one();
  return 42;
}
mine::task<int> nested(bool A) {
  int Sum = 1 + (A ? answer() : 2); // WARN(!0,!1): 'answer' blocks
  for (int I = answer(); I < 3; ++I) // WARN(!0,!1): 'answer' blocks
    Sum += I;
  while (answer() < Sum) // WARN(!0,!1): 'answer' blocks
    --Sum;
  if (int X = answer(); X > 3) // WARN(!0,!1): 'answer' blocks
    ++Sum;
  switch (answer()) { // WARN(!0,!1): 'answer' blocks
  default:
    break;
  }
  try {
    throw answer(); // WARN(!0,!1): 'answer' blocks
  } catch (int) {
    answer(); // WARN(!0,!1): 'answer' blocks
  }
  int Array[] = {1, answer()}; // WARN(!0,!1): 'answer' blocks
  co_return answer(); // WARN(!0,!1): 'answer' blocks
}
