// SPDX-License-Identifier: Apache-2.0
// A sleep of QCoro in place of one that blocks: the timer of Qt goes on ticking.
// REQUIRES: qcoro, cotidy
// RUN: %run-fixed --check blocking-call --ratio 3 %s -- %{qcoro} %{qcoro-libs}
#include <QCoreApplication>
#include <QCoroTask>
#include <QElapsedTimer>
#include <QTimer>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>

QCoro::Task<int> answer(int Question) {
  std::this_thread::sleep_for(std::chrono::milliseconds(300 + Question));
  co_return Question * 2;
}

QCoro::Task<> program() {
  for (int Question : {7, 8, 9})
    std::printf("%d: %d\n", Question, co_await answer(Question));
}

int main(int Count, char **Args) {
  QCoreApplication App(Count, Args);
  QElapsedTimer Clock;
  QTimer Heart;
  qint64 Longest = 0;
  QObject::connect(&Heart, &QTimer::timeout, [&] { Longest = std::max(Longest, Clock.restart()); });
  Clock.start();
  Heart.start(5);
  QCoro::waitFor(program());
  Longest = std::max(Longest, Clock.elapsed());
  std::printf("measure: %lld\n", static_cast<long long>(Longest));
}
