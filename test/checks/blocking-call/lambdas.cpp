// SPDX-License-Identifier: Apache-2.0
// Lambdas, functors, pointers to functions, and functions that call what they are given.
// RUN: %check %s
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <mine/task.hpp>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
void nap() { std::this_thread::sleep_for(1s); }
void quick() {}

mine::task<> called() {
  [] { nap(); }(); // WARN: calling this lambda blocks the thread that runs coroutine 'called': it ends in 'std::this_thread::sleep_for'
  auto Later = [] { nap(); };
  Later(); // WARN: calling this lambda blocks
  auto Generic = [](auto X) { std::this_thread::sleep_for(X); };
  Generic(1s); // WARN: calling this lambda blocks
  int Captured = [] { nap(); return 1; }(); // WARN: calling this lambda blocks
  auto WithInit = [X = (nap(), 1)] {}; // WARN: 'nap' blocks
  co_return;
}

// Made, stored, handed to somebody unknown: not called here.
void later(std::function<void()>);
template <class F> void keepsUnused(F) {}
struct Button {
  std::function<void()> OnClick;
};
mine::task<> onlyMade(Button &B) {
  auto Never = [] { nap(); };
  auto Copy = Never;
  later([] { nap(); });
  later(Never);
  later(nap);
  keepsUnused([] { nap(); });
  B.OnClick = [] { nap(); };
  B.OnClick();
  std::function<void()> F = nap;
  F();
  auto Quick = [] { quick(); };
  Quick();
  [&] { return [] { nap(); }; }();
  co_return;
}

// Pointers to functions: who is behind them is not known.
mine::task<> pointers(void (*Given)(), void (Button::*Member)(), Button &B) {
  Given();
  (B.*Member)();
  void (*Local)() = nap;
  Local();
  co_return;
}

struct Functor {
  void operator()() const { nap(); }
  void operator()(int) const {}
};
struct OneOperator {
  void operator()(int) const { nap(); }
};
mine::task<> functors(Functor F) {
  F(); // WARN: 'Functor::operator()' blocks
  Functor()(); // WARN: 'Functor::operator()' blocks
  F(1);
  co_return;
}

// A visible template calls it; that is seen in its instantiation.
template <class F> void twice(F What) {
  What();
  What();
}
template <class F> void keeps(F What) { auto Copy = What; }
mine::task<> passed() {
  twice([] { nap(); }); // WARN: 'twice' blocks
  twice(nap);
  twice(Functor()); // WARN: 'twice' blocks
  twice([] { quick(); });
  keeps([] { nap(); });
  co_return;
}

// Algorithms of the standard library run at once what they are given.
bool less(const void *, const void *);
int compare(const void *, const void *) {
  nap();
  return 0;
}
mine::task<> algorithms(std::vector<int> &V, std::once_flag &Once, std::optional<int> O) {
  std::for_each(V.begin(), V.end(), [](int) { nap(); }); // WARN: {{calling this lambda|'std::for_each'}} blocks
  std::for_each(V.begin(), V.end(), [](int) { quick(); });
  std::any_of(V.begin(), V.end(), [](auto) { nap(); return true; }); // WARN: {{calling this lambda|'std::any_of'}} blocks
  std::ranges::for_each(V, [](int) { nap(); }); // WARN: {{calling this lambda|'std::ranges::for_each'}} blocks
  std::call_once(Once, nap); // WARN: {{'nap'|'std::call_once'}} blocks
  std::call_once(Once, quick);
  std::invoke(nap); // WARN: {{'nap'|'std::invoke'}} blocks
  O.transform([](int X) { nap(); return X; }); // WARN: blocks
  qsort(nullptr, 0, 0, compare); // WARN: {{'compare'|'qsort'}} blocks
  auto Each = [](int) { nap(); };
  std::for_each(V.begin(), V.end(), Each); // WARN: blocks
  std::for_each(V.begin(), V.end(), OneOperator()); // WARN: blocks
  // Which of its call operators is meant is not known.
  std::for_each(V.begin(), V.end(), Functor());
  co_return;
}

// Coroutine lambdas are coroutines of their own.
mine::task<> lambdaCoroutines() {
  auto Inner = []() -> mine::task<> {
    nap(); // WARN: 'nap' blocks the thread that runs this lambda coroutine
    co_return;
  };
  co_await Inner();
  // The lambda in it is not called.
  auto Other = []() -> mine::task<> {
    auto Stored = [] { nap(); };
    co_return;
  };
  co_await Other();
}
auto Global = [](int) -> mine::task<> {
  nap(); // WARN: 'nap' blocks the thread that runs this lambda coroutine
  co_return;
};
