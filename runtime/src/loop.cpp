// SPDX-License-Identifier: Apache-2.0
// The event loop: who runs next, what is cancelled, how it ends.
#include "cotidy/runtime/detail/loop.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cxxabi.h>
#include <stdexcept>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <system_error>
#include <unistd.h>

#include "cotidy/runtime/detail/debugger.hpp"
#include "cotidy/runtime/detail/open_list.hpp"
#include "cotidy/runtime/detail/result.hpp"
#include "cotidy/runtime/detail/simulator.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"

namespace cotidy::rt::detail {
namespace {

// Tasks that run between two looks at the clock and at what other threads have posted.
constexpr int batch = 64;
constexpr unsigned batches_between_polls = 4;

coroutine &task_of_live(link &item) noexcept { return static_cast<coroutine &>(item); }

std::chrono::nanoseconds steady_now() {
  return std::chrono::steady_clock::now().time_since_epoch();
}

} // namespace

// Ends, in turn, each task that was cancelled before it began.
struct loop::never_begun {
  struct promise_type : coroutine {
    promise_type() noexcept : coroutine(std::source_location::current()) {}
    never_begun get_return_object() noexcept {
      return {std::coroutine_handle<promise_type>::from_promise(*this)};
    }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() noexcept {}
    void unhandled_exception() noexcept {}
    std::suspend_always await_transform(std::suspend_always next) noexcept { return next; }
  };
  std::coroutine_handle<> handle;

  static never_begun serve(loop &l) {
    for (;;) {
      coroutine &task = *l.current;
      task.set(was_cancelled);
      l.ended(task);
      co_await std::suspend_always{};
    }
  }
};

loop::loop(const run_options &options) : reporter_(options.reporter) {
  static std::atomic<std::uint64_t> last_serial = 0;
  serial_ = ++last_serial;
  live_.make_head();
  inbox_.make_head();
  never_begun_ = never_begun::serve(*this).handle;
  if (options.simulate.seed || options.simulate.follow) {
    simulator_ = std::make_unique<simulator>(*this, options.simulate);
    watched_ = true;
  } else {
    epoll_fd_ = ::epoll_create1(EPOLL_CLOEXEC);
    wake_fd_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    epoll_event woken{};
    woken.events = EPOLLIN;
    if (epoll_fd_ < 0 || wake_fd_ < 0 ||
        ::epoll_ctl(epoll_fd_, EPOLL_CTL_ADD, wake_fd_, &woken) != 0) {
      const int error = errno;
      close_all();
      throw std::system_error(error, std::generic_category(), "an event loop");
    }
  }
  const char *wanted = std::getenv("COTIDY_RT_DEBUG");
  if (options.debug || (wanted && *wanted && std::string_view(wanted) != "0")) {
    try {
      debugger_ = std::make_unique<debugger>(*this, options);
    } catch (...) {
      close_all();
      throw;
    }
  }
  if (debugger_ || options.left_open)
    opened_ = std::make_unique<open_list>(options.left_open);
}

loop::~loop() {
  debugger_.reset();
  close_all();
}

void loop::close_all() noexcept {
  never_begun_.destroy();
  if (wake_fd_ >= 0)
    ::close(wake_fd_);
  if (epoll_fd_ >= 0)
    ::close(epoll_fd_);
}

std::chrono::nanoseconds loop::now() const { return simulator_ ? simulator_->now : steady_now(); }

void loop::cancel(coroutine &task) noexcept {
  if (task.state == task_state::done)
    return;
  task.set(cancel_asked);
  if (task.has(on_the_side)) {
    if (const auto found = side_.find(&task); found != side_.end() && found->second.stop)
      found->second.stop->request_stop();
  }
  if (task.has(masked)) {
    task.set(cancel_pending);
    return;
  }
  switch (task.state) {
  case task_state::waiting:
    task.waits_in->kind->cancel(*task.waits_in);
    break;
  case task_state::yielding:
    task.set(interrupt);
    break;
  case task_state::fresh:
    task.resume_at = never_begun_;
    break;
  case task_state::ready:
  case task_state::idle:
  case task_state::running:
  case task_state::done:
    task.set(cancel_pending);
    break;
  }
}

void loop::remove_ready(coroutine &task) noexcept {
  for (coroutine **at = &ready_; *at; at = &(*at)->next_ready) {
    if (*at != &task)
      continue;
    *at = task.next_ready;
    if (ready_tail_ == &task.next_ready)
      ready_tail_ = at;
    return;
  }
}

void loop::destroy(coroutine &task) noexcept {
  if (task.in_queue())
    remove_ready(task);
  if (simulator_)
    simulator_->remove(task);
  if (task.state != task_state::done) {
    if (debugger_)
      debugger_->destroyed_pending(task);
    if (simulator_)
      simulator_->task_ended(task, ending::destroyed);
    task.unlink();
    // Stays what it was: waits look at it when they are abandoned.
  }
  if (task.has(on_the_side))
    forget(task);
  task.handle().destroy();
}

void loop::forget(coroutine &task) noexcept {
  if (debugger_)
    debugger_->locks.forget(task);
  if (const auto found = side_.find(&task); found != side_.end())
    side_.erase(found);
}

void loop::drop(coroutine &task) noexcept {
  if (task.has(has_error) && !task.has(was_cancelled) && *task.failure)
    report_unseen(task);
  if (task.has(on_the_side))
    forget(task);
  task.handle().destroy();
}

run_observer *loop::observed() const noexcept {
  return simulator_ ? simulator_->observer() : nullptr;
}

void loop::tell_ended(const coroutine &task) {
  simulator_->task_ended(task, task.has(was_cancelled) ? ending::cancelled
                               : task.has(has_error)   ? ending::failed
                                                       : ending::returned);
}

bool loop::is_named(const coroutine &task) const {
  const auto found = side_.find(&task);
  return found != side_.end() && !found->second.name.empty();
}

void loop::set_name(coroutine &task, std::string_view name) {
  side_[&task].name = name;
  task.set(on_the_side);
}

std::stop_token loop::stop_token_of(coroutine &task) {
  auto &stop = side_[&task].stop;
  task.set(on_the_side);
  if (!stop) {
    stop = std::make_unique<std::stop_source>();
    if (task.has(cancel_asked))
      stop->request_stop();
  }
  return stop->get_token();
}

void loop::interrupt_suspension(coroutine &task) {
  if (task.has(cancel_pending) && !task.has(masked)) {
    task.clear(cancel_pending);
    throw cancelled{};
  }
  if (simulator_)
    simulator_->at_suspension(task);
}

void loop::throw_interruption(coroutine &task) {
  task.clear(interrupt);
  throw cancelled{};
}

// Runs what is ready until nothing is, or a batch is through. False: nothing was ready.
bool loop::run_batch() {
  if (simulator_) {
    coroutine *task = simulator_->pick();
    if (!task)
      return false;
    debugger_ ? debugger_->step(*task) : simulator_->step(*task);
    simulator_->after_step();
    return true;
  }
  if (!ready_)
    return false;
  if (debugger_) {
    coroutine *task = ready_;
    ready_ = task->next_ready;
    if (!ready_)
      ready_tail_ = &ready_;
    debugger_->step(*task);
    debugger_->answer_signal();
    return true;
  }
  for (int left = batch; left > 0 && ready_; --left) {
    coroutine *task = ready_;
    ready_ = task->next_ready;
    if (!ready_)
      ready_tail_ = &ready_;
    task->state = task_state::running;
    current = task;
    task->resume_at.resume();
  }
  current = nullptr;
  return true;
}

// After each batch: new timers get their deadlines, and those that are due expire.
void loop::look_at_clock() {
  if (!timers.has_fresh() && timers.empty())
    return;
  const auto time = now();
  timers.settle_fresh(time);
  timers.expire(time);
}

void loop::run_inbox() noexcept {
  link taken;
  taken.make_head();
  std::unique_lock lock(inbox_mutex_);
  inbox_filled_.store(false, std::memory_order_relaxed);
  // One by one: running a message may take back another.
  while (!inbox_.empty()) {
    auto &item = static_cast<message &>(*inbox_.next);
    item.unlink();
    lock.unlock();
    item.run();
    lock.lock();
  }
}

void loop::post(message &item) noexcept {
  const std::lock_guard lock(inbox_mutex_);
  const bool was_empty = inbox_.empty();
  inbox_.push_back(item);
  inbox_filled_.store(true, std::memory_order_relaxed);
  // Inside of the lock: once the message is taken, the loop may be gone.
  if (was_empty && wake_fd_ >= 0) {
    const std::uint64_t one = 1;
    while (::write(wake_fd_, &one, sizeof one) < 0 && errno == EINTR) {
    }
  }
}

void loop::take_back(message &item) noexcept {
  const std::lock_guard lock(inbox_mutex_);
  if (item.linked())
    item.unlink();
}

// Nothing can run: waits for a timer or for another thread. False: there is nothing to wait for.
bool loop::wait_outside() {
  const bool timed = !timers.empty();
  if (simulator_) {
    if (!timed)
      return false;
    simulator_->now = std::max(simulator_->now, timers.next());
    timers.expire(simulator_->now);
    return true;
  }
  if (!timed && expected_ == 0)
    return false;
  timespec left{};
  if (timed) {
    const auto wait = std::max(timers.next() - now(), std::chrono::nanoseconds(0));
    left.tv_sec = static_cast<time_t>(wait.count() / 1'000'000'000);
    left.tv_nsec = static_cast<long>(wait.count() % 1'000'000'000);
  }
  poll(timed ? &left : nullptr);
  run_inbox();
  if (debugger_)
    debugger_->answer_signal();
  if (timed)
    timers.expire(now());
  return true;
}

void loop::run(coroutine &main) {
  bool ending = false;
  for (;;) {
    const bool ran = run_batch();
    if (expected_ > 0 && ran && !simulator_ && ++batches_ % batches_between_polls == 0) {
      constexpr timespec not_at_all{};
      poll(&not_at_all);
    }
    look_at_clock();
    if (inbox_filled_.load(std::memory_order_relaxed))
      run_inbox();
    if (simulator_ && simulator_->wants_main_destroyed())
      throw main_destroyed();
    if (!ending && main.state == task_state::done) {
      ending = true;
      cancel_all();
      continue;
    }
    if (ran)
      continue;
    if (live_.empty())
      return;
    if (ready_ || (simulator_ && simulator_->has_ready()))
      continue;
    if (!wait_outside())
      throw deadlock(deadlock_report());
  }
}

void loop::cancel_all() noexcept {
  // Cancelling never ends a task at once, so the list keeps still.
  for (link *at = live_.next; at != &live_; at = at->next)
    cancel(task_of_live(*at));
}

void loop::for_each_live(const std::function<void(coroutine &)> &see) const {
  for (link *at = live_.next; at != &live_; at = at->next)
    see(task_of_live(*at));
}

// Destroys the tasks that nobody owns, which destroys those that they own.
void loop::destroy_all() noexcept {
  tearing_down_ = true;
  for (bool again = true; again;) {
    again = false;
    // The youngest first: it may refer to what its elders hold.
    for (link *at = live_.prev; at != &live_; at = at->prev) {
      coroutine &task = task_of_live(*at);
      if (task.has(is_owned))
        continue;
      destroy(task);
      again = true;
      break;
    }
  }
}

// The tasks left are owned from outside of any task, and end when their owners give them up.
void loop::leave_owned() noexcept {
  while (!live_.empty()) {
    coroutine &task = task_of_live(*live_.next);
    if (task.in_queue())
      remove_ready(task);
    task.unlink();
    task.state = task_state::done;
    task.set(was_cancelled);
  }
}

void let_go(coroutine &task) noexcept {
  task.clear(is_owned);
  if (!current_loop)
    task.handle().destroy();
  else if (task.state == task_state::done)
    current_loop->drop(task);
  else if (current_loop->tearing_down())
    current_loop->destroy(task);
}

void destroy_unawaited(coroutine &self) noexcept {
  if (self.state == task_state::idle) {
    if (current_loop && current_loop->debugged() && !self.has(is_owned))
      current_loop->debugged()->never_awaited(self);
    if (current_loop && current_loop->observed() && !self.has(is_owned))
      current_loop->observed()->never_awaited(self.where);
    self.handle().destroy();
  } else {
    this_loop().destroy(self);
  }
}

void store_current_exception(coroutine &self, std::exception_ptr &error) noexcept {
  std::construct_at(&error, std::current_exception());
  self.set(has_error);
  self.failure = &error;
  if (const std::type_info *type = abi::__cxa_current_exception_type();
      type && *type == typeid(cancelled))
    self.set(was_cancelled);
}

void throw_failure(coroutine &self, std::exception_ptr &error) {
  if (!self.has(has_error))
    throw cancelled{};
  if (!error)
    throw std::logic_error("a task's error is asked for twice");
  const std::exception_ptr thrown = std::exchange(error, nullptr);
  std::rethrow_exception(thrown);
}

void cancel_in_list(waiting &self) noexcept {
  if (self.linked())
    self.unlink();
  self.wake_cancelled();
}

void abandon_in_list(waiting &self) noexcept {
  if (self.linked())
    self.unlink();
}

void join_wait::cancel(waiting &self) noexcept {
  auto &wait = static_cast<join_wait &>(self);
  wait.cancelling = true;
  this_loop().cancel(*wait.joined);
}

void join_wait::abandon(waiting &self) noexcept {
  static_cast<join_wait &>(self).joined->on_done = nullptr;
}

void join_wait::blockers(const waiting &self, void (*tell)(void *, coroutine &), void *context) {
  tell(context, *static_cast<const join_wait &>(self).joined);
}

void sleep_wait::enqueue() {
  try {
    loop &l = this_loop();
    absolute ? l.timers.add_at(*this, time) : l.timers.add_after(*this, time);
  } catch (...) {
    who = nullptr;
    throw;
  }
}

void sleep_wait::cancel(waiting &self) noexcept {
  this_loop().timers.cancel(static_cast<sleep_wait &>(self));
  self.wake_cancelled();
}

void sleep_wait::abandon(waiting &self) noexcept {
  if (self.who->state == task_state::waiting)
    this_loop().timers.cancel(static_cast<sleep_wait &>(self));
}

running_loop::running_loop(const run_options &options) : loop_(hooked_loop(options)) {
  if (current_loop)
    throw std::logic_error("run() is called inside of run()");
  current_loop = &loop_;
}

running_loop::~running_loop() {
  loop_.destroy_all();
  loop_.leave_owned();
  loop_.report_open();
  if (run_observer *observer = loop_.observed())
    observer->run_ends(loop_.ended_with, loop_.now());
  current_loop = nullptr;
}

namespace {

// Cancels the main task when a stop is requested from outside, on whichever thread.
struct stop_main : message {
  loop *on;
  coroutine *main;
  bool posted = false;

  stop_main(loop &l, coroutine &task) : on(&l), main(&task) {}
  void run() noexcept override { on->cancel(*main); }
};

} // namespace

void run_main(loop &on, coroutine &main, const run_options &options) {
  main.set(is_owned);
  on.start(main, nullptr);
  on.set_name(main, options.name);
  stop_main stop(on, main);
  {
    std::stop_callback request(options.stop, [&] { on.post(stop); });
    if (options.stop.stop_possible())
      on.expect_outside();
    try {
      on.run(main);
    } catch (const deadlock &) {
      on.ended_with = ending::deadlock;
      on.destroy_all();
      on.take_back(stop);
      throw;
    } catch (...) {
      // The main task's frame goes last: the others may refer to what it holds.
      on.destroy_all();
      on.take_back(stop);
      throw;
    }
  }
  on.take_back(stop);
  on.ended_with = main.has(was_cancelled) ? ending::cancelled
                  : main.has(has_error)   ? ending::failed
                                          : ending::returned;
}

} // namespace cotidy::rt::detail
