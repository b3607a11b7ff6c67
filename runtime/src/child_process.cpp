// SPDX-License-Identifier: Apache-2.0
// Starting programs, and waiting for them through their descriptors.
#include "cotidy/runtime/child_process.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>

#include "cotidy/runtime/detail/background.hpp"
#include "cotidy/runtime/executor.hpp"

extern char **environ;

namespace cotidy::rt {
namespace {

struct pipe_ends {
  int read = -1, write = -1;

  explicit pipe_ends(bool wanted) {
    int both[2];
    if (!wanted)
      return;
    if (::pipe2(both, O_CLOEXEC) != 0)
      throw std::system_error(errno, std::generic_category(), "pipe");
    read = both[0];
    write = both[1];
  }
  pipe_ends(const pipe_ends &) = delete;
  ~pipe_ends() {
    for (const int fd : {read, write})
      if (fd >= 0)
        ::close(fd);
  }
};

int exit_code_of(int status) {
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

// Not marked as something open of its own: the process is.
stream own_end(int &fd) {
  if (::fcntl(fd, F_SETFL, O_NONBLOCK) != 0)
    throw std::system_error(errno, std::generic_category(), "fcntl");
  return stream(detail::descriptor(std::exchange(fd, -1)));
}

// A process's descriptor can be read when it has ended.
struct exit_awaiter : detail::io_wait {
  explicit exit_awaiter(detail::io_state *of) noexcept
      : io_wait(of, detail::io_direction::read, &look) {}
  exit_awaiter(exit_awaiter &&) noexcept = default;
  ~exit_awaiter() { leave(); }
  void await_resume() { finish("wait"); }
  static bool look(detail::io_wait &self) noexcept {
    pollfd ended{self.io->fd, POLLIN, 0};
    return ::poll(&ended, 1, 0) == 1;
  }
};

} // namespace

child_process child_process::start(const std::vector<std::string> &command, child_options options,
                                   std::source_location here) {
  if (detail::current_loop && detail::current_loop->simulated())
    throw std::logic_error("a child process is started in a simulation: only run_process() can");
  return launch(command, options, here);
}

child_process child_process::launch(const std::vector<std::string> &command, child_options options,
                                    std::source_location here) {
  if (command.empty())
    throw std::invalid_argument("a command without a program");
  pipe_ends in(options.pipe_in), out(options.pipe_out);
  std::vector<char *> arguments;
  for (const std::string &each : command)
    arguments.push_back(const_cast<char *>(each.c_str()));
  arguments.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  if (options.pipe_in)
    ::posix_spawn_file_actions_adddup2(&actions, in.read, 0);
  if (options.pipe_out)
    ::posix_spawn_file_actions_adddup2(&actions, out.write, 1);
  // A program expects the signals that signal_set has blocked here.
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  sigset_t none;
  ::sigemptyset(&none);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  child_process child;
  const int error =
      ::posix_spawnp(&child.pid_, arguments[0], &actions, &attributes, arguments.data(), environ);
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&actions);
  if (error != 0) {
    child.pid_ = -1;
    throw std::system_error(error, std::generic_category(), command[0]);
  }
  const int process = static_cast<int>(::syscall(SYS_pidfd_open, child.pid_, 0));
  if (process < 0)
    throw std::system_error(errno, std::generic_category(), "pidfd_open");
  child.process_ = detail::descriptor(process).marked("a child process", here);
  if (options.pipe_in)
    child.in_ = own_end(in.write);
  if (options.pipe_out)
    child.out_ = own_end(out.read);
  return child;
}

child_process::child_process(child_process &&other) noexcept
    : pid_(std::exchange(other.pid_, -1)), process_(std::move(other.process_)),
      in_(std::move(other.in_)), out_(std::move(other.out_)) {}

child_process::~child_process() {
  if (pid_ < 0)
    return;
  ::kill(pid_, SIGKILL); // ours and not yet reaped, so the number is still its own
  ::waitpid(pid_, nullptr, 0);
}

void child_process::kill(int signal) noexcept {
  if (pid_ >= 0)
    ::kill(pid_, signal);
}

task<int> child_process::wait() {
  co_await exit_awaiter(process_.state());
  int status = 0;
  // It has ended, so this does not wait.
  if (::waitpid(pid_, &status, WNOHANG) < 0)
    throw std::system_error(errno, std::generic_category(), "waitpid");
  pid_ = -1;
  co_return exit_code_of(status);
}

finished_process child_process::finish_blocking() {
  finished_process result{0, {}};
  char buffer[4096];
  for (;;) {
    pollfd output{out_.fd(), POLLIN, 0};
    ::poll(&output, 1, -1);
    const ssize_t count = ::read(out_.fd(), buffer, sizeof buffer);
    if (count == 0)
      break;
    if (count > 0)
      result.output.append(buffer, static_cast<std::size_t>(count));
    else if (errno != EINTR && errno != EAGAIN)
      throw std::system_error(errno, std::generic_category(), "read");
  }
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0)
    if (errno != EINTR)
      throw std::system_error(errno, std::generic_category(), "waitpid");
  pid_ = -1;
  result.exit_code = exit_code_of(status);
  return result;
}

task<finished_process> run_process(std::vector<std::string> command) {
  if (detail::this_loop().simulated()) {
    auto whole = [&command] {
      return child_process::launch(command, {.pipe_out = true}, std::source_location::current())
          .finish_blocking();
    };
    co_return co_await run_in_executor(detail::background(), std::move(whole));
  }
  child_process child = child_process::start(command, {.pipe_out = true});
  finished_process result{0, {}};
  result.output = co_await child.out().read_all();
  result.exit_code = co_await child.wait();
  co_return result;
}

} // namespace cotidy::rt
