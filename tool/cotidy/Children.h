// SPDX-License-Identifier: Apache-2.0
// Child processes that write into a pipe, and what ends them.
#ifndef COTIDY_TOOL_CHILDREN_H
#define COTIDY_TOOL_CHILDREN_H

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"
#include <chrono>
#include <optional>
#include <string>
#include <sys/types.h>

namespace cotidy::driver {

struct Child {
  pid_t Process;
  int Pipe; ///< To read from.
};

/// Runs \p Body in a child, which ends with it, and dies with this process. \returns nothing, and
/// errno, if there can be none now.
std::optional<Child> startChild(llvm::function_ref<void(int Pipe)> Body);

/// Writes all of \p Bytes; ends the process if nobody reads them.
void writeAll(int Pipe, llvm::StringRef Bytes);

/// Closes the pipe and waits. \returns the child's status, as waitpid() gives it.
int endOf(const Child &C);
void kill(const Child &C);

/// From now on SIGINT and the like set a mark; the second one ends the process.
void noticeInterrupts();
bool interrupted();

/// What each unit may cost. 0: any amount.
struct Limits {
  std::chrono::milliseconds Time{0};
  size_t Megabytes = 0;
};

} // namespace cotidy::driver

#endif
