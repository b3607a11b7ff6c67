// SPDX-License-Identifier: Apache-2.0
// A program under test: starts it, asks it for runs, and takes what they were like.
#ifndef COTIDY_VALIDATE_PROGRAM_H
#define COTIDY_VALIDATE_PROGRAM_H

#include "support/Record.h"
#include <memory>
#include <string>
#include <sys/types.h>
#include <vector>

namespace cotidy::validate {

/// One run of one version of the program.
struct Run {
  Request Asked;
  Reply Process{};
  RecordHead Seen{};
  std::string Out, Err;
  std::vector<Event> Timeline; ///< Empty unless it was asked for.
  std::vector<std::string> Names;

  /// Whether the run went wrong in a way that no fix may bring in. Empty if not.
  std::string trouble() const;
  /// What a user of the program sees of a run without a fault, in a form that can be compared.
  std::string result() const;
};

class Program {
public:
  /// \returns nothing if the program cannot be started.
  static std::unique_ptr<Program> start(const std::string &Path);
  ~Program();
  Program(const Program &) = delete;
  Program &operator=(const Program &) = delete;

  /// \returns nothing when the program is gone.
  std::unique_ptr<Run> run(const Request &Wanted);

private:
  Program(pid_t Process, int To, int From) : Process(Process), To(To), From(From) {}

  pid_t Process;
  int To, From;
};

/// "exception", "cancel", "destroy", "none".
const char *nameOf(Fault F);

} // namespace cotidy::validate

#endif
