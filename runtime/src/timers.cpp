// SPDX-License-Identifier: Apache-2.0
// The heap of deadlines.
#include "cotidy/runtime/detail/timers.hpp"

#include <algorithm>

namespace cotidy::rt::detail {

void timer_heap::sift_up(std::size_t at) noexcept {
  const entry moved = heap_[at];
  while (at > 0) {
    const std::size_t parent = (at - 1) / 4;
    if (!moved.before(heap_[parent]))
      break;
    heap_[at] = heap_[parent];
    at = parent;
  }
  heap_[at] = moved;
}

void timer_heap::sift_down(std::size_t at) noexcept {
  const std::size_t size = heap_.size();
  const entry moved = heap_[at];
  for (;;) {
    const std::size_t first = at * 4 + 1;
    if (first >= size)
      break;
    std::size_t least = first;
    const std::size_t last = std::min(first + 4, size);
    for (std::size_t child = first + 1; child < last; ++child)
      if (heap_[child].before(heap_[least]))
        least = child;
    if (!heap_[least].before(moved))
      break;
    heap_[at] = heap_[least];
    at = least;
  }
  heap_[at] = moved;
}

void timer_heap::add_at(timer &item, nanoseconds deadline) {
  // What can throw comes first, so that a refused allocation changes nothing.
  heap_.reserve(heap_.size() == heap_.capacity() ? heap_.size() * 2 + 16 : heap_.size());
  std::uint32_t slot = free_slots_;
  if (slot == none) {
    slot = static_cast<std::uint32_t>(slots_.size());
    slots_.push_back({&item, none});
  } else {
    free_slots_ = slots_[slot].next_free;
    slots_[slot].item = &item;
  }
  item.slot = slot;
  heap_.push_back({deadline.count(), next_order_++, slot});
  sift_up(heap_.size() - 1);
}

void timer_heap::settle_fresh(nanoseconds now) {
  for (const fresh &each : fresh_)
    if (each.item)
      add_at(*each.item, now + each.delay);
  fresh_.clear();
}

void timer_heap::pop() noexcept {
  free_slot(heap_.front().slot);
  heap_.front() = heap_.back();
  heap_.pop_back();
  if (!heap_.empty())
    sift_down(0);
}

bool timer_heap::empty() noexcept {
  while (!heap_.empty() && !slots_[heap_.front().slot].item) {
    pop();
    --dead_;
  }
  return heap_.empty();
}

void timer_heap::expire(nanoseconds now) noexcept {
  while (!empty() && heap_.front().deadline <= now.count()) {
    timer &item = *slots_[heap_.front().slot].item;
    // Of many frames the one to wake is in no cache; it comes while the heap is put in order.
    for (int line = 0; line < 3; ++line)
      __builtin_prefetch(reinterpret_cast<const char *>(&item) - line * 64, 1);
    pop();
    item.expired(item);
  }
}

void timer_heap::drop_dead() noexcept {
  const auto live_end = std::remove_if(heap_.begin(), heap_.end(), [this](const entry &each) {
    if (slots_[each.slot].item)
      return false;
    free_slot(each.slot);
    return true;
  });
  heap_.erase(live_end, heap_.end());
  dead_ = 0;
  // From the last parent up.
  for (std::size_t at = heap_.size() / 4 + 1; at-- > 0;)
    if (at < heap_.size())
      sift_down(at);
}

} // namespace cotidy::rt::detail
