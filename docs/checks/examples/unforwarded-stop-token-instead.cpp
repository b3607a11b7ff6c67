// SPDX-License-Identifier: Apache-2.0
// What coro-unforwarded-stop-token does not report: examples of docs/checks/unforwarded-stop-token.md.
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

task fetch(std::string url, std::stop_token stop = {});
task store(std::string url, std::stop_token stop = {});

task refresh(std::stop_token stop) {
  co_await fetch("/news", stop);
}

// On purpose without: said so.
task save(std::stop_token stop) {
  co_await fetch("/state", stop);
  co_await store("/state", std::stop_token());
}

// The place says that a stop was asked for.
task poll(std::stop_token stop) {
  while (!stop.stop_requested())
    co_await fetch("/news", stop);
  co_await store("/last");
}
