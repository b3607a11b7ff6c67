// SPDX-License-Identifier: Apache-2.0
// Child processes that write into a pipe, and what ends them.
#include "Children.h"
#include "llvm/Support/Signals.h"
#include "llvm/Support/raw_ostream.h"
#include <atomic>
#include <cerrno>
#include <csignal>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cotidy::driver {

static std::atomic<bool> Interrupted = false;

void noticeInterrupts() {
  llvm::sys::SetInterruptFunction([] { Interrupted = true; });
}
bool interrupted() { return Interrupted; }

void writeAll(int Pipe, llvm::StringRef Bytes) {
  while (!Bytes.empty()) {
    ssize_t Written = write(Pipe, Bytes.data(), Bytes.size());
    if (Written < 0 && errno != EINTR)
      _exit(1);
    if (Written > 0)
      Bytes = Bytes.drop_front(static_cast<size_t>(Written));
  }
}

std::optional<Child> startChild(llvm::function_ref<void(int Pipe)> Body) {
  int Ends[2];
  if (pipe(Ends) != 0)
    return std::nullopt;
  llvm::outs().flush();
  llvm::errs().flush();
  pid_t Parent = getpid();
  pid_t Process = fork();
  if (Process < 0) {
    int Why = errno;
    close(Ends[0]);
    close(Ends[1]);
    errno = Why;
    return std::nullopt;
  }
  if (Process == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != Parent)
      _exit(1);
    // A terminal sends Ctrl-C to all; the parent decides what becomes of its children.
    signal(SIGINT, SIG_IGN);
    close(Ends[0]);
    Body(Ends[1]);
    llvm::errs().flush();
    _exit(0);
  }
  close(Ends[1]);
  return Child{Process, Ends[0]};
}

int endOf(const Child &C) {
  close(C.Pipe);
  int Status = 0;
  while (waitpid(C.Process, &Status, 0) < 0 && errno == EINTR)
    ;
  return Status;
}

void kill(const Child &C) { ::kill(C.Process, SIGKILL); }

} // namespace cotidy::driver
