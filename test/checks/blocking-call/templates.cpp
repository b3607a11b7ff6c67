// SPDX-License-Identifier: Apache-2.0
// Templates: reported once at the pattern, also where nothing was instantiated.
// RUN: %check %s
#include <chrono>
#include <mine/task.hpp>
#include <thread>

using namespace std::chrono_literals;
void nap() { std::this_thread::sleep_for(1s); }

// Instantiated three times, reported once.
template <class T> mine::task<T> thrice(T Value) {
  nap(); // WARN: 'nap' blocks the thread that runs coroutine 'thrice'
  co_return Value;
}
mine::task<> uses() {
  co_await thrice(1);
  co_await thrice(2L);
  co_await thrice('c');
}

// Not instantiated: what does not depend on the parameter is known.
template <class T> mine::task<> never(T &Value) {
  std::this_thread::sleep_for(1s); // WARN: 'std::this_thread::sleep_for' blocks the thread that runs coroutine 'never'
  nap(); // WARN: 'nap' blocks
  Value.sleep();
  Value.join();
  sleepLike(Value);
  co_return;
}

// What the parameter decides is reported if one instantiation does it.
struct Slow {
  void work() { nap(); }
};
struct Quick {
  void work() {}
};
template <class T> mine::task<> either(T Value) {
  Value.work(); // WARN: 'Slow::work' blocks the thread that runs coroutine 'either'
  co_return;
}
template <class T> mine::task<> onlyQuick(T Value) {
  Value.work();
  co_return;
}
mine::task<> usesBoth() {
  co_await either(Quick());
  co_await either(Slow());
  co_await onlyQuick(Quick());
}

// if constexpr: the branch that is not taken does not exist in the instantiation.
template <bool Blocks> mine::task<> chooses() {
  if constexpr (Blocks)
    nap(); // WARN: 'nap' blocks
  co_return;
}
template <class T> void maybe(T Value) {
  if constexpr (sizeof(T) > 4)
    nap();
}
mine::task<> choose() {
  co_await chooses<true>();
  if constexpr (false)
    nap();
  if constexpr (sizeof(int) == 4) {
  } else {
    nap();
  }
  maybe('c');
  maybe(1L); // WARN: 'maybe' blocks
}

// Class templates, their members and their destructors.
template <class T> struct Cache {
  T Value;
  void fill() { nap(); }
  void look() {}
  mine::task<T> get() {
    fill(); // WARN: '{{Cache(<.*>)?}}::fill' blocks the thread that runs coroutine 'Cache::get'
    look();
    co_return Value;
  }
};
template <class T> struct Guard {
  T Value;
  ~Guard() { Value.work(); }
};
mine::task<> classes(Cache<int> &A, Cache<char> &B) {
  co_await A.get();
  co_await B.get();
  Guard<Slow> C; // WARN: the destructor of 'C' blocks
  Guard<Quick> D;
  A.look();
}

// A variadic function that calls all that it is given.
template <class... F> void all(F... Each) { (Each(), ...); }
mine::task<> variadic() {
  all([] {}, [] {});
  all([] {}, [] { nap(); }); // WARN: 'all' blocks
  co_return;
}

// A generic lambda is a template as well.
mine::task<> genericLambda() {
  auto Work = [](auto Value) { Value.work(); };
  Work(Quick());
  auto Other = [](auto Value) -> mine::task<> {
    Value.work(); // WARN: 'Slow::work' blocks the thread that runs this lambda coroutine
    co_return;
  };
  co_await Other(Slow());
  co_await Other(Quick());
}
