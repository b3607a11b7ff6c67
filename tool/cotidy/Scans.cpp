// SPDX-License-Identifier: Apache-2.0
// Scans all units of a run in a few processes.
//
// A few, as the scans of units share what they read; processes, as what makes clang crash can stand
// in a directive, too.
#include "Scans.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace cotidy::driver {
namespace {
using Clock = std::chrono::steady_clock;

/// One process, and the units that it has still to look at.
struct Stream {
  Child C;
  std::vector<size_t> Units;
  size_t Known = 0; ///< How many of them have been told of.
  std::string Bytes;
  Clock::time_point Since = Clock::now();
};

/// One line for each unit: whether it matters, whether it is touched, and its key.
std::string lineOf(const Scanned &Of) {
  return std::string(Of.Matters ? "1" : "0") + (Of.Touched ? "1" : "0") + Of.Key + "\n";
}

Scanned scannedOf(llvm::StringRef Line) {
  if (Line.size() < 2)
    return {};
  return {Line[0] != '0', Line[1] != '0', Line.drop_front(2).str()};
}

std::optional<Stream> start(std::vector<size_t> Units, llvm::function_ref<Scanned(size_t)> Look) {
  auto C = startChild([&](int Pipe) {
    for (size_t Unit : Units)
      writeAll(Pipe, lineOf(Look(Unit)));
  });
  if (!C)
    return std::nullopt;
  return Stream{*C, std::move(Units), 0, {}, Clock::now()};
}

void take(Stream &S, std::vector<Scanned> &Result) {
  size_t End;
  while (S.Known < S.Units.size() && (End = S.Bytes.find('\n')) != std::string::npos) {
    Result[S.Units[S.Known++]] = scannedOf(llvm::StringRef(S.Bytes).take_front(End));
    S.Bytes.erase(0, End + 1);
    S.Since = Clock::now();
  }
}

} // namespace

std::vector<Scanned> scanAll(size_t Count, unsigned Jobs, const Limits &Most,
                             llvm::function_ref<Scanned(size_t)> Look) {
  std::vector<Scanned> Result(Count);
  std::vector<Stream> Running;
  auto Start = [&](std::vector<size_t> Units) {
    if (Units.empty())
      return;
    // Without a process the units stay unknown, and are linted.
    if (auto S = start(std::move(Units), Look))
      Running.push_back(std::move(*S));
  };
  // Neighbours are alike in size, so that they go to different processes.
  for (size_t First = 0; First < Jobs; ++First) {
    std::vector<size_t> Units;
    for (size_t Unit = First; Unit < Count; Unit += Jobs)
      Units.push_back(Unit);
    Start(std::move(Units));
  }
  while (!Running.empty()) {
    if (interrupted()) {
      for (const Stream &S : Running) {
        kill(S.C);
        endOf(S.C);
      }
      break;
    }
    std::vector<pollfd> Pipes;
    for (const Stream &S : Running)
      Pipes.push_back({S.C.Pipe, POLLIN, 0});
    if (poll(Pipes.data(), Pipes.size(), Most.Time.count() ? 100 : -1) < 0)
      continue; // Interrupted.
    for (size_t I = Pipes.size(); I-- > 0;) {
      Stream &S = Running[I];
      if (Most.Time.count() && Clock::now() - S.Since > Most.Time)
        kill(S.C); // Which ends its pipe.
      if (!Pipes[I].revents)
        continue;
      char Buffer[65536];
      ssize_t Got = read(S.C.Pipe, Buffer, sizeof Buffer);
      if (Got < 0 && errno == EINTR)
        continue;
      if (Got > 0) {
        S.Bytes.append(Buffer, static_cast<size_t>(Got));
        take(S, Result);
        continue;
      }
      endOf(S.C);
      // The unit that ended it stays unknown; another process looks at the rest.
      std::vector<size_t> Rest;
      if (S.Known < S.Units.size())
        Rest.assign(S.Units.begin() + static_cast<std::ptrdiff_t>(S.Known) + 1, S.Units.end());
      Running.erase(Running.begin() + static_cast<std::ptrdiff_t>(I));
      Start(std::move(Rest));
    }
  }
  return Result;
}

} // namespace cotidy::driver
