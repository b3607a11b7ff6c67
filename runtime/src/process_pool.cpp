// SPDX-License-Identifier: Apache-2.0
// The fork server, its workers, and calls to them.
#include "cotidy/runtime/process_pool.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

#include "cotidy/runtime/detail/background.hpp"
#include "cotidy/runtime/detail/simulator.hpp"
#include "cotidy/runtime/executor.hpp"
#include "cotidy/runtime/sleep.hpp"

namespace cotidy::rt {
namespace {

struct request_header {
  process_pool::function to_call;
  std::uint64_t size;
};
struct reply_header {
  std::uint64_t failed; // 1: the payload is what the function has thrown
  std::uint64_t size;
};

[[noreturn]] void throw_errno(const char *what) {
  throw std::system_error(errno, std::generic_category(), what);
}

// Blocking, in a worker. False: the other side has gone.
bool read_all(int fd, void *to, std::size_t size) {
  auto *bytes = static_cast<char *>(to);
  while (size > 0) {
    const ssize_t count = ::read(fd, bytes, size);
    if (count <= 0) {
      if (count < 0 && errno == EINTR)
        continue;
      return false;
    }
    bytes += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}
bool write_all(int fd, const void *from, std::size_t size) {
  const auto *bytes = static_cast<const char *>(from);
  while (size > 0) {
    const ssize_t count = ::send(fd, bytes, size, MSG_NOSIGNAL);
    if (count < 0) {
      if (errno == EINTR)
        continue;
      return false;
    }
    bytes += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

// A worker's life: calls, until nobody wants any more.
[[noreturn]] void work(int connection) {
  request_header request{};
  while (read_all(connection, &request, sizeof request)) {
    std::string arguments(request.size, '\0');
    if (!read_all(connection, arguments.data(), arguments.size()))
      break;
    std::string result;
    reply_header reply{};
    try {
      request.to_call(arguments, result);
    } catch (const std::exception &e) {
      reply.failed = 1;
      result = e.what();
    } catch (...) {
      reply.failed = 1;
      result = "an exception of another type";
    }
    reply.size = result.size();
    if (!write_all(connection, &reply, sizeof reply) ||
        !write_all(connection, result.data(), result.size()))
      break;
  }
  ::_exit(0);
}

// Two descriptors at once, or none: the worker's connection and its process.
bool send_two(int over, int first, int second) {
  const int both[2] = {first, second};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof both)] = {};
  char byte = 'w';
  iovec bytes{&byte, 1};
  msghdr message{};
  message.msg_iov = &bytes;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof both);
  std::memcpy(CMSG_DATA(header), both, sizeof both);
  return ::sendmsg(over, &message, MSG_NOSIGNAL) == 1;
}

bool receive_two(int over, int &first, int &second) {
  int both[2];
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof both)] = {};
  char byte = 0;
  iovec bytes{&byte, 1};
  msghdr message{};
  message.msg_iov = &bytes;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  ssize_t count = 0;
  do
    count = ::recvmsg(over, &message, MSG_CMSG_CLOEXEC);
  while (count < 0 && errno == EINTR);
  const cmsghdr *header = count == 1 ? CMSG_FIRSTHDR(&message) : nullptr;
  if (!header || header->cmsg_len != CMSG_LEN(sizeof both))
    return false;
  std::memcpy(both, CMSG_DATA(header), sizeof both);
  first = both[0];
  second = both[1];
  return true;
}

// The server's life: forks a worker for each byte that comes. It has one thread and no state, so
// that forking it is sound, whatever the program's threads are doing.
[[noreturn]] void serve(int control) {
  if (control != 3) {
    ::dup2(control, 3);
    control = 3;
  }
  ::syscall(SYS_close_range, 4u, ~0u, 0u);
  std::signal(SIGINT, SIG_IGN);  // Ctrl-C is the program's affair
  std::signal(SIGCHLD, SIG_IGN); // nobody asks how workers end
  char byte = 0;
  while (read_all(control, &byte, 1)) {
    int ends[2] = {-1, -1};
    pid_t child = -1;
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0 &&
        (child = ::fork()) == 0) {
      ::close(control);
      ::close(ends[0]);
      std::signal(SIGCHLD, SIG_DFL);
      work(ends[1]);
    }
    const int process = child > 0 ? static_cast<int>(::syscall(SYS_pidfd_open, child, 0)) : -1;
    // Nothing in the message says that it failed.
    const char failed = 'f';
    if (process < 0 || !send_two(control, ends[0], process))
      write_all(control, &failed, 1);
    ::close(ends[0]);
    ::close(ends[1]);
    ::close(process);
  }
  ::_exit(0);
}

} // namespace

process_pool::process_pool(std::size_t processes)
    : size_(std::max<std::size_t>(processes, 1)), places_(size_) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
    throw_errno("socketpair");
  server_ = ::fork();
  if (server_ == 0)
    serve(ends[1]);
  ::close(ends[1]);
  control_ = ends[0];
  if (server_ < 0) {
    ::close(control_);
    throw_errno("fork");
  }
}

process_pool::~process_pool() {
  idle_.clear();
  ::close(control_);
  ::waitpid(server_, nullptr, 0);
}

process_pool::worker::~worker() {
  if (pidfd < 0)
    return;
  // By its descriptor: the number may be another process's by now.
  ::syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, nullptr, 0u);
  ::close(pidfd);
}

process_pool::worker process_pool::start_worker() {
  const char wanted = 'w';
  int connection = -1;
  worker started;
  if (!write_all(control_, &wanted, 1) || !receive_two(control_, connection, started.pidfd))
    throw std::system_error(EAGAIN, std::generic_category(), "a worker process");
  // On a thread that has no loop, so nobody takes it for something that a loop should close.
  started.connection = stream(connection);
  return started;
}

task<std::string> process_pool::call(function to_call, std::string arguments) {
  const semaphore::permit place = co_await places_.scoped_acquire();
  if (detail::simulator *simulated = detail::this_loop().simulated()) {
    co_await sleep_for(simulated->latency(std::chrono::milliseconds(1)));
    std::string result;
    try {
      to_call(arguments, result);
    } catch (const std::exception &e) {
      throw remote_error(e.what());
    }
    co_return result;
  }
  worker mine;
  if (!idle_.empty()) {
    mine = std::move(idle_.back());
    idle_.pop_back();
  } else {
    // One at a time: the answers come over one connection.
    const auto lock = co_await starting_.scoped_lock();
    mine = co_await run_in_executor(detail::background(), [this] { return start_worker(); });
  }
  const request_header request{to_call, arguments.size()};
  reply_header reply{};
  std::string result;
  try {
    co_await mine.connection.write(
        std::span(reinterpret_cast<const char *>(&request), sizeof request));
    co_await mine.connection.write(arguments);
    co_await mine.connection.read_exactly(
        std::span(reinterpret_cast<char *>(&reply), sizeof reply));
    result.resize(reply.size);
    co_await mine.connection.read_exactly(result);
  } catch (const std::system_error &) {
    throw worker_died();
  }
  idle_.push_back(std::move(mine));
  if (reply.failed != 0)
    throw remote_error(result);
  co_return result;
}

} // namespace cotidy::rt
