// SPDX-License-Identifier: Apache-2.0
// Descriptors on the loop: waiting until one can be read or written.
#pragma once

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <source_location>
#include <sys/types.h>
#include <utility>

#include "cotidy/runtime/detail/loop.hpp"
#include "cotidy/runtime/opened.hpp"

namespace cotidy::rt::detail {

struct io_wait;
class simulated_socket;

// What epoll knows a descriptor by. Registered once, for edges: whoever wants to wait has tried
// first and been told to.
struct io_state {
  int fd = -1;
  std::uint64_t on = 0; // the loop that watches it; 0: none yet
  io_wait *reader = nullptr;
  io_wait *writer = nullptr;
  open_mark mark;
  std::shared_ptr<simulated_socket> simulated; // instead of a descriptor
};

// A descriptor that this owns. It is used on one loop at a time: the next after one has ended. One
// task at a time may read it, and one may write it.
class descriptor {
public:
  descriptor() noexcept = default;
  // Takes a non-blocking descriptor over; closes it also when this throws.
  explicit descriptor(int fd);
  explicit descriptor(std::shared_ptr<simulated_socket> socket);
  descriptor(descriptor &&other) noexcept = default;
  descriptor &operator=(descriptor &&other) noexcept {
    close();
    state_ = std::move(other.state_);
    return *this;
  }
  ~descriptor() { close(); }

  // What reports call it when it is left open. Not for what may outlive a loop.
  descriptor &&marked(const char *what, std::source_location here) && {
    state_->mark = open_mark(what, here);
    return std::move(*this);
  }

  int fd() const noexcept { return state_ ? state_->fd : -1; }
  explicit operator bool() const noexcept { return state_ != nullptr; }
  void close() noexcept;
  io_state *state() const noexcept { return state_.get(); }

private:
  std::unique_ptr<io_state> state_;
};

enum class io_direction : bool { read, write };

// One operation: tried at once, then again whenever epoll says so, until it need not wait.
struct io_wait : waiting {
  using function = bool (*)(io_wait &self) noexcept; // false: would block; else result or error

  io_state *io;
  io_direction direction;
  function attempt;
  ssize_t result = 0;
  int error = 0;

  io_wait(io_state *of, io_direction way, function to_try) noexcept
      : io(of), direction(way), attempt(to_try) {}
  io_wait(io_wait &&) noexcept = default;

  bool await_ready() noexcept { return attempt(*this); }
  template <our_promise P> void await_suspend(std::coroutine_handle<P> at) {
    suspend(at, kind_of_wait);
    begin();
  }
  void begin();
  // Throws std::system_error with what the operation is called.
  ssize_t finish(const char *what);

  void end_wait() noexcept;
  static void cancel(waiting &self) noexcept;
  static void abandon(waiting &self) noexcept;
  static constexpr wait_kind kind_of_wait{"I/O", &cancel, &abandon, nullptr, true};
};

} // namespace cotidy::rt::detail
