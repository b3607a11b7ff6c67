// SPDX-License-Identifier: Apache-2.0
// Blocking code that belongs to somebody else.
#include <asio/awaitable.hpp>
#include <unistd.h>
inline asio::awaitable<void> inSystemHeader() {
  sleep(1);
  co_return;
}
inline void systemNap() { sleep(1); }
#define SYSTEM_NAP() sleep(1)
