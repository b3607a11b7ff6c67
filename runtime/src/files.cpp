// SPDX-License-Identifier: Apache-2.0
// Files on the runtime's own threads: the system has no other way to not wait for a disk.
#include "cotidy/runtime/files.hpp"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <vector>

#include "cotidy/runtime/detail/background.hpp"
#include "cotidy/runtime/executor.hpp"

namespace cotidy::rt {
namespace {

[[noreturn]] void throw_errno(const std::string &what) {
  throw std::system_error(errno, std::generic_category(), what);
}

class open_file {
public:
  open_file(int fd, const std::string &path) : fd_(fd) {
    if (fd < 0)
      throw_errno(path);
  }
  ~open_file() {
    if (fd_ >= 0)
      ::close(fd_);
  }
  open_file(const open_file &) = delete;
  int get() const { return fd_; }
  int close() { return ::close(std::exchange(fd_, -1)); }

private:
  int fd_;
};

std::string read_blocking(const std::string &path) {
  const open_file file(::open(path.c_str(), O_RDONLY | O_CLOEXEC), path);
  std::string content;
  char buffer[64 * 1024];
  for (;;) {
    const ssize_t count = ::read(file.get(), buffer, sizeof buffer);
    if (count == 0)
      return content;
    if (count > 0)
      content.append(buffer, static_cast<std::size_t>(count));
    else if (errno != EINTR)
      throw_errno(path);
  }
}

void write_blocking(const std::string &path, const std::string &content) {
  std::string name = path + ".XXXXXX"; // in the same folder, so that it can be renamed
  open_file file(::mkstemp(name.data()), path);
  try {
    struct stat old{};
    const mode_t mode = ::stat(path.c_str(), &old) == 0 ? old.st_mode & 07777 : 0644;
    if (::fchmod(file.get(), mode) != 0)
      throw_errno(path);
    for (std::string_view left = content; !left.empty();) {
      const ssize_t count = ::write(file.get(), left.data(), left.size());
      if (count >= 0)
        left.remove_prefix(static_cast<std::size_t>(count));
      else if (errno != EINTR)
        throw_errno(path);
    }
    if (file.close() != 0 || std::rename(name.c_str(), path.c_str()) != 0)
      throw_errno(path);
  } catch (...) {
    ::unlink(name.c_str());
    throw;
  }
}

} // namespace

task<std::string> read_file(std::string path) {
  co_return co_await run_in_executor(detail::background(), [&path] { return read_blocking(path); });
}

task<> write_file(std::string path, std::string content) {
  co_await run_in_executor(detail::background(), [&] { write_blocking(path, content); });
}

} // namespace cotidy::rt
