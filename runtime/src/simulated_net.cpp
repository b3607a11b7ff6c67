// SPDX-License-Identifier: Apache-2.0
// Sockets in memory.
#include "cotidy/runtime/detail/simulated_net.hpp"

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>
#include <system_error>

#include "cotidy/runtime/detail/simulator.hpp"

namespace cotidy::rt::detail {
namespace {

constexpr std::size_t pipe_capacity = 64 * 1024;
constexpr std::chrono::nanoseconds longest_way = std::chrono::milliseconds(1);

} // namespace

travel::travel(loop &home) : sleep_wait(home.simulated()->latency(longest_way), false) {}

simulated_pipe::simulated_pipe(loop &home) : home_(home), serial_(home.serial()) {
  arrival_.of = room_.of = this;
  arrival_.expired = [](timer &self) noexcept {
    auto &tick = static_cast<ticker &>(self);
    tick.armed = false;
    if (tick.of->reader)
      tick.of->reader->try_again(io_direction::read);
    tick.of->expect_next();
  };
  room_.expired = [](timer &self) noexcept {
    auto &tick = static_cast<ticker &>(self);
    tick.armed = false;
    if (tick.of->writer)
      tick.of->writer->try_again(io_direction::write);
  };
}

simulated_pipe::~simulated_pipe() {
  if (!alive())
    return;
  for (ticker *each : {&arrival_, &room_})
    if (each->armed)
      home_.timers.cancel(*each);
}

void simulated_pipe::arm(ticker &which, std::chrono::nanoseconds when) {
  if (which.armed)
    return;
  home_.timers.add_at(which, when);
  which.armed = true;
}

// All of it, half of it, or one byte.
std::size_t simulated_pipe::portion(std::size_t most) {
  if (most < 2)
    return most;
  switch (home_.simulated()->choose(3)) {
  case 0:
    return most;
  case 1:
    return most / 2;
  default:
    return 1;
  }
}

void simulated_pipe::push(std::string bytes) {
  simulator &simulated = *home_.simulated();
  last_ = std::max(last_, simulated.now + simulated.latency(longest_way));
  held_ += bytes.size();
  pieces_.push_back({last_, std::move(bytes)});
  expect_next();
}

// The reader is told when the next piece is there that was not there before.
void simulated_pipe::expect_next() {
  const auto now = home_.simulated()->now;
  const auto next = std::find_if(pieces_.begin(), pieces_.end(),
                                 [&](const piece &each) { return each.arrives > now; });
  if (next != pieces_.end())
    arm(arrival_, next->arrives);
}

bool simulated_pipe::read(io_wait &by, std::span<char> into) {
  const auto now = home_.simulated()->now;
  std::size_t there = 0;
  for (const piece &each : pieces_)
    if (each.arrives <= now)
      there += each.bytes.size();
  there -= taken_;
  if (there == 0) {
    if (pieces_.empty() || pieces_.front().arrives > now)
      return false;
    by.error = reset_ ? ECONNRESET : 0; // the end, which stays
    return true;
  }
  std::size_t left = portion(std::min(there, into.size()));
  by.result = static_cast<ssize_t>(left);
  held_ -= left;
  while (left > 0) {
    const std::string &first = pieces_.front().bytes;
    const std::size_t count = std::min(left, first.size() - taken_);
    std::copy_n(first.data() + taken_, count, into.data());
    into = into.subspan(count);
    left -= count;
    taken_ += count;
    if (taken_ == first.size()) {
      pieces_.pop_front();
      taken_ = 0;
    }
  }
  if (writer)
    writer->try_again(io_direction::write);
  return true;
}

bool simulated_pipe::write(io_wait &by, std::span<const char> &left) {
  if (left.empty())
    return true;
  if (unread_ || ended_) {
    by.error = EPIPE;
    return true;
  }
  const std::size_t room = pipe_capacity - held_;
  const std::size_t count = portion(std::min(room, left.size()));
  if (count == 0)
    return false; // the reader says when
  push(std::string(left.data(), count));
  left = left.subspan(count);
  if (left.empty())
    return true;
  if (count < room)
    arm(room_, home_.simulated()->now + home_.simulated()->latency(longest_way));
  return false;
}

void simulated_pipe::end(bool reset) {
  if (!alive() || ended_)
    return;
  ended_ = true;
  reset_ = reset;
  push({});
}

bool simulated_pipe::abandon() {
  reader = nullptr;
  unread_ = true;
  if (alive() && writer)
    writer->try_again(io_direction::write);
  return held_ > 0;
}

simulated_socket::simulated_socket(loop &home, simulated_name name)
    : home_(home), serial_(home.serial()), name_(std::move(name)) {}

simulated_socket::simulated_socket(loop &home, std::shared_ptr<simulated_pipe> in,
                                   std::shared_ptr<simulated_pipe> out)
    : home_(home), serial_(home.serial()), in_(std::move(in)), out_(std::move(out)) {
  in_->reader = this;
  out_->writer = this;
}

simulated_socket::~simulated_socket() {
  if (!here()) {
    if (in_)
      in_->reader = nullptr;
    if (out_)
      out_->writer = nullptr;
    return;
  }
  if (in_) {
    out_->writer = nullptr;
    // What was sent here and not read makes the other side see a reset, as the system does.
    const bool unread = in_->abandon();
    out_->end(unread || !accepted);
  } else {
    home_.simulated()->network.forget(name_);
  }
}

bool simulated_socket::read(io_wait &by, std::span<char> into) {
  if (here() && in_)
    return in_->read(by, into);
  by.error = ENOTCONN;
  return true;
}

bool simulated_socket::write(io_wait &by, std::span<const char> &left) {
  if (here() && out_)
    return out_->write(by, left);
  by.error = ENOTCONN;
  return true;
}

bool simulated_socket::accept(io_wait &by, std::shared_ptr<simulated_socket> &accepted) {
  if (!here() || in_) {
    by.error = EINVAL;
    return true;
  }
  if (backlog_.empty())
    return false;
  accepted = std::move(backlog_.front());
  accepted->accepted = true;
  backlog_.pop_front();
  return true;
}

void simulated_socket::came(std::shared_ptr<simulated_socket> peer) {
  peer->accepted = false;
  backlog_.push_back(std::move(peer));
  try_again(io_direction::read);
}

void simulated_socket::shutdown_write() {
  if (!here() || !out_)
    throw std::system_error(ENOTCONN, std::generic_category(), "shutdown");
  out_->end(false);
}

void simulated_socket::try_again(io_direction direction) {
  io_wait *waits = !at ? nullptr : direction == io_direction::read ? at->reader : at->writer;
  if (!waits || !waits->attempt(*waits))
    return;
  waits->end_wait();
  waits->wake();
}

std::shared_ptr<simulated_socket> simulated_network::listen(loop &home, simulated_name name) {
  if (name.family != AF_UNIX && name.port == 0)
    do
      name.port = next_port_++;
    while (find(name));
  const auto [place, fresh] = listeners_.try_emplace(name, nullptr);
  if (!fresh)
    throw std::system_error(EADDRINUSE, std::generic_category(), "bind");
  auto socket = std::make_shared<simulated_socket>(home, std::move(name));
  place->second = socket.get();
  return socket;
}

// Who listens at this address, else at every address: that of zeros.
simulated_socket *simulated_network::find(const simulated_name &name) const {
  simulated_name every = name;
  std::fill(every.host.begin(), every.host.end(), '\0');
  for (const simulated_name &each : {name, every})
    if (const auto found = listeners_.find(each); found != listeners_.end())
      return found->second;
  return nullptr;
}

std::shared_ptr<simulated_socket> simulated_network::connect(loop &home,
                                                             const simulated_name &name) {
  simulated_socket *listener = find(name);
  if (!listener)
    throw std::system_error(ECONNREFUSED, std::generic_category(), "connect");
  auto there = std::make_shared<simulated_pipe>(home);
  auto back = std::make_shared<simulated_pipe>(home);
  auto mine = std::make_shared<simulated_socket>(home, back, there);
  listener->came(std::make_shared<simulated_socket>(home, there, back));
  return mine;
}

} // namespace cotidy::rt::detail
