// SPDX-License-Identifier: Apache-2.0
// Arguments that make a call non-blocking, and readiness tests before it.
// RUN: %check %s
// RUN: %check %s --mode=may --option=coro-blocking-call.Report=may
#include <asio/awaitable.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/ip/tcp.hpp>
#include <async_simple/coro/Lazy.h>
#include <condition_variable>
#include <future>
#include <mutex>
#include <netdb.h>
#include <poll.h>
#include <semaphore>
#include <sys/epoll.h>
#include <sys/file.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace std::chrono_literals;

asio::awaitable<void> polls(pollfd *Fds, epoll_event *Events, int Timeout, fd_set *Set, timeval *T) {
  poll(Fds, 1, 0);
  poll(Fds, 1, -1); // WARN: 'poll' blocks
  poll(Fds, 1, 1000); // WARN: 'poll' blocks
  poll(Fds, 1, Timeout); // WARN: 'poll' blocks
  epoll_wait(3, Events, 10, 0);
  epoll_wait(3, Events, 10, -1); // WARN: 'epoll_wait' blocks
  select(1, Set, nullptr, nullptr, nullptr); // WARN: 'select' blocks
  select(1, Set, nullptr, nullptr, T); // WARN(may): 'select' may block
  const int Never = 0;
  poll(Fds, 1, Never);
  co_return;
}

asio::awaitable<void> receives(int Fd, char *Into, int Flags) {
  recv(Fd, Into, 10, 0); // WARN(may): 'recv' may block
  recv(Fd, Into, 10, MSG_DONTWAIT);
  recv(Fd, Into, 10, MSG_PEEK | MSG_DONTWAIT);
  recv(Fd, Into, 10, MSG_PEEK); // WARN(may): 'recv' may block
  // Flags may hold MSG_DONTWAIT: doubt silences.
  recv(Fd, Into, 10, Flags);
  const int Both = MSG_DONTWAIT | MSG_NOSIGNAL;
  recv(Fd, Into, 10, Both);
  recv(Fd, Into, 10, 0x40);
  co_return;
}

asio::awaitable<void> reaps(int *Status, int Options) {
  waitpid(-1, Status, WNOHANG);
  waitpid(-1, Status, WNOHANG | WUNTRACED);
  waitpid(-1, Status, Options);
  waitpid(-1, Status, WUNTRACED); // WARN: 'waitpid' blocks
  waitpid(-1, Status, 0); // WARN: 'waitpid' blocks
  co_return;
}

asio::awaitable<void> timedWaits(std::future<int> &F, std::condition_variable &V,
                                 std::unique_lock<std::mutex> &L, std::counting_semaphore<> &S,
                                 std::chrono::milliseconds Some) {
  F.wait_for(0s);
  F.wait_for(std::chrono::seconds(0));
  F.wait_for(std::chrono::seconds::zero());
  F.wait_for(std::chrono::nanoseconds{});
  F.wait_for(1s); // WARN: 'std::future::wait_for' blocks
  F.wait_for(Some); // WARN: 'std::future::wait_for' blocks
  V.wait_for(L, 0ms);
  V.wait_for(L, 10ms); // WARN: 'std::condition_variable::wait_for' blocks
  S.try_acquire_for(0ms);
  S.try_acquire_for(10ms); // WARN: 'std::counting_semaphore::try_acquire_for' blocks
  // A sleep of no time only yields.
  std::this_thread::sleep_for(0s);
  std::this_thread::sleep_for(std::chrono::seconds::zero());
  sleep(0);
  co_return;
}

asio::awaitable<void> tick();
asio::awaitable<void> numbersOnly(const sockaddr *A, char *H, int Flags, int Fd, fd_set *Set, timeval *T) {
  getnameinfo(A, 16, H, 10, nullptr, 0, 0); // WARN: 'getnameinfo' blocks
  getnameinfo(A, 16, H, 10, nullptr, 0, NI_NUMERICHOST);
  getnameinfo(A, 16, H, 10, nullptr, 0, Flags);
  lockf(Fd, F_LOCK, 0); // WARN: 'lockf' blocks
  lockf(Fd, F_TLOCK, 0);
  lockf(Fd, F_ULOCK, 0);
  flock(Fd, LOCK_SH); // WARN: 'flock' blocks
  flock(Fd, LOCK_SH | LOCK_NB);
  // With no descriptor it is a sleep.
  select(0, nullptr, nullptr, nullptr, T); // WARN: 'select' blocks
  co_return;
}

// get() behind a test, in every shape.
asio::awaitable<int> testedByIf(std::future<int> &F) {
  if (F.wait_for(0s) == std::future_status::ready)
    co_return F.get();
  co_return 0;
}
asio::awaitable<int> testedByEarlyReturn(std::future<int> &F) {
  if (F.wait_for(0s) != std::future_status::ready)
    co_return 0;
  co_return F.get();
}
asio::awaitable<int> testedByLoop(std::future<int> &F) {
  while (F.wait_for(0s) != std::future_status::ready)
    co_await tick();
  co_return F.get();
}
asio::awaitable<int> testedThroughVariable(std::future<int> &F) {
  auto Status = F.wait_for(0s);
  if (Status == std::future_status::ready)
    co_return F.get();
  co_return 0;
}
asio::awaitable<int> testedBySwitch(std::future<int> &F) {
  switch (F.wait_for(0s)) {
  case std::future_status::ready:
    co_return F.get();
  default:
    co_return 0;
  }
}
asio::awaitable<int> testedByConditional(std::future<int> &F) {
  co_return F.wait_for(0s) == std::future_status::ready ? F.get() : 0;
}
struct Holder {
  std::future<int> Result;
  asio::awaitable<int> testedMember() {
    if (Result.wait_for(0s) == std::future_status::ready)
      co_return Result.get();
    co_return 0;
  }
};

// Another future was tested.
asio::awaitable<int> otherTested(std::future<int> &F, std::future<int> &Other) {
  if (Other.wait_for(0s) == std::future_status::ready)
    co_return F.get(); // WARN: 'std::future::get' blocks
  co_return 0;
}
// The test comes too late.
asio::awaitable<int> testedAfter(std::future<int> &F) {
  int Value = F.get(); // WARN: 'std::future::get' blocks
  F.wait_for(0s);
  co_return Value;
}
// The test stands in one branch only.
asio::awaitable<int> testedInOneBranch(std::future<int> &F, bool Careful) {
  if (Careful)
    F.wait_for(0s);
  co_return F.get(); // WARN: 'std::future::get' blocks
}
// The member of another object.
asio::awaitable<int> otherObject(Holder &A, Holder &B) {
  if (A.Result.wait_for(0s) == std::future_status::ready)
    co_return B.Result.get(); // WARN: 'std::future::get' blocks
  // Which way the branch leads is not looked at: a test is enough.
  co_return A.Result.get();
}

// What was awaited is there.
async_simple::coro::Lazy<> until(async_simple::Future<int> &F);
async_simple::coro::Lazy<int> awaitedBefore(async_simple::Future<int> F) {
  co_await until(F);
  co_return F.get();
}
async_simple::coro::Lazy<int> otherAwaited(async_simple::Future<int> F, async_simple::Future<int> G) {
  co_await until(G);
  co_return F.get(); // WARN: 'async_simple::Future::get' blocks
}

// A socket that the function puts into non-blocking mode.
asio::awaitable<void> nonBlockingSocket(asio::ip::tcp::socket &S, char *Into) {
  S.non_blocking(true);
  S.read_some(asio::buffer(Into, 10));
  co_return;
}
asio::awaitable<void> blockingSocket(asio::ip::tcp::socket &S, char *Into) {
  S.read_some(asio::buffer(Into, 10)); // WARN: 'asio::basic_stream_socket::read_some' blocks
  // NOTE: 'async_read_some' does the same without blocking when it is awaited
  asio::read(S, asio::buffer(Into, 10)); // WARN: 'asio::read' blocks
  // NOTE: 'asio::async_read' does the same without blocking when it is awaited
  asio::write(S, asio::buffer(Into, 10)); // WARN: 'asio::write' blocks
  // NO-NOTE: async_write
  co_return;
}
