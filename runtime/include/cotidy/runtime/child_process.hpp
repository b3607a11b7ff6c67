// SPDX-License-Identifier: Apache-2.0
// child_process: other programs, started and awaited.
#pragma once

#include <source_location>
#include <string>
#include <vector>

#include "cotidy/runtime/net.hpp"

namespace cotidy::rt {

struct child_options {
  bool pipe_in = false;  // in() writes to its standard input; otherwise it has ours
  bool pipe_out = false; // out() reads its standard output; otherwise it has ours
};

// A program that runs. Dropped before it was awaited to its end, it is killed.
class child_process {
public:
  // Looks the program up in PATH. Not for simulations. Throws std::system_error when it cannot be
  // started.
  static child_process start(const std::vector<std::string> &command, child_options options = {},
                             std::source_location here = std::source_location::current());

  child_process(child_process &&other) noexcept;
  child_process &operator=(child_process &&) = delete;
  ~child_process();

  stream &in() noexcept { return in_; } // close it, and the program reads the end
  stream &out() noexcept { return out_; }
  int pid() const noexcept { return pid_; }

  // Suspends until it has ended: its exit code, or 128 and the number of the signal that ended it.
  task<int> wait();
  void kill(int signal) noexcept;

private:
  friend task<struct finished_process> run_process(std::vector<std::string> command);

  child_process() noexcept = default;
  static child_process launch(const std::vector<std::string> &command, child_options options,
                              std::source_location here);
  // To the end, on whatever thread calls it.
  struct finished_process finish_blocking();

  int pid_ = -1;
  detail::descriptor process_;
  stream in_;
  stream out_;
};

// Runs a program to its end; gives what it wrote to its standard output, and its exit code. In a
// simulation it really runs, in no time, when the virtual time that it takes is over.
struct finished_process {
  int exit_code;
  std::string output;
};
task<finished_process> run_process(std::vector<std::string> command);

} // namespace cotidy::rt
