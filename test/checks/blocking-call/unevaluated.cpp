// SPDX-License-Identifier: Apache-2.0
// Code that never runs: unevaluated operands, dead branches, what other functions only mention.
// RUN: %check %s
#include <chrono>
#include <mine/task.hpp>
#include <thread>
#include <unistd.h>

namespace std {
class type_info {
public:
  const char *name() const;
};
} // namespace std
using namespace std::chrono_literals;
int nap() {
  std::this_thread::sleep_for(1s);
  return 1;
}

template <class T>
concept Naps = requires(T Value) {
  nap();
  Value.nap();
};

mine::task<> unevaluated() {
  int Size = sizeof(nap());
  decltype(nap()) Value = 1;
  bool Throws = noexcept(nap());
  static_assert(sizeof(nap()) == sizeof(int));
  bool Can = requires { nap(); };
  bool Also = Naps<int>;
  alignas(decltype(nap())) char Buffer[4];
  using Type = decltype([] { return nap(); }());
  const std::type_info &Info = typeid(nap());
  co_return;
}

// The operand of typeid runs where its type is known only then.
struct Poly {
  virtual ~Poly();
};
Poly &slowPoly(Poly &P) {
  nap();
  return P;
}
mine::task<> evaluatedTypeid(Poly &P) {
  const std::type_info &Info = typeid(slowPoly(P)); // WARN: 'slowPoly' blocks
  co_return;
}

mine::task<> dead() {
  if (false)
    nap();
  if (0) {
    nap();
  }
  while (false)
    nap();
  const bool Never = false;
  if (Never)
    nap();
  false && nap();
  true || nap();
  true ? 1 : nap();
  co_return;
  nap();
}
mine::task<> afterLoop() {
  for (;;)
    co_await afterLoop();
  nap();
}
mine::task<> alive(bool B) {
  if (B && nap()) // WARN: 'nap' blocks
    co_return;
  if (!B)
    co_return;
  nap(); // WARN: 'nap' blocks
}

// A handler can run, although the graph has no edge from each call to it.
void mayThrow();
mine::task<> handler() {
  try {
    mayThrow();
  } catch (...) {
    nap(); // WARN: 'nap' blocks
  }
  co_return;
}

// A function that only names a blocking one.
void mentions() {
  auto *Pointer = &nap;
  using Type = decltype(nap());
}
mine::task<> callsMentions() {
  mentions();
  co_return;
}

// A static local runs once, but in this thread.
int &cached() {
  static int Value = nap();
  return Value;
}
mine::task<> firstUse() {
  cached(); // WARN: 'cached' blocks
  co_return;
}

// No coroutine, no report.
void plain() {
  nap();
  sleep(1);
}
