// SPDX-License-Identifier: Apache-2.0
// Mistakes that the check once made on public code, each next to the case that it must report.
// RUN: %check %s
#include <asio.hpp>
#include <chrono>
#include <concurrencpp/concurrencpp.h>
#include <cstdio>
#include <cstdlib>
#include <folly/coro/Invoke.h>
#include <folly/coro/Task.h>
#include <folly/executors/GlobalExecutor.h>
#include <fstream>
#include <future>
#include <memory>
#include <mine/task.hpp>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
void nap() { std::this_thread::sleep_for(1s); }

// A logger that exits after it blocks: each log line of each coroutine was reported.
enum class Level { Info, Fatal };
void backtrace() { popen("addr2line", "r"); }
[[noreturn]] void die() { std::exit(1); }
struct Logger {
  void write(Level L) {
    if (L == Level::Fatal) {
      backtrace();
      std::exit(1);
    }
  }
  void writeOrDie(Level L) {
    if (L == Level::Fatal) {
      backtrace();
      die();
    }
  }
  void trace(Level L) {
    if (L == Level::Fatal)
      backtrace();
  }
  // One of the two ways goes on.
  void exitsIfAsked(Level L, bool Exit) {
    if (L == Level::Fatal) {
      backtrace();
      if (Exit)
        std::exit(1);
    }
  }
};
mine::task<> logs(Logger &Log) {
  Log.write(Level::Info);
  Log.writeOrDie(Level::Info);
  Log.trace(Level::Info);              // WARN: 'Logger::trace' blocks
  Log.exitsIfAsked(Level::Info, true); // WARN: 'Logger::exitsIfAsked' blocks
  co_return;
}
// The same in the coroutine itself.
mine::task<> exitsItself(bool Bad) {
  if (Bad) {
    std::this_thread::sleep_for(1s);
    std::abort();
  }
  std::this_thread::sleep_for(2s); // WARN: that runs coroutine 'exitsItself' for 2 s
  co_return;
}

// A datagram socket's connect() only notes the peer: looking for the own address was reported.
namespace asio {
template <class Protocol> class basic_datagram_socket : public basic_socket<Protocol> {
public:
  explicit basic_datagram_socket(any_io_executor);
  unsigned long receive(mutable_buffer);
};
namespace ip {
class udp {
public:
  using socket = basic_datagram_socket<udp>;
};
} // namespace ip
} // namespace asio
asio::awaitable<void> ownAddress(asio::ip::udp::socket &Datagrams, asio::ip::tcp::socket &Stream,
                                 asio::mutable_buffer Into) {
  Datagrams.connect({});
  Datagrams.receive(Into); // WARN: 'asio::basic_datagram_socket::receive' blocks
  Stream.connect({});      // WARN: 'asio::basic_stream_socket::connect' blocks
  co_return;
}

// A library's own coroutine that calls what was submitted: the lambda runs on the pool, but the
// coroutine's instantiation for it was reported. And coroutines that an executor tag places.
namespace concurrencpp {
struct executor_tag {};
class worker_thread_executor : public executor {};
template <class Pool, class F> result<int> submit_bridge(executor_tag, Pool &, F Run) {
  co_return Run();
}
} // namespace concurrencpp
template <class F> concurrencpp::result<int> runHere(F Run) {
  co_return Run(); // WARN: calling this lambda blocks the thread that runs coroutine 'runHere'
}
concurrencpp::result<int> submits(concurrencpp::thread_pool_executor &Pool) {
  auto Reads = [] {
    std::ifstream File("a");
    return 1;
  };
  concurrencpp::submit_bridge({}, Pool, Reads);
  runHere(Reads);
  co_return co_await Pool.submit([] {
    std::ifstream File("b");
    return 1;
  });
}
concurrencpp::result<int> placed(concurrencpp::executor_tag,
                                 std::shared_ptr<concurrencpp::worker_thread_executor>) {
  std::this_thread::sleep_for(1s);
  co_return 1;
}
concurrencpp::result<int> notPlaced(std::shared_ptr<concurrencpp::worker_thread_executor>) {
  std::this_thread::sleep_for(1s); // WARN: 'std::this_thread::sleep_for' blocks
  co_return 1;
}

// A result that was awaited or waited for before is there: its get() was reported.
namespace concurrencpp {
template <class T> class shared_result : public mock::awaiter<T> {
public:
  struct promise_type : mock::promise<shared_result, T, std::suspend_never> {};
  T get();
  void wait();
  mock::awaiter<shared_result> resolve();
};
} // namespace concurrencpp
concurrencpp::result<int> resolved(concurrencpp::shared_result<int> R) {
  auto Done = co_await R.resolve();
  co_return Done.get();
}
concurrencpp::result<int> resolvedInLambda(concurrencpp::shared_result<int> R) {
  auto Done = co_await R.resolve();
  auto Check = [&Done] { return Done.get(); };
  co_return Check();
}
// The helper's get() cannot wait, as what it is handed was awaited before.
void checkReady(concurrencpp::shared_result<int> Done) { Done.get(); }
concurrencpp::result<int> handsOverResolved(concurrencpp::shared_result<int> R) {
  auto Done = co_await R.resolve();
  checkReady(Done);
  co_return 1;
}
// The same through two helpers, by reference and moved.
int *firstOf(concurrencpp::shared_result<int> &Done, int) { return Done.get() ? nullptr : nullptr; }
void checkMoved(concurrencpp::shared_result<int> Done) { firstOf(Done, 1); }
concurrencpp::result<int> handsFurther(concurrencpp::shared_result<int> R) {
  auto Done = co_await R.resolve();
  checkMoved(std::move(Done));
  co_return 1;
}
concurrencpp::result<int> handsFurtherPending(concurrencpp::shared_result<int> R) {
  checkMoved(std::move(R)); // WARN: it ends in 'concurrencpp::shared_result::get'
  co_return 1;
}
concurrencpp::result<int> handsOverPending(concurrencpp::shared_result<int> R) {
  checkReady(R); // WARN: it ends in 'concurrencpp::shared_result::get'
  co_return 1;
}
void checkOther(int, concurrencpp::shared_result<int> Pending) { Pending.get(); }
concurrencpp::result<int> handsOverBoth(concurrencpp::shared_result<int> R,
                                        concurrencpp::shared_result<int> Pending) {
  auto Done = co_await R.resolve();
  checkOther(Done.get(), Pending); // WARN: it ends in 'concurrencpp::shared_result::get'
  co_return 1;
}
concurrencpp::result<int> waitedFor(concurrencpp::shared_result<int> R) {
  R.wait(); // WARN: 'concurrencpp::shared_result::wait' blocks
  co_return R.get();
}
concurrencpp::result<int> otherResolved(concurrencpp::shared_result<int> R,
                                        concurrencpp::shared_result<int> Other) {
  co_await Other.resolve();
  co_return R.get(); // WARN: 'concurrencpp::shared_result::get' blocks
}
concurrencpp::result<int> unresolvedInLambda(concurrencpp::shared_result<int> R) {
  auto Check = [&R] { return R.get(); };
  co_return Check(); // WARN: calling this lambda blocks
}

// A branch that a constant closes was seen as closed in coroutines, not in what they call.
static constexpr bool Dump{false};
static constexpr bool Trace{true};
void dumps() {
  if (Dump)
    std::this_thread::sleep_for(1s);
}
void traces() {
  if (Trace)
    std::this_thread::sleep_for(1s);
}
mine::task<> debugs() {
  dumps();
  traces(); // WARN: 'traces' blocks
  co_return;
}

// A thread of Cobalt joins in its destructor, but awaiting it has joined it already.
namespace boost::cobalt {
class thread : public mock::awaiter<void> {
public:
  struct promise_type : mock::promise<thread, void> {};
  thread();
  thread(thread &&) noexcept;
  ~thread();
  void join();
};
template <class T = void> class promise {
public:
  struct promise_type : mock::promise<promise, T, std::suspend_never> {};
};
template <class Range> mock::awaiter<void> join(Range &);
} // namespace boost::cobalt
boost::cobalt::thread work();
boost::cobalt::promise<> joinsAwaited() {
  auto Worker = work();
  co_await Worker;
}
boost::cobalt::promise<> joinsAllAwaited() {
  std::vector<boost::cobalt::thread> Workers;
  co_await boost::cobalt::join(Workers);
}
boost::cobalt::promise<> joinsAtEnd() {
  auto Worker = work(); // WARN: the destructor of 'Worker' blocks
  co_return;
}

// A call that a test before it excuses was followed into its body, and reported from there.
namespace folly {
void expectTrue(bool);
template <class T> class Future {
public:
  bool isReady() const;
  T getTry() &&;
  T get() && { return static_cast<Future &&>(*this).getTry(); }
};
} // namespace folly
folly::coro::Task<int> getsTested(folly::Future<int> F) {
  folly::expectTrue(F.isReady());
  co_return std::move(F).get();
}
folly::coro::Task<int> getsUntested(folly::Future<int> F) {
  co_return std::move(F).get(); // WARN: 'folly::Future::get' blocks
}

// A task that is given a pool of the function's own as its executor.
folly::coro::Task<int> onOwnPool() {
  folly::CPUThreadPoolExecutor Pool(2);
  co_return co_await folly::coro::co_withExecutor(
      &Pool, folly::coro::co_invoke([]() -> folly::coro::Task<int> {
        nap();
        co_return 1;
      }));
}
folly::coro::Task<int> onNoPool() {
  co_return co_await folly::coro::co_invoke([]() -> folly::coro::Task<int> {
    nap(); // WARN: 'nap' blocks
    co_return 1;
  });
}

// Waiting for each future of an array was missed behind a jump out of two loops.
asio::awaitable<void> waitsForAll(std::future<void> (&All)[4], int N) {
  for (int I = 0; I < N;) {
    for (int J = 3; J != -1; --J) {
      if (++I == N)
        goto Done;
    }
  }
Done:
  for (auto &Each : All)
    Each.wait(); // WARN: 'std::future::wait' blocks
  co_return;
}
asio::awaitable<void> waitsTested(std::future<void> &F) {
  if (F.wait_for(0s) == std::future_status::ready)
    F.wait();
  co_return;
}

// A file that is opened and used at once was reported for both: one report a file.
asio::awaitable<void> opensAndReads(const std::string &Name) {
  std::ifstream File(Name); // WARN: constructing 'std::ifstream' blocks
  std::string Line;
  std::getline(File, Line);
  co_return;
}
asio::awaitable<void> readsOpened(std::ifstream &File) {
  std::string Line;
  std::getline(File, Line); // WARN: 'std::getline' blocks
  co_return;
}
asio::awaitable<void> opensAndWrites(const char *Data, unsigned long Size) {
  std::FILE *File = std::fopen("body", "w"); // WARN: 'fopen' blocks
  std::fwrite(Data, 1, Size, File);
  std::fclose(File);
  co_return;
}
asio::awaitable<void> writesOpened(std::FILE *File, const char *Data, unsigned long Size) {
  std::fwrite(Data, 1, Size, File); // WARN: 'fwrite' blocks
  co_return;
}

// A log that may be off, that may be another thread's, that may be full: each log line of each
// coroutine was reported. Whether the file is met, only the state of the running program tells.
struct FileLog {
  bool Queued = true, Flushes = false;
  unsigned long Size = 0, Limit = 0;
  std::unique_ptr<int> Sink;
  std::ofstream Out;
  static inline bool Enabled = false;

  void queue(const char *);
  void rotate() { Out.open("next.log"); }
  void write(const char *Line) {
    if (Limit > 0 && Size > Limit)
      rotate();
    if (Flushes)
      Out.flush();
  }
  void log(const char *Line) {
    if (Queued && Sink)
      queue(Line);
    else
      write(Line);
  }
  void leavesEarly() {
    if (!Enabled)
      return;
    Out.flush();
  }
  // What the caller asks for is no stored state, and a branch before it is no guard.
  void flushIf(bool Now) {
    if (Now)
      Out.flush();
  }
  void flushAfter() {
    if (Queued)
      queue("");
    Out.flush();
  }
  // A wait is not a file: it lasts.
  std::thread Writer;
  void stop() {
    if (Queued)
      Writer.join();
  }
};
mine::task<> logsToFile(FileLog &Log) {
  Log.log("a");
  Log.leavesEarly();
  Log.flushIf(true); // WARN: 'FileLog::flushIf' blocks
  Log.flushAfter();  // WARN: 'FileLog::flushAfter' blocks
  Log.stop();        // WARN: 'FileLog::stop' blocks
  if (Log.Flushes)
    Log.Out.flush(); // WARN: 'std::basic_ofstream::flush' blocks
  co_return;
}
