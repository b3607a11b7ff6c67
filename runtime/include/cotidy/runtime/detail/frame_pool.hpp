// SPDX-License-Identifier: Apache-2.0
// Where coroutine frames come from: a free list for each size, one set of lists a thread.
#pragma once

#include <cstddef>
#include <cstdint>

#include "cotidy/runtime/detail/config.hpp"

namespace cotidy::rt::detail {

struct frame_pool {
  static constexpr std::size_t granule = 16;
  static constexpr std::size_t max_classes = 128; // frames below 2 KiB

  struct block {
    block *next;
  };

  // Classes served without a look at anything else. 0 sends every request through the slow path:
  // under sanitizers, so that they see each frame, and while allocations are counted or refused.
#ifdef COTIDY_RT_SANITIZED
  std::size_t fast_classes = 0;
#else
  std::size_t fast_classes = max_classes;
#endif
  block *free[max_classes] = {};
  char *bump = nullptr;
  char *bump_end = nullptr;
};

inline constinit thread_local frame_pool this_thread_frames{};

void *allocate_frame_slow(std::size_t size_class);
void release_frame_slow(void *frame, std::size_t size_class) noexcept;

inline void *allocate_frame(std::size_t size) {
  const std::size_t size_class = (size + frame_pool::granule - 1) / frame_pool::granule;
  frame_pool &pool = this_thread_frames;
  if (size_class < pool.fast_classes) [[likely]] {
    if (frame_pool::block *found = pool.free[size_class]) [[likely]] {
      pool.free[size_class] = found->next;
      return found;
    }
  }
  return allocate_frame_slow(size_class);
}

inline void release_frame(void *frame, std::size_t size) noexcept {
  const std::size_t size_class = (size + frame_pool::granule - 1) / frame_pool::granule;
  frame_pool &pool = this_thread_frames;
  if (size_class < pool.fast_classes) [[likely]] {
    auto *freed = static_cast<frame_pool::block *>(frame);
    freed->next = pool.free[size_class];
    pool.free[size_class] = freed;
    return;
  }
  release_frame_slow(frame, size_class);
}

// While one lives, each frame that this thread allocates is asked about first; an answer of false
// refuses it with std::bad_alloc.
class frame_allocation_hook {
public:
  using question = bool (*)(void *context) noexcept;
  frame_allocation_hook(question ask, void *context) noexcept;
  ~frame_allocation_hook();
  frame_allocation_hook(const frame_allocation_hook &) = delete;
  frame_allocation_hook &operator=(const frame_allocation_hook &) = delete;

private:
  question previous_;
  void *previous_context_;
};

} // namespace cotidy::rt::detail
