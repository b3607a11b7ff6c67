// SPDX-License-Identifier: Apache-2.0
// Virtual calls: followed only where the target is known for sure.
// RUN: %check %s
#include <chrono>
#include <memory>
#include <mine/task.hpp>
#include <thread>

using namespace std::chrono_literals;
void nap() { std::this_thread::sleep_for(1s); }

struct Source {
  virtual ~Source() {}
  virtual void fill() { nap(); }
  virtual void look() = 0;
  void notVirtual() { nap(); }
  void template_method() { fill(); }
};
struct File : Source {
  void fill() override { nap(); }
  void look() override { nap(); }
};
struct Sealed final : Source {
  void fill() override { nap(); }
  void look() override {}
};
struct FinalMethod : Source {
  void fill() final { nap(); }
  void look() override {}
};

// Some override may do something else.
mine::task<> unresolved(Source &S, Source *P, File &F, std::unique_ptr<Source> U) {
  S.fill();
  P->fill();
  F.fill();
  U->fill();
  S.look();
  S.template_method();
  delete P;
  co_return;
}

// The target is certain: the object itself, a final class, a final method, a qualified call.
mine::task<> resolved(Sealed &A, FinalMethod &B, Source &C, Source *P) {
  File Own;
  Own.fill(); // WARN: 'File::fill' blocks
  File().fill(); // WARN: 'File::fill' blocks
  A.fill(); // WARN: 'Sealed::fill' blocks
  B.fill(); // WARN: 'FinalMethod::fill' blocks
  C.Source::fill(); // WARN: 'Source::fill' blocks
  C.notVirtual(); // WARN: 'Source::notVirtual' blocks
  A.look();
  B.look();
  co_return;
}

// A blocking virtual function of a model counts by its name, whoever overrides it.
struct Ends {
  virtual ~Ends() { nap(); }
};
struct EndsToo final : Ends {};
mine::task<> virtualDestructors(Ends *P, EndsToo *Q, std::unique_ptr<Ends> Given) {
  Ends Local; // WARN: the destructor of 'Local' blocks
  delete P;
  delete Q; // WARN: this destructor blocks
  co_return;
}
