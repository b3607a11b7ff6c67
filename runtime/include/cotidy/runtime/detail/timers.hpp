// SPDX-License-Identifier: Apache-2.0
// Timers: a heap of deadlines beside the frames that wait for them.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cotidy::rt::detail {

// Lies in the frame that waits. Must be cancelled before it dies, unless it has expired.
struct timer {
  void (*expired)(timer &self) noexcept;
  std::uint32_t slot;
};

// Times are in nanoseconds of the loop's clock. Cancelling costs nothing but a store: a cancelled
// timer's place in the heap is given up when its turn comes, or when most of the heap is such.
class timer_heap {
public:
  using nanoseconds = std::chrono::nanoseconds;

  // Expires `delay` after the end of the running batch, when the clock is read next.
  void add_after(timer &item, nanoseconds delay) {
    item.slot = static_cast<std::uint32_t>(fresh_.size()) | is_fresh;
    fresh_.push_back({&item, delay});
  }

  void add_at(timer &item, nanoseconds deadline);

  void cancel(timer &item) noexcept {
    if (item.slot & is_fresh) {
      fresh_[item.slot & ~is_fresh].item = nullptr;
    } else {
      slots_[item.slot].item = nullptr;
      if (++dead_ > 64 && dead_ > heap_.size() / 2)
        drop_dead();
    }
  }

  bool has_fresh() const noexcept { return !fresh_.empty(); }
  // Gives those added with add_after() their deadlines.
  void settle_fresh(nanoseconds now);

  // Whether any timer is left, the fresh ones aside; drops cancelled ones from the top.
  bool empty() noexcept;
  // The next deadline; only when not empty().
  nanoseconds next() const noexcept { return nanoseconds(heap_.front().deadline); }

  // Calls `expired` of all that are due.
  void expire(nanoseconds now) noexcept;

private:
  static constexpr std::uint32_t is_fresh = 0x80000000u;
  static constexpr std::uint32_t none = 0x7fffffffu;

  struct entry {
    std::int64_t deadline;
    std::uint32_t order; // among equal deadlines the first added is the first to expire
    std::uint32_t slot;
    bool before(const entry &other) const noexcept {
      return deadline != other.deadline ? deadline < other.deadline
                                        : static_cast<std::int32_t>(order - other.order) < 0;
    }
  };
  struct place {
    timer *item; // null: cancelled
    std::uint32_t next_free;
  };
  struct fresh {
    timer *item;
    nanoseconds delay;
  };

  void sift_up(std::size_t at) noexcept;
  void sift_down(std::size_t at) noexcept;
  void pop() noexcept;
  void drop_dead() noexcept;
  void free_slot(std::uint32_t slot) noexcept {
    slots_[slot].next_free = free_slots_;
    free_slots_ = slot;
  }

  std::vector<entry> heap_; // four children to a node: half the levels of a binary one
  std::vector<place> slots_;
  std::vector<fresh> fresh_;
  std::uint32_t free_slots_ = none;
  std::uint32_t next_order_ = 0;
  std::size_t dead_ = 0;
};

} // namespace cotidy::rt::detail
