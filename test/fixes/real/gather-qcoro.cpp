// SPDX-License-Identifier: Apache-2.0
// A loop of awaits with the real QCoro, which has no gather over a range.
// REQUIRES: qcoro
// RUN: %check --check=coro-await-in-loop %s --real -- %{qcoro}
#include <QCoroTask>
#include <QCoroTimer>
#include <chrono>
#include <vector>

QCoro::Task<int> fetch(int id);

QCoro::Task<int> total(std::vector<int> ids) {
  int sum = 0;
  for (int id : ids)           // NOTE: QCoro as it is here has no gather over a range
    sum += co_await fetch(id); // WARN: awaits 'fetch'
  co_return sum;
}
QCoro::Task<> pace(std::vector<int> ids) {
  for (int id : ids) {
    co_await fetch(id);
    co_await QCoro::sleepFor(std::chrono::milliseconds(id));
  }
}
