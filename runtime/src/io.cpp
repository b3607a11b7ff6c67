// SPDX-License-Identifier: Apache-2.0
// Descriptors and epoll.
#include "cotidy/runtime/detail/io.hpp"

#include <cerrno>
#include <stdexcept>
#include <sys/epoll.h>
#include <system_error>
#include <unistd.h>

#include "cotidy/runtime/detail/simulated_net.hpp"

namespace cotidy::rt::detail {

descriptor::descriptor(int fd) {
  try {
    state_ = std::make_unique<io_state>();
  } catch (...) {
    ::close(fd);
    throw;
  }
  state_->fd = fd;
}

descriptor::descriptor(std::shared_ptr<simulated_socket> socket)
    : state_(std::make_unique<io_state>()) {
  state_->simulated = std::move(socket);
  state_->simulated->at = state_.get();
}

void descriptor::close() noexcept {
  if (!state_)
    return;
  // Whoever still waits gets an error instead of waiting for ever.
  for (io_wait *wait : {state_->reader, state_->writer}) {
    if (!wait)
      continue;
    wait->error = ECANCELED;
    wait->end_wait();
    wait->wake();
  }
  // By itself it leaves epoll only when no other process has it open.
  if (current_loop && state_->on == current_loop->serial())
    current_loop->unwatch(*state_);
  if (state_->simulated)
    state_->simulated->at = nullptr;
  else
    ::close(state_->fd);
  state_->mark.closed();
  state_.reset();
}

void loop::watch(io_state &io) {
  epoll_event events{};
  events.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  events.data.ptr = &io;
  if (::epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, io.fd, &events) != 0)
    throw std::system_error(errno, std::generic_category(), "epoll_ctl");
  io.on = serial_;
}

void loop::unwatch(io_state &io) noexcept { ::epoll_ctl(epoll_fd_, EPOLL_CTL_DEL, io.fd, nullptr); }

void io_wait::begin() {
  try {
    loop &l = this_loop();
    if (l.simulated() && !io->simulated)
      throw std::logic_error("real I/O is awaited in a simulation");
    io_wait *&place = direction == io_direction::read ? io->reader : io->writer;
    if (place)
      throw std::logic_error("two tasks read, or two write, one descriptor");
    if (!io->simulated && io->on != l.serial())
      l.watch(*io);
    place = this;
    l.expect_outside();
  } catch (...) {
    who = nullptr;
    throw;
  }
}

void io_wait::end_wait() noexcept {
  (direction == io_direction::read ? io->reader : io->writer) = nullptr;
  this_loop().came_from_outside();
}

ssize_t io_wait::finish(const char *what) {
  resumed();
  if (error != 0)
    throw std::system_error(error, std::generic_category(), what);
  return result;
}

void io_wait::cancel(waiting &self) noexcept {
  static_cast<io_wait &>(self).end_wait();
  self.wake_cancelled();
}

void io_wait::abandon(waiting &self) noexcept {
  if (self.who->state == task_state::waiting)
    static_cast<io_wait &>(self).end_wait();
}

// Looks at what has happened outside, and waits for it up to `longest`; null: for as long as it
// takes.
void loop::poll(const timespec *longest) {
  constexpr int most = 256;
  epoll_event events[most];
  const int count = ::epoll_pwait2(epoll_fd_, events, most, longest, nullptr);
  for (int i = 0; i < count; ++i) {
    if (!events[i].data.ptr) {
      std::uint64_t woken = 0;
      (void)!::read(wake_fd_, &woken, sizeof woken);
      continue;
    }
    auto &io = *static_cast<io_state *>(events[i].data.ptr);
    const auto advance = [](io_wait *wait) {
      if (wait && wait->attempt(*wait)) {
        wait->end_wait();
        wait->wake();
      }
    };
    // An error or a hang-up is for both: trying tells which.
    const auto either = EPOLLERR | EPOLLHUP | EPOLLRDHUP;
    if (events[i].events & (EPOLLIN | either))
      advance(io.reader);
    if (events[i].events & (EPOLLOUT | either))
      advance(io.writer);
  }
}

} // namespace cotidy::rt::detail
