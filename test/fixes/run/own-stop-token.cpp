// SPDX-License-Identifier: Apache-2.0
// Work on a hand-made coroutine type that is asked to stop: with the token passed on it does, soon.
// PROVES: forwarded-token
// REQUIRES: cotidy
// RUN: %run-fixed --check unforwarded-stop-token --ratio 10 %s --
#include <coroutine>
#include <cstdio>
#include <deque>
#include <exception>
#include <stop_token>
#include <utility>

namespace mine {

std::deque<std::coroutine_handle<>> Ready;
int Ticks = 0;

/// Lets everybody else run first.
struct tick {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> Who) const {
    ++Ticks;
    Ready.push_back(Who);
  }
  void await_resume() const noexcept {}
};

/// Lazy; owned by whoever awaits it.
class task {
public:
  struct promise_type {
    std::coroutine_handle<> Next = std::noop_coroutine();
    int Result = 0;

    task get_return_object() { return task(handle::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    auto final_suspend() noexcept {
      struct awaiter {
        bool await_ready() noexcept { return false; }
        std::coroutine_handle<> await_suspend(handle Ended) noexcept { return Ended.promise().Next; }
        void await_resume() noexcept {}
      };
      return awaiter();
    }
    void return_value(int Value) { Result = Value; }
    void unhandled_exception() { std::terminate(); }
  };
  using handle = std::coroutine_handle<promise_type>;

  task(task &&Other) noexcept : Mine(std::exchange(Other.Mine, {})) {}
  ~task() {
    if (Mine)
      Mine.destroy();
  }

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> Who) {
    Mine.promise().Next = Who;
    return Mine;
  }
  int await_resume() const { return Mine.promise().Result; }

  void start() { Ready.push_back(Mine); }
  bool done() const { return Mine.done(); }

private:
  explicit task(handle Made) : Mine(Made) {}
  handle Mine;
};

} // namespace mine

/// Works in pieces, and looks after each whether it is to go on.
mine::task fetch(int Pieces, std::stop_token Stop = {}) {
  for (int I = 0; I < Pieces && !Stop.stop_requested(); ++I)
    co_await mine::tick();
  co_return 1;
}

mine::task work(std::stop_token Stop) {
  int Fetched = 0;
  while (!Stop.stop_requested())
    Fetched += co_await fetch(1000);
  co_return Fetched;
}

int main() {
  std::stop_source Source;
  mine::task Work = work(Source.get_token());
  Work.start();
  int Asked = 0;
  while (!mine::Ready.empty()) {
    std::coroutine_handle<> Next = mine::Ready.front();
    mine::Ready.pop_front();
    Next.resume();
    if (mine::Ticks == 10 && !std::exchange(Asked, mine::Ticks))
      Source.request_stop();
  }
  std::printf("fetched: %d\nmeasure: %d\n", Work.await_resume(), mine::Ticks - Asked + 1);
}
