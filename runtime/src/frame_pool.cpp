// SPDX-License-Identifier: Apache-2.0
// The slow path of the frame pool: new slabs, threads that end, refused allocations.
#include "cotidy/runtime/detail/frame_pool.hpp"

#include <algorithm>
#include <mutex>
#include <new>
#include <utility>

namespace cotidy::rt::detail {
namespace {

#ifdef COTIDY_RT_SANITIZED
constexpr std::size_t pooled_classes = 0;
#else
constexpr std::size_t pooled_classes = frame_pool::max_classes;
#endif

constexpr std::size_t first_slab = 16 * 1024;
constexpr std::size_t largest_slab = 256 * 1024;

// What threads that have ended leave behind. Slabs are never returned to the system: a frame may
// outlive the thread that allocated it. The depot is never destroyed, for the same reason.
struct depot {
  std::mutex mutex;
  frame_pool::block *free[frame_pool::max_classes] = {};
};

depot &shared_depot() {
  static auto *shared = new depot;
  return *shared;
}

thread_local std::size_t next_slab = first_slab;
thread_local frame_allocation_hook::question hook = nullptr;
thread_local void *hook_context = nullptr;

// Hands this thread's free blocks to the depot when the thread ends.
struct leaver {
  ~leaver() {
    frame_pool &pool = this_thread_frames;
    depot &shared = shared_depot();
    const std::lock_guard lock(shared.mutex);
    // What is left of the last slab is still good for smaller frames.
    while (pool.bump_end - pool.bump >= static_cast<std::ptrdiff_t>(frame_pool::granule)) {
      const std::size_t left = static_cast<std::size_t>(pool.bump_end - pool.bump);
      const std::size_t classes = std::min(left / frame_pool::granule, frame_pool::max_classes - 1);
      auto *rest = reinterpret_cast<frame_pool::block *>(pool.bump);
      rest->next = shared.free[classes];
      shared.free[classes] = rest;
      pool.bump += classes * frame_pool::granule;
    }
    for (std::size_t i = 0; i < frame_pool::max_classes; ++i) {
      while (frame_pool::block *block = pool.free[i]) {
        pool.free[i] = block->next;
        block->next = shared.free[i];
        shared.free[i] = block;
      }
    }
  }
};

void *take_from_depot(std::size_t size_class) {
  depot &shared = shared_depot();
  const std::lock_guard lock(shared.mutex);
  frame_pool::block *chain = shared.free[size_class];
  if (!chain)
    return nullptr;
  shared.free[size_class] = nullptr;
  this_thread_frames.free[size_class] = chain->next;
  return chain;
}

} // namespace

void *allocate_frame_slow(std::size_t size_class) {
  if (hook && !hook(hook_context))
    throw std::bad_alloc();
  if (size_class >= pooled_classes)
    return ::operator new(size_class * frame_pool::granule);
  frame_pool &pool = this_thread_frames;
  if (frame_pool::block *found = pool.free[size_class]) {
    pool.free[size_class] = found->next;
    return found;
  }
  const std::size_t bytes = size_class * frame_pool::granule;
  if (static_cast<std::size_t>(pool.bump_end - pool.bump) < bytes) {
    thread_local leaver at_exit;
    (void)&at_exit;
    if (void *left_behind = take_from_depot(size_class))
      return left_behind;
    if (pool.bump_end - pool.bump >= static_cast<std::ptrdiff_t>(frame_pool::granule)) {
      const auto rest_class =
          static_cast<std::size_t>(pool.bump_end - pool.bump) / frame_pool::granule;
      auto *rest = reinterpret_cast<frame_pool::block *>(pool.bump);
      rest->next = pool.free[rest_class];
      pool.free[rest_class] = rest;
      pool.bump = pool.bump_end;
    }
    pool.bump = static_cast<char *>(::operator new(next_slab));
    pool.bump_end = pool.bump + next_slab;
    next_slab = std::min(next_slab * 2, largest_slab);
  }
  return std::exchange(pool.bump, pool.bump + bytes);
}

void release_frame_slow(void *frame, std::size_t size_class) noexcept {
  if (size_class >= pooled_classes) {
    ::operator delete(frame);
    return;
  }
  auto *freed = static_cast<frame_pool::block *>(frame);
  frame_pool &pool = this_thread_frames;
  freed->next = pool.free[size_class];
  pool.free[size_class] = freed;
}

frame_allocation_hook::frame_allocation_hook(question ask, void *context) noexcept
    : previous_(std::exchange(hook, ask)), previous_context_(std::exchange(hook_context, context)) {
  this_thread_frames.fast_classes = 0;
}

frame_allocation_hook::~frame_allocation_hook() {
  hook = previous_;
  hook_context = previous_context_;
  if (!hook)
    this_thread_frames.fast_classes = pooled_classes;
}

} // namespace cotidy::rt::detail
