// SPDX-License-Identifier: Apache-2.0
// channel<T>: a bounded queue between tasks.
#pragma once

#include <coroutine>
#include <cstddef>
#include <memory>
#include <new>
#include <optional>
#include <utility>

#include "cotidy/runtime/detail/loop.hpp"

namespace cotidy::rt {

// Holds up to `capacity` values, at least one. Senders wait while it is full, receivers while it is
// empty, each in the order in which they came; they resume on the loop. A value is handed to a
// waiting receiver, and a waiting sender's value is taken for it, so nobody comes between and no
// value is lost: a receiver that is destroyed with a value not yet seen puts it back in front.
// For the tasks of one loop. Must outlive those who wait.
template <class T> class channel {
public:
  explicit channel(std::size_t capacity)
      : capacity_(capacity ? capacity : 1), room_(capacity_),
        slots_(std::allocator<T>().allocate(room_)) {
    senders_.make_head();
    receivers_.make_head();
  }
  channel(const channel &) = delete;
  channel &operator=(const channel &) = delete;
  ~channel() {
    while (size_)
      pop();
    std::allocator<T>().deallocate(slots_, room_);
  }

  struct send_awaiter : detail::waiting {
    channel &to;
    T value;

    send_awaiter(channel &c, T &&v) : to(c), value(std::move(v)) {}
    send_awaiter(send_awaiter &&) noexcept = default;
    ~send_awaiter() { leave(); }
    bool await_ready() {
      if (to.closed_)
        throw closed();
      return to.offer(value);
    }
    template <detail::our_promise P> void await_suspend(std::coroutine_handle<P> at) {
      suspend(at, kind_of_wait);
      to.senders_.push_back(*this);
    }
    void await_resume() {
      const bool suspended = who != nullptr;
      resumed();
      if (suspended && refused)
        throw closed();
    }
    bool refused = false;
    static constexpr detail::wait_kind kind_of_wait{"room in a channel", &detail::cancel_in_list,
                                                    &detail::abandon_in_list, nullptr};
  };

  struct receive_awaiter : detail::waiting {
    channel &from;
    std::optional<T> value;

    explicit receive_awaiter(channel &c) noexcept : from(c) {}
    receive_awaiter(receive_awaiter &&) noexcept = default;
    ~receive_awaiter() { leave(); }
    bool await_ready() { return from.take(value) || from.closed_; }
    template <detail::our_promise P> void await_suspend(std::coroutine_handle<P> at) {
      suspend(at, kind_of_wait);
      from.receivers_.push_back(*this);
    }
    std::optional<T> await_resume() {
      resumed();
      return std::move(value);
    }
    static void abandon(detail::waiting &self) noexcept {
      auto &mine = static_cast<receive_awaiter &>(self);
      if (mine.linked())
        mine.unlink();
      else if (mine.value)
        mine.from.put_back(std::move(*mine.value));
    }
    static constexpr detail::wait_kind kind_of_wait{"a value from a channel",
                                                    &detail::cancel_in_list, &abandon, nullptr};
  };

  // Suspends while the channel is full. Throws `closed` when it is closed.
  [[nodiscard]] send_awaiter send(T value) { return send_awaiter(*this, std::move(value)); }
  // Suspends while the channel is empty. Nothing, when it is closed and drained.
  [[nodiscard]] receive_awaiter receive() noexcept { return receive_awaiter(*this); }

  bool try_send(T value) { return !closed_ && offer(value); }
  std::optional<T> try_receive() {
    std::optional<T> value;
    take(value);
    return value;
  }

  // No more values: senders who wait get `closed`, receivers what is left and then nothing.
  void close() noexcept {
    closed_ = true;
    while (!senders_.empty()) {
      auto &sender = static_cast<send_awaiter &>(*senders_.next);
      sender.unlink();
      sender.refused = true;
      sender.wake();
    }
    wake_all_receivers();
  }
  bool is_closed() const noexcept { return closed_; }
  std::size_t size() const noexcept { return size_; }
  std::size_t capacity() const noexcept { return capacity_; }

private:
  // To a waiting receiver, else into the queue. Leaves the value alone when there is no room.
  bool offer(T &value) {
    if (!receivers_.empty()) {
      auto &receiver = static_cast<receive_awaiter &>(*receivers_.next);
      receiver.value.emplace(std::move(value));
      receiver.unlink();
      receiver.wake();
      return true;
    }
    if (size_ >= capacity_)
      return false;
    push(std::move(value));
    return true;
  }

  bool take(std::optional<T> &value) {
    if (size_ == 0)
      return false;
    value.emplace(std::move(slots_[first_]));
    pop();
    if (!senders_.empty() && size_ < capacity_) {
      auto &sender = static_cast<send_awaiter &>(*senders_.next);
      push(std::move(sender.value));
      sender.unlink();
      sender.wake();
    }
    return true;
  }

  void push(T &&value) {
    std::size_t at = first_ + size_;
    if (at >= room_)
      at -= room_;
    std::construct_at(slots_ + at, std::move(value));
    ++size_;
  }
  void pop() noexcept {
    std::destroy_at(slots_ + first_);
    if (++first_ == room_)
      first_ = 0;
    --size_;
  }
  // In front of the queue, which may become longer than the capacity: senders have filled the room
  // that the value once had.
  void put_back(T &&value) noexcept {
    if (!receivers_.empty()) {
      offer(value);
      return;
    }
    if (size_ == room_)
      grow();
    first_ = (first_ == 0 ? room_ : first_) - 1;
    std::construct_at(slots_ + first_, std::move(value));
    ++size_;
  }
  void grow() {
    const std::size_t room = room_ * 2;
    T *slots = std::allocator<T>().allocate(room);
    const std::size_t size = size_;
    for (std::size_t i = 0; i < size; ++i) {
      std::construct_at(slots + i, std::move(slots_[first_]));
      pop();
    }
    std::allocator<T>().deallocate(slots_, room_);
    slots_ = slots;
    room_ = room;
    first_ = 0;
    size_ = size;
  }
  void wake_all_receivers() noexcept {
    while (!receivers_.empty()) {
      auto &receiver = static_cast<detail::waiting &>(*receivers_.next);
      receiver.unlink();
      receiver.wake();
    }
  }

  std::size_t capacity_;
  std::size_t room_; // in slots_; more than the capacity after a value was put back into a full one
  T *slots_;
  std::size_t first_ = 0;
  std::size_t size_ = 0;
  bool closed_ = false;
  detail::link senders_;
  detail::link receivers_;
};

} // namespace cotidy::rt
