// SPDX-License-Identifier: Apache-2.0
// The global pools.
#ifndef COTIDY_TEST_LIB_FOLLY_EXECUTORS_GLOBALEXECUTOR_H
#define COTIDY_TEST_LIB_FOLLY_EXECUTORS_GLOBALEXECUTOR_H

#include <folly/coro/Task.h>
namespace folly {
class ThreadPoolExecutor : public Executor {
public:
  void join();
};
class CPUThreadPoolExecutor : public ThreadPoolExecutor {
public:
  explicit CPUThreadPoolExecutor(unsigned long);
};
Executor::KeepAlive<> getGlobalCPUExecutor();
} // namespace folly

#endif
