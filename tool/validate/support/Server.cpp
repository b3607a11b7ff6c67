// SPDX-License-Identifier: Apache-2.0
// What a program under test does first: starts a process for each run that is asked for, so that no
// run sees what another has left, and none can take the others down.
#include "Inside.h"
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cotidy::validate {

bool UnderTest = false;

namespace {

bool readAll(int From, void *Into, size_t Size) {
  auto *At = static_cast<char *>(Into);
  while (Size > 0) {
    const ssize_t Got = ::read(From, At, Size);
    if (Got < 0 && errno == EINTR)
      continue;
    if (Got <= 0)
      return false;
    At += Got;
    Size -= static_cast<size_t>(Got);
  }
  return true;
}

bool writeAll(int To, const void *From, size_t Size) {
  const auto *At = static_cast<const char *>(From);
  while (Size > 0) {
    const ssize_t Put = ::write(To, At, Size);
    if (Put < 0 && errno == EINTR)
      continue;
    if (Put <= 0)
      return false;
    At += Put;
    Size -= static_cast<size_t>(Put);
  }
  return true;
}

// FNV-1a.
uint64_t hashOf(const char *Text, size_t Size) {
  uint64_t Hash = 0xcbf29ce484222325u;
  for (size_t I = 0; I < Size; ++I)
    Hash = (Hash ^ static_cast<unsigned char>(Text[I])) * 0x100000001b3u;
  return Hash;
}

// What a run prints: a file in memory, emptied before each.
struct Capture {
  int File;
  std::string Text;

  explicit Capture(const char *Name) : File(::memfd_create(Name, MFD_CLOEXEC)) {}
  void empty() const {
    (void)!::ftruncate(File, 0);
    ::lseek(File, 0, SEEK_SET);
  }
  void take() {
    const off_t Size = ::lseek(File, 0, SEEK_END);
    Text.resize(Size > 0 ? static_cast<size_t>(Size) : 0);
    if (!Text.empty())
      Text.resize(
          static_cast<size_t>(std::max<ssize_t>(0, ::pread(File, Text.data(), Text.size(), 0))));
  }
};

class Server {
public:
  Server(int In, int Out) : In(In), Out(Out), Printed("stdout"), Complained("stderr") {
    Shared = static_cast<Record *>(
        ::mmap(nullptr, sizeof(Record), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  }

  // Returns in the processes that are to run the program.
  void serve() {
    Request Next;
    while (readAll(In, &Next, sizeof Next)) {
      // The names and the timeline are long, and only sometimes wanted.
      std::memset(static_cast<void *>(Shared), 0,
                  Next.WantsEvents ? sizeof(Record) : sizeof(RecordHead));
      Shared->End = Shared->Target = Ending::None;
      Printed.empty();
      Complained.empty();
      const pid_t Process = ::fork();
      if (Process == 0) {
        become(Next);
        return;
      }
      Reply Answer{};
      Answer.Signal = SIGKILL;
      if (Process > 0)
        wait(Process, Next, Answer);
      if (!send(Answer, Next.WantsEvents))
        break;
    }
    ::_exit(0);
  }

private:
  void become(const Request &Wanted) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const rlimit None{0, 0};
    ::setrlimit(RLIMIT_CORE, &None);
    ::close(In);
    ::close(Out);
    const int Nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::dup2(Nothing, 0);
    ::close(Nothing);
    ::dup2(Printed.File, 1);
    ::dup2(Complained.File, 2);
    std::set_terminate([] {
      // What was printed counts as printed.
      std::fflush(nullptr);
      Instance->Shared->Uncaught = 1;
      ::_exit(134);
    });
    Instance = this;
    UnderTest = true;
    watchRuns(Wanted, *Shared);
  }

  static void wait(pid_t Process, const Request &Wanted, Reply &Answer) {
    const int Handle = static_cast<int>(::syscall(SYS_pidfd_open, Process, 0));
    pollfd Ended{Handle, POLLIN, 0};
    int Ready = 0;
    while ((Ready = ::poll(&Ended, 1, static_cast<int>(Wanted.TimeoutMs))) < 0 && errno == EINTR) {
    }
    if (Ready == 0) {
      Answer.TimedOut = 1;
      ::kill(Process, SIGKILL);
    }
    int Status = 0;
    while (::waitpid(Process, &Status, 0) < 0 && errno == EINTR) {
    }
    ::kill(-Process, SIGKILL); // what it has started itself
    if (Handle >= 0)
      ::close(Handle);
    Answer.Signal = WIFSIGNALED(Status) ? WTERMSIG(Status) : 0;
    Answer.ExitCode = WIFEXITED(Status) ? WEXITSTATUS(Status) : -1;
  }

  bool send(Reply &Answer, bool WithEvents) {
    Printed.take();
    Complained.take();
    Answer.OutHash = hashOf(Printed.Text.data(), Printed.Text.size());
    Answer.OutSize = static_cast<uint32_t>(std::min<size_t>(Printed.Text.size(), MostOutput));
    Answer.ErrSize = static_cast<uint32_t>(std::min<size_t>(Complained.Text.size(), 4096));
    Answer.RecordSize = static_cast<uint32_t>(WithEvents ? sizeof(Record) : sizeof(RecordHead));
    return writeAll(Out, &Answer, sizeof Answer) && writeAll(Out, Shared, Answer.RecordSize) &&
           writeAll(Out, Printed.Text.data(), Answer.OutSize) &&
           writeAll(Out, Complained.Text.data(), Answer.ErrSize);
  }

  static Server *Instance;
  int In, Out;
  Capture Printed, Complained;
  Record *Shared;
};

Server *Server::Instance = nullptr;

} // namespace
} // namespace cotidy::validate

extern "C" int __real_main(int, char **, char **);

// An exception that nobody catches ends the process where it is thrown, with all that run() holds
// still open. Caught here, it has left the run before the program ends as it would have.
extern "C" int __wrap_main(int Argc, char **Argv, char **Env) {
  if (!cotidy::validate::UnderTest)
    return __real_main(Argc, Argv, Env);
  try {
    return __real_main(Argc, Argv, Env);
  } catch (...) {
    std::terminate();
  }
}

// Before the program's own objects are made: those of a run, and the threads that they start, are
// its process's own.
__attribute__((constructor(101))) static void serveRuns() {
  using namespace cotidy::validate;
  int In = -1, Out = -1;
  const char *Ends = std::getenv(Variable);
  if (!Ends || std::sscanf(Ends, "%d,%d", &In, &Out) != 2)
    return;
  ::unsetenv(Variable);
  ::fcntl(In, F_SETFD, FD_CLOEXEC);
  ::fcntl(Out, F_SETFD, FD_CLOEXEC);
  (new Server(In, Out))->serve();
}
