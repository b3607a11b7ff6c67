// SPDX-License-Identifier: Apache-2.0
// Owners that fit coroutines of the real QCoro.
// REQUIRES: qcoro
// RUN: %check --check=coro-unscoped-resource --real %s -- %{qcoro}
#include <QCoro/QCoroTask>
#include <QCoro/QCoroTimer>
#include <QObject>
#include <cstdio>
#include <cstdlib>
#include <memory>

using namespace std::chrono_literals;

QCoro::Task<> writes() {
  std::FILE *To = std::fopen("log", "a"); // WARN: 'fclose' never runs // SUGGEST: std::unique_ptr<FILE, int (*)(FILE *)> To(std::fopen("log", "a"), &fclose);
  if (!To)
    co_return;
  co_await QCoro::sleepFor(1s);
  std::fputs("later\n", To); // SUGGEST: std::fputs("later\n", To.get());
  std::fclose(To); // SUGGEST: To.reset();
}
QCoro::Task<> counts() {
  auto *Count = new int(0); // WARN: 'delete' never runs // FIX: auto Count = std::make_unique<int>(0);
  co_await QCoro::sleepFor(1s);
  ++*Count;
  delete Count; // FIX: Count.reset();
}

// Naive: `new`, and no path deletes it. But its parent does.
QCoro::Task<> hasAParent(QObject *Parent) {
  auto *Child = new QObject(Parent);
  co_await QCoro::sleepFor(1s);
  Child->setObjectName("late");
}
// Naive: as above. But it deletes itself later.
QCoro::Task<> deletesItself() {
  auto *Object = new QObject;
  Object->deleteLater();
  co_await QCoro::sleepFor(1s);
}
