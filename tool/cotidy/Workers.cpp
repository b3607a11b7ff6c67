// SPDX-License-Identifier: Apache-2.0
// Runs each unit in a process of its own, several at once.
//
// A process and no thread: a crash in one unit, and clang has them, then costs that unit alone, and
// nothing that a unit allocates need be freed.
#include "Workers.h"
#include "Wire.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ErrorHandling.h"
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cotidy::driver {
namespace {
using Clock = std::chrono::steady_clock;

/// What a worker ends with when it has no memory left.
constexpr int OutOfMemory = 75;

struct Worker {
  Child C;
  size_t Unit;
  bool Careful;
  Clock::time_point Until; ///< The end of its time.
  bool TooLong = false;
  std::string Bytes;
};

/// Deeply nested code makes clang recurse; the kernel gives a process the stack it asks for here.
void allowDeepRecursion() {
  constexpr rlim_t Wanted = 64 << 20;
  rlimit Limit;
  if (getrlimit(RLIMIT_STACK, &Limit) == 0 && Limit.rlim_cur < Wanted &&
      (Limit.rlim_max == RLIM_INFINITY || Limit.rlim_max >= Wanted)) {
    Limit.rlim_cur = Wanted;
    setrlimit(RLIMIT_STACK, &Limit);
  }
}

void limitMemory(size_t Megabytes) {
  if (!Megabytes)
    return;
  rlimit Limit;
  Limit.rlim_cur = Limit.rlim_max = static_cast<rlim_t>(Megabytes) << 20;
  setrlimit(RLIMIT_AS, &Limit);
  std::set_new_handler([] { _exit(OutOfMemory); });
  llvm::install_bad_alloc_error_handler([](void *, const char *, bool) { _exit(OutOfMemory); });
}

std::optional<Worker> start(size_t Unit, bool Careful, const Limits &Most, Work Lint) {
  auto C = startChild([&](int Pipe) {
    allowDeepRecursion();
    limitMemory(Most.Megabytes);
    writeAll(Pipe, encode(Lint(Unit, Careful)));
  });
  if (!C)
    return std::nullopt;
  auto Until = Most.Time.count() ? Clock::now() + Most.Time : Clock::time_point::max();
  return Worker{*C, Unit, Careful, Until, false, {}};
}

Outcome finish(Worker &W, const Limits &Most) {
  int Status = endOf(W.C);
  Outcome Result;
  if (W.TooLong)
    Result.Trouble = "took longer than " +
                     std::to_string(std::chrono::ceil<std::chrono::seconds>(Most.Time).count()) +
                     " s (--unit-time)";
  else if (WIFSIGNALED(Status))
    Result.Trouble = "crashed with signal " + std::to_string(WTERMSIG(Status)) + " (" +
                     strsignal(WTERMSIG(Status)) + ")";
  else if (WEXITSTATUS(Status) == OutOfMemory)
    Result.Trouble =
        "wanted more than " + std::to_string(Most.Megabytes) + " MB of memory (--unit-memory)";
  else if (!(Result.Result = decode(W.Bytes)))
    Result.Trouble = "stopped early with exit code " + std::to_string(WEXITSTATUS(Status));
  return Result;
}

/// Whether a second, slower try may end better.
bool mayRecover(const Worker &W, const Outcome &Result, const Limits &Most) {
  return !Result.Result && !W.Careful && !W.TooLong && !Most.Megabytes;
}

/// For poll(): how long until the first worker's time is over.
int wait(llvm::ArrayRef<Worker> Running) {
  auto First = Clock::time_point::max();
  for (const Worker &W : Running)
    if (!W.TooLong)
      First = std::min(First, W.Until);
  if (First == Clock::time_point::max())
    return -1;
  auto Left = std::chrono::ceil<std::chrono::milliseconds>(First - Clock::now()).count();
  return static_cast<int>(std::clamp<long>(Left, 0, 1 << 30));
}

} // namespace

void runWorkers(size_t Count, unsigned Jobs, const Limits &Most, Work Lint,
                llvm::function_ref<void(size_t, Outcome)> Done) {
  std::vector<Worker> Running;
  std::vector<size_t> Again; ///< Units that crashed once.
  size_t Next = 0;
  while (Next < Count || !Again.empty() || !Running.empty()) {
    if (interrupted()) {
      for (const Worker &W : Running) {
        kill(W.C);
        endOf(W.C);
      }
      return;
    }
    while ((Next < Count || !Again.empty()) && Running.size() < Jobs) {
      bool Careful = !Again.empty();
      size_t Unit = Careful ? Again.back() : Next;
      std::optional<Worker> W = start(Unit, Careful, Most, Lint);
      int Why = errno;
      if (!W && !Running.empty())
        break; // Out of processes or files: go on with those that there are.
      if (Careful)
        Again.pop_back();
      else
        ++Next;
      if (W)
        Running.push_back(std::move(*W));
      else
        Done(Unit, {std::nullopt, std::string("could not be started: ") + std::strerror(Why)});
    }

    std::vector<pollfd> Pipes;
    for (const Worker &W : Running)
      Pipes.push_back({W.C.Pipe, POLLIN, 0});
    if (poll(Pipes.data(), Pipes.size(), wait(Running)) < 0)
      continue; // Interrupted.
    for (Worker &W : Running)
      if (!W.TooLong && Clock::now() >= W.Until) {
        W.TooLong = true;
        kill(W.C); // Which ends its pipe.
      }
    // From behind, so that those that end can be taken out.
    for (size_t I = Pipes.size(); I-- > 0;) {
      if (!Pipes[I].revents)
        continue;
      Worker &W = Running[I];
      char Buffer[65536];
      ssize_t Got = read(W.C.Pipe, Buffer, sizeof Buffer);
      if (Got > 0) {
        W.Bytes.append(Buffer, static_cast<size_t>(Got));
      } else if (Got == 0 || errno != EINTR) {
        Worker Ended = std::move(W);
        Running.erase(Running.begin() + static_cast<std::ptrdiff_t>(I));
        Outcome Result = finish(Ended, Most);
        if (mayRecover(Ended, Result, Most))
          Again.push_back(Ended.Unit);
        else
          Done(Ended.Unit, std::move(Result));
      }
    }
  }
}

} // namespace cotidy::driver
