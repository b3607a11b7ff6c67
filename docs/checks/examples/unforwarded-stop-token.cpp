// SPDX-License-Identifier: Apache-2.0
// What coro-unforwarded-stop-token reports: the first examples of docs/checks/unforwarded-stop-token.md.
#include <coroutine>
#include <stop_token>
#include <string>

class task {
public:
  struct promise_type {
    task get_return_object();
    std::suspend_always initial_suspend();
    std::suspend_always final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};

// A default that nobody ever asks to stop.
task fetch(std::string url, std::stop_token stop = {});

task refresh(std::stop_token stop) {
  co_await fetch("/news"); // reported
}

// An overload that takes the token.
class channel {
public:
  task pop();
  task pop(std::stop_token stop);
};

class worker {
  channel jobs;
  std::stop_token stop;

public:
  task next() {
    co_await jobs.pop(); // reported
  }
};
