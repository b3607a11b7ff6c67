// SPDX-License-Identifier: Apache-2.0
// The children of a task group. The group keeps no list of them: those of its children that live
// are the live tasks that tell it when they end, and they are looked for only when it fails.
#include "cotidy/runtime/task_group.hpp"

namespace cotidy::rt {

using detail::coroutine;
using detail::this_loop;
using detail::waiting;

// The frame of the one who waits is destroyed, and the children with it.
task_group::~task_group() {
  while (members_.running > 0) {
    coroutine *child = nullptr;
    this_loop().for_each_live([&](coroutine &task) {
      if (task.on_done == &members_)
        child = &task;
    });
    --members_.running;
    this_loop().destroy(*child);
  }
}

void task_group::start(task<> work, spawn_options options) {
  coroutine &child = work.release().promise();
  child.set(detail::is_owned);
  this_loop().start(child, &members_);
  ++members_.running;
  if (!options.name.empty())
    this_loop().set_name(child, options.name);
  if (members_.stopping)
    this_loop().cancel(child);
}

void task_group::cancel() noexcept { members_.cancel(); }

void task_group::throw_errors() {
  if (!members_.errors.empty())
    throw group_error(std::move(members_.errors));
}

void task_group::members::cancel() noexcept {
  this_loop().for_each_live([this](coroutine &task) {
    if (task.on_done == this)
      this_loop().cancel(task);
  });
}

void task_group::members::child_ended(detail::completion &self, coroutine &child) noexcept {
  auto &mine = static_cast<members &>(self);
  const bool was_error = child.has(detail::has_error) && !child.has(detail::was_cancelled);
  if (was_error)
    mine.errors.push_back(std::exchange(*child.failure, nullptr));
  this_loop().drop(child);
  if (was_error && !mine.stopping) {
    mine.stopping = true;
    mine.cancel();
  }
  if (--mine.running == 0 && mine.joiner)
    mine.cancelling ? mine.joiner->wake_cancelled() : mine.joiner->wake();
}

void task_group::join_awaiter::cancel(waiting &self) noexcept {
  members &of = static_cast<join_awaiter &>(self).of;
  of.cancelling = of.stopping = true;
  of.cancel();
}

void task_group::join_awaiter::abandon(waiting &self) noexcept {
  static_cast<join_awaiter &>(self).of.joiner = nullptr;
}

void task_group::join_awaiter::blockers(const waiting &self, void (*tell)(void *, coroutine &),
                                        void *context) {
  members &of = static_cast<const join_awaiter &>(self).of;
  this_loop().for_each_live([&](coroutine &task) {
    if (task.on_done == &of)
      tell(context, task);
  });
}

} // namespace cotidy::rt
