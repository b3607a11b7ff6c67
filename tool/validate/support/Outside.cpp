// SPDX-License-Identifier: Apache-2.0
// What takes its time outside of the program under test: files, names, processes, other machines.
// Each call is made for real and then costs, virtually, what a slow system might take for it.
#include "Inside.h"
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <fcntl.h>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cotidy::validate {
namespace {

using namespace std::chrono_literals;

constexpr auto OfFile = 120ms, OfName = 200ms, OfProcess = 300ms, OfPeer = 200ms;

template <class F> F *real(const char *Name) {
  return reinterpret_cast<F *>(::dlsym(RTLD_NEXT, Name));
}

// Standard streams are files of the validator's.
bool isOwnFile(int File) {
  struct stat What;
  return UnderTest && File > 2 && ::fstat(File, &What) == 0 && S_ISREG(What.st_mode);
}
bool isOwnStream(std::FILE *Stream) {
  return UnderTest && Stream && Stream != stdout && Stream != stderr && Stream != stdin;
}
bool mayBlock(int Socket) {
  return UnderTest && Socket > 2 && (::fcntl(Socket, F_GETFL) & O_NONBLOCK) == 0;
}

} // namespace
} // namespace cotidy::validate

using namespace cotidy::validate;

// `NAME(args)` is called; while the condition holds it costs the time.
#define COTIDY_COSTS(Result, Name, Params, Args, When, Time)                                       \
  Result Name Params {                                                                             \
    static auto *const Real = real<Result Params>(#Name);                                          \
    if (When)                                                                                      \
      takesTime(Time);                                                                             \
    return Real Args;                                                                              \
  }

extern "C" {

COTIDY_COSTS(std::FILE *, fopen, (const char *Path, const char *Mode), (Path, Mode), UnderTest,
             OfFile)
COTIDY_COSTS(std::FILE *, fopen64, (const char *Path, const char *Mode), (Path, Mode), UnderTest,
             OfFile)
COTIDY_COSTS(size_t, fread, (void *To, size_t Size, size_t Count, std::FILE *Stream),
             (To, Size, Count, Stream), isOwnStream(Stream), OfFile)
COTIDY_COSTS(size_t, fwrite, (const void *From, size_t Size, size_t Count, std::FILE *Stream),
             (From, Size, Count, Stream), isOwnStream(Stream), OfFile)
COTIDY_COSTS(char *, fgets, (char *To, int Size, std::FILE *Stream), (To, Size, Stream),
             isOwnStream(Stream), OfFile)
COTIDY_COSTS(int, fputs, (const char *Text, std::FILE *Stream), (Text, Stream), isOwnStream(Stream),
             OfFile)
COTIDY_COSTS(int, fflush, (std::FILE * Stream), (Stream), isOwnStream(Stream), OfFile)
// What getline() is.
COTIDY_COSTS(ssize_t, __getdelim, (char **To, size_t *Size, int Until, std::FILE *Stream),
             (To, Size, Until, Stream), isOwnStream(Stream), OfFile)
COTIDY_COSTS(ssize_t, read, (int File, void *To, size_t Size), (File, To, Size), isOwnFile(File),
             OfFile)
COTIDY_COSTS(ssize_t, write, (int File, const void *From, size_t Size), (File, From, Size),
             isOwnFile(File), OfFile)
COTIDY_COSTS(ssize_t, writev, (int File, const iovec *From, int Count), (File, From, Count),
             isOwnFile(File), OfFile)
COTIDY_COSTS(int, fsync, (int File), (File), UnderTest, OfFile)
COTIDY_COSTS(int, fdatasync, (int File), (File), UnderTest, OfFile)

COTIDY_COSTS(int, getaddrinfo,
             (const char *Node, const char *Service, const addrinfo *Hints, addrinfo **Found),
             (Node, Service, Hints, Found), UnderTest, OfName)
COTIDY_COSTS(hostent *, gethostbyname, (const char *Name), (Name), UnderTest, OfName)

COTIDY_COSTS(int, system, (const char *Command), (Command), UnderTest, OfProcess)
COTIDY_COSTS(int, pclose, (std::FILE * Stream), (Stream), UnderTest, OfProcess)
COTIDY_COSTS(pid_t, waitpid, (pid_t Process, int *Status, int Flags), (Process, Status, Flags),
             UnderTest && !(Flags & WNOHANG), OfProcess)

COTIDY_COSTS(int, connect, (int Socket, const sockaddr *To, socklen_t Size), (Socket, To, Size),
             mayBlock(Socket), OfPeer)
COTIDY_COSTS(ssize_t, recv, (int Socket, void *To, size_t Size, int Flags),
             (Socket, To, Size, Flags), mayBlock(Socket) && !(Flags & MSG_DONTWAIT), OfPeer)
COTIDY_COSTS(int, accept, (int Socket, sockaddr *From, socklen_t *Size), (Socket, From, Size),
             mayBlock(Socket), OfPeer)

int open(const char *Path, int Flags, ...) {
  static auto *const Real = real<int(const char *, int, ...)>("open");
  mode_t Mode = 0;
  if (Flags & (O_CREAT | __O_TMPFILE)) {
    va_list More;
    va_start(More, Flags);
    Mode = va_arg(More, mode_t);
    va_end(More);
  }
  if (UnderTest)
    takesTime(OfFile);
  return Real(Path, Flags, Mode);
}

} // extern "C"
