// SPDX-License-Identifier: Apache-2.0
// Signals through a descriptor.
#include "cotidy/runtime/signals.hpp"

#include <cerrno>
#include <sys/signalfd.h>
#include <system_error>
#include <unistd.h>

namespace cotidy::rt {

signal_set::signal_set(std::initializer_list<int> signals, std::source_location here) {
  sigset_t wanted;
  ::sigemptyset(&wanted);
  for (const int each : signals)
    ::sigaddset(&wanted, each);
  const int fd = ::signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC);
  if (fd < 0)
    throw std::system_error(errno, std::generic_category(), "signalfd");
  io_ = detail::descriptor(fd).marked("a signal set", here);
  ::pthread_sigmask(SIG_BLOCK, &wanted, &before_);
}

signal_set::~signal_set() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

bool signal_set::awaiter::try_read(detail::io_wait &self) noexcept {
  signalfd_siginfo came;
  ssize_t count = 0;
  do
    count = ::read(self.io->fd, &came, sizeof came);
  while (count < 0 && errno == EINTR);
  if (count == static_cast<ssize_t>(sizeof came))
    self.result = static_cast<ssize_t>(came.ssi_signo);
  else if (errno == EAGAIN)
    return false;
  else
    self.error = errno;
  return true;
}

} // namespace cotidy::rt
