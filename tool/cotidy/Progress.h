// SPDX-License-Identifier: Apache-2.0
// The bar on the terminal while units are linted.
#ifndef COTIDY_TOOL_PROGRESS_H
#define COTIDY_TOOL_PROGRESS_H

#include <chrono>
#include <cstddef>

namespace cotidy::driver {

class Progress {
public:
  /// Shows nothing unless standard error is a terminal.
  Progress(size_t Total, bool Quiet);
  ~Progress() { hide(); }

  void show(size_t Done);
  /// Takes the bar away, so that other lines can be printed.
  void hide();

private:
  size_t Total;
  bool Enabled;
  bool Shown = false;
  std::chrono::steady_clock::time_point Started = std::chrono::steady_clock::now();
};

} // namespace cotidy::driver

#endif
