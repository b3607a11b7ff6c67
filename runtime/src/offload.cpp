// SPDX-License-Identifier: Apache-2.0
// Handing a call to a thread, and getting it back.
#include "cotidy/runtime/detail/offload.hpp"

#include "cotidy/runtime/detail/simulator.hpp"

namespace cotidy::rt::detail {

void offload_wait::begin() {
  home = &this_loop();
  if (simulator *simulated = home->simulated()) {
    in_virtual_time = true;
    try {
      home->timers.add_after(*this, simulated->latency(std::chrono::milliseconds(1)));
    } catch (...) {
      who = nullptr;
      throw;
    }
    return;
  }
  home->expect_outside();
  pool->submit(*this);
}

void offload_wait::on_thread(job &self) noexcept {
  auto &mine = static_cast<offload_wait &>(self);
  mine.call(mine);
  mine.home->post(mine);
}

void offload_wait::run() noexcept {
  home->came_from_outside();
  wake();
}

void offload_wait::simulate(timer &self) noexcept {
  auto &mine = static_cast<offload_wait &>(self);
  mine.in_virtual_time = false;
  const auto taken = mine.home->simulated()->elsewhere([&] { mine.call(mine); });
  if (taken.count() == 0) {
    mine.wake();
    return;
  }
  // Meanwhile the loop goes on.
  mine.virtually_runs = true;
  mine.expired = &simulated;
  mine.home->timers.add_after(mine, taken);
}

void offload_wait::simulated(timer &self) noexcept {
  auto &mine = static_cast<offload_wait &>(self);
  mine.virtually_runs = false;
  mine.wake();
}

void offload_wait::cancel(waiting &self) noexcept {
  auto &mine = static_cast<offload_wait &>(self);
  if (mine.in_virtual_time) {
    mine.in_virtual_time = false;
    mine.home->timers.cancel(mine);
    mine.wake_cancelled();
  } else if (!mine.virtually_runs && mine.pool->take_back(mine)) {
    mine.home->came_from_outside();
    mine.wake_cancelled();
  } else {
    mine.stop.request_stop();
    mine.who->set(cancel_pending);
  }
}

void offload_wait::abandon(waiting &self) noexcept {
  auto &mine = static_cast<offload_wait &>(self);
  if (mine.who->state != task_state::waiting)
    return;
  if (mine.in_virtual_time || mine.virtually_runs) {
    mine.home->timers.cancel(mine);
    return;
  }
  if (!mine.pool->take_back(mine)) {
    mine.stop.request_stop();
    // The thread works in the frame that is being destroyed.
    mine.pool->wait_until_unused(mine);
    mine.home->take_back(mine);
  }
  mine.home->came_from_outside();
}

} // namespace cotidy::rt::detail
