// SPDX-License-Identifier: Apache-2.0
// What the runtime throws by itself.
#pragma once

#include <exception>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace cotidy::rt {

// Thrown where a cancelled task is suspended. Not a std::exception, so that a handler for errors
// lets it pass. Whoever catches it cleans up (cleanup may await) and rethrows it.
class cancelled final {};

// Thrown by timeout() when the time was up before the work was done.
class timed_out : public std::runtime_error {
public:
  timed_out() : std::runtime_error("timed out") {}
};

// Thrown by run() when no task can ever run again; what() says who waits for whom, and where.
class deadlock : public std::runtime_error {
public:
  explicit deadlock(const std::string &report) : std::runtime_error(report) {}
};

// Thrown by a channel that is closed and, for receivers, drained.
class closed : public std::runtime_error {
public:
  closed() : std::runtime_error("the channel is closed") {}
};

// Every error of a task group's children, in the order in which they arrived.
class group_error : public std::exception {
public:
  explicit group_error(std::vector<std::exception_ptr> errors)
      : errors_(std::move(errors)),
        what_(std::to_string(errors_.size()) + " task(s) of a group failed") {}
  const char *what() const noexcept override { return what_.c_str(); }
  const std::vector<std::exception_ptr> &errors() const noexcept { return errors_; }

private:
  std::vector<std::exception_ptr> errors_;
  std::string what_;
};

} // namespace cotidy::rt
