// SPDX-License-Identifier: Apache-2.0
// The pipes to a program under test.
#include "Program.h"
#include "llvm/ADT/StringExtras.h"
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cotidy::validate {

const char *nameOf(Fault F) {
  switch (F) {
  case Fault::None:
    return "none";
  case Fault::Exception:
    return "exception";
  case Fault::Cancel:
    return "cancel";
  case Fault::Destroy:
    return "destroy";
  }
  return "";
}

std::string Run::trouble() const {
  if (Process.TimedOut)
    return "it is still running after " + std::to_string(Asked.TimeoutMs) + " ms of real time";
  if (Seen.NeverEnds)
    return "it does not end (stopped after " + std::to_string(Asked.MostSteps) + " steps)";
  if (Process.Signal)
    return std::string("it crashes: ") + strsignal(Process.Signal);
  if (Seen.End == Ending::Deadlock)
    return "it deadlocks";
  return "";
}

std::string Run::result() const {
  std::string Wrong = trouble();
  if (!Wrong.empty())
    return Wrong;
  std::string Text =
      Seen.Uncaught ? "an uncaught exception" : "exit code " + std::to_string(Process.ExitCode);
  return Text + ", " + llvm::utohexstr(Process.OutHash);
}

static bool writeAll(int To, const void *From, size_t Size) {
  const auto *At = static_cast<const char *>(From);
  while (Size > 0) {
    ssize_t Put = write(To, At, Size);
    if (Put < 0 && errno == EINTR)
      continue;
    if (Put <= 0)
      return false;
    At += Put;
    Size -= static_cast<size_t>(Put);
  }
  return true;
}

static bool readAll(int From, void *Into, size_t Size) {
  auto *At = static_cast<char *>(Into);
  while (Size > 0) {
    ssize_t Got = read(From, At, Size);
    if (Got < 0 && errno == EINTR)
      continue;
    if (Got <= 0)
      return false;
    At += Got;
    Size -= static_cast<size_t>(Got);
  }
  return true;
}

std::unique_ptr<Program> Program::start(const std::string &Path) {
  // Closed on exec: two programs that start at once must not hold each other's pipes open.
  int Requests[2], Replies[2];
  if (pipe2(Requests, O_CLOEXEC) != 0)
    return nullptr;
  if (pipe2(Replies, O_CLOEXEC) != 0) {
    close(Requests[0]);
    close(Requests[1]);
    return nullptr;
  }
  const pid_t Parent = getpid();
  const pid_t Child = fork();
  if (Child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != Parent)
      _exit(1);
    // Out of the way of the numbers that they are moved to.
    const int In = fcntl(Requests[0], F_DUPFD_CLOEXEC, 100);
    const int Out = fcntl(Replies[1], F_DUPFD_CLOEXEC, 100);
    dup2(In, 60);
    dup2(Out, 61);
    const int Nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    dup2(Nothing, 0);
    dup2(Nothing, 1);
    dup2(Nothing, 2);
    signal(SIGPIPE, SIG_DFL);
    setenv(Variable, "60,61", 1);
    const char *Args[] = {Path.c_str(), nullptr};
    execv(Path.c_str(), const_cast<char **>(Args));
    _exit(127);
  }
  close(Requests[0]);
  close(Replies[1]);
  if (Child < 0) {
    close(Requests[1]);
    close(Replies[0]);
    return nullptr;
  }
  return std::unique_ptr<Program>(new Program(Child, Requests[1], Replies[0]));
}

Program::~Program() {
  close(To);
  close(From);
  // It ends by itself unless a run is under way.
  kill(Process, SIGKILL);
  while (waitpid(Process, nullptr, 0) < 0 && errno == EINTR) {
  }
}

std::unique_ptr<Run> Program::run(const Request &Wanted) {
  auto Result = std::make_unique<Run>();
  Result->Asked = Wanted;
  if (!writeAll(To, &Wanted, sizeof Wanted) ||
      !readAll(From, &Result->Process, sizeof Result->Process))
    return nullptr;
  const Reply &Head = Result->Process;
  if (Head.RecordSize == sizeof(Record)) {
    auto Whole = std::make_unique<Record>();
    if (!readAll(From, Whole.get(), sizeof(Record)))
      return nullptr;
    Result->Seen = *Whole;
    Result->Timeline.assign(Whole->Timeline, Whole->Timeline + std::min(Whole->Events, MostEvents));
    for (const auto &Name : Whole->Names)
      Result->Names.emplace_back(Name, strnlen(Name, NameSize));
  } else if (!readAll(From, &Result->Seen, sizeof Result->Seen)) {
    return nullptr;
  }
  Result->Out.resize(Head.OutSize);
  Result->Err.resize(Head.ErrSize);
  if (!readAll(From, Result->Out.data(), Head.OutSize) ||
      !readAll(From, Result->Err.data(), Head.ErrSize))
    return nullptr;
  return Result;
}

} // namespace cotidy::validate
