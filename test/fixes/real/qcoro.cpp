// SPDX-License-Identifier: Apache-2.0
// The sleep of QCoro against the real QCoro and Qt.
// REQUIRES: qcoro
// RUN: %check %s --real -- %{qcoro}
#include <QCoroTask>
#include <chrono>
#include <thread>
// INCLUDE: QCoroTimer

QCoro::Task<> sleeps(std::chrono::microseconds Fine) {
  std::this_thread::sleep_for(std::chrono::seconds(1)); // WARN: 'std::this_thread::sleep_for' blocks
  // FIX: co_await QCoro::sleepFor(std::chrono::seconds(1));
  std::this_thread::sleep_for(Fine); // WARN: blocks
  // FIX: co_await QCoro::sleepFor(std::chrono::ceil<std::chrono::milliseconds>(Fine));
  co_return;
}
