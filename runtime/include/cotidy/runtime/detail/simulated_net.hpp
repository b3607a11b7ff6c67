// SPDX-License-Identifier: Apache-2.0
// The network of a simulation: sockets in memory, on one machine that has every address.
#pragma once

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <utility>

#include "cotidy/runtime/detail/io.hpp"
#include "cotidy/runtime/sleep.hpp"

namespace cotidy::rt::detail {

class simulated_socket;
class simulator;

// One direction of a connection. What is written arrives later, in order; the seed says when, and
// how much of it one read or write moves.
class simulated_pipe {
public:
  explicit simulated_pipe(loop &home);
  ~simulated_pipe();
  simulated_pipe(const simulated_pipe &) = delete;
  simulated_pipe &operator=(const simulated_pipe &) = delete;

  simulated_socket *reader = nullptr;
  simulated_socket *writer = nullptr;

  // Attempts, as io_wait has them: false when there is nothing to do yet.
  bool read(io_wait &by, std::span<char> into);
  bool write(io_wait &by, std::span<const char> &left);

  // No more comes: the reader sees the end, or a reset.
  void end(bool reset);
  // Nobody reads any more. True: something was not read.
  bool abandon();

private:
  struct piece {
    std::chrono::nanoseconds arrives;
    std::string bytes; // none: the end
  };
  struct ticker : timer {
    simulated_pipe *of;
    bool armed = false;
  };

  bool alive() const noexcept { return current_loop == &home_ && home_.serial() == serial_; }
  std::size_t portion(std::size_t most);
  void push(std::string bytes);
  void expect_next();
  void arm(ticker &which, std::chrono::nanoseconds when);

  loop &home_;
  std::uint64_t serial_;
  std::deque<piece> pieces_;
  std::size_t taken_ = 0; // of the first piece
  std::size_t held_ = 0;  // bytes written and not yet read
  std::chrono::nanoseconds last_{0};
  bool ended_ = false, reset_ = false, unread_ = false;
  ticker arrival_, room_;
};

// Who listens where. The host is the address in the system's bytes, or a path.
struct simulated_name {
  int family;
  std::string host;
  std::uint16_t port;
  auto operator<=>(const simulated_name &) const = default;
};

class simulated_network {
public:
  // Throws std::system_error when somebody listens there.
  std::shared_ptr<simulated_socket> listen(loop &home, simulated_name name);
  // Throws std::system_error when nobody does.
  std::shared_ptr<simulated_socket> connect(loop &home, const simulated_name &name);
  void forget(const simulated_name &name) noexcept { listeners_.erase(name); }

private:
  simulated_socket *find(const simulated_name &name) const;

  std::map<simulated_name, simulated_socket *> listeners_;
  std::uint16_t next_port_ = 49152;
};

// One end of a connection, or a listener. Its descriptor's state points to it, and it to that.
class simulated_socket {
public:
  simulated_socket(loop &home, simulated_name name); // a listener
  simulated_socket(loop &home, std::shared_ptr<simulated_pipe> in,
                   std::shared_ptr<simulated_pipe> out);
  ~simulated_socket();
  simulated_socket(const simulated_socket &) = delete;
  simulated_socket &operator=(const simulated_socket &) = delete;

  io_state *at = nullptr;
  bool accepted = true; // a connection that nobody has accepted ends in a reset

  bool here() const noexcept { return current_loop == &home_ && home_.serial() == serial_; }
  bool read(io_wait &by, std::span<char> into);
  bool write(io_wait &by, std::span<const char> &left);
  bool accept(io_wait &by, std::shared_ptr<simulated_socket> &accepted);
  void came(std::shared_ptr<simulated_socket> peer);
  void shutdown_write();
  std::uint16_t port() const noexcept { return name_.port; }

  // Tries again what waits on this end.
  void try_again(io_direction direction);

private:
  loop &home_;
  std::uint64_t serial_;
  std::shared_ptr<simulated_pipe> in_, out_;
  simulated_name name_{};
  std::deque<std::shared_ptr<simulated_socket>> backlog_;
};

// The time that something takes on its way, from the seed.
struct travel : sleep_wait {
  explicit travel(loop &home);
  travel(travel &&) noexcept = default;
  template <our_promise P> void await_suspend(std::coroutine_handle<P> at) {
    suspend(at, kind_of_wait);
    enqueue();
  }
  static constexpr wait_kind kind_of_wait{"the network", &sleep_wait::cancel, &sleep_wait::abandon,
                                          nullptr, true};
};

} // namespace cotidy::rt::detail
