// SPDX-License-Identifier: Apache-2.0
// Waiting for a condition, and getting the lock back.
#include "cotidy/runtime/condition.hpp"

#include <exception>

#include "cotidy/runtime/detail/simulator.hpp"

namespace cotidy::rt {
namespace {

// What must be done in spite of a cancellation: it is put off until this is through, and then
// delivered at the next suspension point, unless `rethrown` says that one is thrown anyway.
task<mutex::lock> lock_again(mutex &guard, std::source_location where) {
  for (bool put_off = false;;) {
    try {
      mutex::lock again = co_await guard.scoped_lock(where);
      if (put_off)
        detail::this_loop().current->set(detail::cancel_pending);
      co_return again;
    } catch (const cancelled &) {
      put_off = true;
    }
  }
}

} // namespace

task<> condition::wait(mutex::lock &held, std::source_location here) {
  mutex &guard = *held.owner();
  std::exception_ptr interrupted;
  try {
    co_await awaiter(*this, held);
  } catch (...) {
    interrupted = std::current_exception();
  }
  // Not interrupted, the notice must not be lost should the lock be cancelled; it is not, then.
  if (!held)
    held = co_await lock_again(guard, here);
  if (interrupted)
    std::rethrow_exception(interrupted);
}

void condition::notify_one() noexcept {
  if (waiters_.empty())
    return;
  detail::link *chosen = waiters_.next;
  if (detail::simulator *simulated = detail::this_loop().simulated()) {
    std::size_t waiting = 0;
    for (detail::link *at = waiters_.next; at != &waiters_; at = at->next)
      ++waiting;
    for (std::size_t left = simulated->choose(waiting); left > 0; --left)
      chosen = chosen->next;
  }
  chosen->unlink();
  static_cast<detail::waiting *>(chosen)->wake();
}

void condition::notify_all() noexcept {
  while (!waiters_.empty()) {
    detail::link *first = waiters_.next;
    first->unlink();
    static_cast<detail::waiting *>(first)->wake();
  }
}

void condition::awaiter::abandon(detail::waiting &self) noexcept {
  if (self.linked())
    self.unlink();
  else if (!self.who->has(detail::interrupt))
    static_cast<awaiter &>(self).of.notify_one();
}

} // namespace cotidy::rt
