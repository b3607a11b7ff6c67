// SPDX-License-Identifier: Apache-2.0
// The runtime's own threads.
#include "cotidy/runtime/detail/background.hpp"

#include <atomic>
#include <memory>
#include <pthread.h>

namespace cotidy::rt::detail {
namespace {

std::atomic<thread_pool *> current = nullptr;
std::atomic<thread_pool *> of_parent = nullptr; // still reachable: it is no leak

struct last_owner {
  ~last_owner() { delete current.load(); }
};

} // namespace

thread_pool &background() {
  static const last_owner at_exit;
  // A forked process has the pool and none of its threads.
  [[maybe_unused]] static const int watched =
      ::pthread_atfork(nullptr, nullptr, [] { of_parent.store(current.exchange(nullptr)); });
  thread_pool *pool = current.load(std::memory_order_acquire);
  if (!pool) {
    auto fresh = std::make_unique<thread_pool>(4);
    if (current.compare_exchange_strong(pool, fresh.get()))
      pool = fresh.release();
  }
  return *pool;
}

} // namespace cotidy::rt::detail
