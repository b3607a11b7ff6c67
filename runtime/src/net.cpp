// SPDX-License-Identifier: Apache-2.0
// Sockets.
#include "cotidy/runtime/net.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/un.h>
#include <system_error>
#include <unistd.h>

#include "cotidy/runtime/detail/background.hpp"
#include "cotidy/runtime/detail/simulated_net.hpp"
#include "cotidy/runtime/detail/simulator.hpp"
#include "cotidy/runtime/executor.hpp"

namespace cotidy::rt {
namespace {

using detail::io_direction;
using detail::io_wait;

[[noreturn]] void throw_errno(const char *what) {
  throw std::system_error(errno, std::generic_category(), what);
}

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK; }

int non_blocking(int fd) {
  const int flags = ::fcntl(fd, F_GETFL);
  if (flags < 0 || ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0) {
    const int error = errno;
    ::close(fd);
    throw std::system_error(error, std::generic_category(), "fcntl");
  }
  return fd;
}

// Owns a descriptor until it is given away.
class held_fd {
public:
  explicit held_fd(int fd) : fd_(fd) {
    if (fd < 0)
      throw_errno("socket");
  }
  ~held_fd() {
    if (fd_ >= 0)
      ::close(fd_);
  }
  held_fd(const held_fd &) = delete;
  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

private:
  int fd_;
};

// A numeric address, of either family.
struct address {
  sockaddr_storage bytes{};
  socklen_t size = 0;

  address(const std::string &numeric, std::uint16_t port) {
    auto *four = reinterpret_cast<sockaddr_in *>(&bytes);
    auto *six = reinterpret_cast<sockaddr_in6 *>(&bytes);
    if (::inet_pton(AF_INET, numeric.c_str(), &four->sin_addr) == 1) {
      four->sin_family = AF_INET;
      four->sin_port = htons(port);
      size = sizeof *four;
    } else if (::inet_pton(AF_INET6, numeric.c_str(), &six->sin6_addr) == 1) {
      six->sin6_family = AF_INET6;
      six->sin6_port = htons(port);
      size = sizeof *six;
    } else {
      throw std::invalid_argument("not a numeric address: " + numeric);
    }
  }
  explicit address(const std::string &path) {
    auto *local = reinterpret_cast<sockaddr_un *>(&bytes);
    if (path.size() >= sizeof local->sun_path)
      throw std::system_error(ENAMETOOLONG, std::generic_category(), path);
    local->sun_family = AF_UNIX;
    std::memcpy(local->sun_path, path.c_str(), path.size() + 1);
    size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size() + 1);
  }
  const sockaddr *get() const { return reinterpret_cast<const sockaddr *>(&bytes); }
  int family() const { return bytes.ss_family; }
  detail::simulated_name simulated() const {
    const auto text = [](const void *from, std::size_t count) {
      return std::string(static_cast<const char *>(from), count);
    };
    if (family() == AF_INET) {
      const auto *four = reinterpret_cast<const sockaddr_in *>(&bytes);
      return {AF_INET, text(&four->sin_addr, sizeof four->sin_addr), ntohs(four->sin_port)};
    }
    if (family() == AF_INET6) {
      const auto *six = reinterpret_cast<const sockaddr_in6 *>(&bytes);
      return {AF_INET6, text(&six->sin6_addr, sizeof six->sin6_addr), ntohs(six->sin6_port)};
    }
    return {AF_UNIX, reinterpret_cast<const sockaddr_un *>(&bytes)->sun_path, 0};
  }
};

int new_socket(int family) {
  return ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

void without_delay(int fd) {
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); // no error matters
}

detail::simulator *simulated() noexcept {
  return detail::current_loop ? detail::current_loop->simulated() : nullptr;
}

listener listen_on(const address &where, int backlog, std::source_location here) {
  if (detail::simulator *instead = simulated())
    return listener(
        detail::descriptor(instead->network.listen(detail::this_loop(), where.simulated()))
            .marked("a listener", here));
  held_fd socket(new_socket(where.family()));
  const int on = 1;
  if (where.family() != AF_UNIX)
    ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(socket.get(), where.get(), where.size) != 0)
    throw_errno("bind");
  if (::listen(socket.get(), backlog) != 0)
    throw_errno("listen");
  return listener(socket.release(), here);
}

// Waits until a connection that was begun is there, or has failed.
struct connect_awaiter : io_wait {
  explicit connect_awaiter(detail::io_state *of) noexcept
      : io_wait(of, io_direction::write, &try_finish) {}
  connect_awaiter(connect_awaiter &&) noexcept = default;
  ~connect_awaiter() { leave(); }
  bool await_ready() const noexcept { return false; }
  void await_resume() { finish("connect"); }
  static bool try_finish(io_wait &self) noexcept {
    socklen_t size = sizeof self.error;
    if (::getsockopt(self.io->fd, SOL_SOCKET, SO_ERROR, &self.error, &size) != 0)
      self.error = errno;
    if (self.error != 0)
      return true;
    sockaddr_storage peer;
    size = sizeof peer;
    // Not connected and no error: the event came for another reason.
    return ::getpeername(self.io->fd, reinterpret_cast<sockaddr *>(&peer), &size) == 0;
  }
};

task<stream> connect_to(address where, std::source_location here) {
  if (detail::simulator *instead = simulated()) {
    co_await detail::travel(detail::this_loop());
    co_return stream(
        detail::descriptor(instead->network.connect(detail::this_loop(), where.simulated()))
            .marked("a connection", here));
  }
  held_fd socket(new_socket(where.family()));
  const int fd = socket.get();
  detail::descriptor connecting(socket.release());
  if (where.family() != AF_UNIX)
    without_delay(fd);
  if (::connect(fd, where.get(), where.size) != 0) {
    // A full backlog of a Unix socket says EAGAIN, and no event follows.
    if (errno != EINPROGRESS)
      throw_errno("connect");
    co_await connect_awaiter(connecting.state());
  }
  co_return stream(std::move(connecting).marked("a connection", here));
}

} // namespace

stream::stream(int fd, std::source_location here)
    : io_(detail::descriptor(non_blocking(fd)).marked("a stream", here)) {}

bool stream::read_awaiter::try_read(io_wait &self) noexcept {
  auto &mine = static_cast<read_awaiter &>(self);
  if (!mine.io) {
    mine.error = EBADF;
    return true;
  }
  if (mine.io->simulated)
    return mine.io->simulated->read(mine, mine.into);
  do
    mine.result = ::read(mine.io->fd, mine.into.data(), mine.into.size());
  while (mine.result < 0 && errno == EINTR);
  if (mine.result >= 0)
    return true;
  if (would_block())
    return false;
  mine.error = errno;
  return true;
}

bool stream::write_awaiter::try_write(io_wait &self) noexcept {
  auto &mine = static_cast<write_awaiter &>(self);
  if (!mine.io) {
    mine.error = EBADF;
    return true;
  }
  if (mine.io->simulated)
    return mine.io->simulated->write(mine, mine.left);
  while (!mine.left.empty()) {
    // A socket whose peer has gone is an error here, not a signal; a pipe knows no send().
    ssize_t written = ::send(mine.io->fd, mine.left.data(), mine.left.size(), MSG_NOSIGNAL);
    if (written < 0 && errno == ENOTSOCK)
      written = ::write(mine.io->fd, mine.left.data(), mine.left.size());
    if (written >= 0)
      mine.left = mine.left.subspan(static_cast<std::size_t>(written));
    else if (would_block())
      return false;
    else if (errno != EINTR) {
      mine.error = errno;
      return true;
    }
  }
  return true;
}

task<> stream::read_exactly(std::span<char> into) {
  while (!into.empty()) {
    const std::size_t count = co_await read_some(into);
    if (count == 0)
      throw std::system_error(std::make_error_code(std::errc::connection_reset),
                              "the end came too early");
    into = into.subspan(count);
  }
}

task<std::string> stream::read_all() {
  std::string all;
  std::size_t size = 0;
  for (;;) {
    all.resize(size + 4096 + size / 2);
    const std::size_t count = co_await read_some(std::span(all).subspan(size));
    size += count;
    if (count == 0)
      break;
  }
  all.resize(size);
  co_return all;
}

void stream::shutdown_write() {
  if (io_ && io_.state()->simulated)
    return io_.state()->simulated->shutdown_write();
  if (::shutdown(fd(), SHUT_WR) != 0)
    throw_errno("shutdown");
}

listener::listener(int fd, std::source_location here)
    : io_(detail::descriptor(non_blocking(fd)).marked("a listener", here)) {}

bool listener::accept_awaiter::try_accept(io_wait &self) noexcept {
  auto &mine = static_cast<accept_awaiter &>(self);
  if (!mine.io) {
    mine.error = EBADF;
    return true;
  }
  if (mine.io->simulated)
    return mine.io->simulated->accept(mine, mine.simulated);
  for (;;) {
    mine.accepted = ::accept4(mine.io->fd, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (mine.accepted >= 0)
      return true;
    if (would_block())
      return false;
    // ECONNABORTED: that one is gone already, the next is waited for.
    if (errno != EINTR && errno != ECONNABORTED) {
      mine.error = errno;
      return true;
    }
  }
}

listener::accept_awaiter::~accept_awaiter() {
  leave();
  if (accepted >= 0)
    ::close(accepted);
}

stream listener::accept_awaiter::await_resume() {
  finish("accept");
  if (simulated)
    return stream(detail::descriptor(std::move(simulated)).marked("a connection", where));
  without_delay(accepted);
  return stream(detail::descriptor(std::exchange(accepted, -1)).marked("a connection", where));
}

std::uint16_t listener::port() const {
  if (io_ && io_.state()->simulated)
    return io_.state()->simulated->port();
  sockaddr_storage bound{};
  socklen_t size = sizeof bound;
  if (::getsockname(io_.fd(), reinterpret_cast<sockaddr *>(&bound), &size) != 0)
    throw_errno("getsockname");
  return ntohs(bound.ss_family == AF_INET6 ? reinterpret_cast<sockaddr_in6 *>(&bound)->sin6_port
                                           : reinterpret_cast<sockaddr_in *>(&bound)->sin_port);
}

listener listen_tcp(const std::string &numeric, std::uint16_t port, int backlog,
                    std::source_location here) {
  return listen_on(address(numeric, port), backlog, here);
}
listener listen_unix(const std::string &path, int backlog, std::source_location here) {
  return listen_on(address(path), backlog, here);
}

task<std::vector<std::string>> resolve(std::string host) {
  if (simulated()) {
    co_await detail::travel(detail::this_loop());
    in6_addr ignored;
    if (host == "localhost")
      co_return std::vector<std::string>{"127.0.0.1", "::1"};
    if (::inet_pton(AF_INET, host.c_str(), &ignored) != 1 &&
        ::inet_pton(AF_INET6, host.c_str(), &ignored) != 1)
      throw std::runtime_error(host + ": no such host in the simulation");
    co_return std::vector<std::string>{host};
  }
  // Not written into the await: gcc 12 destroys what such a lambda holds twice.
  auto look_up = [host = std::move(host)] {
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo *found = nullptr;
    if (const int error = ::getaddrinfo(host.c_str(), nullptr, &wanted, &found))
      throw std::runtime_error(host + ": " + ::gai_strerror(error));
    const std::unique_ptr<addrinfo, void (*)(addrinfo *)> owner(found, ::freeaddrinfo);
    std::vector<std::string> addresses;
    for (const addrinfo *each = found; each; each = each->ai_next) {
      char text[NI_MAXHOST];
      if (::getnameinfo(each->ai_addr, each->ai_addrlen, text, sizeof text, nullptr, 0,
                        NI_NUMERICHOST) == 0)
        addresses.emplace_back(text);
    }
    return addresses;
  };
  co_return co_await run_in_executor(detail::background(), std::move(look_up));
}

task<stream> connect_tcp(std::string host, std::uint16_t port, std::source_location here) {
  in6_addr ignored;
  std::vector<std::string> addresses;
  if (::inet_pton(AF_INET, host.c_str(), &ignored) == 1 ||
      ::inet_pton(AF_INET6, host.c_str(), &ignored) == 1)
    addresses.push_back(host);
  else
    addresses = co_await resolve(host);
  std::exception_ptr failed;
  for (const std::string &each : addresses) {
    try {
      co_return co_await connect_to(address(each, port), here);
    } catch (const std::system_error &) {
      failed = std::current_exception();
    }
  }
  if (failed)
    std::rethrow_exception(failed);
  throw std::runtime_error(host + ": no addresses");
}

task<stream> connect_unix(std::string path, std::source_location here) {
  co_return co_await connect_to(address(path), here);
}

} // namespace cotidy::rt
