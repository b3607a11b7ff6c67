// SPDX-License-Identifier: Apache-2.0
// The program behind the picture on unforwarded-stop-token's page: its first example, with a task
// type that carries no stop by itself, on cotidy's loop.
// Shown: 1:1:none:0
#include <chrono>
#include <coroutine>
#include <cstdio>
#include <exception>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "cotidy/runtime/event.hpp"
#include "cotidy/runtime/run.hpp"
#include "cotidy/runtime/sleep.hpp"
#include "cotidy/runtime/spawn.hpp"

using namespace std::chrono_literals;
namespace rt = cotidy::rt;

class task {
public:
  struct promise_type {
    std::coroutine_handle<> next;
    task get_return_object() {
      return task(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() { return {}; }
    auto final_suspend() noexcept {
      struct goes_on {
        bool await_ready() noexcept { return false; }
        auto await_suspend(std::coroutine_handle<promise_type> of) noexcept {
          return of.promise().next;
        }
        void await_resume() noexcept {}
      };
      return goes_on();
    }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
  task(task &&other) noexcept : own(std::exchange(other.own, {})) {}
  ~task() {
    if (own)
      own.destroy();
  }
  bool await_ready() { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> next) {
    own.promise().next = next;
    return own;
  }
  void await_resume() {}

private:
  explicit task(std::coroutine_handle<promise_type> of) : own(of) {}
  std::coroutine_handle<promise_type> own;
};

// What a server takes to answer, or until a stop is asked for.
class answer {
public:
  explicit answer(std::stop_token stop) : stop(std::move(stop)) {}
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> then) {
    coming = rt::spawn(comes(then), {.name = "fetch"});
    at_stop.emplace(stop, [this] { coming.cancel(); });
  }
  void await_resume() {}

private:
  static rt::task<> comes(std::coroutine_handle<> then) {
    try {
      co_await rt::sleep_for(120ms);
    } catch (const rt::cancelled &) { // `then` goes on in either case
    }
    then.resume();
  }

  std::stop_token stop;
  rt::join_handle<void> coming;
  std::optional<std::stop_callback<std::function<void()>>> at_stop;
};

task fetch(std::string, std::stop_token stop = {}) { co_await answer(std::move(stop)); }

task refresh(std::stop_token stop) {
  co_await fetch("/news"); // reported
}

struct begun {
  struct promise_type {
    begun get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};
begun start(std::stop_token stop, rt::event &done) {
  co_await refresh(std::move(stop));
  done.set();
}

rt::task<> app() {
  std::stop_source source;
  rt::event done;
  start(source.get_token(), done);
  co_await rt::sleep_for(40ms); // then the program is to end
  source.request_stop();
  co_await done.wait();
  std::puts("ended");
}

int main() { rt::run(app()); }
