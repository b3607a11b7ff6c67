// SPDX-License-Identifier: Apache-2.0
// What stops what waits in Seastar.
#ifndef COTIDY_TEST_LIB_SEASTAR_CORE_ABORT_SOURCE_HH
#define COTIDY_TEST_LIB_SEASTAR_CORE_ABORT_SOURCE_HH

#include <chrono>
#include <seastar/core/future.hh>
namespace seastar {
class abort_source {
public:
  bool abort_requested() const noexcept;
  void request_abort();
};
template <class Clock = std::chrono::steady_clock>
future<void> sleep_abortable(typename Clock::duration);
template <class Clock = std::chrono::steady_clock>
future<void> sleep_abortable(typename Clock::duration, abort_source &);
} // namespace seastar

#endif
