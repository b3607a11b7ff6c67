// SPDX-License-Identifier: Apache-2.0
// The bar on the terminal while units are linted.
#include "Progress.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>
#include <string>

namespace cotidy::driver {

Progress::Progress(size_t Total, bool Quiet)
    : Total(Total), Enabled(!Quiet && Total > 1 && llvm::sys::Process::StandardErrIsDisplayed()) {}

/// How fast it goes, and how long it will still take, once that can be told.
static std::string speed(double Seconds, size_t Done, size_t Total) {
  if (Seconds < 1 || !Done)
    return "";
  double Rate = static_cast<double>(Done) / Seconds;
  return llvm::formatv(", {0:f1}/s, {1:f0} s left", Rate, static_cast<double>(Total - Done) / Rate);
}

void Progress::show(size_t Done) {
  if (!Enabled)
    return;
  std::string Count = " " + std::to_string(Done) + "/" + std::to_string(Total) + " units";
  std::chrono::duration<double> Since = std::chrono::steady_clock::now() - Started;
  Count += speed(Since.count(), Done, Total);
  unsigned Columns = llvm::sys::Process::StandardErrColumns();
  Columns = Columns ? std::max(20u, Columns) : 80; // Not every terminal knows.
  size_t Width = std::min<size_t>(40, Columns - std::min<size_t>(Columns - 4, Count.size() + 4));
  size_t Full = Width * Done / Total;
  llvm::errs() << "\r[" << std::string(Full, '#') << std::string(Width - Full, '.') << "]" << Count;
  llvm::errs().flush();
  Shown = true;
}

void Progress::hide() {
  if (!Shown)
    return;
  llvm::errs() << "\r\033[K";
  llvm::errs().flush();
  Shown = false;
}

} // namespace cotidy::driver
