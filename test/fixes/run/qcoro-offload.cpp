// SPDX-License-Identifier: Apache-2.0
// A call that blocks, handed to Qt's global pool: the timer of Qt goes on ticking.
// REQUIRES: qcoro, cotidy
// RUN: %run-fixed --check blocking-call --notes --ratio 3 %s -- %{qcoro} %{qcoro-libs}
#include <QCoreApplication>
#include <QCoroTask>
#include <QElapsedTimer>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <cstdlib>

int load(int Page) { // from a library that knows nothing of event loops
  return std::system("sleep 0.2") == 0 ? Page * Page : -1;
}

QCoro::Task<int> sumOf(int Pages) {
  int Sum = 0;
  for (int Page = 1; Page <= Pages; ++Page)
    Sum += load(Page);
  co_return Sum;
}

int main(int Count, char **Args) {
  QCoreApplication App(Count, Args);
  QElapsedTimer Clock;
  QTimer Heart;
  qint64 Longest = 0;
  QObject::connect(&Heart, &QTimer::timeout, [&] { Longest = std::max(Longest, Clock.restart()); });
  Clock.start();
  Heart.start(5);
  const int Sum = QCoro::waitFor(sumOf(3));
  Longest = std::max(Longest, Clock.elapsed());
  std::printf("sum: %d\nmeasure: %lld\n", Sum, static_cast<long long>(Longest));
}
