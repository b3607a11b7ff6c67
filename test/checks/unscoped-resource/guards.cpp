// SPDX-License-Identifier: Apache-2.0
// Scope guards of the libraries that have them, and what looks like one and is none.
// RUN: %check --check=coro-unscoped-resource %s -- -I%S/Inputs
#include <fcntl.h>
#include <guards.h>
#include <mine/task.hpp>
#include <stdio.h>
#include <unistd.h>
#include <utility>

mine::task<> step();

// A guard that names another file.
mine::task<> ofAnother() {
  FILE *A = fopen("a", "r");
  FILE *B = fopen("b", "r"); // WARN: in the plain handle 'B'
  auto Close = gsl::finally([A] { fclose(A); });
  co_await step();
  fclose(B);
}
// A guard that comes too late.
mine::task<> tooLate() {
  FILE *A = fopen("a", "r"); // WARN: across a suspension point before anything owns it
  co_await step();
  auto Close = gsl::finally([A] { fclose(A); });
  co_await step();
}
// A lambda that is no guard: it only runs when it is called.
mine::task<> onlyReads() {
  FILE *A = fopen("a", "r"); // WARN: 'fclose' never runs
  auto Read = gsl::finally([A] { fgetc(A); });
  co_await step();
  fclose(A);
}

// From here on all is well.

// Naive: the release stands nowhere on the path, or is skipped by the await. But a guard runs it.
mine::task<> experimental() {
  FILE *A = fopen("a", "r");
  std::experimental::scope_exit CloseA([&] { fclose(A); });
  int Fd = open("b", 0);
  std::experimental::unique_resource Owner(Fd, &close);
  int Other = open("c", 0);
  auto Checked = std::experimental::make_unique_resource_checked(Other, -1, &close);
  co_await step();
}
// Naive: the guard runs on exceptions only. But the normal way has a release of its own.
mine::task<> failing() {
  FILE *A = fopen("a", "r");
  std::experimental::scope_fail Undo([&] { fclose(A); });
  co_await step();
  fclose(A);
}
mine::task<> boost1() {
  FILE *A = fopen("a", "r");
  boost::scope::scope_exit CloseA([&] { fclose(A); });
  FILE *B = fopen("b", "r");
  auto CloseB = boost::scope::make_scope_exit([B] { fclose(B); });
  FILE *C = fopen("c", "r");
  boost::scope::defer_guard CloseC([&] { fclose(C); });
  int Fd = open("d", 0);
  boost::scope::unique_fd Owner(Fd);
  co_await step();
}
// Naive: no lambda at all. But this is what BOOST_SCOPE_EXIT leaves behind.
mine::task<> boost2() {
  FILE *A = fopen("a", "r");
  struct params {
    FILE *&A;
  } Params = {A};
  struct guard {
    params *With;
    guard(params *P) : With(P) {}
    ~guard() { fclose(With->A); }
  } Guard(&Params);
  co_await step();
}
mine::task<> folly1() {
  FILE *A = fopen("a", "r");
  SCOPE_EXIT { fclose(A); };
  FILE *B = fopen("b", "r");
  auto CloseB = folly::makeGuard([&] { fclose(B); });
  co_await step();
}
mine::task<> absl1() {
  FILE *A = fopen("a", "r");
  absl::Cleanup CloseA = [A] { fclose(A); };
  FILE *B = fopen("b", "r");
  auto CloseB = absl::MakeCleanup([B] { fclose(B); });
  co_await step();
}
mine::task<> gsl1() {
  FILE *A = fopen("a", "r");
  auto CloseA = gsl::finally([&] { fclose(A); });
  FILE *B = fopen("b", "r");
  auto CloseB = gsl::finally([B] {
    if (B)
      fclose(B);
  });
  co_await step();
}
// Naive: the releasing function stands there without being called. But the guard calls it.
template <class F, class A> auto bound(F Function, A Argument) {
  return [=] { Function(Argument); };
}
mine::task<> byName() {
  int Fd = open("b", 0);
  auto Close = gsl::finally(bound(&close, Fd));
  co_await step();
}
// Naive: the guard is made after the await. But before it nothing is acquired.
mine::task<> between() {
  co_await step();
  int Fd = open("a", 0);
  if (Fd < 0)
    co_return;
  auto Close = gsl::finally([Fd] { close(Fd); });
  co_await step();
}
