// SPDX-License-Identifier: Apache-2.0
// TCP and Unix sockets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <source_location>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cotidy/runtime/detail/io.hpp"
#include "cotidy/runtime/task.hpp"

namespace cotidy::rt {

// A connection, or one end of a pipe. One task may read and another write at the same time. All
// errors are std::system_error. Cancelled, or within a timeout(), an operation has done nothing or
// all of what it says, but for write(), which may have written a part.
class stream {
public:
  stream() noexcept = default;
  // Takes a descriptor over and makes it non-blocking.
  explicit stream(int fd, std::source_location here = std::source_location::current());
  // Takes over one that is non-blocking already.
  explicit stream(detail::descriptor connected) noexcept : io_(std::move(connected)) {}

  struct read_awaiter : detail::io_wait {
    std::span<char> into;
    read_awaiter(detail::io_state *of, std::span<char> to) noexcept
        : io_wait(of, detail::io_direction::read, &try_read), into(to) {}
    read_awaiter(read_awaiter &&) noexcept = default;
    ~read_awaiter() { leave(); }
    std::size_t await_resume() { return static_cast<std::size_t>(finish("read")); }
    static bool try_read(detail::io_wait &self) noexcept;
  };
  struct write_awaiter : detail::io_wait {
    std::span<const char> left;
    write_awaiter(detail::io_state *of, std::span<const char> from) noexcept
        : io_wait(of, detail::io_direction::write, &try_write), left(from) {}
    write_awaiter(write_awaiter &&) noexcept = default;
    ~write_awaiter() { leave(); }
    void await_resume() { finish("write"); }
    static bool try_write(detail::io_wait &self) noexcept;
  };

  // Suspends until something has come; how much, 0 at the end. The buffer must stay until then.
  [[nodiscard]] read_awaiter read_some(std::span<char> into) noexcept {
    return read_awaiter(io_.state(), into);
  }
  // Suspends until everything is written. What is written must stay until then.
  [[nodiscard]] write_awaiter write(std::span<const char> from) noexcept {
    return write_awaiter(io_.state(), from);
  }
  // Fills the buffer, or throws: std::errc::connection_reset when the end comes before.
  task<> read_exactly(std::span<char> into);
  // Everything up to the end.
  task<std::string> read_all();

  void shutdown_write(); // the other side reads the end
  void close() noexcept { io_.close(); }
  int fd() const noexcept { return io_.fd(); }
  explicit operator bool() const noexcept { return static_cast<bool>(io_); }

private:
  detail::descriptor io_;
};

// Takes connections.
class listener {
public:
  // Takes a listening descriptor over.
  explicit listener(int fd, std::source_location here = std::source_location::current());

  struct accept_awaiter : detail::io_wait {
    accept_awaiter(detail::io_state *of, std::source_location here) noexcept
        : io_wait(of, detail::io_direction::read, &try_accept), where(here) {}
    accept_awaiter(accept_awaiter &&other) noexcept
        : io_wait(std::move(other)), accepted(std::exchange(other.accepted, -1)),
          simulated(std::move(other.simulated)), where(other.where) {}
    ~accept_awaiter();
    stream await_resume();
    static bool try_accept(detail::io_wait &self) noexcept;
    int accepted = -1; // until it is given to somebody
    std::shared_ptr<detail::simulated_socket> simulated;
    std::source_location where;
  };

  // Suspends until somebody connects.
  [[nodiscard]] accept_awaiter
  accept(std::source_location here = std::source_location::current()) noexcept {
    return accept_awaiter(io_.state(), here);
  }
  std::uint16_t port() const; // of a TCP listener
  void close() noexcept { io_.close(); }

  // Takes over one that is non-blocking already.
  explicit listener(detail::descriptor listening) noexcept : io_(std::move(listening)) {}

private:
  detail::descriptor io_;
};

// In a simulation, sockets are in memory, on a network that has one machine with every address;
// what it does to a connection is within what TCP allows. fd() is -1 there.

// Listens on a numeric address; port 0 takes a free one.
listener listen_tcp(const std::string &address, std::uint16_t port, int backlog = 4096,
                    std::source_location here = std::source_location::current());
listener listen_unix(const std::string &path, int backlog = 4096,
                     std::source_location here = std::source_location::current());

// Resolves the host off the loop, and tries its addresses in turn.
task<stream> connect_tcp(std::string host, std::uint16_t port,
                         std::source_location here = std::source_location::current());
task<stream> connect_unix(std::string path,
                          std::source_location here = std::source_location::current());

// The numeric addresses of a host, found on another thread. Throws std::runtime_error. A simulation
// knows `localhost` and no other name.
task<std::vector<std::string>> resolve(std::string host);

} // namespace cotidy::rt
