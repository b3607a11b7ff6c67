// SPDX-License-Identifier: Apache-2.0
// thread_pool: threads for work that blocks or computes.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <thread>
#include <vector>

namespace cotidy::rt {

namespace detail {

// A piece of work, in the frame that waits for it. The last thing that `work` does with it is to
// tell the loop.
struct job {
  job *next = nullptr;
  void (*work)(job &self) noexcept;
};

} // namespace detail

// A fixed number of threads that take calls in the order in which they come; see
// run_in_executor(). Made once and kept. The destructor waits for the calls that were begun.
class thread_pool {
public:
  explicit thread_pool(std::size_t threads = std::thread::hardware_concurrency());
  ~thread_pool();
  thread_pool(const thread_pool &) = delete;
  thread_pool &operator=(const thread_pool &) = delete;

  std::size_t size() const noexcept { return threads_.size(); }

  // For run_in_executor(), from any thread.
  void submit(detail::job &work) noexcept;
  // False: a thread has it already.
  bool take_back(detail::job &work) noexcept;
  // Blocks until no thread uses it.
  void wait_until_unused(const detail::job &work) noexcept;

private:
  void serve();

  std::mutex mutex_;
  std::condition_variable work_came_;
  std::condition_variable work_ended_;
  detail::job *first_ = nullptr;
  detail::job **last_ = &first_;
  std::vector<const detail::job *> running_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

} // namespace cotidy::rt
