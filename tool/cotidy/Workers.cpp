// SPDX-License-Identifier: Apache-2.0
// Runs each unit in a process of its own, several at once.
//
// A process and no thread: a crash in one unit, and clang has them, then costs that unit alone, and
// nothing that a unit allocates need be freed.
#include "Workers.h"
#include "Wire.h"
#include "llvm/Support/raw_ostream.h"
#include <cerrno>
#include <csignal>
#include <cstring>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cotidy::driver {
namespace {

struct Worker {
  pid_t Process;
  int Pipe;
  size_t Unit;
  bool Careful;
  std::string Bytes;
};

void writeAll(int File, llvm::StringRef Bytes) {
  while (!Bytes.empty()) {
    ssize_t Written = write(File, Bytes.data(), Bytes.size());
    if (Written < 0 && errno != EINTR)
      _exit(1);
    if (Written > 0)
      Bytes = Bytes.drop_front(static_cast<size_t>(Written));
  }
}

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

std::optional<Worker> start(size_t Unit, bool Careful, Work Lint) {
  int Ends[2];
  if (pipe(Ends) != 0)
    return std::nullopt;
  llvm::outs().flush();
  llvm::errs().flush();
  pid_t Parent = getpid();
  pid_t Process = fork();
  if (Process < 0) {
    close(Ends[0]);
    close(Ends[1]);
    return std::nullopt;
  }
  if (Process == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != Parent)
      _exit(1);
    close(Ends[0]);
    allowDeepRecursion();
    writeAll(Ends[1], encode(Lint(Unit, Careful)));
    llvm::errs().flush();
    _exit(0);
  }
  close(Ends[1]);
  return Worker{Process, Ends[0], Unit, Careful, {}};
}

Outcome finish(Worker &W) {
  close(W.Pipe);
  int Status = 0;
  while (waitpid(W.Process, &Status, 0) < 0 && errno == EINTR)
    ;
  Outcome Result;
  if (WIFSIGNALED(Status))
    Result.Trouble = "crashed with signal " + std::to_string(WTERMSIG(Status)) + " (" +
                     strsignal(WTERMSIG(Status)) + ")";
  else if (!(Result.Result = decode(W.Bytes)))
    Result.Trouble = "stopped early with exit code " + std::to_string(WEXITSTATUS(Status));
  return Result;
}

} // namespace

void runWorkers(size_t Count, unsigned Jobs, Work Lint,
                llvm::function_ref<void(size_t, Outcome)> Done) {
  std::vector<Worker> Running;
  std::vector<size_t> Again; ///< Units that crashed once.
  size_t Next = 0;
  while (Next < Count || !Again.empty() || !Running.empty()) {
    while ((Next < Count || !Again.empty()) && Running.size() < Jobs) {
      bool Careful = !Again.empty();
      size_t Unit = Careful ? Again.back() : Next;
      std::optional<Worker> W = start(Unit, Careful, Lint);
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
      Pipes.push_back({W.Pipe, POLLIN, 0});
    if (poll(Pipes.data(), Pipes.size(), -1) < 0)
      continue; // Interrupted.
    // From behind, so that those that end can be taken out.
    for (size_t I = Pipes.size(); I-- > 0;) {
      if (!Pipes[I].revents)
        continue;
      Worker &W = Running[I];
      char Buffer[65536];
      ssize_t Got = read(W.Pipe, Buffer, sizeof Buffer);
      if (Got > 0) {
        W.Bytes.append(Buffer, static_cast<size_t>(Got));
      } else if (Got == 0 || errno != EINTR) {
        size_t Unit = W.Unit;
        bool Careful = W.Careful;
        Outcome Result = finish(W);
        Running.erase(Running.begin() + static_cast<std::ptrdiff_t>(I));
        if (Result.Result || Careful)
          Done(Unit, std::move(Result));
        else
          Again.push_back(Unit);
      }
    }
  }
}

} // namespace cotidy::driver
